"""The text of an invitation: begun, named, written, made a version for the client."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from huiwu.attendees.choices import Language
from huiwu.documents.models import Document, Version
from huiwu.documents.services import open_document, propose_version, save_section
from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import can, require
from huiwu.guests.choices import INVITATION, GuestRole
from huiwu.guests.documents import first_draft
from huiwu.guests.errors import InvitationNameTaken
from huiwu.guests.events import InvitationChanged, InvitationDrafted
from huiwu.guests.models import InvitationTemplate
from huiwu.guests.schema import SCHEMA, SECTION
from huiwu.guests.services.holding import refuse
from huiwu.kernel import clock
from huiwu.kernel.errors import NotFound, StaleEdit
from huiwu.meetings.models import Meeting


@transaction.atomic
def begin_invitation(
    *, actor: Actor, meeting: Meeting, name: str, language: str = "zh-hans", guest_roles: Sequence[str] = ()
) -> InvitationTemplate:
    """A new text, begun with what the meeting already says. Raises InvitationNameTaken, InvalidInput."""
    require(actor, "guests.edit_invitation", meeting)
    called = _verified(name, language, guest_roles)
    try:
        with transaction.atomic():
            row = InvitationTemplate.objects.create(
                meeting=meeting, name=called, language=language, guest_roles=list(guest_roles), saved_by=actor.user
            )
    except IntegrityError:
        raise InvitationNameTaken(name=called) from None
    row.document = open_document(
        actor=actor,
        meeting=meeting,
        kind=INVITATION,
        title=_("邀请函：{name}").format(name=called),
        content=first_draft(meeting, language) | {"language": language},
        subject_id=row.pk,
    )
    row.save(update_fields=["document"])
    record(InvitationDrafted(meeting_id=meeting.pk, invitation_template_id=row.pk), actor=actor, org_id=meeting.org_id)
    return row


@transaction.atomic
def rename_invitation(
    *,
    actor: Actor,
    template_id: UUID,
    revision: int,
    name: str,
    guest_roles: Sequence[str],
    is_retired: bool = False,
) -> InvitationTemplate:
    """Name, for whom it is meant, and whether it is still used. Raises StaleEdit, InvitationNameTaken, InvalidInput."""
    row = _text_held(actor, template_id)
    called = _verified(name, row.language, guest_roles)
    rows = InvitationTemplate.objects.filter(pk=row.pk, revision=revision)
    columns: dict[str, Any] = {"name": called, "guest_roles": list(guest_roles), "is_retired": is_retired}
    try:
        with transaction.atomic():
            done = rows.update(**columns, saved_by=actor.user, revision=F("revision") + 1, updated_at=clock.now())
    except IntegrityError:
        raise InvitationNameTaken(name=called) from None
    row.refresh_from_db()
    if not done:
        raise StaleEdit(row, who=row.saved_by.name if row.saved_by else _("同事"))
    record(
        InvitationChanged(meeting_id=row.meeting_id, invitation_template_id=row.pk),
        actor=actor,
        org_id=row.meeting.org_id,
    )
    return row


@transaction.atomic
def save_invitation(*, actor: Actor, template_id: UUID, seal: str, fields: Mapping[str, Any]) -> Document:
    """Write the text; as `documents.services.save_section`."""
    row = _text_held(actor, template_id)
    return save_section(
        actor=actor, document_id=_document_id(row), schema=SCHEMA, section=SECTION, seal=seal, fields=fields
    )


@transaction.atomic
def propose_invitation(*, actor: Actor, template_id: UUID, revision: int, note: str = "") -> Version:
    """Make the text a version for the client. Raises Incomplete, NothingChanged, StaleEdit."""
    row = _text_held(actor, template_id)
    require(actor, "guests.send_for_signature", row.meeting)
    return propose_version(actor=actor, document_id=_document_id(row), revision=revision, note=note)


def _text_held(actor: Actor, template_id: UUID) -> InvitationTemplate:
    rows = InvitationTemplate.objects.select_related("meeting__org", "document")
    row = rows.filter(pk=template_id).first()
    if row is None or not can(actor, "guests.read_invitation", row.meeting):
        raise NotFound
    require(actor, "guests.edit_invitation", row.meeting)
    return row


def _document_id(row: InvitationTemplate) -> UUID:
    if row.document_id is None:
        raise NotFound
    return row.document_id


def _verified(name: str, language: str, guest_roles: Sequence[str]) -> str:
    called = " ".join(name.split())
    if not called or len(called) > 80:
        raise refuse("name", _("请给邀请函起一个 80 字以内的名称。"))
    if language not in Language.values:
        raise refuse("language", _("语言须从列表中选择。"))
    if set(guest_roles) - set(GuestRole.values):
        raise refuse("guest_roles", _("嘉宾角色须从列表中选择。"))
    return called
