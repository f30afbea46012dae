"""Records of the meeting archive; clauses and signed versions go with the documents, scans with the files."""

from __future__ import annotations

from huiwu.contracts.models import (
    Acceptance,
    Amendment,
    CancellationStep,
    Contract,
    ContractLine,
    Guarantee,
    Inclusion,
    PaymentTerm,
    UseSpan,
)
from huiwu.foundation.registry.archive import archived
from huiwu.suppliers.models import Supplier
from huiwu.venues.models import Venue

archived("contract_venues", Venue, meeting_path="contracts__meeting", order=50, is_shared=True)
archived("contract_suppliers", Supplier, meeting_path="contracts__meeting", order=50, is_shared=True)
archived("contracts", Contract, order=66)
archived("contract_lines", ContractLine, meeting_path="contract__meeting", order=67)
archived("cancellation_schedules", CancellationStep, meeting_path="contract__meeting", order=67)
archived("guarantees", Guarantee, meeting_path="contract__meeting", order=67)
archived("use_spans", UseSpan, meeting_path="contract__meeting", order=67)
archived("inclusions", Inclusion, meeting_path="contract__meeting", order=67)
archived("amendments", Amendment, meeting_path="contract__meeting", order=67)
archived("payment_terms", PaymentTerm, meeting_path="contract__meeting", order=68)
archived("contract_acceptances", Acceptance, meeting_path="contract__meeting", order=69)
