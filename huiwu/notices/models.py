"""Notices of a meeting, the organisation's texts for them, and whom they went to."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from huiwu.accounts.models import Organisation
from huiwu.attendees.models import Attendee
from huiwu.foundation.models import BaseModel, revision_field
from huiwu.meetings.models import Meeting
from huiwu.notices.choices import Batch, NoticeChannel, NoticeState, Skipped


def _person() -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )


class NoticeTemplate(BaseModel):
    """A text of the organisation for one batch and channel, with `{names}` of rules.texts.VARIABLES."""

    org = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="notice_templates")
    title = models.CharField(max_length=120)
    batch = models.CharField(max_length=8, choices=Batch.choices, default=Batch.OTHER)
    channel = models.CharField(max_length=8, choices=NoticeChannel.choices, default=NoticeChannel.EMAIL)
    subject = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    sms_code = models.CharField(max_length=60, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)
    revision = revision_field()

    class Meta:
        ordering: ClassVar = ["batch", "title"]

    def __str__(self) -> str:
        return self.title


class Notice(BaseModel):
    """One text to some of the people. An SMS text is the one the provider approved: `sms_code` names it, `text` repeats it.

    `audience` filters the people: roles, presence, delegations (ids), tags, functions (ids); empty lists mean all.
    `about` holds what every reader is told: place, parking, weather, dress, contact. `days_before` ties `send_at` to the
    meeting's first day. `waived_reason`: sent without the client's confirmation, by whose word (`waived_by`).
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="notices")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    batch = models.CharField(max_length=8, choices=Batch.choices, default=Batch.OTHER)
    channel = models.CharField(max_length=8, choices=NoticeChannel.choices)
    subject = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    sms_code = models.CharField(max_length=60, blank=True)
    about: Any = models.JSONField(default=dict)
    audience: Any = models.JSONField(default=dict)
    days_before = models.PositiveSmallIntegerField(null=True, blank=True)
    send_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=NoticeState.choices, default=NoticeState.DRAFT)
    drafted_by = _person()
    approved_by = _person()
    approved_at = models.DateTimeField(null=True, blank=True)
    waived_by = _person()
    waived_reason = models.CharField(max_length=300, blank=True)
    begun_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    revision = revision_field()

    class Meta:
        ordering: ClassVar = ["number"]
        constraints = [models.UniqueConstraint(fields=["meeting", "number"], name="one_meeting_notice_per_number")]
        indexes = [
            models.Index(fields=["send_at"], name="notice_to_send", condition=Q(state=NoticeState.APPROVED)),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Its words may still change."""
        return self.state in (NoticeState.DRAFT, NoticeState.APPROVED)


class NoticeRecipient(BaseModel):
    """Somebody the notice went to, or would have but for `skipped`. What came of it: notifications.OutsideDelivery."""

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="recipients")
    attendee = models.ForeignKey(Attendee, on_delete=models.CASCADE, related_name="notices_received")
    skipped = models.CharField(max_length=10, choices=Skipped.choices, blank=True)
    tries = models.PositiveSmallIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notice", "attendee"], name="one_notice_per_attendee")]

    @property
    def call_key(self) -> str:
        return f"notice:{self.pk}"
