"""What is wanted from each speaker, every version handed in, what the show asks of files, and whom we wrote to."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from huiwu.agenda.models import AgendaItem
from huiwu.attendees.models import Attendee
from huiwu.foundation.models import BaseModel, StoredFile, revision_field
from huiwu.kernel import clock
from huiwu.meetings.models import Meeting
from huiwu.speaker_materials.choices import OWED, TEXTS, AskedWhy, MaterialKind, MaterialState, Ratio
from huiwu.speaker_materials.rules.wanted import DUE_DAYS_BEFORE


def _person() -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )


class ShowStandards(BaseModel):
    """What the show asks of files in one meeting: the screen's shape, the fonts of the playing computer, limits, the day.

    A meeting without a row plays by the defaults.
    """

    meeting = models.OneToOneField(Meeting, on_delete=models.CASCADE, related_name="show_standards")
    ratio = models.CharField(max_length=5, choices=Ratio.choices, default=Ratio.WIDE, blank=True)
    fonts = models.JSONField(default=list, blank=True)
    largest_mb = models.PositiveSmallIntegerField(default=200)
    photo_side = models.PositiveSmallIntegerField(default=600)
    due_days_before = models.PositiveSmallIntegerField(default=DUE_DAYS_BEFORE)
    saved_by = _person()
    revision = revision_field()


class SpeakerMaterial(BaseModel):
    """One thing wanted from one speaker. Biography and photo belong to the person (`item` empty), the rest to an item.

    `due_on` is set where it differs from the meeting's day. `is_on_agenda` follows the agenda; `is_extra` was asked for
    by hand; `waived_reason` says why nobody waits for it. What was handed in stays when the agenda changes: `item_title`
    keeps the item's name. `version_count` is the number of the last version.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="speaker_materials")
    attendee = models.ForeignKey(Attendee, on_delete=models.CASCADE, related_name="speaker_materials")
    item = models.ForeignKey(
        AgendaItem, null=True, blank=True, on_delete=models.SET_NULL, related_name="speaker_materials"
    )
    item_title = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=12, choices=MaterialKind.choices)
    state = models.CharField(max_length=10, choices=MaterialState.choices, default=MaterialState.WANTED)
    due_on = models.DateField(null=True, blank=True)
    is_on_agenda = models.BooleanField(default=True)
    is_extra = models.BooleanField(default=False)
    waived_reason = models.CharField(max_length=300, blank=True)
    return_reason = models.CharField(max_length=500, blank=True)
    received_at = models.DateTimeField(null=True, blank=True)
    judged_at = models.DateTimeField(null=True, blank=True)
    judged_by = _person()
    version_count = models.PositiveSmallIntegerField(default=0)
    revision = revision_field()

    class Meta:
        ordering: ClassVar = ["attendee__number", "item__starts_at", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["attendee", "item", "kind"], condition=Q(item__isnull=False), name="one_material_per_item"
            ),
            models.UniqueConstraint(
                fields=["attendee", "kind"],
                condition=Q(item__isnull=True, kind__in=("biography", "photo")),
                name="one_material_per_person",
            ),
            models.CheckConstraint(condition=Q(state__in=MaterialState.values), name="material_state_known"),
        ]
        indexes = [models.Index(fields=["meeting", "state"], name="material_by_state")]

    @property
    def is_text(self) -> bool:
        return self.kind in TEXTS

    @property
    def is_waited_for(self) -> bool:
        """On the stage still, and nobody let it go."""
        return (self.is_on_agenda or self.is_extra) and not self.waived_reason

    @property
    def is_owed(self) -> bool:
        return self.is_waited_for and self.state in OWED

    def days_left(self, default: date, today: date) -> int:
        """Until the day it is due; negative when that is over. `default` is the meeting's day."""
        return ((self.due_on or default) - today).days


class MaterialVersion(BaseModel):
    """What was handed in one time. Only the current version is shown on stage; the former ones are void and kept.

    `width` and `height` are pixels of a picture, points of a page. `outline` holds each page's first words, for the
    difference between two versions. `findings` are codes of rules.judging with what they found.
    """

    material = models.ForeignKey(SpeakerMaterial, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    is_current = models.BooleanField(default=True)
    text = models.TextField(max_length=2000, blank=True)
    text_en = models.TextField(max_length=4000, blank=True)
    file = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    thumbnail = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64, blank=True)
    page_count = models.PositiveSmallIntegerField(null=True, blank=True)
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    outline = models.JSONField(default=list, blank=True)
    fonts = models.JSONField(default=list, blank=True)
    missing_fonts = models.JSONField(default=list, blank=True)
    findings = models.JSONField(default=list, blank=True)
    by_speaker = models.BooleanField(default=False)
    handed_in_by = _person()
    handed_in_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["material", "number"], name="one_material_version_per_number"),
            models.UniqueConstraint(
                fields=["material"], condition=Q(is_current=True), name="one_current_material_version"
            ),
        ]


class MaterialRequest(BaseModel):
    """We wrote to a speaker, or asked for a call: `key` says which time, so that nobody is written to twice."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="material_requests")
    attendee = models.ForeignKey(Attendee, on_delete=models.CASCADE, related_name="material_requests")
    key = models.CharField(max_length=80)
    why = models.CharField(max_length=10, choices=AskedWhy.choices)
    is_call = models.BooleanField(default=False)
    asked_by = _person()
    asked_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering: ClassVar = ["-asked_at"]
        constraints = [models.UniqueConstraint(fields=["attendee", "key"], name="one_material_request_per_key")]
