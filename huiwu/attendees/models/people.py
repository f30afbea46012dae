"""The one person record of a meeting, delegations, functions a person takes part in."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from huiwu.attendees.choices import NOT_COMING, AttendeeRole, Language, ParticipationState, Presence, Source
from huiwu.attendees.models.importing import ImportBatch
from huiwu.attendees.rules import phones
from huiwu.foundation.models import BaseModel, StoredFile, revision_field
from huiwu.meetings.models import Function, Meeting


def _person() -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )


class AttendeeSeries(BaseModel):
    """The last number given out in a meeting; raised by one conditional update, so never given twice."""

    meeting = models.OneToOneField(Meeting, on_delete=models.CASCADE, related_name="+")
    last = models.PositiveIntegerField(default=0)


class Delegation(BaseModel):
    """代表团: those who come as one, with the person to speak to."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="delegations")
    name = models.CharField(max_length=120)
    order = models.PositiveIntegerField(default=0)
    contact_name = models.CharField(max_length=80, blank=True)
    contact_mobile = models.CharField(max_length=32, blank=True)

    class Meta:
        ordering: ClassVar = ["order", "name"]
        constraints = [models.UniqueConstraint(fields=["meeting", "name"], name="one_delegation_per_name")]

    def __str__(self) -> str:
        return self.name


class Attendee(BaseModel):
    """A person at a meeting, whatever their roles.

    `number` is what people say and print; it is never given twice. `mobile` is E.164 (`+8613…`), `mobile_tail` its last
    four figures. `protocol_rank` (1 is first) is set by hand only. `reading` is the surname-aware pinyin a person set by
    hand, in syllables with blanks; `pinyin`, `initials`, `stroke_key` and `search_text` follow from name and reading.
    `secretary_name`: whom to ring instead. `accompanies`: whose 随员 this is; `substitute_for`: in whose place they come.
    `code_version` counts reissues of the code on the ticket: older ones are refused. A person merged into another
    (`merged_into`) or erased (`erased_at`) is no longer active: see queries.active.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendees")
    number = models.PositiveIntegerField()
    display_name = models.CharField(max_length=80)
    family_name = models.CharField(max_length=40, blank=True)
    given_name = models.CharField(max_length=60, blank=True)
    name_en = models.CharField(max_length=120, blank=True)
    salutation = models.CharField(max_length=20, blank=True)
    org_name = models.CharField(max_length=160, blank=True)
    org_short = models.CharField(max_length=60, blank=True)
    org_order = models.PositiveIntegerField(null=True, blank=True)
    title = models.CharField(max_length=160, blank=True)
    mobile = models.CharField(max_length=20, blank=True)
    mobile_tail = models.CharField(max_length=4, blank=True)
    email = models.EmailField(max_length=254, blank=True)
    language = models.CharField(max_length=10, choices=Language.choices, default=Language.ZH_HANS)
    country = models.CharField(max_length=2, default="CN")
    roles = models.JSONField(default=list, blank=True)
    delegation = models.ForeignKey(
        Delegation, null=True, blank=True, on_delete=models.SET_NULL, related_name="attendees"
    )
    group_name = models.CharField(max_length=80, blank=True)
    tags = models.JSONField(default=list, blank=True)
    protocol_rank = models.PositiveIntegerField(null=True, blank=True)
    secretary_name = models.CharField(max_length=80, blank=True)
    secretary_mobile = models.CharField(max_length=20, blank=True)
    accompanies = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="entourage")
    substitute_for = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="substitutes"
    )
    presence = models.CharField(max_length=12, choices=Presence.choices, default=Presence.LISTED)
    presence_reason = models.CharField(max_length=300, blank=True)
    note = models.CharField(max_length=500, blank=True)
    reading = models.CharField(max_length=160, blank=True)
    pinyin = models.CharField(max_length=200, blank=True)
    initials = models.CharField(max_length=40, blank=True)
    stroke_key = models.CharField(max_length=200, blank=True)
    search_text = models.CharField(max_length=1000, blank=True)
    photo = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    directory_opt_in = models.BooleanField(default=False)
    source = models.CharField(max_length=8, choices=Source.choices, default=Source.HAND)
    batch = models.ForeignKey(ImportBatch, null=True, blank=True, on_delete=models.SET_NULL, related_name="attendees")
    code_version = models.PositiveSmallIntegerField(default=1)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="merged")
    retain_until = models.DateField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)
    saved_by = _person()
    revision = revision_field()

    class Meta:
        ordering: ClassVar = ["number"]
        constraints = [models.UniqueConstraint(fields=["meeting", "number"], name="one_attendee_per_number")]
        indexes = [
            models.Index(fields=["meeting", "presence"], name="attendee_by_presence"),
            models.Index(fields=["meeting", "pinyin"], name="attendee_by_pinyin"),
            models.Index(fields=["meeting", "mobile"], name="attendee_by_mobile"),
            models.Index(fields=["meeting", "mobile_tail"], name="attendee_by_tail"),
            models.Index(fields=["meeting", "display_name"], name="attendee_by_name"),
            models.Index(fields=["meeting", "org_name"], name="attendee_by_org"),
            models.Index(fields=["meeting", "email"], name="attendee_by_email", condition=~Q(email="")),
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def is_active(self) -> bool:
        return self.merged_into_id is None and self.erased_at is None

    @property
    def is_coming(self) -> bool:
        """Not among those who said no: declined, cancelled, sent somebody else."""
        return self.presence not in NOT_COMING

    @property
    def role_words(self) -> list[str]:
        """Their roles in words, in the order of the glossary."""
        return [str(role.label) for role in AttendeeRole if role.value in self.roles]

    @property
    def org_text(self) -> str:
        return self.org_short or self.org_name

    @property
    def spoken_mobile(self) -> str:
        return phones.spoken(self.mobile)

    @property
    def spoken_secretary(self) -> str:
        return phones.spoken(self.secretary_mobile)

    @property
    def masked_mobile(self) -> str:
        return phones.masked(self.mobile)

    @property
    def masked_email(self) -> str:
        name, _, host = self.email.partition("@")
        return f"{name[:1]}••••@{host}" if host else ""


class Participation(BaseModel):
    """A person takes part in one function of the meeting."""

    attendee = models.ForeignKey(Attendee, on_delete=models.CASCADE, related_name="participations")
    function = models.ForeignKey(Function, on_delete=models.CASCADE, related_name="participations")
    state = models.CharField(max_length=12, choices=ParticipationState.choices, default=ParticipationState.EXPECTED)
    source = models.CharField(max_length=8, choices=Source.choices, default=Source.HAND)

    class Meta:
        ordering: ClassVar = ["created_at"]
        constraints = [models.UniqueConstraint(fields=["attendee", "function"], name="one_participation_per_function")]
        indexes = [models.Index(fields=["function", "state"], name="participation_by_function")]
