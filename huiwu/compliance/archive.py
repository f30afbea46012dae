"""Records of the meeting archive; the checklist itself goes with the documents, its rule packs inside it."""

from __future__ import annotations

from huiwu.compliance.models import ComplianceItem, ComplianceProfile, Permit, Prize, Release, SpendingItem
from huiwu.foundation.registry.archive import archived

archived("compliance_profiles", ComplianceProfile, order=45)
archived("compliance_items", ComplianceItem, order=45)
archived("permits", Permit, order=45)
archived("spending_items", SpendingItem, order=45)
archived("prizes", Prize, order=45)
archived("releases", Release, order=45)
