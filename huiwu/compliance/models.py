"""Rule packs of the organisation, decisions of the checklist, permits, and what the spending rules are judged on."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from huiwu.accounts.models import Organisation
from huiwu.compliance.choices import (
    Audience,
    Decision,
    ExceptionPolicy,
    Nature,
    PackStatus,
    PermitKind,
    ReleaseKind,
    Severity,
    SpendingCategory,
    SpendingClass,
    Topic,
    VenueKind,
)
from huiwu.compliance.rules.spending import days_text
from huiwu.foundation.models import BaseModel, StoredFile, revision_field
from huiwu.meetings.models import Meeting


def _person() -> models.ForeignKey:
    return models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")


def _file() -> models.ForeignKey:
    return models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")


class RulePack(BaseModel):
    """An organisation's own rule pack: a changed copy of a built-in one (same code), or one for another region.

    The built-in packs are data of the package; a row here with the same code stands in place of it.
    """

    org = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="rule_packs")
    code = models.CharField(max_length=80)
    topic = models.CharField(max_length=24, choices=Topic.choices)
    region = models.CharField(max_length=200)
    applies_to = models.JSONField(default=list)
    basis = models.CharField(max_length=300)
    effective_from = models.DateField()
    effective_to = models.DateField(null=True, blank=True)
    params = models.JSONField(default=dict)
    status = models.CharField(max_length=12, choices=PackStatus.choices)
    pending = models.JSONField(default=list)
    severity = models.CharField(max_length=8, choices=Severity.choices)
    exception_policy = models.CharField(max_length=12, choices=ExceptionPolicy.choices)
    saved_by = _person()
    revision = revision_field()

    class Meta:
        ordering: ClassVar = ["topic", "code"]
        constraints = [
            models.UniqueConstraint(fields=["org", "code"], name="one_own_pack_per_code"),
            models.CheckConstraint(
                condition=Q(effective_to=None) | Q(effective_to__gte=F("effective_from")), name="pack_ends_after_start"
            ),
        ]


class ComplianceProfile(BaseModel):
    """What the rules ask about a meeting and neither meeting nor brief says. Empty means: as the brief has it.

    Lengths of time are counted in half days.
    """

    meeting = models.OneToOneField(Meeting, on_delete=models.CASCADE, related_name="compliance_profile")
    nature = models.CharField(max_length=16, choices=Nature.choices, blank=True)
    spending_class = models.CharField(max_length=1, choices=SpendingClass.choices, blank=True)
    delegates = models.PositiveIntegerField(null=True, blank=True)
    staff = models.PositiveIntegerField(null=True, blank=True)
    session_half_days = models.PositiveSmallIntegerField(null=True, blank=True)
    travel_half_days = models.PositiveSmallIntegerField(null=True, blank=True)
    is_conveying = models.BooleanField(default=False)
    venue_kind = models.CharField(max_length=12, choices=VenueKind.choices, blank=True)
    venue_exception = models.CharField(max_length=1000, blank=True)
    overseas = models.PositiveIntegerField(null=True, blank=True)
    saved_by = _person()
    revision = revision_field()


class ComplianceItem(BaseModel):
    """What a person decided about one item of the checklist, and on which facts: `seal` changes when they do."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="compliance_items")
    key = models.CharField(max_length=60)
    decision = models.CharField(max_length=16, choices=Decision.choices)
    note = models.TextField(blank=True)
    basis = models.CharField(max_length=300, blank=True)
    attachment = _file()
    seal = models.CharField(max_length=64)
    decided_by = _person()
    decided_at = models.DateTimeField()
    revision = revision_field()

    class Meta:
        ordering: ClassVar = ["key"]
        constraints = [models.UniqueConstraint(fields=["meeting", "key"], name="one_decision_per_item")]


class Permit(BaseModel):
    """A permit, registration or approval: applied for, due, granted."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="permits")
    kind = models.CharField(max_length=16, choices=PermitKind.choices)
    authority = models.CharField(max_length=160, blank=True)
    number = models.CharField(max_length=80, blank=True)
    deadline_on = models.DateField(null=True, blank=True)
    applied_on = models.DateField(null=True, blank=True)
    granted_on = models.DateField(null=True, blank=True)
    refused_on = models.DateField(null=True, blank=True)
    file = _file()
    note = models.CharField(max_length=1000, blank=True)
    saved_by = _person()
    revision = revision_field()

    class Meta:
        ordering: ClassVar = ["kind", "created_at"]

    @property
    def is_applied(self) -> bool:
        return self.refused_on is None and (self.applied_on is not None or self.granted_on is not None)

    @property
    def is_proven(self) -> bool:
        """Granted, with the paper kept."""
        return self.refused_on is None and self.granted_on is not None and self.file_id is not None

    @property
    def state(self) -> str:
        if self.refused_on:
            return "refused"
        if self.granted_on:
            return "passed"
        return "waiting" if self.applied_on else "open"


class SpendingItem(BaseModel):
    """One line of 住宿, 伙食 or 其他: an amount per person and day, for so many people and half days."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="spending_items")
    category = models.CharField(max_length=8, choices=SpendingCategory.choices)
    name = models.CharField(max_length=120)
    unit_cents = models.PositiveBigIntegerField()
    people = models.PositiveIntegerField()
    half_days = models.PositiveSmallIntegerField()
    added_by = _person()

    class Meta:
        ordering: ClassVar = ["category", "created_at"]

    @property
    def days(self) -> str:
        return days_text(self.half_days)


class Prize(BaseModel):
    """A prize of a lucky draw: its value each, how many, and for whom the draw is."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="prizes")
    name = models.CharField(max_length=120)
    value_cents = models.PositiveBigIntegerField()
    count = models.PositiveIntegerField(default=1)
    audience = models.CharField(max_length=12, choices=Audience.choices)
    added_by = _person()

    class Meta:
        ordering: ClassVar = ["-value_cents", "name"]


class Release(BaseModel):
    """Something that went out by other ways than this system, noted by hand (已对外发布)."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="releases")
    kind = models.CharField(max_length=20, choices=ReleaseKind.choices)
    title = models.CharField(max_length=160)
    place = models.CharField(max_length=200, blank=True)
    went_out_at = models.DateTimeField()
    recorded_by = _person()

    class Meta:
        ordering: ClassVar = ["went_out_at"]
