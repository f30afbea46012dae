"""Verbs of invoices, split by what they are about."""

from huiwu.invoices.services.arrivals import Arrival, take_file, take_text, take_typed
from huiwu.invoices.services.correcting import add_file_to, assign_invoice, clear_repeat, correct_invoice
from huiwu.invoices.services.expecting import drop_expectation, expect_from_contract, expect_invoice
from huiwu.invoices.services.importing import ask_for_import, run_import
from huiwu.invoices.services.stages import (
    reimburse_invoice,
    return_invoice,
    reverse_invoice,
    verify_invoice,
    withdraw_verification,
)
from huiwu.invoices.services.titles import retire_title, save_title

__all__ = [
    "Arrival",
    "add_file_to",
    "ask_for_import",
    "assign_invoice",
    "clear_repeat",
    "correct_invoice",
    "drop_expectation",
    "expect_from_contract",
    "expect_invoice",
    "reimburse_invoice",
    "retire_title",
    "return_invoice",
    "reverse_invoice",
    "run_import",
    "save_title",
    "take_file",
    "take_text",
    "take_typed",
    "verify_invoice",
    "withdraw_verification",
]
