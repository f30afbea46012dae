"""What the brief does by itself every so often."""

from __future__ import annotations

from datetime import timedelta

from huiwu.brief.services import forget_old_intakes
from huiwu.foundation.actors import SYSTEM
from huiwu.foundation.registry.jobs import periodic


@periodic("brief.forget_old_intakes", every=timedelta(days=1))
def forget_contacts_that_came_to_nothing() -> int:
    """Contacts of more than a year ago without a meeting are deleted."""
    return forget_old_intakes(actor=SYSTEM)
