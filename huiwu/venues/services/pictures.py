"""Photos of venues and rooms."""

from __future__ import annotations

from typing import IO
from uuid import UUID

from django.db import transaction

from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.pictures import keep_picture
from huiwu.kernel.errors import NotFound
from huiwu.venues.errors import TooManyPictures
from huiwu.venues.events import PictureAdded, PictureRemoved
from huiwu.venues.models import Picture
from huiwu.venues.queries.library import venue_for

MOST = 60


@transaction.atomic
def add_picture(
    *, actor: Actor, venue_id: UUID, content: IO[bytes], name: str, room_id: UUID | None = None, caption: str = ""
) -> Picture:
    """Keep a photo of the venue or of one of its rooms. Raises NotFound, TooManyPictures, and what `keep_picture` raises."""
    venue = venue_for(actor, venue_id, "venues.edit")
    room = venue.rooms.filter(pk=room_id).first() if room_id else None
    if room_id and room is None:
        raise NotFound
    count = venue.pictures.filter(room=room).count()
    if count >= MOST:
        raise TooManyPictures(most=MOST)
    kept = keep_picture(content, name=name, kept_by=actor.id)
    row = Picture.objects.create(
        venue=venue, room=room, stored=kept.stored, thumbnail=kept.thumbnail, caption=caption.strip()[:160], order=count
    )
    fact = PictureAdded(org_id=venue.org_id, venue_id=venue.pk, picture_id=row.pk)
    record(fact, actor=actor, org_id=venue.org_id)
    return row


@transaction.atomic
def remove_picture(*, actor: Actor, venue_id: UUID, picture_id: UUID) -> None:
    """Take a photo away. Raises NotFound."""
    venue = venue_for(actor, venue_id, "venues.edit")
    gone, _kinds = venue.pictures.filter(pk=picture_id).delete()
    if not gone:
        raise NotFound
    fact = PictureRemoved(org_id=venue.org_id, venue_id=venue.pk, picture_id=picture_id)
    record(fact, actor=actor, org_id=venue.org_id)
