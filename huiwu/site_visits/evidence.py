"""P08 from data: enough inspections with photos, and a recommendation. G3b from the client's own signature."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiwu.documents.queries import confirmation
from huiwu.foundation.registry.evidence import Evidence, evidence
from huiwu.meetings.models import Meeting
from huiwu.site_visits.choices import ListState
from huiwu.site_visits.models import Candidate
from huiwu.site_visits.queries.board import board_of
from huiwu.site_visits.queries.choice import confirmed_venue, signed_choice


@evidence(
    "site_visits.inspected",
    title=gettext_lazy("《场地考察表》3 份以上，附照片"),
    steps=("P08",),
    facts=("site_visit_finished", "site_visit_written", "visit_photo_kept", "venue_search_set"),
)
def venues_inspected(meeting: Meeting) -> Evidence:
    """SOP P08: 《场地考察表》×≥3 with photos; fewer where the reason is written down."""
    url = reverse("site_visits:index", args=[meeting.slug])
    if not Candidate.objects.filter(meeting=meeting).exists():
        return Evidence(present=False, label=_("场地考察表"), url=url)
    board = board_of(meeting)
    finished = [v.finished_at for row in board.inspected for v in row.visits if v.finished_at]
    if not board.is_inspected_enough or not finished:
        return Evidence(present=False, label=_("场地考察表"), url=url)
    label = _("场地考察表 {n} 处").format(n=len(board.inspected))
    return Evidence(present=True, label=label, url=url, at=max(finished), by="")


@evidence(
    "site_visits.recommended",
    title=gettext_lazy("评分排名与推荐场地"),
    steps=("P08",),
    facts=("candidate_moved",),
)
def venue_recommended(meeting: Meeting) -> Evidence:
    """SOP P08: 内部评分后给出推荐场地."""
    chosen = Candidate.objects.filter(meeting=meeting, list__in=[ListState.RECOMMENDED, ListState.CONFIRMED])
    row = chosen.select_related("venue", "saved_by").first()
    url = reverse("site_visits:index", args=[meeting.slug])
    if row is None:
        return Evidence(present=False, label=_("推荐场地"), url=url)
    by = row.saved_by.name if row.saved_by else ""
    return Evidence(
        present=True, label=_("推荐：{venue}").format(venue=row.venue.name), url=url, at=row.moved_at, by=by
    )


@evidence(
    "site_visits.confirmed",
    title=gettext_lazy("客户确认的《场地选定确认》"),
    steps=("P09",),
    gates=("G3b",),
    facts=("venue_choice_signed", "document_signed", "version_proposed", "document_returned"),
)
def venue_confirmed(meeting: Meeting) -> Evidence:
    """G3b: 客户确认场地后才签约. The signed venue contract itself is another kind of evidence, for P09 alone."""
    url = reverse("site_visits:choice", args=[meeting.slug])
    version = signed_choice(meeting)
    signoff = confirmation(version) if version else None
    candidate = confirmed_venue(meeting)
    if version is None or signoff is None or candidate is None:
        return Evidence(present=False, label=_("场地选定确认"), url=url)
    return Evidence(
        present=True,
        label=_("场地选定确认第 {number} 版：{venue}").format(number=version.number, venue=candidate.venue.name),
        url=url,
        at=signoff.signed_at,
        by=signoff.person_name,
        by_client=signoff.by_client,
        version_hash=signoff.version_hash,
    )
