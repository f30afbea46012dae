"""Suppliers of a meeting in its archive: each with its people and papers, since contracts and orders name them.

The bank account stays at home. A contract, order or quotation names only suppliers that are engaged in the meeting.
"""

from __future__ import annotations

from huiwu.foundation.registry.archive import archived
from huiwu.suppliers.models import (
    CategoryNeed,
    MeetingSupplier,
    Qualification,
    Supplier,
    SupplierContact,
    SupplierRating,
)

archived(
    "suppliers",
    Supplier,
    meeting_path="engagements__meeting",
    order=40,
    leave_out=("bank_name", "bank_account"),
    is_shared=True,
)
archived("supplier_contacts", SupplierContact, meeting_path="supplier__engagements__meeting", order=41, is_shared=True)
archived("qualifications", Qualification, order=41)
archived("meeting_suppliers", MeetingSupplier, order=41)
archived("category_needs", CategoryNeed, order=41)
archived("supplier_ratings", SupplierRating, order=41)
