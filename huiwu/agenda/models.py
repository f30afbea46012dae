"""Agenda, tracks, items, who speaks in them, what they need, where the agenda is quoted, who is to be told."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from huiwu.accounts.models import Organisation
from huiwu.agenda.choices import ItemKind, QuotePlace, ResourceKind, SpeakerRole, ToldHow
from huiwu.attendees.models import Attendee
from huiwu.documents.models import Version
from huiwu.foundation.models import BaseModel, revision_field
from huiwu.kernel import clock
from huiwu.kernel.spans import Span
from huiwu.meetings.models import Function, Meeting


def _person() -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )


class Agenda(BaseModel):
    """The one agenda of a meeting: how it shows to the public. Its versions are documents of the kind `agenda`.

    `is_public`: the version in force can be read by anybody who has its address. `revision` counts every change of any
    item, so that a page notices that something else moved.
    """

    meeting = models.OneToOneField(Meeting, on_delete=models.CASCADE, related_name="agenda")
    is_public = models.BooleanField(default=False)
    introduction = models.CharField(max_length=500, blank=True)
    introduction_en = models.CharField(max_length=800, blank=True)
    saved_by = _person()
    revision = revision_field()


class Track(BaseModel):
    """A line of the programme that people follow: 平行论坛, 专场."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="tracks")
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["order", "name"]
        constraints = [models.UniqueConstraint(fields=["meeting", "name"], name="one_track_per_name")]

    def __str__(self) -> str:
        return self.name


class AgendaItem(BaseModel):
    """议程环节: a part of a function, in its room, from `starts_at` for `minutes`; `buffer_minutes` are kept free after it.

    `order` decides between items of the same instant. `is_internal` items stand on the crew's sheets only.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="agenda_items")
    function = models.ForeignKey(Function, on_delete=models.CASCADE, related_name="agenda_items")
    track = models.ForeignKey(Track, null=True, blank=True, on_delete=models.SET_NULL, related_name="items")
    kind = models.CharField(max_length=16, choices=ItemKind.choices, default=ItemKind.TALK)
    title = models.CharField(max_length=200)
    title_en = models.CharField(max_length=300, blank=True)
    summary = models.TextField(max_length=2000, blank=True)
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    buffer_minutes = models.PositiveSmallIntegerField(default=0)
    needs_interpretation = models.BooleanField(default=False)
    languages = models.JSONField(default=list, blank=True)
    equipment_note = models.CharField(max_length=300, blank=True)
    is_internal = models.BooleanField(default=False)
    order = models.PositiveSmallIntegerField(default=0)
    saved_by = _person()
    revision = revision_field()

    class Meta:
        ordering: ClassVar = ["starts_at", "order", "created_at"]
        constraints = [
            models.CheckConstraint(condition=Q(minutes__gte=1) & Q(minutes__lte=1440), name="agenda_item_has_length")
        ]
        indexes = [models.Index(fields=["meeting", "starts_at"], name="agenda_item_by_time")]

    def __str__(self) -> str:
        return self.title

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def span(self) -> Span:
        return Span(self.starts_at, self.ends_at)


class AgendaSpeaker(BaseModel):
    """A person on the stage in one part of an item; a person may have several parts."""

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="speakers")
    attendee = models.ForeignKey(Attendee, on_delete=models.CASCADE, related_name="agenda_parts")
    speaker_role = models.CharField(max_length=12, choices=SpeakerRole.choices, default=SpeakerRole.TALK)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["order", "created_at"]
        constraints = [
            models.UniqueConstraint(fields=["item", "attendee", "speaker_role"], name="one_agenda_part_per_speaker")
        ]

    @property
    def person(self) -> Attendee:
        """Who it is now: a record merged into another stands for that one, until the merge is taken back."""
        found = self.attendee
        while found.merged_into is not None:
            found = found.merged_into
        return found


class AgendaResource(BaseModel):
    """An interpreter, or equipment of which the meeting has `count`: what items book."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="agenda_resources")
    kind = models.CharField(max_length=12, choices=ResourceKind.choices)
    name = models.CharField(max_length=80)
    count = models.PositiveSmallIntegerField(default=1)
    languages = models.JSONField(default=list, blank=True)

    class Meta:
        ordering: ClassVar = ["kind", "name"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "kind", "name"], name="one_agenda_resource_per_name"),
            models.CheckConstraint(condition=Q(count__gte=1), name="agenda_resource_exists"),
        ]

    def __str__(self) -> str:
        return self.name


class ResourceUse(BaseModel):
    """An item books so many of a resource while it lasts."""

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="uses")
    resource = models.ForeignKey(AgendaResource, on_delete=models.CASCADE, related_name="uses")
    count = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["created_at"]
        constraints = [
            models.UniqueConstraint(fields=["item", "resource"], name="one_use_per_resource"),
            models.CheckConstraint(condition=Q(count__gte=1), name="agenda_use_counts"),
        ]


class AgendaStandards(BaseModel):
    """An organisation's own least times (rules.standards has key, unit, source and default), in force from a day on."""

    org = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="agenda_standards")
    effective_on = models.DateField()
    region = models.CharField(max_length=80, default="CN")
    source = models.CharField(max_length=200)
    values = models.JSONField(default=dict)
    saved_by = _person()
    revision = revision_field()

    class Meta:
        ordering: ClassVar = ["-effective_on"]
        constraints = [models.UniqueConstraint(fields=["org", "effective_on"], name="one_agenda_standard_per_day")]


class AgendaQuote(BaseModel):
    """Something that went out with an agenda in it, and the number of that version; withdrawn when it is no longer used."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="agenda_quotes")
    place = models.CharField(max_length=20, choices=QuotePlace.choices)
    label = models.CharField(max_length=120, blank=True)
    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="+")
    noted_by = _person()
    noted_at = models.DateTimeField(default=clock.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    revision = revision_field()

    class Meta:
        ordering: ClassVar = ["place", "label"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "place", "label"], condition=Q(withdrawn_at=None), name="one_agenda_quote_in_use"
            )
        ]

    @property
    def called(self) -> str:
        return f"{self.get_place_display()} {self.label}".strip()


class AgendaTelling(BaseModel):
    """Whom a released version concerns, and whether they were told: a speaker, or a group of the team (`role`)."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="agenda_tellings")
    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="+")
    attendee = models.ForeignKey(Attendee, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=32, blank=True)
    items = models.JSONField(default=list)
    how = models.CharField(max_length=12, choices=ToldHow.choices, blank=True)
    note = models.CharField(max_length=300, blank=True)
    told_by = _person()
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "attendee"], condition=Q(role=""), name="one_telling_per_speaker"
            ),
            models.UniqueConstraint(fields=["version", "role"], condition=~Q(role=""), name="one_telling_per_role"),
        ]
