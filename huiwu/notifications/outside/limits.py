"""Token buckets in the database, so that all processes together keep a provider's rate."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from huiwu.kernel import clock
from huiwu.notifications.models import Bucket


@dataclass(frozen=True, slots=True)
class Rate:
    """`burst` at once, then `per_second`. In any span of t seconds at most `burst + t × per_second` go out, so a limit of
    20 a minute is kept by a burst of 10 and 10 a minute: a burst of 20 would let 40 through.
    """

    burst: int
    per_second: float


def take(key: str, rate: Rate) -> timedelta | None:
    """Take one; None when it was there, else how long to wait. Two at once never take the same one."""
    while True:
        now = clock.now()
        row, _is_new = Bucket.objects.get_or_create(key=key, defaults={"tokens": rate.burst, "filled_at": now})
        grown = (now - row.filled_at).total_seconds() * rate.per_second
        tokens = min(float(rate.burst), row.tokens + max(0.0, grown))
        if tokens < 1:
            return timedelta(seconds=(1 - tokens) / rate.per_second)
        same = Bucket.objects.filter(key=key, tokens=row.tokens, filled_at=row.filled_at)
        if same.update(tokens=tokens - 1, filled_at=max(now, row.filled_at)):
            return None


def empty(key: str, pause: timedelta) -> None:
    """The provider has said enough: nothing goes until `pause` is over."""
    Bucket.objects.update_or_create(key=key, defaults={"tokens": 0.0, "filled_at": clock.now() + pause})
