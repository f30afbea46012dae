"""What registration does by the clock: offers that nobody answered end, places go to the next, old codes go."""

from __future__ import annotations

from datetime import timedelta

from huiwu.foundation.actors import SYSTEM
from huiwu.foundation.registry.jobs import periodic
from huiwu.registration.services import forget_codes, lapse_offers, offer_places


@periodic("registration.lapse_offers", every=timedelta(minutes=5))
def end_offers_nobody_answered() -> int:
    """Offers past their time end, and the places are offered to the next at once."""
    return sum(offer_places(actor=SYSTEM, meeting=meeting) for meeting in lapse_offers(actor=SYSTEM))


@periodic("registration.forget_codes", every=timedelta(days=1))
def forget_old_codes() -> int:
    return forget_codes(actor=SYSTEM)
