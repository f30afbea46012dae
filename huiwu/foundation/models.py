"""Columns of the mechanisms: facts, live versions, jobs, idempotency, kept files."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models

from huiwu.kernel import clock


class BaseModel(models.Model):
    """Base of every record: a UUID as primary key, and when it was made and last written."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True


class FactRecord(models.Model):
    """One row per fact: the audit trail, the outbox and the live feed are three readings of this table.

    Ids, times and the actor only; no personal data, since the record outlives it. No foreign keys, for the same reason.
    """

    id = models.BigAutoField(primary_key=True)
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=80)
    meeting_id = models.UUIDField(null=True)
    org_id = models.UUIDField(null=True)
    actor_kind = models.CharField(max_length=16)
    actor_id = models.UUIDField(null=True)
    happened_at = models.DateTimeField(default=clock.now)
    payload = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["meeting_id", "id"], name="fact_by_meeting"),
            models.Index(fields=["kind", "id"], name="fact_by_kind"),
            models.Index(fields=["org_id", "id"], name="fact_by_org"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}#{self.id}"


class TopicVersion(models.Model):
    """How often a topic (`meeting:<id>`, `user:<id>` …) has changed: screens fetch anew when it grows."""

    topic = models.CharField(max_length=120, primary_key=True)
    version = models.BigIntegerField(default=1)


class Job(models.Model):
    """Work for a worker: a LATER reaction (`fact` set) or a job asked for by a person.

    Claimed by a conditional update with a lease; a lease that runs out is taken over; attempts are counted and, when
    used up, the job is given up visibly.
    """

    class State(models.TextChoices):
        QUEUED = "queued"
        RUNNING = "running"
        DONE = "done"
        GIVEN_UP = "given_up"
        CANCELLED = "cancelled"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    work = models.CharField(max_length=120)
    fact = models.ForeignKey(FactRecord, null=True, on_delete=models.CASCADE, related_name="jobs")
    args = models.JSONField(default=dict)
    key = models.CharField(max_length=200, null=True, unique=True)
    meeting_id = models.UUIDField(null=True)
    asked_by = models.UUIDField(null=True)
    state = models.CharField(max_length=16, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    run_after = models.DateTimeField(default=clock.now)
    lease_until = models.DateTimeField(null=True)
    leased_by = models.CharField(max_length=80, blank=True)
    done_units = models.PositiveIntegerField(default=0)
    total_units = models.PositiveIntegerField(default=0)
    cancel_asked = models.BooleanField(default=False)
    result = models.JSONField(null=True)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["state", "run_after"], name="job_to_run")]


class PeriodicRun(models.Model):
    """When each periodic work was last begun; taken by conditional update so that one worker does it."""

    name = models.CharField(max_length=120, primary_key=True)
    begun_at = models.DateTimeField()


class IdempotentAnswer(models.Model):
    """The first answer to a write with an `Idempotency-Key`; repeating the key returns it."""

    actor_id = models.UUIDField()
    key = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    body = models.JSONField(null=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["actor_id", "key"], name="one_answer_per_key")]


class StoredFile(BaseModel):
    """A kept file, named by its SHA-256 under `files/`; `meeting_id` says which meeting's archive carries it."""

    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=100)
    size = models.BigIntegerField()
    meeting_id = models.UUIDField(null=True)
    kept_by = models.UUIDField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["sha256"], name="file_by_hash"),
            models.Index(fields=["meeting_id"], name="file_by_meeting"),
        ]


def revision_field() -> Any:
    """Counts saves, so that a stale form is noticed: update … where revision = the one the form was opened with."""
    return models.PositiveIntegerField(default=1)
