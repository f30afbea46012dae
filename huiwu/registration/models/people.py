"""Who registered, in which state, what they paid, who waits."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from huiwu.attendees.models import Attendee
from huiwu.foundation.models import BaseModel, revision_field
from huiwu.kernel import clock
from huiwu.meetings.models import Meeting
from huiwu.registration.choices import STANDING, Channel, OfferState, PaymentMethod, PaymentState, State
from huiwu.registration.models.forms import Category, EntryCode, FormVersion


def _person() -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )


class GroupRegistration(BaseModel):
    """团体报名: one contact registers several people, who complete their own data by their own links."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="group_registrations")
    submission_key = models.UUIDField(unique=True)
    org_name = models.CharField(max_length=160)
    contact_name = models.CharField(max_length=80)
    contact_mobile = models.CharField(max_length=20, blank=True)
    contact_email = models.EmailField(max_length=254, blank=True)
    language = models.CharField(max_length=10, default="zh-hans")

    class Meta:
        ordering: ClassVar = ["-created_at"]

    def __str__(self) -> str:
        return self.org_name


class Registration(BaseModel):
    """One person's registration. `answers` are those that are no column of the attendee and not sensitive.

    `holds` are the ids of the quotas it holds a place of, so that giving back is exact. `identity` (rules.places.identity)
    is unique among the standing ones of a meeting: the same person is registered once.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="registrations")
    attendee = models.ForeignKey(Attendee, on_delete=models.CASCADE, related_name="registrations")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="registrations")
    form_version = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="registrations")
    state = models.CharField(max_length=12, choices=State.choices)
    identity = models.CharField(max_length=64, blank=True)
    answers = models.JSONField(default=dict, blank=True)
    functions = models.JSONField(default=list, blank=True)
    holds = models.JSONField(default=list, blank=True)
    waits_for = models.JSONField(default=list, blank=True)
    language = models.CharField(max_length=10, default="zh-hans")
    came_by = models.CharField(max_length=40, blank=True)
    verified_by = models.CharField(max_length=8, choices=Channel.choices, blank=True)
    submission_key = models.UUIDField(null=True, unique=True)
    group = models.ForeignKey(
        GroupRegistration, null=True, blank=True, on_delete=models.SET_NULL, related_name="registrations"
    )
    entry_code = models.ForeignKey(
        EntryCode, null=True, blank=True, on_delete=models.SET_NULL, related_name="registrations"
    )
    submitted_at = models.DateTimeField(default=clock.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    decided_by = _person()
    decision_reason = models.CharField(max_length=500, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = models.CharField(max_length=300, blank=True)
    fee_cents = models.PositiveIntegerField(default=0)
    payment_state = models.CharField(max_length=12, choices=PaymentState.choices, default=PaymentState.NONE)
    pay_by_on = models.DateField(null=True, blank=True)
    invoice_wish = models.JSONField(default=dict, blank=True)
    revision = revision_field()

    class Meta:
        ordering: ClassVar = ["-submitted_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "identity"],
                condition=Q(state__in=[*STANDING]) & ~Q(identity=""),
                name="one_standing_registration_per_person",
            ),
            models.UniqueConstraint(
                fields=["attendee"], condition=Q(state__in=[*STANDING]), name="one_standing_registration_per_attendee"
            ),
        ]
        indexes = [
            models.Index(fields=["meeting", "state", "submitted_at"], name="registration_by_state"),
            models.Index(fields=["meeting", "category", "state"], name="registration_by_category"),
        ]

    @property
    def number(self) -> str:
        """报名号: the number of the person, which is never given twice in a meeting."""
        return f"{self.attendee.number:05d}"

    @property
    def is_standing(self) -> bool:
        return self.state in STANDING


class WaitlistOffer(BaseModel):
    """A place kept for one person on the waiting list until `expires_at`."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="offers")
    state = models.CharField(max_length=8, choices=OfferState.choices, default=OfferState.OPEN)
    offered_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-offered_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["registration"], condition=Q(state=OfferState.OPEN), name="one_open_offer_per_registration"
            )
        ]
        indexes = [models.Index(fields=["state", "expires_at"], name="offer_by_expiry")]


class Payment(BaseModel):
    """A fee that came in (negative: went back), entered by a person or reported by another program."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="+")
    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="payments")
    amount_cents = models.IntegerField()
    method = models.CharField(max_length=12, choices=PaymentMethod.choices)
    reference = models.CharField(max_length=80, blank=True)
    paid_on = models.DateField()
    confirmed_by = _person()
    confirmed_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering: ClassVar = ["confirmed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "method", "reference"], condition=~Q(reference=""), name="one_payment_per_reference"
            )
        ]


class ContactCode(BaseModel):
    """A code sent to a phone or an address: only hashes are kept, for as long as the code is good."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="+")
    channel = models.CharField(max_length=8, choices=Channel.choices)
    target_hash = models.CharField(max_length=64)
    address_hash = models.CharField(max_length=64, blank=True)
    code_hash = models.CharField(max_length=64)
    sent_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["target_hash", "sent_at"], name="contact_code_by_target"),
            models.Index(fields=["address_hash", "sent_at"], name="contact_code_by_address"),
        ]
