"""Records of the meeting archive: invoices with lines, originals, and our titles that stand on them."""

from __future__ import annotations

from huiwu.foundation.registry.archive import archived, left_at_home
from huiwu.invoices.models import (
    ImportRow,
    Invoice,
    InvoiceFile,
    InvoiceImport,
    InvoiceLine,
    LegalEntity,
    RepeatedArrival,
)

archived("legal_entities", LegalEntity, meeting_path="invoices__meeting", order=74, is_shared=True)
archived("invoices", Invoice, order=75)
archived("invoice_lines", InvoiceLine, meeting_path="invoice__meeting", order=76)
archived("invoice_files", InvoiceFile, meeting_path="invoice__meeting", order=76)
left_at_home(InvoiceImport, "导入过程的记录，导入的发票本身已在档案里")
left_at_home(ImportRow, "导入过程的记录，导入的发票本身已在档案里")
left_at_home(RepeatedArrival, "说的是登记在另一场会议的发票，离开本单位就没有意义")
