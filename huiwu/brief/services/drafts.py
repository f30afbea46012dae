"""Verbs of the brief: begin it, save a section, make a version, send it to be signed, take over what was agreed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from huiwu.accounts.models import ScopedLink
from huiwu.brief import rules
from huiwu.brief.choices import BRIEF
from huiwu.brief.events import BriefSectionSaved
from huiwu.brief.prefill import content_from_meeting
from huiwu.brief.queries.briefs import last_editor, section_of, section_seal
from huiwu.brief.schema import SCHEMA
from huiwu.documents.models import Document, Version
from huiwu.documents.queries import document_for
from huiwu.documents.services import invite_to_sign, open_document, propose_version, save_draft
from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require
from huiwu.kernel.errors import InvalidInput, NotFound, StaleEdit
from huiwu.meetings.choices import Condition, MeetingStatus
from huiwu.meetings.models import Meeting
from huiwu.meetings.services import change_meeting, move_dates, set_organisations

TRIES = 5


@transaction.atomic
def open_brief(*, actor: Actor, meeting: Meeting, content: Mapping[str, Any] | None = None) -> Document:
    """The meeting's brief: begun with `content`, or with what the meeting itself says; found after that."""
    return open_document(
        actor=actor,
        meeting=meeting,
        kind=BRIEF,
        title=_("会议需求简报"),
        content=dict(content) if content is not None else content_from_meeting(meeting),
    )


@transaction.atomic
def save_brief(*, actor: Actor, document_id: UUID, section: str, seal: str, fields: Mapping[str, Any]) -> Document:
    """Write one section (SOP P02). `seal` is `queries.briefs.section_seal` of the section the form was opened with.

    Somebody else's change of another section is kept; of the same section raises StaleEdit with the section as it now
    is in `theirs`. The same again is no conflict. Raises InvalidInput, NotFound, FrozenNeedsChangeOrder, ContentTooLarge.
    """
    known = {spec.key for spec in SCHEMA.fields if spec.section == section}
    if not known or set(fields) - known:
        raise InvalidInput({key: [_("这一节没有这个字段。")] for key in set(fields) - known}, detail="")
    for _attempt in range(TRIES):
        document = document_for(actor, document_id)
        require(actor, "brief.edit", document.meeting)
        now = section_of(document.draft, section)
        if all(now[key] == value for key, value in fields.items()):
            return document
        if section_seal(document.draft, section) != seal:
            raise StaleEdit(theirs=now, who=last_editor(document, section))
        try:
            with transaction.atomic():
                saved = save_draft(
                    actor=actor,
                    document_id=document_id,
                    revision=document.revision,
                    content={**document.draft, **fields},
                )
        except StaleEdit:  # another section was saved in between: look again
            continue
        fact = BriefSectionSaved(meeting_id=saved.meeting_id, document_id=saved.pk, section=section)
        record(fact, actor=actor, org_id=saved.meeting.org_id)
        return saved
    raise StaleEdit(theirs=section_of(document.draft, section), who=last_editor(document, section))


@transaction.atomic
def propose_brief(*, actor: Actor, document_id: UUID, revision: int, note: str = "") -> Version:
    """Make the draft a version for the client. Raises Incomplete with what is missing, NothingChanged, StaleEdit."""
    require(actor, "brief.invite", _brief(actor, document_id).meeting)
    return propose_version(actor=actor, document_id=document_id, revision=revision, note=note)


@transaction.atomic
def send_brief_for_signature(
    *,
    actor: Actor,
    document_id: UUID,
    revision: int,
    person: str,
    recipient: str = "",
    note: str = "",
    lasts: timedelta = timedelta(days=14),
) -> tuple[Version, ScopedLink, str]:
    """Make the draft a version and a link by which `person` of the client reads and signs it: version, link, token."""
    version = propose_brief(actor=actor, document_id=document_id, revision=revision, note=note)
    link, token = invite_to_sign(actor=actor, version_id=version.pk, person=person, recipient=recipient, lasts=lasts)
    return version, link, token


@transaction.atomic
def follow_signed_brief(*, actor: Actor, meeting: Meeting, content: Mapping[str, Any]) -> Meeting:
    """The meeting takes over what its client has signed: name, type, days, head-count, conditions, organisations.

    What the brief leaves 未填 stays as it is. A postponed, cancelled or closed meeting is left alone.
    """
    require(actor, "meetings.edit", meeting)
    if meeting.status not in (MeetingStatus.ENQUIRY, MeetingStatus.ACTIVE):
        return meeting
    days = rules.agreed_days(content)
    if days is not None and days != (meeting.start_on, meeting.end_on):
        move_dates(actor=actor, meeting=meeting, start_on=days[0], end_on=days[1])
        meeting.refresh_from_db()
    values = rules.agreed_facts(content) | {"conditions": _conditions(meeting, content)}
    changed = change_meeting(actor=actor, meeting=meeting, revision=meeting.revision, values=values)
    if rules.settles_organisations(content):
        rows = rules.agreed_organisations(content)
        if rows != [(row.part, row.name) for row in changed.organisations.order_by("order")]:
            set_organisations(actor=actor, meeting=changed, rows=rows)
    return changed


def _conditions(meeting: Meeting, content: Mapping[str, Any]) -> list[str]:
    agreed = rules.agreed_conditions(content)
    return [code for code in Condition.values if agreed.get(code, code in meeting.conditions)]


def _brief(actor: Actor, document_id: UUID) -> Document:
    document = document_for(actor, document_id)
    if document.kind != BRIEF:
        raise NotFound
    return document
