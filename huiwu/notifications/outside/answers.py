"""What the other side answered to one message."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from huiwu.notifications.choices import OutsideWhy


@dataclass(frozen=True, slots=True)
class Answer:
    """`temporary`: try again, after `wait` if the other side says so; `permanent`: never; `busy`: our own limit holds it back,
    which counts as no attempt. `words` are the other side's own; `receipt` its number for what it took.
    """

    state: Literal["sent", "temporary", "permanent", "busy"]
    words: str = ""
    receipt: str = ""
    wait: timedelta | None = None
    why: str = OutsideWhy.REFUSED


SENT = Answer("sent")
