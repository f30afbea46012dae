"""Verbs of the event plan: begin it, write a section, make a version with live data, send it to the client."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from huiwu.accounts.models import ScopedLink
from huiwu.documents.models import Document, Version
from huiwu.documents.queries import document_for
from huiwu.documents.services import invite_to_sign, open_document, propose_version, save_draft, save_section
from huiwu.event_plan.choices import EVENT_PLAN
from huiwu.event_plan.prefill import content_from_meeting
from huiwu.event_plan.queries.live import with_live
from huiwu.event_plan.schema import SCHEMA
from huiwu.foundation.actors import Actor
from huiwu.foundation.permission import require
from huiwu.kernel.errors import NotFound
from huiwu.meetings.models import Meeting


@transaction.atomic
def open_plan(*, actor: Actor, meeting: Meeting) -> Document:
    """The meeting's event plan: begun with what meeting and brief already say; found after that (SOP P06)."""
    require(actor, "event_plan.edit", meeting)
    return open_document(
        actor=actor,
        meeting=meeting,
        kind=EVENT_PLAN,
        title=_("会议策划方案"),
        content=content_from_meeting(meeting),
    )


@transaction.atomic
def save_plan_section(
    *, actor: Actor, document_id: UUID, section: str, seal: str, fields: Mapping[str, Any]
) -> Document:
    """Write one section's typed fields; as `documents.services.save_section`."""
    require(actor, "event_plan.edit", _plan(actor, document_id).meeting)
    return save_section(actor=actor, document_id=document_id, schema=SCHEMA, section=section, seal=seal, fields=fields)


@transaction.atomic
def propose_plan(*, actor: Actor, document_id: UUID, revision: int, note: str = "") -> Version:
    """Make the draft, with live data as it is at this instant, a version for the client.

    Raises Incomplete (a content of the SOP is lacking, the budget does not add up …), NothingChanged, StaleEdit,
    FrozenNeedsChangeOrder.
    """
    document = _plan(actor, document_id)
    require(actor, "event_plan.invite", document.meeting)
    whole = with_live(document.meeting, document.draft)
    if whole != document.draft:
        document = save_draft(actor=actor, document_id=document_id, revision=revision, content=whole)
        revision = document.revision
    return propose_version(actor=actor, document_id=document_id, revision=revision, note=note)


@transaction.atomic
def send_plan_for_signature(
    *,
    actor: Actor,
    document_id: UUID,
    revision: int,
    person: str,
    recipient: str = "",
    note: str = "",
    lasts: timedelta = timedelta(days=14),
) -> tuple[Version, ScopedLink, str]:
    """Make a version and a link by which `person` of the client reads and signs it: version, link, token."""
    version = propose_plan(actor=actor, document_id=document_id, revision=revision, note=note)
    link, token = invite_to_sign(actor=actor, version_id=version.pk, person=person, recipient=recipient, lasts=lasts)
    return version, link, token


def _plan(actor: Actor, document_id: UUID) -> Document:
    document = document_for(actor, document_id)
    if document.kind != EVENT_PLAN:
        raise NotFound
    return document
