"""The plan of a room, and what is set up in it for a function. Millimetres from the corner left of the stage wall."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from huiwu.foundation.models import BaseModel, StoredFile, revision_field
from huiwu.meetings.models import Function, Meeting
from huiwu.venues.models import Room


def _person() -> models.ForeignKey:
    return models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")


class FloorPlan(BaseModel):
    """平面图 of a room: fixed marks beside the exits and columns that the room itself knows.

    `marks` are `{"id", "kind", "x_mm", "y_mm", "width_mm", "depth_mm", "clear_mm", "label"}`. `background` is the venue's own
    drawing; a pixel of it is `micrometres_per_pixel` wide, its corner lies at `background_x_mm`, `background_y_mm`.
    """

    room = models.OneToOneField(Room, on_delete=models.CASCADE, related_name="floor_plan")
    marks = models.JSONField(default=list)
    background = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    background_width_px = models.PositiveIntegerField(null=True, blank=True)
    background_height_px = models.PositiveIntegerField(null=True, blank=True)
    micrometres_per_pixel = models.PositiveIntegerField(null=True, blank=True)
    background_x_mm = models.IntegerField(default=0)
    background_y_mm = models.IntegerField(default=0)
    saved_by = _person()
    revision = revision_field()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(background=None) | Q(micrometres_per_pixel__gt=0), name="background_is_to_scale"
            )
        ]


class SetupPlan(BaseModel):
    """布置图 of a function in its room. `items` are `{"id", "kind", "x_mm", "y_mm", "width_mm", "depth_mm", "seats", "label"}`."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="setup_plans")
    function = models.OneToOneField(Function, on_delete=models.CASCADE, related_name="setup_plan")
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="+")
    items = models.JSONField(default=list)
    saved_by = _person()
    revision = revision_field()

    class Meta:
        ordering: ClassVar = ["function__start_at", "function__number"]

    @property
    def seats(self) -> int:
        """Places on the plan, wheelchair spaces included."""
        return sum(item["seats"] for item in self.items)
