"""Take the agenda to the client (G5) and to the public."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from huiwu.accounts.models import ScopedLink
from huiwu.agenda.choices import AGENDA
from huiwu.agenda.errors import AgendaContradictory, AgendaEmpty, NothingReleased
from huiwu.agenda.events import AgendaPublished
from huiwu.agenda.models import Agenda
from huiwu.agenda.queries.content import agenda_content, released
from huiwu.agenda.queries.programme import conflicts, programme
from huiwu.agenda.services.holding import held, touched, verified
from huiwu.agenda.words import conflict_words
from huiwu.documents.models import Document, Version
from huiwu.documents.services import invite_to_sign, open_document, propose_version, save_draft
from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.meetings.models import Meeting

SHOWN = 5


@transaction.atomic
def propose_agenda(*, actor: Actor, meeting: Meeting, note: str = "") -> Version:
    """The agenda as it stands now as a version for the client.

    Raises AgendaEmpty, AgendaContradictory (somebody or something in two places at once, a function overfull),
    NothingChanged, FrozenNeedsChangeOrder.
    """
    current = held(actor, meeting, "agenda.release")
    content = agenda_content(current)
    if not any(not item["whole"] for day in content["days"] for item in day["items"]):
        raise AgendaEmpty
    _refuse_contradictions(current)
    document = _document(actor, current, content)
    document = save_draft(actor=actor, document_id=document.pk, revision=document.revision, content=content)
    return propose_version(actor=actor, document_id=document.pk, revision=document.revision, note=note)


@transaction.atomic
def send_agenda_for_signature(
    *,
    actor: Actor,
    meeting: Meeting,
    person: str,
    recipient: str = "",
    note: str = "",
    lasts: timedelta = timedelta(days=14),
) -> tuple[Version, ScopedLink, str]:
    """A version and a link by which `person` of the client reads and confirms it: version, link, token."""
    version = propose_agenda(actor=actor, meeting=meeting, note=note)
    link, token = invite_to_sign(actor=actor, version_id=version.pk, person=person, recipient=recipient, lasts=lasts)
    return version, link, token


@transaction.atomic
def set_public_page(
    *, actor: Actor, meeting: Meeting, is_public: bool, introduction: str = "", introduction_en: str = ""
) -> Agenda:
    """Show the version in force to anybody who has the address, or stop. Raises NothingReleased, InvalidInput."""
    current = held(actor, meeting, "agenda.release")
    if is_public and released(current) is None:
        raise NothingReleased
    row = touched(actor=actor, meeting=current)
    row.is_public = is_public
    row.introduction, row.introduction_en = introduction.strip(), introduction_en.strip()
    verified(row)
    row.save(update_fields=["is_public", "introduction", "introduction_en", "updated_at"])
    record(AgendaPublished(meeting_id=current.pk, is_public=is_public), actor=actor, org_id=current.org_id)
    return row


def _refuse_contradictions(meeting: Meeting) -> None:
    plan = programme(meeting)
    impossible = [found for found in conflicts(meeting, plan) if found.is_impossible]
    if impossible:
        told = [conflict_words(found, plan, meeting.zone) for found in impossible[:SHOWN]]
        raise AgendaContradictory(count=len(impossible), detail="".join(told))


def _document(actor: Actor, meeting: Meeting, content: dict[str, object]) -> Document:
    return open_document(actor=actor, meeting=meeting, kind=AGENDA, title=_("议程表"), content=content)
