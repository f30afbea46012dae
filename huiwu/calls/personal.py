"""What was said on the telephone, for export, retention and erasure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from huiwu.calls.choices import CallState
from huiwu.calls.models import CallRecord, CallTask
from huiwu.foundation.registry.personal import FieldGroup, Marks, holder, strike_rows, sweeper
from huiwu.kernel import clock


@holder(FieldGroup.MESSAGES, _("电话联系记录"), _("联系参会事宜，避免重复打扰"))
class Calls:
    """Calls with what was said, and open matters with their notes."""

    def rows(self, meeting: Any, subject_id: UUID) -> Iterable[tuple[str, str]]:
        for row in self._made(meeting, subject_id):
            text = " · ".join(filter(None, [str(row.get_outcome_display()), row.said]))
            yield f"{row.made_at.astimezone(meeting.zone):%Y-%m-%d %H:%M}", text
        for task in self._asked(meeting, subject_id).filter(state=CallState.OPEN):
            yield str(task.get_why_display()), task.note or "—"

    def erase(self, meeting: Any, subject_id: UUID) -> int:
        """Texts go; that a call was made at an hour stays, without a word about what was said."""
        now = clock.now()
        gone = self._made(meeting, subject_id).exclude(said="").update(said="", updated_at=now)
        open_rows = self._asked(meeting, subject_id).filter(state=CallState.OPEN)
        open_rows.update(state=CallState.DROPPED, closed_at=now, updated_at=now)
        marked = self._asked(meeting, subject_id).exclude(note="", blocked_number="")
        return gone + marked.update(note="", blocked_number="", updated_at=now)

    def subjects(self, meeting: Any) -> Iterable[UUID]:
        said = CallRecord.objects.filter(meeting=meeting).exclude(said="").order_by().values_list("attendee", flat=True)
        marked = CallTask.objects.filter(Q(state=CallState.OPEN) | ~Q(note="") | ~Q(blocked_number=""), meeting=meeting)
        return said.union(marked.order_by().values_list("attendee", flat=True))

    def _made(self, meeting: Any, subject_id: UUID) -> QuerySet[CallRecord]:
        return CallRecord.objects.filter(meeting=meeting, attendee_id=subject_id)

    def _asked(self, meeting: Any, subject_id: UUID) -> QuerySet[CallTask]:
        return CallTask.objects.filter(meeting=meeting, attendee_id=subject_id)


@sweeper
def calls_to_others(meeting: Any, marks: Marks) -> int:
    """What was said with somebody else about them."""
    said = strike_rows(CallRecord.objects.filter(meeting=meeting), marks, "said")
    return said + strike_rows(CallTask.objects.filter(meeting=meeting), marks, "note", "blocked_number")
