"""Verbs of personal information, split by what they are about."""

from huiwu.privacy.services.breaches import BreachValues, end_breach, report_breach, update_breach
from huiwu.privacy.services.certifying import draft_certificate, propose_certificate
from huiwu.privacy.services.consents import give_consents, note_consents, withdraw_consent
from huiwu.privacy.services.entrusting import (
    EntrustmentValues,
    agree_entrustment,
    cancel_entrustment,
    return_entrustment,
    save_entrustment,
)
from huiwu.privacy.services.erasing import certificate_token, erase_due, erase_person, run_erasure
from huiwu.privacy.services.exports import log_look, note_disclosure, record_export
from huiwu.privacy.services.keeping import assess_impact, register_transfer, set_retention
from huiwu.privacy.services.notices import NoticeValues, publish_notice, save_notice, set_purpose
from huiwu.privacy.services.requests import answer_request, export_own, make_request

__all__ = [
    "BreachValues",
    "EntrustmentValues",
    "NoticeValues",
    "agree_entrustment",
    "answer_request",
    "assess_impact",
    "cancel_entrustment",
    "certificate_token",
    "draft_certificate",
    "end_breach",
    "erase_due",
    "erase_person",
    "export_own",
    "give_consents",
    "log_look",
    "make_request",
    "note_consents",
    "note_disclosure",
    "propose_certificate",
    "publish_notice",
    "record_export",
    "register_transfer",
    "report_breach",
    "return_entrustment",
    "run_erasure",
    "save_entrustment",
    "save_notice",
    "set_purpose",
    "set_retention",
    "update_breach",
    "withdraw_consent",
]
