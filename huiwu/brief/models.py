"""First contacts, city events, acknowledged clashes, judged goals. The brief itself is a document (documents.Document)."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Q

from huiwu.accounts.models import Organisation
from huiwu.brief.choices import (
    CityEventKind,
    ContactKind,
    GoalOutcome,
    HeadcountBasis,
    IntakeSource,
    IntakeStatus,
)
from huiwu.brief.rules import LONGEST
from huiwu.foundation.models import BaseModel, revision_field
from huiwu.kernel import clock
from huiwu.meetings.choices import MeetingType
from huiwu.meetings.models import Meeting


class IntakeRecord(BaseModel):
    """接洽记录: what the client said at first contact (SOP P01).

    `headcount` maps a HeadcountGroup to a number; a group not told is absent, never 0. `alt_dates` is a list of
    `[first, last]` ISO days. `answers` maps a Question key to what was answered. `submission_key` is made when the form
    is opened, so that a form sent twice is one record.
    """

    org = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="intakes")
    meeting = models.ForeignKey(Meeting, null=True, on_delete=models.SET_NULL, related_name="intakes")
    merged_into = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="merged")
    submission_key = models.UUIDField(default=uuid.uuid4)
    link_id = models.UUIDField(null=True, blank=True)
    sent_from = models.CharField(max_length=64, blank=True)
    notice_seen_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField(default=clock.now)
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    contact_kind = models.CharField(max_length=16, choices=ContactKind.choices)
    source = models.CharField(max_length=16, choices=IntakeSource.choices, blank=True)
    client_name = models.CharField(max_length=160)
    contact_name = models.CharField(max_length=80)
    contact_title = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=32, blank=True)
    email = models.EmailField(blank=True)
    meeting_name = models.CharField(max_length=160)
    meeting_type = models.CharField(max_length=16, choices=MeetingType.choices)
    start_on = models.DateField(null=True, blank=True)
    end_on = models.DateField(null=True, blank=True)
    alt_dates = models.JSONField(default=list, blank=True)
    city = models.CharField(max_length=80, blank=True)
    headcount = models.JSONField(default=dict, blank=True)
    headcount_basis = models.CharField(max_length=16, choices=HeadcountBasis.choices, blank=True)
    decision_maker = models.CharField(max_length=200, blank=True)
    prior_edition = models.TextField(blank=True, validators=[MaxLengthValidator(LONGEST)])
    budget_idea = models.CharField(max_length=300, blank=True)
    notes = models.TextField(blank=True, validators=[MaxLengthValidator(LONGEST)])
    answers = models.JSONField(default=dict, blank=True)
    next_step = models.CharField(max_length=300, blank=True)
    next_step_on = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=16, choices=IntakeStatus.choices, default=IntakeStatus.NEW)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    decline_reason = models.TextField(blank=True)
    revision = revision_field()

    class Meta:
        ordering: ClassVar = ["-received_at", "-id"]
        indexes = [
            models.Index(fields=["org", "status", "-received_at"], name="intake_by_org"),
            models.Index(fields=["link_id", "created_at"], name="intake_by_link"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["org", "submission_key"], name="one_intake_per_form"),
            models.CheckConstraint(
                condition=Q(start_on=None) | Q(end_on=None) | Q(end_on__gte=F("start_on")),
                name="intake_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.meeting_name

    @property
    def total(self) -> int | None:
        """People of all groups told so far; None when none was told."""
        return sum(self.headcount.values()) if self.headcount else None

    @property
    def wished_text(self) -> str:
        """The wished days as text; empty when none was told."""
        days = [day.isoformat() for day in (self.start_on, self.end_on) if day]
        return " – ".join(dict.fromkeys(days))

    @property
    def alternatives_text(self) -> str:
        return "；".join(" – ".join(dict.fromkeys(span)) for span in self.alt_dates)

    @property
    def mark(self) -> str:
        """The state mark that stands for the status."""
        return {"new": "waiting", "accepted": "done", "declined": "cancelled", "merged": "void"}[self.status]


class CityEvent(BaseModel):
    """A fair, match or exam that fills the hotels of a city; kept by staff, read by OM-005."""

    org = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="city_events")
    city = models.CharField(max_length=80)
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=16, choices=CityEventKind.choices)
    start_on = models.DateField()
    end_on = models.DateField()
    source = models.CharField(max_length=300, blank=True)
    revision = revision_field()

    class Meta:
        ordering: ClassVar = ["start_on", "city", "name"]
        constraints = [
            models.CheckConstraint(condition=Q(end_on__gte=F("start_on")), name="city_event_ends_after_start"),
            models.UniqueConstraint(fields=["org", "city", "name", "start_on"], name="one_row_per_city_event"),
        ]

    def __str__(self) -> str:
        return self.name


class DateAcknowledgement(BaseModel):
    """知悉说明: the named person knows what the dates clash with, and why they stand.

    `clashes` lists the keys acknowledged; a clash that appears later is not covered.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="date_acknowledgements")
    clashes = models.JSONField(default=list)
    note = models.TextField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering: ClassVar = ["made_at", "id"]


class GoalResult(BaseModel):
    """One goal of the signed brief, judged at the end. Target and measure are copied from the version judged."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="goal_results")
    version_id = models.UUIDField()
    metric = models.CharField(max_length=200)
    target = models.CharField(max_length=200)
    measure = models.CharField(max_length=300)
    value = models.CharField(max_length=200, blank=True)
    outcome = models.CharField(max_length=16, choices=GoalOutcome.choices)
    note = models.TextField(blank=True)
    judged_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    judged_at = models.DateTimeField(default=clock.now)
    revision = revision_field()

    class Meta:
        ordering: ClassVar = ["metric"]
        constraints = [models.UniqueConstraint(fields=["meeting", "metric"], name="one_result_per_metric")]

    @property
    def mark(self) -> str:
        """The state mark that stands for the outcome."""
        return {"met": "passed", "partly": "doing", "missed": "failed", "unmeasured": "skipped"}[self.outcome]
