"""What site visits do when something happened (listed in config/reactions.py)."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from huiwu.foundation.actors import SYSTEM
from huiwu.foundation.outbox import Occurrence
from huiwu.notifications.queries import readers
from huiwu.notifications.services import write_message
from huiwu.site_visits.models import SiteVisit
from huiwu.site_visits.queries.board import board_of
from huiwu.site_visits.services import settle_choice


def settle_candidates_when_client_confirms(occurrence: Occurrence) -> None:
    """NOW. The venue the client signed for is confirmed, every other candidate declined with its reason."""
    if occurrence.meeting_id is not None:
        candidate_id = UUID(occurrence.payload["candidate_id"])
        settle_choice(actor=SYSTEM, meeting_id=occurrence.meeting_id, candidate_id=candidate_id)


def tell_inspectors_when_they_differ(occurrence: Occurrence) -> None:
    """LATER. A finished sheet is far from a colleague's on some point: both are asked to talk it over."""
    visit = SiteVisit.objects.select_related("candidate__meeting__org", "candidate__venue")
    found = visit.filter(pk=occurrence.payload["visit_id"]).first()
    if found is None:
        return
    meeting = found.candidate.meeting
    row = board_of(meeting).of(found.candidate_id)
    mine = [p for p in row.open_differences if any(v.pk == found.pk and m.score is not None for v, m in p.marks)]
    if not mine:
        return
    people = {v.inspector_id: v.inspector for p in mine for v, m in p.marks if m.score is not None}
    present = readers([meeting], list(people))
    for person in people.values():
        if present.person(person.pk, meeting) is None:
            continue
        write_message(
            actor=SYSTEM,
            kind="site_visits.differ",
            key=f"fact:{occurrence.id}:{person.pk}",
            user=person,
            meeting=meeting,
            values={
                "venue": found.candidate.venue.name,
                "meeting": meeting.name,
                "points": _("、").join(str(p.point.label) for p in mine),
            },
            url=reverse("site_visits:candidate", args=[meeting.slug, found.candidate_id]) + "#differences",
        )
