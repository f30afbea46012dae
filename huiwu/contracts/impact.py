"""Contracts rest on the meeting's name, days, head-count and venue: signed ones change by an amendment only."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from huiwu.contracts.choices import LIVE, Kind, Status
from huiwu.contracts.models import Contract
from huiwu.foundation.registry.impact import Change, Impacted, rests_on
from huiwu.meetings.models import Meeting

HEADCOUNTS = ("brief.headcount", "meeting.expected_headcount")
PLACES = ("meeting.venue_name", "meeting.city")


@rests_on("meeting.name", "meeting.start_on", "meeting.end_on", "meeting.client", *HEADCOUNTS, *PLACES)
def contracts_that_rest_on_a_fact(meeting: Meeting, change: Change) -> Iterable[Impacted]:
    """Each contract that names the fact. In force: by an amendment (补充协议), never silently."""
    rows = Contract.objects.filter(meeting=meeting, status__in=LIVE)
    if change.key in HEADCOUNTS:
        rows = rows.exclude(headcount=None)
    elif change.key in PLACES:
        rows = rows.filter(kind__in=[Kind.CLIENT, Kind.VENUE])
    elif change.key == "meeting.client":
        rows = rows.filter(kind=Kind.CLIENT)
    for row in rows:
        is_signed = row.status == Status.SIGNED
        why = _("已签订，须另出补充协议") if is_signed else _("草稿或审核中，须改写后重新送审")
        yield Impacted(
            kind="contract",
            id=str(row.pk),
            label=str(row),
            state="confirmed" if is_signed else "draft",
            url=reverse("contracts:contract", args=[meeting.slug, row.pk]),
            owner_role="commercial_manager",
            why=why,
        )
