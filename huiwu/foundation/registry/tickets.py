"""Why somebody's ticket is not shown yet, declared by the capability that decides whether they come.

The one personal page shows the code to whoever comes; somebody on a waiting list, or invited and silent, holds none.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Finder = Callable[[Any], Any]
FINDERS: list[Finder] = []


def withholds_ticket(find: Finder) -> Finder:
    """Register `find(attendee)`: a sentence that says when the ticket will be there, or "" when nothing is against it."""
    FINDERS.append(find)
    return find


def why_withheld(attendee: Any) -> str:
    """The first sentence anybody gives; "" when the ticket may be shown."""
    return next((str(found) for find in FINDERS if (found := find(attendee))), "")
