"""Who cares about what happened: one table, read from top to bottom.

NOW shares the transaction of the fact (both or neither) and never sets off another round of NOW. LATER is delivered
by the worker, each on its own, retried, harmless when repeated. Values are dotted paths, `capability.function`,
looked up in that capability's `reactions.py`. The key `*` stands for every kind of fact.
"""

from __future__ import annotations

NOW: dict[str, tuple[str, ...]] = {}

LATER: dict[str, tuple[str, ...]] = {
    "meeting_changed": ("documents.list_impacts_when_meeting_changed",),
    "meeting_dates_moved": ("documents.list_impacts_when_dates_moved",),
}
