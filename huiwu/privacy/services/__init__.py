"""Verbs of personal information, split by what they are about."""

from huiwu.privacy.services.consents import give_consents, note_consents, withdraw_consent
from huiwu.privacy.services.exports import log_look, record_export

__all__ = [
    "give_consents",
    "log_look",
    "note_consents",
    "record_export",
    "withdraw_consent",
]
