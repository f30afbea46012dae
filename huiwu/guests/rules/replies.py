"""What a guest tells about the stay: travel, lodging, diet; what is wrong with it, and what reads differently now."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from typing import Any, TypeVar

NUMBERED = ("train", "flight")
"""Ways of travelling whose number the driver needs."""


@dataclass(frozen=True, slots=True)
class Leg:
    """One way: `at` is a local time of the meeting's place, ISO without offset (`2027-03-17T14:30`)."""

    mode: str = ""
    number: str = ""
    at: str = ""
    place: str = ""

    @property
    def moment(self) -> datetime | None:
        return datetime.fromisoformat(self.at) if self.at else None


@dataclass(frozen=True, slots=True)
class Itinerary:
    """到达与返程, kept as JSON under the attendee's sensitive field `itinerary`."""

    arrival: Leg = Leg()
    departure: Leg = Leg()
    needs_pickup: bool = False
    needs_dropoff: bool = False


@dataclass(frozen=True, slots=True)
class Stay:
    """住宿要求, kept as JSON under `lodging_wish`. Days are ISO."""

    is_needed: bool | None = None
    room: str = ""
    share_with: str = ""
    check_in_on: str = ""
    check_out_on: str = ""


@dataclass(frozen=True, slots=True)
class Invoice:
    title: str = ""
    tax_id: str = ""
    kind: str = ""
    email: str = ""


Kept = TypeVar("Kept", Itinerary, Stay, Invoice)


def packed(value: Itinerary | Stay | Invoice) -> str:
    return json.dumps(asdict(value), ensure_ascii=False)


def itinerary_of(text: str) -> Itinerary:
    """From its JSON; anything unknown in it is passed over, and what is no JSON is nothing."""
    found = _object(text)
    legs = {key: Leg(**_known(Leg, found.get(key))) for key in ("arrival", "departure")}
    return Itinerary(
        **legs, needs_pickup=bool(found.get("needs_pickup")), needs_dropoff=bool(found.get("needs_dropoff"))
    )


def stay_of(text: str) -> Stay:
    return Stay(**_known(Stay, _object(text)))


def _object(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text) if text else {}
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _known(kind: type, found: Any) -> dict[str, Any]:
    names = {field.name for field in fields(kind)}
    return {key: value for key, value in found.items() if key in names} if isinstance(found, Mapping) else {}


def travel_number(text: str) -> str:
    """Ｇ 7083 → G7083: full width, blanks and small letters are how people type."""
    return re.sub(r"[\s\-]", "", unicodedata.normalize("NFKC", text)).upper()[:20]


def travel_faults(told: Itinerary, first: date, last: date) -> Iterator[tuple[str, str]]:
    """(field, code) of what cannot be: days are the meeting's first and last."""
    for name, leg in (("arrival", told.arrival), ("departure", told.departure)):
        if leg.mode in NUMBERED and not leg.number:
            yield f"{name}_number", "number_missing"
        if leg.mode in NUMBERED and not leg.at:
            yield f"{name}_at", "time_missing"
    arrival, departure = told.arrival.moment, told.departure.moment
    if arrival and departure and departure <= arrival:
        yield "departure_at", "leaves_before_arrival"
    if arrival and arrival.date() > last:
        yield "arrival_at", "arrives_after_the_end"
    if departure and departure.date() < first:
        yield "departure_at", "leaves_before_the_start"
    if told.needs_pickup and not told.arrival.at:
        yield "arrival_at", "pickup_without_time"
    if told.needs_dropoff and not told.departure.at:
        yield "departure_at", "dropoff_without_time"


def stay_faults(told: Stay) -> Iterator[tuple[str, str]]:
    if told.is_needed is None:
        yield "is_needed", "say_whether"
    if told.is_needed:
        if not told.check_in_on or not told.check_out_on:
            yield "check_in_on", "days_missing"
        elif told.check_out_on <= told.check_in_on:
            yield "check_out_on", "leaves_before_check_in"
        elif (date.fromisoformat(told.check_out_on) - date.fromisoformat(told.check_in_on)).days > 30:
            yield "check_out_on", "too_long"


def leg_text(leg: Leg, modes: Mapping[str, str]) -> str:
    """火车 G7083 3月17日 14:30 上海虹桥站."""
    at = leg.moment
    when = f"{at.month}-{at.day:02d} {at:%H:%M}" if at else ""
    return " ".join(filter(None, (modes.get(leg.mode, leg.mode), leg.number, when, leg.place)))


def stay_text(told: Stay, rooms: Mapping[str, str], yes: str, no: str) -> str:
    if told.is_needed is None:
        return ""
    if not told.is_needed:
        return no
    days = f"{told.check_in_on} – {told.check_out_on}" if told.check_in_on else ""
    return " ".join(filter(None, (yes, rooms.get(told.room, ""), days, told.share_with)))


def different(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """Parts that read differently, in the order of `after`."""
    return [part for part in after if before.get(part, "") != after[part]]


def corrected(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """Parts that had been answered and read differently now: a change; a first answer is none."""
    return [part for part in different(before, after) if before.get(part, "")]
