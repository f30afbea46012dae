"""Standards of what public bodies may pay: lectures by the hour, consultation by person and day, training per diem.

财行〔2016〕540号, 财科教〔2017〕128号 (compliance.md 2.2, 2.3). Standards are after tax (税后). Hours and days are counted in
halves, money in cents; limits are rounded down to the cent.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time

from huiwu.compliance.rules.packs import Pack

LECTURER_GRADES = ("associate", "professor", "academician")
EXPERT_GRADES = ("senior", "other", "academician")
USUAL = ("academician",)
"""The rule says 一般 of these: what is above it is for a person to judge."""
NOON, EVENING = time(12), time(18)


@dataclass(frozen=True, slots=True)
class Lesson:
    """What was taught from an instant on: `half_hours` halves of a 学时, for one class or several at once."""

    on: date
    starts: time
    half_hours: int

    @property
    def half_day(self) -> tuple[date, str]:
        part = "morning" if self.starts < NOON else "afternoon" if self.starts < EVENING else "evening"
        return self.on, part


@dataclass(frozen=True, slots=True)
class Limit:
    """The most that may be paid after tax, `None` where the rule names none.

    `unit_cents` is the standard of one hour or day, `low_cents` its lower end; `is_certain` is false where the rule only
    says what is usual or its figure is 待核: then a person decides. `path` is the parameter it rests on.
    """

    cents: int
    unit_cents: int
    low_cents: int
    path: str
    basis: str
    is_certain: bool

    def is_exceeded(self, net_cents: int) -> bool:
        return net_cents > self.cents


def countable_half_hours(pack: Pack, lessons: Iterable[Lesson]) -> int:
    """Hours that may be paid: at most so many each half day, and several classes taught at once counted once."""
    most = 2 * (pack.at("lecture.half_day_hours") or 0)
    at_once: dict[tuple[date, time], Lesson] = {}
    for lesson in lessons:
        key = (lesson.on, lesson.starts)
        if key not in at_once or lesson.half_hours > at_once[key].half_hours:
            at_once[key] = lesson
    taught: dict[tuple[date, str], int] = {}
    for lesson in at_once.values():
        taught[lesson.half_day] = taught.get(lesson.half_day, 0) + lesson.half_hours
    return sum(min(halves, most) if most else halves for halves in taught.values())


def lecture_limit(pack: Pack, *, grade: str, half_hours: int) -> Limit | None:
    """The most for so many countable hours; None for a grade the pack does not know."""
    path = f"lecture.{grade}_cents"
    unit = pack.at(path)
    if unit is None:
        return None
    certain = grade not in USUAL and pack.grade(path) == "block"
    return Limit(unit * half_hours // 2, unit, 0, path, pack.basis, certain)


def consultation_limit(pack: Pack, *, grade: str, half_days: int) -> Limit | None:
    """The most for a consultation held as a meeting: a half day counts 60 %, from the third day on a day counts 50 %.

    Academicians and experts known all over the country may have up to half as much again as seniors.
    """
    row = "senior" if grade == "academician" else grade
    low, high = pack.at(f"{row}.low_cents"), pack.at(f"{row}.high_cents")
    if low is None or high is None:
        return None
    if grade == "academician":
        high = high * (pack.at("academician_permille") or 1000) // 1000
    permille = consultation_permille(pack, half_days)
    certain = pack.grade(f"{row}.high_cents") == "block"
    return Limit(high * permille // 1000, high, low, f"{row}.high_cents", pack.basis, certain)


def consultation_permille(pack: Pack, half_days: int) -> int:
    """How many thousandths of a day's standard so many half days are worth: 3 → 1600, 6 → 2500."""
    full_days = int(pack.at("reduced_after_days") or 0)
    reduced, half = int(pack.at("reduced_permille") or 1000), int(pack.at("half_day_permille") or 500)
    worth = 0
    for day in range((half_days + 1) // 2):
        whole = 1000 if 2 * day + 2 <= half_days else half
        worth += whole * reduced // 1000 if full_days and day >= full_days else whole
    return worth


@dataclass(frozen=True, slots=True)
class TrainingCap:
    """综合定额 of a training (teachers' pay not included): the days that count, those at the lower rate, the limit."""

    rate_cents: int
    people: int
    half_days: int
    reduced_half_days: int
    limit_cents: int


def training_cap(
    pack: Pack, *, training_class: str, people: int, session_half_days: int, arrival: int = 0, departure: int = 0
) -> TrainingCap | None:
    """The cap for so many people; arrival and departure count one day each at most, days past the 30th at 70 %.

    None for a class without a standard. `arrival` and `departure` are half days.
    """
    rate = pack.at(f"class_{training_class}.rate_cents")
    if rate is None:
        return None
    travel = min(arrival, pack.at("arrival_half_days") or 0) + min(departure, pack.at("departure_half_days") or 0)
    half_days = session_half_days + travel
    after = pack.at("long_after_days")
    reduced = max(0, half_days - 2 * after) if after is not None else 0
    full = half_days - reduced
    thousandths = rate * people * (full * 1000 + reduced * (pack.at("long_permille") or 1000))
    return TrainingCap(rate, people, half_days, reduced, thousandths // 2000)
