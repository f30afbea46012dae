"""Verbs of compliance, split by what they are about."""

from huiwu.compliance.services.clearing import clear_checklist, submit_checklist
from huiwu.compliance.services.items import decide_item
from huiwu.compliance.services.packs import drop_own_pack, save_own_pack
from huiwu.compliance.services.profile import save_compliance_facts
from huiwu.compliance.services.records import (
    add_prize,
    add_spending_item,
    change_permit,
    record_permit,
    record_release,
    remove_permit,
    remove_prize,
    remove_release,
    remove_spending_item,
)

__all__ = [
    "add_prize",
    "add_spending_item",
    "change_permit",
    "clear_checklist",
    "decide_item",
    "drop_own_pack",
    "record_permit",
    "record_release",
    "remove_permit",
    "remove_prize",
    "remove_release",
    "remove_spending_item",
    "save_compliance_facts",
    "save_own_pack",
    "submit_checklist",
]
