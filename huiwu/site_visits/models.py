"""Candidates for a meeting's venue, what inspectors saw there, what was decided about them."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from huiwu.accounts.models import Organisation
from huiwu.foundation.models import BaseModel, StoredFile, revision_field
from huiwu.kernel import clock
from huiwu.meetings.models import Meeting
from huiwu.site_visits.choices import (
    DateState,
    EntryKind,
    EntryState,
    ListState,
    Outcome,
    Veto,
)
from huiwu.venues.models import Room, Venue


def _person() -> models.ForeignKey:
    return models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")


class ScoringScheme(BaseModel):
    """An organisation's own weights of a venue's score; each meeting takes them over when its search begins."""

    org = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="venue_scoring")
    weights = models.JSONField(default=dict)
    saved_by = _person()
    revision = revision_field()


class VenueSearch(BaseModel):
    """A meeting's search for its venue: the weights it goes by, and why fewer than three venues are inspected."""

    meeting = models.OneToOneField(Meeting, on_delete=models.CASCADE, related_name="venue_search")
    weights = models.JSONField(default=dict)
    fewer_reason = models.CharField(max_length=500, blank=True)
    saved_by = _person()
    revision = revision_field()


class Candidate(BaseModel):
    """A venue considered for the meeting. `room` is the main room it would use there; `quote_cents` is with tax.

    `reason` says why it was recommended, confirmed or declined.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="candidates")
    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, related_name="candidates")
    room = models.ForeignKey(Room, null=True, blank=True, on_delete=models.PROTECT, related_name="candidates")
    list = models.CharField(max_length=12, choices=ListState.choices, default=ListState.LONG)
    quote_cents = models.PositiveBigIntegerField(null=True, blank=True)
    quote_note = models.CharField(max_length=300, blank=True)
    date_state = models.CharField(max_length=12, choices=DateState.choices, default=DateState.UNKNOWN)
    date_note = models.CharField(max_length=300, blank=True)
    note = models.CharField(max_length=500, blank=True)
    reason = models.CharField(max_length=1000, blank=True)
    moved_at = models.DateTimeField(null=True, blank=True)
    saved_by = _person()
    revision = revision_field()

    class Meta:
        ordering: ClassVar = ["created_at"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "venue"], name="one_candidate_per_venue"),
            models.UniqueConstraint(
                fields=["meeting"], condition=Q(list=ListState.RECOMMENDED), name="one_recommended_venue"
            ),
            models.UniqueConstraint(
                fields=["meeting"], condition=Q(list=ListState.CONFIRMED), name="one_confirmed_venue"
            ),
        ]


class SiteVisit(BaseModel):
    """One inspector at one candidate (现场考察). `finished_at` is when the inspector called it complete."""

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="visits")
    inspector = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="site_visits")
    visited_on = models.DateField()
    summary = models.TextField(blank=True)
    summary_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["visited_on", "created_at"]
        constraints = [models.UniqueConstraint(fields=["candidate", "inspector"], name="one_visit_per_inspector")]


class VisitMark(BaseModel):
    """What an inspector last said of one point or measure. Each column has the device's time of what stands in it."""

    visit = models.ForeignKey(SiteVisit, on_delete=models.CASCADE, related_name="marks")
    key = models.CharField(max_length=40)
    score = models.PositiveSmallIntegerField(null=True, blank=True)
    score_at = models.DateTimeField(null=True, blank=True)
    measured = models.CharField(max_length=200, blank=True)
    measured_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True)
    note_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["key"]
        constraints = [
            models.UniqueConstraint(fields=["visit", "key"], name="one_mark_per_point"),
            models.CheckConstraint(condition=Q(score=None) | Q(score__lte=5), name="score_up_to_five"),
        ]


class VisitEntry(models.Model):
    """Everything a device ever sent about a visit, in the order it came: nothing typed on site is lost.

    The id is made on the device; sent again, the entry gets the same answer.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    visit = models.ForeignKey(SiteVisit, on_delete=models.CASCADE, related_name="entries")
    kind = models.CharField(max_length=12, choices=EntryKind.choices)
    key = models.CharField(max_length=40, blank=True)
    value = models.JSONField(null=True)
    device_at = models.DateTimeField()
    received_at = models.DateTimeField(default=clock.now)
    state = models.CharField(max_length=8, choices=EntryState.choices)

    class Meta:
        ordering: ClassVar = ["received_at", "device_at"]


class VisitPhoto(BaseModel):
    """A photo of a point or of the whole; its id is made on the device. Taken off, it stays in the record."""

    visit = models.ForeignKey(SiteVisit, on_delete=models.CASCADE, related_name="photos")
    key = models.CharField(max_length=40, blank=True)
    stored = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    thumbnail = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["taken_at", "created_at"]


class VisitPromise(BaseModel):
    """赠送或免费项 promised on site; contracts compare what they include (OM-050). Its id is made on the device."""

    visit = models.ForeignKey(SiteVisit, on_delete=models.CASCADE, related_name="promises")
    item = models.CharField(max_length=200)
    said_by = models.CharField(max_length=80, blank=True)
    note = models.CharField(max_length=500, blank=True)
    written_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["written_at"]


class VetoDecision(BaseModel):
    """What a person decided about one 否决项 of a candidate, and what the data said then: `basis` in
    words, `seal` for comparing.
    """

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="vetoes")
    item = models.CharField(max_length=12, choices=Veto.choices)
    outcome = models.CharField(max_length=4, choices=Outcome.choices)
    note = models.CharField(max_length=500, blank=True)
    basis = models.CharField(max_length=500, blank=True)
    seal = models.CharField(max_length=64)
    decided_by = _person()
    decided_at = models.DateTimeField()
    revision = revision_field()

    class Meta:
        ordering: ClassVar = ["item"]
        constraints = [models.UniqueConstraint(fields=["candidate", "item"], name="one_decision_per_veto")]


class DifferenceNote(BaseModel):
    """Inspectors differed widely on a point and talked it over, or accept it. Good for exactly these `scores`."""

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="differences")
    key = models.CharField(max_length=40)
    scores = models.CharField(max_length=200)
    note = models.CharField(max_length=500)
    settled_by = _person()
    settled_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["key"]
        constraints = [models.UniqueConstraint(fields=["candidate", "key"], name="one_note_per_difference")]
