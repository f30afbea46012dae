"""To whom a notice goes, and what its variables say to each."""

from __future__ import annotations

from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import override

from huiwu.attendees.choices import AttendeeRole, Presence
from huiwu.attendees.models import Attendee, Delegation
from huiwu.attendees.queries import active
from huiwu.attendees.queries.people import with_role, with_tag
from huiwu.meetings.models import Function
from huiwu.notices.choices import NoticeChannel
from huiwu.notices.models import Notice
from huiwu.notices.rules.texts import ABOUT

USUAL_PRESENCE = [Presence.INVITED.value, Presence.CONFIRMED.value]


def audience(notice: Notice) -> QuerySet[Attendee]:
    """The active people its filter names, by number. Every list that is empty lets all pass, but for presence: those who
    are invited or have confirmed.
    """
    wanted = notice.audience
    rows = active(notice.meeting).filter(presence__in=wanted.get("presence") or USUAL_PRESENCE)
    if roles := wanted.get("roles"):
        rows = rows.filter(reduce(or_, (with_role(role) for role in roles), Q()))
    if tags := wanted.get("tags"):
        rows = rows.filter(reduce(or_, (with_tag(tag) for tag in tags), Q()))
    if delegations := wanted.get("delegations"):
        rows = rows.filter(delegation_id__in=delegations)
    if functions := wanted.get("functions"):
        taking = Attendee.objects.filter(participations__function_id__in=functions)
        rows = rows.filter(pk__in=taking.exclude(participations__state="cancelled").values("pk"))
    return rows.order_by("number")


def audience_words(notice: Notice) -> str:
    """`代表、嘉宾；已邀请、确认出席`: the filter as the client reads it."""
    wanted = notice.audience
    roles, presence = dict(AttendeeRole.choices), dict(Presence.choices)
    parts = [
        _("、").join(str(roles.get(code, code)) for code in wanted.get("roles") or []) or _("全部身份"),
        _("、").join(str(presence.get(code, code)) for code in wanted.get("presence") or USUAL_PRESENCE),
        _("、").join(wanted.get("tags") or []),
    ]
    if ids := wanted.get("delegations"):
        parts.append(_("、").join(Delegation.objects.filter(pk__in=ids).values_list("name", flat=True)))
    if ids := wanted.get("functions"):
        parts.append(_("、").join(Function.objects.filter(pk__in=ids).values_list("name", flat=True)))
    return "；".join(part for part in parts if part)


def addresses(notice: Notice, attendee: Attendee) -> str:
    """Where this person is reached on the notice's channel; empty when nowhere."""
    return attendee.email if notice.channel == NoticeChannel.EMAIL else attendee.mobile


def common_values(notice: Notice) -> dict[str, str]:
    """What the variables say to everybody alike."""
    meeting = notice.meeting
    about = {key: str(notice.about.get(key, "")).strip() for key in ABOUT}
    about["place"] = about["place"] or meeting.venue_name
    days = {"start": _day(meeting.start_on, meeting.language), "end": _day(meeting.end_on, meeting.language)}
    return {"org": meeting.org.name, "meeting": meeting.name, **days, **about}


def _day(day: date, language: str) -> str:
    with override(language):
        return str(formats.date_format(day, "j F Y" if language.startswith("en") else "n月j日"))


def values_for(notice: Notice, attendee: Attendee, common: dict[str, str]) -> dict[str, Any]:
    """Those and the person's own, but for the link, which is made when it is sent."""
    name = f"{attendee.display_name}{attendee.salutation}"
    if attendee.language.startswith("en") and attendee.name_en:
        name = attendee.name_en
    return {**common, "name": name, "title": attendee.title}
