"""What stands open: sheets begun and not finished, a recommendation the client has not been sent."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from huiwu.documents.choices import IN_FORCE, VersionStatus
from huiwu.documents.models import Version
from huiwu.foundation.registry.messages import Due, reminder_source
from huiwu.meetings.choices import MeetingStatus
from huiwu.site_visits.choices import VENUE_CHOICE, ListState
from huiwu.site_visits.models import Candidate, SiteVisit

LIVE = [MeetingStatus.ENQUIRY, MeetingStatus.ACTIVE]


@reminder_source
def unfinished_visits() -> Iterable[Due]:
    """By their inspectors; not of venues that were declined meanwhile."""
    rows = SiteVisit.objects.filter(finished_at=None, candidate__meeting__status__in=LIVE)
    rows = rows.exclude(candidate__list__in=[ListState.DECLINED, ListState.CONFIRMED])
    for visit in rows.select_related("candidate__meeting", "candidate__venue"):
        meeting = visit.candidate.meeting
        yield Due(
            key=f"site_visit:{visit.pk}",
            meeting=meeting,
            label=_("场地考察未完成：{venue}").format(venue=visit.candidate.venue.name),
            url=reverse("site_visits:visit", args=[meeting.slug, visit.pk]),
            person_id=visit.inspector_id,
        )


@reminder_source
def unsent_recommendations() -> Iterable[Due]:
    """A venue is recommended and no confirmation waits with the client."""
    sent = Version.objects.filter(
        document__meeting=OuterRef("meeting"),
        document__kind=VENUE_CHOICE,
        status__in=[VersionStatus.REVIEW, *IN_FORCE],
    )
    rows = Candidate.objects.filter(list=ListState.RECOMMENDED, meeting__status__in=LIVE)
    for row in rows.filter(~Exists(sent)).select_related("meeting", "venue"):
        yield Due(
            key=f"venue_choice:{row.pk}",
            meeting=row.meeting,
            label=_("推荐场地还没有送客户确认：{venue}").format(venue=row.venue.name),
            url=reverse("site_visits:choice", args=[row.meeting.slug]),
            state="missing",
        )
