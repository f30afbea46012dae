"""What documents do when something else happened. LATER reactions: repeated, they add nothing."""

from __future__ import annotations

from django.utils.translation import gettext as _

from huiwu.documents.kinds import MEETING_FACTS
from huiwu.documents.queries import facts_of
from huiwu.documents.services import list_impacts
from huiwu.foundation.actors import SYSTEM
from huiwu.foundation.outbox import Occurrence
from huiwu.foundation.registry.impact import Change
from huiwu.meetings.models import Meeting


def list_impacts_when_meeting_changed(occurrence: Occurrence) -> None:
    """The meeting's name, place or client changed: whatever was confirmed under the old one goes on a list (TR-08)."""
    keys = tuple(occurrence.payload.get("keys", ()))
    _list(occurrence, tuple(key for key in keys if f"meeting.{key}" in MEETING_FACTS))


def list_impacts_when_dates_moved(occurrence: Occurrence) -> None:
    _list(occurrence, ("start_on", "end_on"))


def _list(occurrence: Occurrence, keys: tuple[str, ...]) -> None:
    if occurrence.meeting_id is None or not keys:
        return
    meeting = Meeting.objects.select_related("org", "client").filter(pk=occurrence.meeting_id).first()
    if meeting is None:
        return
    labels = {
        "name": _("会议名称"),
        "start_on": _("开始日期"),
        "end_on": _("结束日期"),
        "city": _("城市"),
        "venue_name": _("会场"),
        "client": _("客户"),
    }
    facts = facts_of(meeting)
    before = {
        "start_on": occurrence.payload.get("start_before", ""),
        "end_on": occurrence.payload.get("end_before", ""),
    }
    changes = [Change(f"meeting.{key}", labels[key], before.get(key, ""), facts[key]) for key in keys]
    list_impacts(actor=SYSTEM, meeting=meeting, changes=changes, cause_key=f"fact:{occurrence.id}")
