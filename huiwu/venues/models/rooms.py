"""A room (会场): its measures, what it carries, what it costs."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from huiwu.foundation.models import BaseModel, revision_field
from huiwu.venues.choices import RoomShape
from huiwu.venues.models.library import Venue


class Room(BaseModel):
    """Lengths in millimetres, areas in square decimetres (1 m² = 100 dm²). An empty column means 未填.

    The length runs from the stage wall to the back, the width across. `columns` are `{"x_mm", "y_mm", "width_mm",
    "depth_mm"}` (x across from the left wall, y from the stage wall to the near left corner); `exits`
    `{"wall", "offset_mm", "width_mm"}`; `rigging` `{"x_mm", "y_mm", "load_kg"}`. Per layout, `stated_capacities` are
    the venue's own figures, `contract_capacities` what its contract allows. A room that is `part_of` another cannot be
    used beside the whole.

    `booking_turn` is raised by everyone who books the room, so that two bookers stand in line.
    """

    venue = models.ForeignKey(Venue, on_delete=models.CASCADE, related_name="rooms")
    part_of = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="parts")
    name = models.CharField(max_length=120)
    floor = models.CharField(max_length=40, blank=True)
    shape = models.CharField(max_length=12, choices=RoomShape.choices, default=RoomShape.RECTANGLE)
    length_mm = models.PositiveIntegerField(null=True, blank=True)
    width_mm = models.PositiveIntegerField(null=True, blank=True)
    clear_height_mm = models.PositiveIntegerField(null=True, blank=True)
    area_dm2 = models.PositiveIntegerField(null=True, blank=True)
    stage_width_mm = models.PositiveIntegerField(null=True, blank=True)
    stage_depth_mm = models.PositiveIntegerField(null=True, blank=True)
    stage_height_mm = models.PositiveIntegerField(null=True, blank=True)
    columns = models.JSONField(default=list, blank=True)
    exits = models.JSONField(default=list, blank=True)
    rigging = models.JSONField(default=list, blank=True)
    stated_capacities = models.JSONField(default=dict, blank=True)
    contract_capacities = models.JSONField(default=dict, blank=True)
    floor_load_kg_m2 = models.PositiveIntegerField(null=True, blank=True)
    lift_width_mm = models.PositiveIntegerField(null=True, blank=True)
    lift_depth_mm = models.PositiveIntegerField(null=True, blank=True)
    lift_height_mm = models.PositiveIntegerField(null=True, blank=True)
    lift_load_kg = models.PositiveIntegerField(null=True, blank=True)
    power_kw = models.PositiveIntegerField(null=True, blank=True)
    is_three_phase = models.BooleanField(null=True, blank=True)
    uplink_mbps = models.PositiveIntegerField(null=True, blank=True)
    has_wired_uplink = models.BooleanField(null=True, blank=True)
    access_points = models.PositiveIntegerField(null=True, blank=True)
    wheelchair_spaces = models.PositiveIntegerField(null=True, blank=True)
    has_step_free_route = models.BooleanField(null=True, blank=True)
    has_stage_ramp = models.BooleanField(null=True, blank=True)
    has_accessible_toilet = models.BooleanField(null=True, blank=True)
    half_day_cents = models.PositiveBigIntegerField(null=True, blank=True)
    full_day_cents = models.PositiveBigIntegerField(null=True, blank=True)
    overtime_hour_cents = models.PositiveBigIntegerField(null=True, blank=True)
    facts = models.JSONField(default=dict, blank=True)
    notes = models.TextField(blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    is_retired = models.BooleanField(default=False)
    booking_turn = models.PositiveBigIntegerField(default=0)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    revision = revision_field()

    class Meta:
        ordering: ClassVar = ["order", "name"]
        constraints = [models.UniqueConstraint(fields=["venue", "name"], name="one_room_per_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def floor_area_dm2(self) -> int | None:
        """As stated, else length × width."""
        if self.area_dm2 is not None:
            return self.area_dm2
        if self.length_mm is None or self.width_mm is None:
            return None
        return self.length_mm * self.width_mm // 10_000

    @property
    def is_obstructed(self) -> bool:
        """Columns or an irregular shape cost places (φ)."""
        return bool(self.columns) or self.shape == RoomShape.IRREGULAR
