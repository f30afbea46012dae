"""Who is to be told of a released version, and who was."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from huiwu.agenda.choices import ToldHow
from huiwu.agenda.events import AgendaChangeTold
from huiwu.agenda.models import AgendaTelling
from huiwu.agenda.rules.differences import compared, concerning, roles_concerned
from huiwu.agenda.services.holding import held, refuse, verified
from huiwu.attendees.models import Attendee
from huiwu.documents.models import Version
from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import unasked
from huiwu.kernel import clock
from huiwu.kernel.errors import NotFound
from huiwu.meetings.models import Meeting


@unasked("follows from the client's confirmation; the system lists whom it concerns")
@transaction.atomic
def list_those_to_tell(*, actor: Actor, version: Version, former: Version | None) -> list[AgendaTelling]:
    """One row for each speaker and each group of the team that the new version concerns; again adds nothing.

    A first version concerns every speaker. `former` is the version that was in force before.
    """
    changes = compared(former.content if former else {}, version.content)
    meeting = version.document.meeting
    rows = []
    asked = sorted({who for change in changes for who in change.speakers})
    for attendee in Attendee.objects.filter(meeting=meeting, pk__in=asked):
        items = list(dict.fromkeys(change.item for change in concerning(changes, str(attendee.pk))))
        if items:
            rows.append(AgendaTelling(meeting=meeting, version=version, attendee=attendee, items=items))
    if former is not None:
        rows += [
            AgendaTelling(meeting=meeting, version=version, role=role, items=items)
            for role, items in roles_concerned(changes).items()
        ]
    AgendaTelling.objects.bulk_create(rows, ignore_conflicts=True)
    return rows


@transaction.atomic
def mark_told(*, actor: Actor, meeting: Meeting, telling_id: UUID, how: str, note: str = "") -> AgendaTelling:
    """Somebody was told. Twice keeps the first. Raises InvalidInput, NotFound."""
    current = held(actor, meeting, "agenda.tell")
    row = AgendaTelling.objects.filter(meeting=current, pk=telling_id).first()
    if row is None:
        raise NotFound
    row.how, row.note = how, note.strip()
    if how not in ToldHow.values:
        raise refuse(how=_("请选择怎样告知的。"))
    verified(row, exclude=("version", "attendee", "told_by", "role", "items"))
    return _told(actor, row)


@unasked("the system has written the message; it notes so")
@transaction.atomic
def told_in_app(*, actor: Actor, telling: AgendaTelling) -> AgendaTelling:
    """The people of a group have the message in the system."""
    telling.how, telling.note = ToldHow.IN_APP, ""
    return _told(actor, telling)


def _told(actor: Actor, row: AgendaTelling) -> AgendaTelling:
    won = AgendaTelling.objects.filter(pk=row.pk, told_at=None).update(
        told_at=clock.now(), told_by=actor.user, how=row.how, note=row.note, updated_at=clock.now()
    )
    if won:
        fact = AgendaChangeTold(
            meeting_id=row.meeting_id, agenda_telling_id=row.pk, version_id=row.version_id, how=row.how
        )
        record(fact, actor=actor, org_id=row.meeting.org_id)
    row.refresh_from_db()
    return row
