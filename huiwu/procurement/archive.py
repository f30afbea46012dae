"""Records of the meeting archive. The suppliers they name travel with the suppliers' own records (orders below)."""

from __future__ import annotations

from huiwu.foundation.registry.archive import archived
from huiwu.procurement.models import (
    Adjustment,
    Decline,
    Promise,
    Quotation,
    QuotationLine,
    QuotationRevision,
    Rfq,
    RfqLine,
    Selection,
    TechnicalScore,
)

archived("rfqs", Rfq, order=60)
archived("rfq_lines", RfqLine, meeting_path="rfq__meeting", order=61)
archived("quotations", Quotation, meeting_path="rfq__meeting", order=62, leave_out=("draft",))
archived("quotation_lines", QuotationLine, meeting_path="quotation__rfq__meeting", order=63)
archived(
    "quotation_revisions",
    QuotationRevision,
    meeting_path="quotation__rfq__meeting",
    order=63,
    verbatim=("content",),
)
archived("quotation_adjustments", Adjustment, meeting_path="quotation__rfq__meeting", order=63)
archived("quotation_promises", Promise, meeting_path="quotation__rfq__meeting", order=63)
archived("technical_scores", TechnicalScore, meeting_path="quotation__rfq__meeting", order=63)
archived("selections", Selection, order=64, verbatim=("comparison",))
archived("bidder_declines", Decline, meeting_path="selection__meeting", order=65)
