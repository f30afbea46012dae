"""A venue and what is known of it. An empty column means 未填, never "no"."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models

from huiwu.accounts.models import Organisation
from huiwu.foundation.models import BaseModel, StoredFile, revision_field
from huiwu.venues.choices import CertificateKind, VenueKind


class Venue(BaseModel):
    """A hotel, a convention centre, a house of one's own (documents.md §3 档案、餐饮、住宿、安全、商务).

    Coordinates are millionths of a degree (WGS 84). `distances` is a list of `{"place", "metres", "minutes"}`. `facts`
    holds the remaining facts of the inspection sheet by the keys of `schema`; a key that is missing is 未填.
    """

    org = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="venues")
    name = models.CharField(max_length=160)
    short_name = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=20, choices=VenueKind.choices, default=VenueKind.HOTEL)
    star = models.PositiveSmallIntegerField(null=True, blank=True)
    city = models.CharField(max_length=80, blank=True)
    address = models.CharField(max_length=200, blank=True)
    latitude_micro = models.IntegerField(null=True, blank=True)
    longitude_micro = models.IntegerField(null=True, blank=True)
    distances = models.JSONField(default=list, blank=True)
    parking_coaches = models.PositiveIntegerField(null=True, blank=True)
    parking_cars = models.PositiveIntegerField(null=True, blank=True)
    unified_code = models.CharField(max_length=18, blank=True)
    invoice_ok = models.BooleanField(null=True, blank=True)
    is_designated = models.BooleanField(null=True, blank=True)
    facts = models.JSONField(default=dict, blank=True)
    notes = models.TextField(blank=True)
    is_retired = models.BooleanField(default=False)
    search_text = models.CharField(max_length=1500, blank=True)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    revision = revision_field()

    class Meta:
        ordering: ClassVar = ["city", "name"]
        constraints = [models.UniqueConstraint(fields=["org", "city", "name"], name="one_venue_per_name_and_city")]

    def __str__(self) -> str:
        return self.name


class VenueContact(BaseModel):
    """A person at the venue."""

    venue = models.ForeignKey(Venue, on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(max_length=80)
    title = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=32, blank=True)
    email = models.EmailField(blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["order", "name"]

    def __str__(self) -> str:
        return self.name


class VenueCertificate(BaseModel):
    """A licence, inspection or insurance of the venue; without `expires_on` it does not expire."""

    venue = models.ForeignKey(Venue, on_delete=models.CASCADE, related_name="certificates")
    kind = models.CharField(max_length=24, choices=CertificateKind.choices)
    number = models.CharField(max_length=80, blank=True)
    issuer = models.CharField(max_length=120, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    file = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["kind", "-expires_on"]

    def has_expired(self, on: date) -> bool:
        return self.expires_on is not None and self.expires_on < on


class LodgingOffer(BaseModel):
    """A room type of the venue's guest rooms: how many there are and for how much a night."""

    venue = models.ForeignKey(Venue, on_delete=models.CASCADE, related_name="lodging_offers")
    room_type = models.CharField(max_length=60)
    count = models.PositiveIntegerField(null=True, blank=True)
    rate_cents = models.PositiveBigIntegerField(null=True, blank=True)
    has_breakfast = models.BooleanField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["order", "room_type"]


class Picture(BaseModel):
    """A photo of a venue or of one of its rooms: the picture without its EXIF data, and a small one for lists."""

    venue = models.ForeignKey(Venue, on_delete=models.CASCADE, related_name="pictures")
    room = models.ForeignKey("venues.Room", null=True, blank=True, on_delete=models.CASCADE, related_name="pictures")
    stored = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    thumbnail = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    caption = models.CharField(max_length=160, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["order", "created_at"]
