"""Verbs of speakers' fees, split by who acts: entering, deciding, paying, and the sealed columns."""

from huiwu.speaker_fees.services.deciding import approve_fee, refuse_fee, submit_fee
from huiwu.speaker_fees.services.entering import FeeValues, cancel_fee, change_fee, enter_fee
from huiwu.speaker_fees.services.paying import declare_tax, keep_receipt, pay_fee
from huiwu.speaker_fees.services.sealed import declaration_rows, erase_secrets, see_secret

__all__ = [
    "FeeValues",
    "approve_fee",
    "cancel_fee",
    "change_fee",
    "declaration_rows",
    "declare_tax",
    "enter_fee",
    "erase_secrets",
    "keep_receipt",
    "pay_fee",
    "refuse_fee",
    "see_secret",
    "submit_fee",
]
