"""People as speakers are typed: by number, or by name as far as it is the only one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from huiwu.attendees.models import Attendee
from huiwu.attendees.queries import active
from huiwu.meetings.models import Meeting

SHOWN = 4


@dataclass(frozen=True, slots=True)
class Named:
    """The one person of that text, or why there is none."""

    attendee: Attendee | None
    why: str = ""


def speaker_text(attendee: Attendee) -> str:
    """`12 王明（启明科技 总裁）`: what stands in the form; its number alone would do."""
    rest = " ".join(filter(None, (attendee.org_text, attendee.title)))
    name = f"{attendee.number} {attendee.display_name}"
    return f"{name}（{rest}）" if rest else name


def named_speakers(meeting: Meeting, texts: Sequence[str]) -> dict[str, Named]:
    """Each text with its person. Two queries, however many texts."""
    numbers = {
        text: int(head) for text in texts if (head := text.split()[0]).isascii() and head.isdigit() and len(head) < 10
    }
    names = [text for text in texts if text not in numbers]
    people = active(meeting).filter(Q(number__in=numbers.values()) | Q(display_name__in=names))
    by_number: dict[int, Attendee] = {}
    by_name: dict[str, list[Attendee]] = {}
    for row in people:
        by_number[row.number] = row
        by_name.setdefault(row.display_name, []).append(row)
    return {
        text: _numbered(by_number.get(numbers[text])) if text in numbers else _called(text, by_name.get(text, []))
        for text in texts
    }


def _numbered(row: Attendee | None) -> Named:
    return Named(row, "" if row else _("参会人员里没有这个编号。"))


def _called(text: str, rows: list[Attendee]) -> Named:
    if len(rows) == 1:
        return Named(rows[0])
    if not rows:
        return Named(None, _("参会人员里没有“{text}”，请先录入，或从提示中选择。").format(text=text))
    some = _("、").join(speaker_text(row) for row in rows[:SHOWN])
    return Named(None, _("有 {count} 位“{text}”，请写编号：{some}").format(count=len(rows), text=text, some=some))


def suggested(meeting: Meeting, text: str, limit: int = 8) -> list[str]:
    """People whose name, pinyin, initials or number begins so: what the field suggests. One query."""
    asked = text.strip()
    if not asked or "\0" in asked:
        return []
    plain = asked.lower().replace(" ", "")
    found = Q(display_name__startswith=asked) | Q(org_name__startswith=asked)
    if plain.isascii():
        found |= Q(pinyin__startswith=plain) | Q(initials__startswith=plain)
    if asked.isascii() and asked.isdigit() and len(asked) < 10:
        found |= Q(number=int(asked))
    return [speaker_text(row) for row in active(meeting).filter(found).order_by("number")[:limit]]
