"""Records of the meeting archive; the checklist itself goes with the documents.

The organisation's own rule packs that the meeting is judged by go along: where the importing organisation has its own
under the same code, that one stays.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from huiwu.compliance.models import (
    ComplianceItem,
    ComplianceProfile,
    Permit,
    Prize,
    Release,
    RulePack,
    SpendingItem,
)
from huiwu.compliance.queries.facts import facts_of
from huiwu.foundation.registry.archive import archived


def packs_used(meeting: Any) -> list[UUID]:
    """The own packs among those that hold for the meeting."""
    own = [pack.code for pack in facts_of(meeting).packs.values() if pack.is_own]
    return list(RulePack.objects.filter(org_id=meeting.org_id, code__in=own).values_list("pk", flat=True))


archived(
    "rule_packs",
    RulePack,
    meeting_path="org__meetings",
    order=13,
    is_shared=True,
    natural_key=("code",),
    chosen=packs_used,
)
archived("compliance_profiles", ComplianceProfile, order=45)
archived("compliance_items", ComplianceItem, order=45)
archived("permits", Permit, order=45)
archived("spending_items", SpendingItem, order=45)
archived("prizes", Prize, order=45)
archived("releases", Release, order=45)
