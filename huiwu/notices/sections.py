"""Notices in a meeting's menu, the settings, and on people's own pages."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiwu.attendees.models import Attendee
from huiwu.foundation.actors import Actor
from huiwu.foundation.registry.panels import panel
from huiwu.foundation.registry.sections import section, setting
from huiwu.notices.models import NoticeRecipient
from huiwu.notices.permissions import can_read_own
from huiwu.notices.queries import common_values, own_notices, values_for
from huiwu.notices.rules.texts import merged
from huiwu.notifications.choices import OutsideWhy

section(
    "notices",
    title=pgettext_lazy("menu", "会议通知"),
    icon="send",
    group="before",
    order=140,
    permission="notices.view",
    url=lambda meeting: reverse("notices:notices", args=[meeting.slug]),
)
setting(
    "notice_templates",
    title=_("通知模板"),
    detail=_("会议通知的常用文案"),
    icon="file-text",
    order=74,
    permission="notices.view_templates",
    url=lambda: reverse("notices:templates"),
)


def _own(actor: Actor, attendee: Attendee) -> dict[str, Any] | None:
    rows = own_notices(attendee) if can_read_own(actor, attendee) else []
    return {"notices": [(row, _subject(row, attendee)) for row in rows]} if rows else None


def _subject(row: NoticeRecipient, attendee: Attendee) -> str:
    notice = row.notice
    values = values_for(notice, attendee, common_values(notice))
    return merged(notice.subject, values) or str(notice.get_batch_display())


def _of_attendee(actor: Actor, attendee: Attendee) -> dict[str, Any] | None:
    rows = own_notices(attendee)
    return {"notices": rows, "meeting": attendee.meeting, "whys": dict(OutsideWhy.choices)} if rows else None


panel(
    "notices.own",
    place="attendee.own",
    order=50,
    template="notices/_own.html",
    context=_own,
    permission="attendees.own",
)
panel(
    "notices.attendee",
    place="attendee",
    order=70,
    template="notices/_of_attendee.html",
    context=_of_attendee,
    permission="notices.view",
)
