"""The words of a letter for each guest."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils import translation

from huiwu.agenda.models import AgendaSpeaker
from huiwu.documents.render.text import day_text
from huiwu.guests.choices import GuestRole
from huiwu.guests.documents import meeting_words
from huiwu.guests.models import Guest
from huiwu.guests.rules.letters import Addressee, opening
from huiwu.meetings.models import Meeting


def guest_words(
    meeting: Meeting, content: dict[str, Any], guests: Iterable[Guest], language: str
) -> dict[UUID, dict[str, str]]:
    """By guest id, what each 【word】 reads in the letter to them. The agenda is asked once for all."""
    rows = list(guests)
    english = language.startswith("en")
    with translation.override("en" if english else "zh-hans"):
        roles = {code: str(label) for code, label in GuestRole.choices}
        parts = _parts(meeting, rows, english)
        same = meeting_words(meeting, content, language)
        return {row.pk: same | _own(row, roles, parts.get(row.attendee_id), language) for row in rows}


def _own(row: Guest, roles: dict[str, str], part: tuple[str, str] | None, language: str) -> dict[str, str]:
    english = language.startswith("en")
    who = row.attendee
    title, at = part or ("", "")
    addressee = Addressee(who.display_name, who.family_name, who.title, who.org_name, who.salutation, who.name_en)
    found = {
        "称谓": opening(addressee, language),
        "姓名": (english and who.name_en) or who.display_name,
        "单位": who.org_name,
        "职务": who.title,
        "嘉宾角色": roles[row.guest_role],
        "环节": title,
        "环节时间": at,
        "演讲题目": row.talk_title,
    }
    if row.rsvp_deadline_on:
        found["回执期限"] = day_text(row.rsvp_deadline_on, "en" if english else "zh-hans")
    return found


def _parts(meeting: Meeting, rows: list[Guest], english: bool) -> dict[UUID, tuple[str, str]]:
    """Of each person the first part on the stage: its title and time."""
    wanted = {row.attendee_id for row in rows}
    found: dict[UUID, tuple[str, str]] = {}
    parts = AgendaSpeaker.objects.filter(item__meeting=meeting, item__function__is_cancelled=False)
    for part in parts.select_related("item").order_by("item__starts_at", "order"):
        if part.attendee_id not in wanted or part.attendee_id in found:
            continue
        at = part.item.starts_at.astimezone(meeting.zone)
        until = part.item.ends_at.astimezone(meeting.zone)
        day = day_text(at.date(), "en" if english else "zh-hans")
        title = (english and part.item.title_en) or part.item.title
        found[part.attendee_id] = (title, f"{day} {at:%H:%M}–{until:%H:%M}")
    return found
