"""Verbs of suppliers, split by what they are about."""

from huiwu.suppliers.services.library import (
    SupplierContactValues,
    add_supplier,
    change_supplier,
    set_supplier_contacts,
    set_supplier_status,
)
from huiwu.suppliers.services.meeting import (
    contract_supplier,
    decide_need,
    drop_supplier,
    engage_supplier,
    release_supplier,
    save_supplier_group,
)
from huiwu.suppliers.services.papers import add_qualification, change_qualification, remove_qualification
from huiwu.suppliers.services.ratings import rate_supplier

__all__ = [
    "SupplierContactValues",
    "add_qualification",
    "add_supplier",
    "change_qualification",
    "change_supplier",
    "contract_supplier",
    "decide_need",
    "drop_supplier",
    "engage_supplier",
    "rate_supplier",
    "release_supplier",
    "remove_qualification",
    "save_supplier_group",
    "set_supplier_contacts",
    "set_supplier_status",
]
