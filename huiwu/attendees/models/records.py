"""What is kept about a person beside the record: the history, sensitive values, merges."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from huiwu.attendees.choices import SensitiveField, Source
from huiwu.attendees.models.people import Attendee
from huiwu.foundation.models import BaseModel
from huiwu.kernel import clock
from huiwu.meetings.models import Meeting


class AttendeeChange(BaseModel):
    """One field changed: in words, readable, erased with the person. Sensitive values are never written here."""

    attendee = models.ForeignKey(Attendee, on_delete=models.CASCADE, related_name="changes")
    field = models.CharField(max_length=40)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    changed_at = models.DateTimeField(default=clock.now)
    source = models.CharField(max_length=8, choices=Source.choices, default=Source.HAND)

    class Meta:
        ordering: ClassVar = ["-changed_at", "-created_at"]


class SensitiveValue(BaseModel):
    """One sensitive value of a person, under lock (foundation.secrets), read through services.reveal_sensitive only."""

    attendee = models.ForeignKey(Attendee, on_delete=models.CASCADE, related_name="sensitive_values")
    field = models.CharField(max_length=24, choices=SensitiveField.choices)
    sealed = models.TextField()

    class Meta:
        ordering: ClassVar = ["field"]
        constraints = [models.UniqueConstraint(fields=["attendee", "field"], name="one_sensitive_value_per_field")]


class Merge(BaseModel):
    """Two records judged to be one person: `gone` went into `kept`; `snapshot` is what undoing needs."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendee_merges")
    kept = models.ForeignKey(Attendee, on_delete=models.CASCADE, related_name="merges")
    gone = models.ForeignKey(Attendee, on_delete=models.CASCADE, related_name="merged_away")
    snapshot = models.JSONField(default=dict)
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    merged_at = models.DateTimeField(default=clock.now)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering: ClassVar = ["-merged_at"]


class NotSamePerson(BaseModel):
    """Two records that look alike and were judged to be two people; `first` has the smaller id."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendees_told_apart")
    first = models.ForeignKey(Attendee, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Attendee, on_delete=models.CASCADE, related_name="+")
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    judged_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["first", "second"], name="one_judgement_per_pair")]


class ListCheck(BaseModel):
    """名单核对完毕 (P17): somebody answers for the list as it stood, `people` strong, under its hash."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendee_checks")
    people = models.PositiveIntegerField()
    list_hash = models.CharField(max_length=64)
    note = models.CharField(max_length=300, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    checked_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering: ClassVar = ["-checked_at"]


class ShortCode(BaseModel):
    """Six letters and figures that stand in a text message in place of the personal link, which no provider takes there.

    They are no secret by themselves: the page behind them asks for the last four figures of the person's phone, `tries`
    times an hour since `tried_at`.
    """

    attendee = models.OneToOneField(Attendee, on_delete=models.CASCADE, related_name="short_code")
    code = models.CharField(max_length=6, unique=True)
    tries = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True, blank=True)
