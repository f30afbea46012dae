"""Lists that were loaded."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from huiwu.accounts.models import ScopedLink
from huiwu.attendees.choices import BatchState, RowChoice, RowOutcome
from huiwu.foundation.models import BaseModel, StoredFile
from huiwu.meetings.models import Meeting


class ImportBatch(BaseModel):
    """One list, uploaded or pasted: the file, how its columns were read, what became of its rows.

    A list that came by the client's `link` is the client's own draft until `handed_at`; from then on it is the team's.
    """

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
    link = models.ForeignKey(ScopedLink, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    handed_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-created_at"]

    def __str__(self) -> str:
        return self.name

    @property
    def sender_name(self) -> str:
        """Who sent it: the client's person, or the colleague."""
        return self.link.label if self.link else self.made_by.name if self.made_by else ""


class ImportRow(BaseModel):
    """One row of a list that a person should see: what it would do, or what it did.

    `cells` are `[key, label, before, after, in_doubt]`; `reasons` sentences; `choice` what a person decided of a row in
    doubt (empty: as the list as a whole). After the import, `before` holds what undoing needs. Rows that are merely new
    are kept as a sample. Everything here is erased with the person and a month after the import.
    """

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows")
    sheet = models.CharField(max_length=60, blank=True)
    number = models.PositiveIntegerField()
    outcome = models.CharField(max_length=8, choices=RowOutcome.choices)
    name = models.CharField(max_length=120, blank=True)
    attendee_id = models.UUIDField(null=True, blank=True, db_index=True)
    cells = models.JSONField(default=list, blank=True)
    texts = models.JSONField(default=dict, blank=True)
    reasons = models.JSONField(default=list, blank=True)
    choice = models.CharField(max_length=6, choices=RowChoice.choices, blank=True)
    before = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints = [models.UniqueConstraint(fields=["batch", "sheet", "number"], name="one_import_row_per_place")]
        indexes = [models.Index(fields=["batch", "outcome", "number"], name="import_row_by_outcome")]
