"""Lists that were loaded."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from huiwu.attendees.choices import BatchState
from huiwu.foundation.models import BaseModel, StoredFile
from huiwu.meetings.models import Meeting


class ImportBatch(BaseModel):
    """One list, uploaded or pasted: the file, how its columns were read, what became of its rows."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendee_batches")
    file = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    name = models.CharField(max_length=255)
    state = models.CharField(max_length=12, choices=BatchState.choices, default=BatchState.READING)
    layout = models.JSONField(default=dict, blank=True)
    counts = models.JSONField(default=dict, blank=True)
    job_id = models.UUIDField(null=True, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    done_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-created_at"]

    def __str__(self) -> str:
        return self.name
