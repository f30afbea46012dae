"""The records of registration."""

from huiwu.registration.models.forms import Category, EntryCode, FormVersion, Quota, RegistrationForm
from huiwu.registration.models.people import (
    ContactCode,
    GroupRegistration,
    Payment,
    Registration,
    WaitlistOffer,
)

__all__ = [
    "Category",
    "ContactCode",
    "EntryCode",
    "FormVersion",
    "GroupRegistration",
    "Payment",
    "Quota",
    "Registration",
    "RegistrationForm",
    "WaitlistOffer",
]
