"""Weights of the score: the organisation's, and those a meeting goes by."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, StaleEdit
from huiwu.meetings.models import Meeting
from huiwu.site_visits.events import ScoringSchemeSaved, VenueSearchSet
from huiwu.site_visits.models import ScoringScheme, VenueSearch
from huiwu.site_visits.queries.candidates import scheme_of, search_of
from huiwu.site_visits.rules.scoring import FULL, weight_faults


@transaction.atomic
def set_search(
    *, actor: Actor, meeting: Meeting, revision: int, weights: Mapping[str, int], fewer_reason: str = ""
) -> VenueSearch:
    """The meeting's own weights (together 100), and why fewer than three venues are inspected.

    `revision` 0 writes the first time. Raises StaleEdit, InvalidInput.
    """
    require(actor, "site_visits.edit", meeting)
    values = {"weights": _checked(weights), "fewer_reason": fewer_reason.strip()[:500], "saved_by": actor.user}
    if revision == 0:
        try:
            with transaction.atomic():
                row = VenueSearch.objects.create(meeting=meeting, **values)
        except IntegrityError:
            raise _stale(search_of(meeting)) from None
    else:
        fresh = VenueSearch.objects.filter(meeting=meeting, revision=revision)
        if not fresh.update(**values, revision=F("revision") + 1, updated_at=clock.now()):
            raise _stale(search_of(meeting))
        row = search_of(meeting)
    record(VenueSearchSet(meeting_id=meeting.pk, search_id=row.pk), actor=actor, org_id=meeting.org_id)
    return row


@transaction.atomic
def save_scheme(*, actor: Actor, org_id: UUID, revision: int, weights: Mapping[str, int]) -> ScoringScheme:
    """The organisation's weights; meetings whose search has begun keep theirs. Raises StaleEdit, InvalidInput."""
    require(actor, "site_visits.edit_scoring", org_id)
    values = {"weights": _checked(weights), "saved_by": actor.user}
    if revision == 0:
        try:
            with transaction.atomic():
                row = ScoringScheme.objects.create(org_id=org_id, **values)
        except IntegrityError:
            raise _stale(scheme_of(org_id)) from None
    else:
        fresh = ScoringScheme.objects.filter(org_id=org_id, revision=revision)
        if not fresh.update(**values, revision=F("revision") + 1, updated_at=clock.now()):
            raise _stale(scheme_of(org_id))
        row = scheme_of(org_id)
    record(ScoringSchemeSaved(org_id=org_id), actor=actor, org_id=org_id)
    return row


def _checked(weights: Mapping[str, int]) -> dict[str, int]:
    fault = weight_faults(weights)
    if fault == "sum":
        total = sum(weights.values())
        sentence = _("权重合计须为 {full}，现在是 {total}").format(full=FULL, total=total)
        raise InvalidInput(fields={"__all__": [sentence]}, detail=sentence)
    if fault:
        raise InvalidInput(detail=_("每项权重须为 0 到 100 的整数。"))
    return dict(weights)


def _stale(now: VenueSearch | ScoringScheme) -> StaleEdit:
    return StaleEdit(theirs=now, who=now.saved_by.name if now.saved_by else _("同事"))
