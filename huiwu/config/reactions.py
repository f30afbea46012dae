"""Who cares about what happened: one table, read from top to bottom.

NOW shares the transaction of the fact (both or neither) and never sets off another round of NOW. LATER is delivered
by the worker, each on its own, retried, harmless when repeated. Values are dotted paths, `capability.function`,
looked up in that capability's `reactions.py`. The key `*` stands for every kind of fact.
"""

from __future__ import annotations

NOW: dict[str, tuple[str, ...]] = {
    "brief_signed": ("brief.meeting_follows_signed_brief",),
}

LATER: dict[str, tuple[str, ...]] = {}
