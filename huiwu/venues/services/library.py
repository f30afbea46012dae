"""Verbs on the library: a venue, its contacts, guest rooms and certificates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from huiwu.foundation.actors import Actor
from huiwu.foundation.models import StoredFile
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require
from huiwu.kernel.errors import NotFound
from huiwu.meetings.rules.naming import search_text
from huiwu.venues.choices import LIVE
from huiwu.venues.errors import RoomInUse, VenueNameTaken
from huiwu.venues.events import VenueAdded, VenueChanged, VenueReinstated, VenueRetired
from huiwu.venues.models import Booking, LodgingOffer, Venue, VenueCertificate, VenueContact
from huiwu.venues.queries.library import venue_for
from huiwu.venues.schema import VENUE_FACTS, problems_with_facts
from huiwu.venues.services.checking import refuse, saved_over, verified

COLUMNS = (
    "name",
    "short_name",
    "kind",
    "star",
    "city",
    "address",
    "latitude_micro",
    "longitude_micro",
    "distances",
    "parking_coaches",
    "parking_cars",
    "unified_code",
    "invoice_ok",
    "is_designated",
    "facts",
    "notes",
)
"""Columns that `add_venue` and `change_venue` take."""


@transaction.atomic
def add_venue(*, actor: Actor, org_id: UUID, **values: Any) -> Venue:
    """A new venue of the library; `values`: COLUMNS. Raises InvalidInput, VenueNameTaken."""
    require(actor, "venues.edit", org_id)
    row = Venue(org_id=org_id, saved_by=actor.user, **_cleaned(values))
    _must_be_sound(row)
    verified(row)
    row.search_text = _search_text(row)
    row.save(force_insert=True)
    record(VenueAdded(org_id=org_id, venue_id=row.pk), actor=actor, org_id=org_id)
    return row


@transaction.atomic
def change_venue(*, actor: Actor, venue_id: UUID, revision: int, values: Mapping[str, Any]) -> Venue:
    """Save COLUMNS over the given revision. Raises InvalidInput, VenueNameTaken, StaleEdit with the present row."""
    row = venue_for(actor, venue_id, "venues.edit")
    wanted = _cleaned({key: values[key] for key in COLUMNS if key in values})
    draft = Venue(**{**{name: getattr(row, name) for name in COLUMNS}, **wanted}, org_id=row.org_id, pk=row.pk)
    _must_be_sound(draft)
    if saved_over(row, actor, revision, {**wanted, "search_text": _search_text(draft)}):
        record(VenueChanged(org_id=row.org_id, venue_id=row.pk), actor=actor, org_id=row.org_id)
    return row


@transaction.atomic
def retire_venue(*, actor: Actor, venue_id: UUID) -> Venue:
    """It is offered no more; what was booked there stays readable. Raises RoomInUse. Twice is harmless."""
    row = venue_for(actor, venue_id, "venues.retire")
    if row.is_retired:
        return row
    if used := Booking.objects.filter(room__venue=row, state__in=LIVE).count():
        raise RoomInUse(name=row.name, count=used)
    Venue.objects.filter(pk=row.pk).update(is_retired=True)
    record(VenueRetired(org_id=row.org_id, venue_id=row.pk), actor=actor, org_id=row.org_id)
    row.is_retired = True
    return row


@transaction.atomic
def reinstate_venue(*, actor: Actor, venue_id: UUID) -> Venue:
    """Undo `retire_venue`. Twice is harmless."""
    row = venue_for(actor, venue_id, "venues.retire")
    if Venue.objects.filter(pk=row.pk, is_retired=True).update(is_retired=False):
        record(VenueReinstated(org_id=row.org_id, venue_id=row.pk), actor=actor, org_id=row.org_id)
    row.is_retired = False
    return row


@transaction.atomic
def set_venue_contacts(*, actor: Actor, venue_id: UUID, contacts: Sequence[Mapping[str, Any]]) -> list[VenueContact]:
    """The people at the venue in order: name, title, phone, email. Replaces the list. Raises InvalidInput."""
    row = venue_for(actor, venue_id, "venues.edit")
    row.contacts.all().delete()
    made = [_kept(VenueContact(venue=row, order=order, **values)) for order, values in enumerate(contacts)]
    record(VenueChanged(org_id=row.org_id, venue_id=row.pk, part="contacts"), actor=actor, org_id=row.org_id)
    return made


@transaction.atomic
def set_lodging_offers(*, actor: Actor, venue_id: UUID, offers: Sequence[Mapping[str, Any]]) -> list[LodgingOffer]:
    """Room types in order: room_type, count, rate_cents a night, has_breakfast, note. Replaces the list."""
    row = venue_for(actor, venue_id, "venues.edit")
    row.lodging_offers.all().delete()
    made = [_kept(LodgingOffer(venue=row, order=order, **values)) for order, values in enumerate(offers)]
    record(VenueChanged(org_id=row.org_id, venue_id=row.pk, part="lodging"), actor=actor, org_id=row.org_id)
    return made


@transaction.atomic
def record_certificate(
    *, actor: Actor, venue_id: UUID, file: StoredFile | None = None, **values: Any
) -> VenueCertificate:
    """A licence, inspection or insurance: kind, number, issuer, issued_on, expires_on. Raises InvalidInput."""
    row = venue_for(actor, venue_id, "venues.edit")
    issued, expires = values.get("issued_on"), values.get("expires_on")
    if issued and expires and expires < issued:
        raise refuse(expires_on=_("到期日早于发证日。"))
    made = _kept(VenueCertificate(venue=row, file=file, **values))
    record(VenueChanged(org_id=row.org_id, venue_id=row.pk, part="certificates"), actor=actor, org_id=row.org_id)
    return made


@transaction.atomic
def remove_certificate(*, actor: Actor, venue_id: UUID, certificate_id: UUID) -> None:
    """Take a certificate off the list. Raises NotFound."""
    row = venue_for(actor, venue_id, "venues.edit")
    gone, _kinds = row.certificates.filter(pk=certificate_id).delete()
    if not gone:
        raise NotFound
    record(VenueChanged(org_id=row.org_id, venue_id=row.pk, part="certificates"), actor=actor, org_id=row.org_id)


def _kept(row: Any) -> Any:
    verified(row)
    row.save(force_insert=True)
    return row


def _cleaned(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value.strip() if isinstance(value, str) else value for key, value in values.items()}


def _must_be_sound(row: Venue) -> None:
    if problems_with_facts(VENUE_FACTS, row.facts):
        raise refuse(facts=_("有的项目填写的内容不合要求。"))
    if row.star is not None and not 1 <= row.star <= 7:
        raise refuse(star=_("星级填 1 到 7。"))
    same = Venue.objects.filter(org_id=row.org_id, city=row.city, name=row.name).exclude(pk=row.pk)
    if row.name and same.exists():
        raise VenueNameTaken(city=row.city, name=row.name)


def _search_text(row: Venue) -> str:
    text = search_text(row.name, row.short_name, row.city, row.address)
    return text[: Venue._meta.get_field("search_text").max_length]
