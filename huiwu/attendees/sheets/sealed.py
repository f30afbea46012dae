"""What lies under lock of a person, as columns of a list: how they travel, how they stay.

The value is JSON of guests' replies, or what somebody typed, which then stands in the last column.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from huiwu.attendees.choices import RoomWish, SensitiveField, Travel

Words = Callable[[str], tuple[str, ...]]


def travel_heads() -> tuple[str, ...]:
    return (
        _("到达"),
        _("到达时间"),
        _("到达站"),
        _("接站"),
        _("返程"),
        _("返程时间"),
        _("返程站"),
        _("送站"),
        _("说明"),
    )


def travel_words(text: str) -> tuple[str, ...]:
    """`火车 G7083`, `3-17 14:30`, `上海虹桥站`, whether to be met; the same of the way back."""
    found = _object(text)
    if found is None:
        return (*("",) * 8, text)
    there, back = (_leg(found.get(key)) for key in ("arrival", "departure"))
    met, seen_off = (_("要") if found.get(key) else "" for key in ("needs_pickup", "needs_dropoff"))
    return (*there, met, *back, seen_off, "")


def _leg(found: Any) -> tuple[str, str, str]:
    leg = found if isinstance(found, dict) else {}
    mode = str(dict(Travel.choices).get(leg.get("mode", ""), leg.get("mode", "")))
    return (f"{mode} {leg.get('number', '')}".strip(), _moment(str(leg.get("at") or "")), str(leg.get("place") or ""))


def _moment(text: str) -> str:
    try:
        return f"{datetime.fromisoformat(text):%m-%d %H:%M}" if text else ""
    except ValueError:
        return text


def stay_heads() -> tuple[str, ...]:
    return (_("房型"), _("合住意愿"), _("入住日"), _("离店日"), _("说明"), _("房号"))


def stay_words(text: str) -> tuple[str, ...]:
    found = _object(text)
    if found is None:
        return ("", "", "", "", text, "")
    if found.get("is_needed") is False:
        return ("", "", "", "", _("不住宿"), "")
    room = str(dict(RoomWish.choices).get(found.get("room", ""), found.get("room", "")))
    days = (str(found.get("check_in_on") or ""), str(found.get("check_out_on") or ""))
    return (room, str(found.get("share_with") or ""), *days, "", "")


def _object(text: str) -> dict[str, Any] | None:
    try:
        found = json.loads(text)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


SEALED: dict[str, tuple[Callable[[], tuple[str, ...]], Words]] = {
    SensitiveField.ITINERARY: (travel_heads, travel_words),
    SensitiveField.LODGING_WISH: (stay_heads, stay_words),
}
"""Field → heads of its columns, and their words."""
