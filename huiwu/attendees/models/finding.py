"""What people are found by: pieces compared from their beginning, each in an index that begins with the meeting."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from huiwu.attendees.models.people import Attendee
from huiwu.meetings.models import Meeting

PATTERNS = ["uuid_ops", "varchar_pattern_ops", "uuid_ops"]  # PostgreSQL: prefixes by index under any collation


class NamePiece(models.Model):
    """One way into a person's name: from a character on, pinyin from a syllable on, initials. Derived, never archived."""

    id = models.BigAutoField(primary_key=True)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="+", db_index=False)
    attendee = models.ForeignKey(Attendee, on_delete=models.CASCADE, related_name="+")
    piece = models.CharField(max_length=32)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["meeting", "piece", "attendee"], name="attendee_by_piece", opclasses=PATTERNS)
        ]


class OrganisationPiece(models.Model):
    """One way into the name of an organisation; `source` is the short name it comes from, empty for the name itself."""

    id = models.BigAutoField(primary_key=True)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="+", db_index=False)
    piece = models.CharField(max_length=32)
    org_name = models.CharField(max_length=160)
    source = models.CharField(max_length=60, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["meeting", "piece"], name="organisation_by_piece", opclasses=PATTERNS[:2]),
            models.Index(fields=["meeting", "org_name", "source"], name="organisation_by_name"),
        ]
