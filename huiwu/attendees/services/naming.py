"""What follows from a person's name: sorting and search keys. The one place where they are written."""

from __future__ import annotations

from huiwu.attendees.models import Attendee
from huiwu.attendees.rules import phones
from huiwu.foundation.permission import unasked
from huiwu.meetings.rules.naming import search_key, search_text

FOLLOWS = ("pinyin", "initials", "stroke_key", "search_text", "mobile_tail")
"""Columns written here; part of every update of a name, reading, organisation or mobile."""


@unasked("fills columns of a row that the calling service writes after it asked")
def write_keys(row: Attendee) -> None:
    """Set the columns of FOLLOWS from name, reading, organisation and mobile; the caller saves."""
    keys = search_text(row.display_name).split("|")
    row.pinyin = (search_key(row.reading) or (keys[1] if len(keys) > 1 else keys[0]))[:200]
    spoken = row.reading.split()
    row.initials = ("".join(part[0] for part in spoken) if spoken else keys[-1])[:40]
    row.mobile_tail = phones.tail(row.mobile)
    row.search_text = search_text(row.display_name, row.name_en, row.org_name, row.org_short)[:1000]
