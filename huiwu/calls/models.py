"""Matters to ring people about, who has taken whom, and what was said."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from huiwu.attendees.models import Attendee
from huiwu.calls.choices import CallState, CallWhy, Outcome, Priority
from huiwu.foundation.models import BaseModel
from huiwu.kernel import clock
from huiwu.meetings.models import Meeting


def _person() -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )


class Callee(BaseModel):
    """A person who is rung: however many matters there are, one caller has them at a time, until `claimed_until`."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="callees")
    attendee = models.OneToOneField(Attendee, on_delete=models.CASCADE, related_name="callee")
    claimed_by = _person()
    claimed_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["claimed_by", "claimed_until"], name="callee_by_caller")]


class CallTask(BaseModel):
    """One matter. `key` names it for good while it is open (`guest:<id>:reply`), so that asking twice rings once.

    It waits until `next_at`; `due_at` is when the answer is needed. `blocked_number` was found wrong: the matter waits
    until the person has another one. `merge_id` says by which merge it came from another record.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="call_tasks")
    attendee = models.ForeignKey(Attendee, on_delete=models.CASCADE, related_name="call_tasks")
    why = models.CharField(max_length=12, choices=CallWhy.choices)
    key = models.CharField(max_length=160)
    note = models.CharField(max_length=300, blank=True)
    priority = models.PositiveSmallIntegerField(choices=Priority.choices, default=Priority.NORMAL)
    due_at = models.DateTimeField(null=True, blank=True)
    next_at = models.DateTimeField(default=clock.now)
    blocked_number = models.CharField(max_length=20, blank=True)
    state = models.CharField(max_length=8, choices=CallState.choices, default=CallState.OPEN)
    asked_by = _person()
    closed_at = models.DateTimeField(null=True, blank=True)
    merge_id = models.UUIDField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["priority", "due_at", "created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "key"], condition=Q(state=CallState.OPEN), name="one_open_call_per_key"
            )
        ]
        indexes = [
            models.Index(fields=["meeting", "state", "priority", "next_at"], name="call_task_to_ring"),
            models.Index(fields=["attendee", "state"], name="call_task_by_attendee"),
        ]

    def __str__(self) -> str:
        return str(self.get_why_display())


class CallRecord(BaseModel):
    """A call that was made: to whom, by whom, what was said. `said` is erased with the person."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="call_records")
    attendee = models.ForeignKey(Attendee, on_delete=models.CASCADE, related_name="call_records")
    tasks = models.JSONField(default=list)
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    said = models.TextField(blank=True)
    next_at = models.DateTimeField(null=True, blank=True)
    made_by = _person()
    made_at = models.DateTimeField(default=clock.now)
    merge_id = models.UUIDField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-made_at", "-created_at"]
        indexes = [models.Index(fields=["meeting", "-made_at"], name="call_record_by_meeting")]
