"""Verbs of registration, split by what they are about."""

from huiwu.registration.services.changing import change_registration
from huiwu.registration.services.codes import forget_codes, send_code, verify_code
from huiwu.registration.services.deciding import approve_registration, cancel_registration, refuse_registration
from huiwu.registration.services.forms import (
    begin_form,
    close_registration,
    open_registration,
    propose_form,
    save_content,
    save_settings,
    send_form_for_signature,
)
from huiwu.registration.services.groups import GroupSubmission, MemberResult, register_group
from huiwu.registration.services.paying import confirm_fee, refund_fee, waive_fee
from huiwu.registration.services.quotas import make_entry_codes, remove_quota, revoke_entry_code, set_quota
from huiwu.registration.services.submitting import Proof, Submission, submit_registration
from huiwu.registration.services.telling import tell_state
from huiwu.registration.services.waiting import answer_offer, lapse_offers, offer_places

__all__ = [
    "GroupSubmission",
    "MemberResult",
    "Proof",
    "Submission",
    "answer_offer",
    "approve_registration",
    "begin_form",
    "cancel_registration",
    "change_registration",
    "close_registration",
    "confirm_fee",
    "forget_codes",
    "lapse_offers",
    "make_entry_codes",
    "offer_places",
    "open_registration",
    "propose_form",
    "refund_fee",
    "refuse_registration",
    "register_group",
    "remove_quota",
    "revoke_entry_code",
    "save_content",
    "save_settings",
    "send_code",
    "send_form_for_signature",
    "set_quota",
    "submit_registration",
    "tell_state",
    "verify_code",
    "waive_fee",
]
