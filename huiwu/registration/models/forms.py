"""The form of a meeting, its published versions, categories, limits and invitation codes."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from huiwu.documents.models import Document, Version
from huiwu.foundation.models import BaseModel, revision_field
from huiwu.meetings.models import Function, Meeting
from huiwu.registration.choices import FormState, Mode, QuotaKind, Verification
from huiwu.registration.rules.places import Place


def _person() -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )


class RegistrationForm(BaseModel):
    """The one form of a meeting: what is asked lies in `document` (its draft, its signed versions), here is how it runs.

    `offer_hours`: how long an offered place is kept for somebody on the waiting list; 0 confirms them at once.
    `pay_within_days`: when a fee is due after confirmation.
    """

    meeting = models.OneToOneField(Meeting, on_delete=models.CASCADE, related_name="registration_form")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=FormState.choices, default=FormState.DRAFT)
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    verification = models.CharField(max_length=8, choices=Verification.choices, default=Verification.SMS)
    offer_hours = models.PositiveSmallIntegerField(default=24)
    pay_within_days = models.PositiveSmallIntegerField(default=7)
    allows_groups = models.BooleanField(default=True)
    payment_note = models.TextField(blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    opened_by = _person()
    saved_by = _person()
    revision = revision_field()

    def is_open_at(self, at: datetime) -> bool:
        """Whether the public may send it at an instant."""
        return (
            self.state == FormState.OPEN
            and (self.opens_at is None or self.opens_at <= at)
            and (self.closes_at is None or at < self.closes_at)
        )


class FormVersion(BaseModel):
    """What was asked, as published; never changed afterwards. `version` is the one the client confirmed."""

    form = models.ForeignKey(RegistrationForm, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField(default=dict)
    version = models.ForeignKey(Version, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    notice_id = models.UUIDField(null=True, blank=True)
    published_at = models.DateTimeField()
    published_by = _person()

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints = [models.UniqueConstraint(fields=["form", "number"], name="one_form_version_per_number")]


class Category(BaseModel):
    """类别/票种 of the published form. A category that a later version leaves out is retired, not deleted."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="registration_categories")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120, blank=True)
    mode = models.CharField(max_length=8, choices=Mode.choices, default=Mode.PUBLIC)
    fee_cents = models.PositiveIntegerField(default=0)
    roles = models.JSONField(default=list, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    is_retired = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["order", "code"]
        constraints = [models.UniqueConstraint(fields=["meeting", "code"], name="one_category_per_code")]

    def __str__(self) -> str:
        return self.name

    def words(self, language: str) -> str:
        return self.name_en or self.name if language == "en" else self.name


class Quota(BaseModel):
    """名额: `limit` people at most (None: no end), `taken` of them given away, `waiting` in line.

    `key` says what it limits (rules.places.quota_key). `taken` only grows by an update that asks for `taken < limit` in
    the same statement, so that no two people get the last place. With `has_waitlist` the rest wait; else they are refused.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="quotas")
    kind = models.CharField(max_length=12, choices=QuotaKind.choices)
    key = models.CharField(max_length=200)
    label = models.CharField(max_length=160)
    category = models.ForeignKey(Category, null=True, blank=True, on_delete=models.CASCADE, related_name="quotas")
    function = models.ForeignKey(
        Function, null=True, blank=True, on_delete=models.CASCADE, related_name="registration_quotas"
    )
    limit = models.PositiveIntegerField(null=True, blank=True)
    taken = models.PositiveIntegerField(default=0)
    waiting = models.PositiveIntegerField(default=0)
    has_waitlist = models.BooleanField(default=True)

    class Meta:
        ordering: ClassVar = ["kind", "label"]
        constraints = [models.UniqueConstraint(fields=["meeting", "key"], name="one_quota_per_key")]
        indexes = [models.Index(fields=["meeting", "kind"], name="quota_by_kind")]

    def __str__(self) -> str:
        return self.label

    @property
    def place(self) -> Place:
        return Place(self.key, self.limit, self.taken, self.waiting, self.has_waitlist)


class EntryCode(BaseModel):
    """邀请码 of a category by invitation: `limit` uses, counted by the same kind of conditional update as places."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="entry_codes")
    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="entry_codes")
    code = models.CharField(max_length=16)
    label = models.CharField(max_length=160)
    limit = models.PositiveIntegerField(default=1)
    used = models.PositiveIntegerField(default=0)
    expires_on = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    made_by = _person()

    class Meta:
        ordering: ClassVar = ["-created_at"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "code"], name="one_entry_code"),
            models.CheckConstraint(condition=Q(used__lte=F("limit")), name="entry_code_not_overused"),
        ]

    def __str__(self) -> str:
        return self.label
