"""The numbers an organisation reckons with, where they differ from those that come with the product."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from huiwu.accounts.models import Organisation
from huiwu.foundation.models import BaseModel, revision_field


class VenueStandards(BaseModel):
    """Own values by key (the engine's standards have key, unit, source and the default), in force from a day on."""

    org = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="venue_standards")
    effective_on = models.DateField()
    region = models.CharField(max_length=80, default="CN")
    source = models.CharField(max_length=200)
    values = models.JSONField(default=dict)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    revision = revision_field()

    class Meta:
        ordering: ClassVar = ["-effective_on"]
        constraints = [models.UniqueConstraint(fields=["org", "effective_on"], name="one_venue_standard_per_day")]
