"""Begin an inspection; what is written in it arrives as entries."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput
from huiwu.meetings.models import Meeting
from huiwu.site_visits.events import SiteVisitBegun
from huiwu.site_visits.models import SiteVisit
from huiwu.site_visits.queries.candidates import candidate_for


@transaction.atomic
def begin_visit(*, actor: Actor, meeting: Meeting, candidate_id: UUID, visited_on: date | None = None) -> SiteVisit:
    """The actor's own sheet for a candidate: made the first time, found after that. Raises InvalidInput, NotFound."""
    require(actor, "site_visits.inspect", meeting)
    candidate = candidate_for(meeting, candidate_id)
    found = SiteVisit.objects.filter(candidate=candidate, inspector_id=actor.user_id).first()
    if found is not None:
        return found
    today = clock.today(meeting.time_zone)
    if visited_on is not None and visited_on > today:
        raise InvalidInput(fields={"visited_on": [_("考察日期不能晚于今天")]}, detail=_("考察日期不能晚于今天。"))
    try:
        with transaction.atomic():
            visit = SiteVisit.objects.create(candidate=candidate, inspector=actor.user, visited_on=visited_on or today)
    except IntegrityError:  # opened twice at once
        return SiteVisit.objects.get(candidate=candidate, inspector_id=actor.user_id)
    fact = SiteVisitBegun(meeting_id=meeting.pk, candidate_id=candidate.pk, visit_id=visit.pk)
    record(fact, actor=actor, org_id=meeting.org_id)
    return visit
