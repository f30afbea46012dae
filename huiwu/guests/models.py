"""Guests and their answers, what was said to them, invitations and the letters made from them."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from huiwu.attendees.models import Attendee
from huiwu.documents.models import Document, Version
from huiwu.foundation.models import BaseModel, revision_field
from huiwu.guests.choices import (
    PART_WORDS,
    SPEAKING,
    ContactBy,
    GuestRole,
    LetterState,
    Medium,
    MoveSource,
    RsvpStatus,
)
from huiwu.guests.rules import rsvp
from huiwu.kernel import clock
from huiwu.meetings.models import Meeting


def _person() -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )


class Guest(BaseModel):
    """A person of the meeting who is invited by name, and how far their answer is (documents.md §6).

    What was answered about travel, lodging, diet lies under lock with the attendee; here stands only that it was asked
    for. `handler` is the one 对接人 who speaks with the guest. `had_agreed`: has ever confirmed in writing.
    `post_address` is where a paper letter goes.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="guests")
    attendee = models.OneToOneField(Attendee, on_delete=models.CASCADE, related_name="guest")
    guest_role = models.CharField(max_length=12, choices=GuestRole.choices, default=GuestRole.HONOURED)
    rsvp_status = models.CharField(max_length=12, choices=RsvpStatus.choices, default=RsvpStatus.TO_INVITE)
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="guests_handled"
    )
    rsvp_deadline_on = models.DateField(null=True, blank=True)
    talk_title = models.CharField(max_length=200, blank=True)
    talk_abstract = models.TextField(max_length=2000, blank=True)
    companion_count = models.PositiveSmallIntegerField(default=0)
    needs_pickup = models.BooleanField(default=False)
    needs_dropoff = models.BooleanField(default=False)
    needs_room = models.BooleanField(null=True, blank=True)
    invoice = models.JSONField(default=dict, blank=True)
    post_address = models.CharField(max_length=200, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    note = models.CharField(max_length=500, blank=True)
    had_agreed = models.BooleanField(default=False)
    sent_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    moved_at = models.DateTimeField(default=clock.now)
    reply_count = models.PositiveSmallIntegerField(default=0)
    saved_by = _person()
    revision = revision_field()

    class Meta:
        ordering: ClassVar = ["attendee__protocol_rank", "attendee__number"]
        constraints = [
            models.CheckConstraint(condition=Q(rsvp_status__in=RsvpStatus.values), name="rsvp_status_known"),
        ]
        indexes = [
            models.Index(fields=["meeting", "rsvp_status"], name="guest_by_status"),
            models.Index(fields=["handler", "rsvp_status"], name="guest_by_handler"),
        ]

    def __str__(self) -> str:
        return self.attendee.display_name

    @property
    def speaks(self) -> bool:
        return self.guest_role in SPEAKING

    @property
    def is_met(self) -> bool:
        """接送: fetched on arrival or brought to the departure."""
        return self.needs_pickup or self.needs_dropoff

    def is_overdue(self, today: date) -> bool:
        """Invited, the day for answering is over, and nothing came back."""
        late = self.rsvp_deadline_on is not None and self.rsvp_deadline_on < today
        return late and self.rsvp_status in rsvp.UNANSWERED


class GuestMove(BaseModel):
    """One move of an answer: from where to where, by whom, when, why, and through which link. Written once.

    A move to the same state notes what else was changed (`parts`, keys of rules.rsvp).
    """

    guest = models.ForeignKey(Guest, on_delete=models.CASCADE, related_name="moves")
    before = models.CharField(max_length=12, choices=RsvpStatus.choices)
    after = models.CharField(max_length=12, choices=RsvpStatus.choices)
    source = models.CharField(max_length=8, choices=MoveSource.choices, default=MoveSource.STAFF)
    reason = models.CharField(max_length=300, blank=True)
    parts = models.JSONField(default=list, blank=True)
    moved_by = _person()
    moved_at = models.DateTimeField(default=clock.now)
    link_id = models.UUIDField(null=True, blank=True)
    address = models.CharField(max_length=64, blank=True)
    agent = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["-moved_at", "-created_at"]
        indexes = [models.Index(fields=["guest", "moved_at"], name="guest_moves_in_order")]

    @property
    def part_text(self) -> str:
        """The changed parts in words."""
        return _("、").join(str(PART_WORDS.get(part, part)) for part in self.parts)


class GuestReply(BaseModel):
    """What a guest answered, one row each time: which parts, and before and after in words, under lock."""

    guest = models.ForeignKey(Guest, on_delete=models.CASCADE, related_name="replies")
    nth = models.PositiveSmallIntegerField()
    parts = models.JSONField(default=list)
    sealed = models.TextField(blank=True)
    said_at = models.DateTimeField(default=clock.now)
    link_id = models.UUIDField(null=True, blank=True)
    address = models.CharField(max_length=64, blank=True)
    agent = models.CharField(max_length=300, blank=True)
    noted_by = _person()

    class Meta:
        ordering: ClassVar = ["-nth"]
        constraints = [models.UniqueConstraint(fields=["guest", "nth"], name="one_guest_reply_per_number")]


class GuestContact(BaseModel):
    """跟进记录: somebody of ours spoke with the guest or the secretary; `next_on` is when to ask again."""

    guest = models.ForeignKey(Guest, on_delete=models.CASCADE, related_name="contacts")
    contacted_by = _person()
    contacted_at = models.DateTimeField(default=clock.now)
    how = models.CharField(max_length=12, choices=ContactBy.choices, default=ContactBy.PHONE)
    said = models.TextField(max_length=1000)
    next_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-contacted_at", "-created_at"]


class InvitationTemplate(BaseModel):
    """The text of an invitation; what it says stands in its document, whose versions the client signs (P12).

    `guest_roles` says whom it is meant for; empty is everybody.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="invitation_templates")
    name = models.CharField(max_length=80)
    language = models.CharField(max_length=10, default="zh-hans")
    guest_roles = models.JSONField(default=list, blank=True)
    document = models.OneToOneField(Document, null=True, on_delete=models.CASCADE, related_name="+")
    is_retired = models.BooleanField(default=False)
    saved_by = _person()
    revision = revision_field()

    class Meta:
        ordering: ClassVar = ["name"]
        constraints = [models.UniqueConstraint(fields=["meeting", "name"], name="one_invitation_per_name")]

    def __str__(self) -> str:
        return self.name


class LetterSeries(BaseModel):
    """The last number of a letter in a meeting; raised by one conditional update, so never given twice."""

    meeting = models.OneToOneField(Meeting, on_delete=models.CASCADE, related_name="+")
    last = models.PositiveIntegerField(default=0)


class LetterBatch(BaseModel):
    """Letters asked for at once, from one signed version. `left_out` counts guests without a letter, by reason."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="letter_batches")
    template = models.ForeignKey(InvitationTemplate, on_delete=models.CASCADE, related_name="batches")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    medium = models.CharField(max_length=8, choices=Medium.choices)
    count = models.PositiveIntegerField(default=0)
    left_out = models.JSONField(default=dict, blank=True)
    job_id = models.UUIDField(null=True, blank=True)
    asked_by = _person()
    asked_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering: ClassVar = ["-asked_at"]


class Letter(BaseModel):
    """One invitation to one guest, from one version of a text. `values` are the words filled in when it was made.

    `sealed_link` is the address of the guest's own page, which the letter carries; under lock, forgotten with the guest.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="letters")
    guest = models.ForeignKey(Guest, on_delete=models.CASCADE, related_name="letters")
    batch = models.ForeignKey(LetterBatch, null=True, on_delete=models.SET_NULL, related_name="letters")
    template = models.ForeignKey(InvitationTemplate, on_delete=models.CASCADE, related_name="letters")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=40)
    medium = models.CharField(max_length=8, choices=Medium.choices)
    state = models.CharField(max_length=10, choices=LetterState.choices, default=LetterState.MADE)
    values = models.JSONField(default=dict)
    sealed_link = models.TextField(blank=True)
    made_by = _person()
    made_at = models.DateTimeField(default=clock.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    failed_reason = models.CharField(max_length=300, blank=True)
    voided_at = models.DateTimeField(null=True, blank=True)
    void_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="one_letter_per_number"),
            models.UniqueConstraint(
                fields=["guest", "version", "medium"],
                condition=~Q(state="void"),
                name="one_letter_per_guest_version_medium",
            ),
        ]
        indexes = [models.Index(fields=["batch", "state"], name="letter_by_batch")]

    def __str__(self) -> str:
        return self.number

    @property
    def is_out(self) -> bool:
        return self.state in (LetterState.SENT, LetterState.DELIVERED)
