"""Where the agenda stands in print and on screens, and in which version (OM-057)."""

from __future__ import annotations

from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from huiwu.agenda.errors import NothingReleased
from huiwu.agenda.events import AgendaQuoted, AgendaQuoteWithdrawn
from huiwu.agenda.models import AgendaQuote
from huiwu.agenda.queries.content import released
from huiwu.agenda.services.holding import held, refuse, stale, verified
from huiwu.documents.models import Version
from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.kernel import clock
from huiwu.kernel.errors import NotFound
from huiwu.meetings.models import Meeting


@transaction.atomic
def quote_version(*, actor: Actor, meeting: Meeting, place: str, label: str = "") -> AgendaQuote:
    """Note that something carries the version in force now. Raises NothingReleased, InvalidInput (noted already)."""
    current = held(actor, meeting, "agenda.edit")
    version = _in_force(current)
    row = AgendaQuote(meeting=current, place=place, label=label.strip() or "", version=version, noted_by=actor.user)
    verified(row, exclude=("version", "noted_by") if row.label else ("version", "noted_by", "label"))
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise refuse(label=_("这份材料已经登记过，请在下面的清单里更新它的版本。")) from None
    _noted(actor, current, row, version)
    return row


@transaction.atomic
def renew_quote(*, actor: Actor, quote_id: UUID, meeting: Meeting, revision: int) -> AgendaQuote:
    """It carries the version in force by now: reprinted, replaced. Raises StaleEdit, NothingReleased."""
    current = held(actor, meeting, "agenda.edit")
    row, version = _quote(current, quote_id), _in_force(current)
    won = AgendaQuote.objects.filter(pk=row.pk, revision=revision, withdrawn_at=None).update(
        version=version,
        noted_by=actor.user,
        noted_at=clock.now(),
        revision=F("revision") + 1,
        updated_at=clock.now(),
    )
    if not won:
        raise stale(row)
    _noted(actor, current, row, version)
    row.refresh_from_db()
    return row


@transaction.atomic
def withdraw_quote(*, actor: Actor, quote_id: UUID, meeting: Meeting) -> AgendaQuote:
    """It is no longer used. Twice is harmless."""
    current = held(actor, meeting, "agenda.edit")
    row = _quote(current, quote_id)
    if AgendaQuote.objects.filter(pk=row.pk, withdrawn_at=None).update(
        withdrawn_at=clock.now(), revision=F("revision") + 1, updated_at=clock.now()
    ):
        fact = AgendaQuoteWithdrawn(meeting_id=current.pk, agenda_quote_id=row.pk, place=row.place)
        record(fact, actor=actor, org_id=current.org_id)
    row.refresh_from_db()
    return row


def _in_force(meeting: Meeting) -> Version:
    version = released(meeting)
    if version is None:
        raise NothingReleased
    return version


def _quote(meeting: Meeting, quote_id: UUID) -> AgendaQuote:
    row = AgendaQuote.objects.select_related("noted_by").filter(meeting=meeting, pk=quote_id).first()
    if row is None:
        raise NotFound
    return row


def _noted(actor: Actor, meeting: Meeting, row: AgendaQuote, version: Version) -> None:
    fact = AgendaQuoted(meeting_id=meeting.pk, agenda_quote_id=row.pk, place=row.place, number=version.number)
    record(fact, actor=actor, org_id=meeting.org_id)
