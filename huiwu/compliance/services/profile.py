"""Note what the rules ask and neither meeting nor brief says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from huiwu.compliance.events import ComplianceFactsSaved
from huiwu.compliance.models import ComplianceProfile
from huiwu.compliance.queries.facts import profile_of
from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require
from huiwu.kernel import clock
from huiwu.kernel.errors import StaleEdit
from huiwu.meetings.models import Meeting

COLUMNS = frozenset(
    {
        "nature",
        "spending_class",
        "delegates",
        "staff",
        "session_half_days",
        "travel_half_days",
        "is_conveying",
        "venue_kind",
        "venue_exception",
        "overseas",
    }
)


@transaction.atomic
def save_compliance_facts(
    *, actor: Actor, meeting: Meeting, revision: int, values: Mapping[str, Any]
) -> ComplianceProfile:
    """Write the profile if it is still at `revision` (0 = not begun). Items that rest on it are asked again.

    Raises StaleEdit with the newer row.
    """
    require(actor, "compliance.edit", meeting)
    kept = {name: value for name, value in values.items() if name in COLUMNS}
    if revision == 0 and not ComplianceProfile.objects.filter(meeting=meeting).exists():
        try:
            with transaction.atomic():
                row = ComplianceProfile.objects.create(meeting=meeting, saved_by=actor.user, **kept)
        except IntegrityError:  # a colleague began it in between
            raise _stale(meeting) from None
    else:
        fresh = ComplianceProfile.objects.filter(meeting=meeting, revision=revision)
        if not fresh.update(**kept, saved_by=actor.user, revision=F("revision") + 1, updated_at=clock.now()):
            raise _stale(meeting)
        row = ComplianceProfile.objects.get(meeting=meeting)
    record(ComplianceFactsSaved(meeting_id=meeting.pk, profile_id=row.pk), actor=actor, org_id=meeting.org_id)
    return row


def _stale(meeting: Meeting) -> StaleEdit:
    row = profile_of(meeting)
    return StaleEdit(theirs=row, who=row.saved_by.name if row.saved_by else _("同事"))
