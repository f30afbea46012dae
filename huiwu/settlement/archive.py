"""Records of the meeting archive; the final settlement itself goes with the documents."""

from __future__ import annotations

from huiwu.foundation.registry.archive import archived
from huiwu.settlement.models import Dispute, SettlementPaper, SupplierSettlement

archived("supplier_settlements", SupplierSettlement, order=86)
archived("disputes", Dispute, meeting_path="settlement__meeting", order=87)
archived("settlement_papers", SettlementPaper, order=86)
