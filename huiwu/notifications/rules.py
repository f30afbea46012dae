"""When to send and whom to remind: pure arithmetic on instants and days."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

RETRY_WAITS = tuple(timedelta(minutes=m) for m in (1, 5, 30, 120, 360, 720))
"""After the first temporary failure a minute, then 5, 30 …; after the seventh attempt the delivery is given up."""
OUTSIDE_STRANDED_AFTER = timedelta(minutes=3)
"""The same for messages outside: one message is in hand for as long as its timeouts allow, a minute or two."""
STRANDED_AFTER = timedelta(minutes=10)
"""A delivery in `sending` for longer was left by a worker that died."""


@dataclass(frozen=True, slots=True)
class Rest:
    """A person's quiet hours as plain values; `weekdays` (Monday 0) are the days on which they begin."""

    starts: time = time(21)
    ends: time = time(8)
    zone: str = "Asia/Shanghai"
    weekdays: Collection[int] = range(7)
    is_on: bool = True


def sendable_at(now: datetime, rest: Rest) -> datetime:
    """`now`, or the end of the quiet hours it falls into (UTC instants; the hours count in the person's zone).

    Where the clocks change, the end is the wall clock's, so the night is an hour shorter or longer.
    """
    if not rest.is_on or rest.starts == rest.ends:
        return now
    zone = ZoneInfo(rest.zone)
    today = now.astimezone(zone).date()
    for begins_on in (today - timedelta(days=1), today):
        if begins_on.weekday() not in rest.weekdays:
            continue
        ends_on = begins_on if rest.starts < rest.ends else begins_on + timedelta(days=1)
        begin = datetime.combine(begins_on, rest.starts, zone)
        end = datetime.combine(ends_on, rest.ends, zone)
        if begin.astimezone(now.tzinfo) <= now < end.astimezone(now.tzinfo):
            return end.astimezone(now.tzinfo)
    return now


def reminder_stage(due_on: date, today: date, days_before: Sequence[int]) -> int | None:
    """The stage that has been reached: the smallest of `days_before` that is not yet over; None when it is too early or late.

    With [3, 1, 0]: 5 days before None, 3 and 2 days before 3, the day before 1, on the day 0. A stage that was missed
    because nothing ran that day is still reached on the next.
    """
    left = (due_on - today).days
    if left < 0:
        return None
    return min((days for days in days_before if days >= left), default=None)


def late_stages(due_on: date, today: date, *, owner_after: int, leads_after: int) -> tuple[str, ...]:
    """Who is to hear that it is late: `owner`, and later `leads`."""
    late = (today - due_on).days
    if late <= 0:
        return ()
    return tuple(who for who, after in (("owner", owner_after), ("leads", leads_after)) if late >= after)


def digest_day(now: datetime, zone: str, at: time) -> date | None:
    """The day whose digest is due: today there once `at` has passed, else None."""
    local = now.astimezone(ZoneInfo(zone))
    return local.date() if local.time() >= at else None


def is_permanent(code: int) -> bool:
    """RFC 5321 4.2.1: 5yz will not get better by repeating, 4yz may."""
    return 500 <= code < 600


def next_try_at(now: datetime, attempts: int) -> datetime | None:
    """When to try again after this many attempts; None when it is to be given up."""
    return now + RETRY_WAITS[attempts - 1] if attempts <= len(RETRY_WAITS) else None
