"""Memory of findings: when each was found, claimed, waived and mended."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from huiwu.foundation.models import BaseModel
from huiwu.meetings.models import Meeting


class FindingRecord(BaseModel):
    """One object in trouble under one rule of one meeting. Mended, the row stays; found again, it opens anew."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="findings")
    code = models.CharField(max_length=24)
    root = models.CharField(max_length=200)
    severity = models.CharField(max_length=8)
    detail = models.TextField()
    action = models.TextField(blank=True)
    subjects = models.JSONField(default=list)
    url = models.CharField(max_length=300, blank=True)
    owner_role = models.CharField(max_length=32)
    found_at = models.DateTimeField()
    mended_at = models.DateTimeField(null=True)
    times_found = models.PositiveIntegerField(default=1)
    claimed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    claimed_at = models.DateTimeField(null=True)
    claim_note = models.CharField(max_length=500, blank=True)
    escalated_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "code", "root"], name="one_finding_per_root")]
        indexes = [
            models.Index(fields=["meeting", "severity"], name="open_findings", condition=Q(mended_at=None)),
        ]


class Waiver(BaseModel):
    """An authorised person lets a finding stand, with a reason, until a day. SOP rules cannot be waived."""

    finding = models.ForeignKey(FindingRecord, on_delete=models.CASCADE, related_name="waivers")
    reason = models.CharField(max_length=1000)
    waived_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    waived_at = models.DateTimeField()
    expires_on = models.DateField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-waived_at"]


class CheckedUpTo(models.Model):
    """How far a meeting's facts have been judged, and when it was last judged at all."""

    meeting = models.OneToOneField(Meeting, primary_key=True, on_delete=models.CASCADE, related_name="+")
    fact_id = models.BigIntegerField(default=0)
    judged_at = models.DateTimeField()
