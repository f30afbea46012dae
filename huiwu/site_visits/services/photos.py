"""Photos taken on site."""

from __future__ import annotations

from datetime import datetime
from typing import IO
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.pictures import keep_picture
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput
from huiwu.meetings.models import Meeting
from huiwu.site_visits.choices import Group, Measure, Point
from huiwu.site_visits.errors import EntryRefused
from huiwu.site_visits.events import VisitPhotoKept
from huiwu.site_visits.models import VisitPhoto
from huiwu.site_visits.services.entries import own_visit

KEYS = frozenset({"", *Point.values, *Measure.values, *Group.values})


@transaction.atomic
def keep_visit_photo(
    *,
    actor: Actor,
    meeting: Meeting,
    visit_id: UUID,
    photo_id: UUID,
    content: IO[bytes],
    name: str,
    key: str = "",
    taken_at: datetime | None = None,
) -> VisitPhoto:
    """Keep a photo under the id its device gave it: the same id again returns the first.

    `key` is the point, measure or group it shows. Raises PictureUnreadable, PictureTooLarge, FileTooLarge, NotYourVisit,
    EntryRefused (the id belongs to another visit), InvalidInput, NotFound.
    """
    visit = own_visit(actor, meeting, visit_id)
    if key not in KEYS:
        raise InvalidInput(fields={"key": [_("没有这个考察点")]}, detail=_("没有这个考察点。"))
    if (present := VisitPhoto.objects.filter(pk=photo_id).first()) is not None:
        if present.visit_id != visit.pk:
            raise EntryRefused(why=_("这个编号已用于另一张照片"))
        return present
    kept = keep_picture(content, name=name, meeting_id=meeting.pk, kept_by=actor.id)
    now = clock.now()
    try:
        with transaction.atomic():
            photo = VisitPhoto.objects.create(
                id=photo_id,
                visit=visit,
                key=key,
                stored=kept.stored,
                thumbnail=kept.thumbnail,
                taken_at=min(taken_at or now, now),
            )
    except IntegrityError:  # sent twice at once
        return VisitPhoto.objects.get(pk=photo_id, visit=visit)
    fact = VisitPhotoKept(meeting_id=meeting.pk, candidate_id=visit.candidate_id, visit_id=visit.pk, photo_id=photo.pk)
    record(fact, actor=actor, org_id=meeting.org_id)
    return photo
