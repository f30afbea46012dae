"""Records of the meeting archive."""

from __future__ import annotations

from huiwu.foundation.registry.archive import archived, left_at_home
from huiwu.registration.models import (
    Category,
    ContactCode,
    EntryCode,
    FormVersion,
    GroupRegistration,
    Payment,
    Quota,
    Registration,
    RegistrationForm,
    WaitlistOffer,
)

archived("registration_forms", RegistrationForm, order=95)
archived("registration_form_versions", FormVersion, meeting_path="form__meeting", order=96, verbatim=("content",))
archived("registration_categories", Category, order=95)
archived("registration_quotas", Quota, order=96)
archived("entry_codes", EntryCode, order=96)
archived("group_registrations", GroupRegistration, order=95)
archived("registrations", Registration, order=97)
archived("waitlist_offers", WaitlistOffer, meeting_path="registration__meeting", order=98)
archived("registration_payments", Payment, order=98)
left_at_home(ContactCode, "codes are good for minutes, and only their hashes are kept for a day")
