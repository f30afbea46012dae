"""Facts of the desk."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from huiwu.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class CalendarFeedMade(Fact):
    """A calendar program was given a link; `of_meeting` when it shows one meeting only."""

    said = "生成了日历订阅链接 {link}"
    link_id: UUID
    of_meeting: UUID | None = None
