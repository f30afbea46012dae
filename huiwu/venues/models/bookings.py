"""Bookings of rooms by meetings, and what their functions ask of a room."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from huiwu.foundation.models import BaseModel, revision_field
from huiwu.meetings.models import Function, Meeting, Space
from huiwu.venues.choices import LIVE, BookingState, Viewing
from huiwu.venues.models.rooms import Room


class Booking(BaseModel):
    """A room for a span of time. It is taken up from `load_in_at` (or `from_at`) to `strike_by_at` (or `to_at`).

    `space` binds the meeting's own name of the place to the room, so that functions there are judged by the room.
    `option_until` is the last day on which the venue keeps an option or a hold. Who asked first stands first in line.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="bookings")
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="bookings")
    space = models.ForeignKey(Space, null=True, blank=True, on_delete=models.SET_NULL, related_name="bookings")
    load_in_at = models.DateTimeField(null=True, blank=True)
    from_at = models.DateTimeField()
    to_at = models.DateTimeField()
    strike_by_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=12, choices=BookingState.choices, default=BookingState.OPTION)
    option_until = models.DateField(null=True, blank=True)
    asked_at = models.DateTimeField()
    reference = models.CharField(max_length=80, blank=True)
    note = models.CharField(max_length=500, blank=True)
    ended_reason = models.CharField(max_length=300, blank=True)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    revision = revision_field()

    class Meta:
        ordering: ClassVar = ["from_at", "asked_at"]
        indexes = [models.Index(fields=["room", "from_at"], name="booking_by_room")]
        constraints = [
            models.CheckConstraint(condition=Q(to_at__gt=F("from_at")), name="booking_ends_after_start"),
            models.CheckConstraint(
                condition=Q(load_in_at=None) | Q(load_in_at__lte=F("from_at")), name="load_in_before_booking"
            ),
            models.CheckConstraint(
                condition=Q(strike_by_at=None) | Q(strike_by_at__gte=F("to_at")), name="strike_after_booking"
            ),
        ]

    @property
    def starts_at(self) -> datetime:
        """From when the room is taken up, load-in included."""
        return self.load_in_at or self.from_at

    @property
    def ends_at(self) -> datetime:
        """Until when the room is taken up, strike included."""
        return self.strike_by_at or self.to_at

    @property
    def is_live(self) -> bool:
        return self.state in LIVE


class FunctionDemand(BaseModel):
    """What a function asks of its room beyond people and layout: screen, stage, network, places for wheelchairs."""

    function = models.OneToOneField(Function, on_delete=models.CASCADE, related_name="room_demand")
    viewing = models.CharField(max_length=8, choices=Viewing.choices, blank=True)
    screen_height_mm = models.PositiveIntegerField(null=True, blank=True)
    relay_screens = models.PositiveSmallIntegerField(default=0)
    structure_height_mm = models.PositiveIntegerField(null=True, blank=True)
    stage_height_mm = models.PositiveIntegerField(null=True, blank=True)
    streams_1080p = models.PositiveSmallIntegerField(default=0)
    streams_4k = models.PositiveSmallIntegerField(default=0)
    needs_wired_uplink = models.BooleanField(default=False)
    wheelchair_spaces = models.PositiveIntegerField(null=True, blank=True)
    wheelchair_users = models.PositiveIntegerField(null=True, blank=True)
    has_wheelchair_on_stage = models.BooleanField(default=False)
    has_stage_ramp = models.BooleanField(null=True, blank=True)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    revision = revision_field()


class PowerLoad(BaseModel):
    """Equipment that runs at the same time in a function: so many of so many watts each."""

    function = models.ForeignKey(Function, on_delete=models.CASCADE, related_name="power_loads")
    name = models.CharField(max_length=120)
    watts = models.PositiveIntegerField()
    quantity = models.PositiveIntegerField(default=1)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["order", "name"]

    @property
    def total_watts(self) -> int:
        return self.watts * self.quantity
