"""Begin the form, write it, have the client confirm it, open it, close it (SOP P16)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from huiwu.accounts.models import ScopedLink
from huiwu.documents.models import Version
from huiwu.documents.queries import signed_version
from huiwu.documents.services import invite_to_sign, open_document, propose_version, save_draft
from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, StaleEdit
from huiwu.meetings.models import Meeting
from huiwu.planning.queries import require_gate
from huiwu.privacy.queries.consents import published_notice
from huiwu.registration.choices import FORM, FormState, Verification
from huiwu.registration.defaults import first_content
from huiwu.registration.errors import FeeForbidden, FormNotConfirmed, NoticeMissing
from huiwu.registration.events import RegistrationClosed, RegistrationOpened, RegistrationSettingsSaved
from huiwu.registration.models import FormVersion, RegistrationForm
from huiwu.registration.queries.forms import form_for, form_of, published
from huiwu.registration.queries.plan import with_plan
from huiwu.registration.services.quotas import follow_form


@transaction.atomic
def begin_form(*, actor: Actor, meeting: Meeting) -> RegistrationForm:
    """The meeting's form, begun with what such a meeting asks; found after that."""
    require(actor, "registration.edit", meeting)
    known = form_of(meeting)
    if known is not None:
        return known
    document = open_document(
        actor=actor, meeting=meeting, kind=FORM, title=_("邀请与报名方案"), content=first_content(meeting)
    )
    try:
        with transaction.atomic():
            return RegistrationForm.objects.create(meeting=meeting, document=document, saved_by=actor.user)
    except IntegrityError:
        return form_for(actor, meeting)


@transaction.atomic
def save_content(*, actor: Actor, meeting: Meeting, revision: int, changes: Mapping[str, Any]) -> int:
    """Write parts of the form's content (`title`, `sections`, `categories`, …) over a revision; the new revision.

    Raises StaleEdit, FormMissing. What is wrong with a form is shown and forbids a version, not a draft.
    """
    require(actor, "registration.edit", meeting)
    document = form_for(actor, meeting).document
    content = {**document.draft, **changes}
    saved = save_draft(actor=actor, document_id=document.pk, revision=revision, content=content)
    return saved.revision


@transaction.atomic
def save_settings(*, actor: Actor, meeting: Meeting, revision: int, values: Mapping[str, Any]) -> RegistrationForm:
    """When and how the form runs: opens_at, closes_at, verification, offer_hours, pay_within_days, allows_groups,
    payment_note. Raises StaleEdit, InvalidInput."""
    require(actor, "registration.edit", meeting)
    form = form_for(actor, meeting)
    kept = {name: value for name, value in values.items() if name in SETTINGS}
    _refuse_settings(kept)
    standing = RegistrationForm.objects.filter(pk=form.pk, revision=revision)
    changed = standing.update(**kept, revision=F("revision") + 1, saved_by=actor.user, updated_at=clock.now())
    if not changed:
        form.refresh_from_db()
        raise StaleEdit(theirs=form, who=form.saved_by.name if form.saved_by else _("同事"))
    record(RegistrationSettingsSaved(meeting_id=meeting.pk, form_id=form.pk), actor=actor, org_id=meeting.org_id)
    form.refresh_from_db()
    return form


SETTINGS = frozenset(
    {"opens_at", "closes_at", "verification", "offer_hours", "pay_within_days", "allows_groups", "payment_note"}
)


def _refuse_settings(values: Mapping[str, Any]) -> None:
    opens, closes = values.get("opens_at"), values.get("closes_at")
    if isinstance(opens, datetime) and isinstance(closes, datetime) and closes <= opens:
        sentence = _("截止时间须晚于开放时间。")
        raise InvalidInput({"closes_at": [sentence]}, detail=sentence)
    if "verification" in values and values["verification"] not in Verification.values:
        sentence = _("请从列表中选择。")
        raise InvalidInput({"verification": [sentence]}, detail=sentence)


@transaction.atomic
def propose_form(*, actor: Actor, meeting: Meeting, revision: int, note: str = "") -> Version:
    """Make the form, with limits and times as they are now, a version. Raises Incomplete, NothingChanged, StaleEdit."""
    require(actor, "registration.invite", meeting)
    document = form_for(actor, meeting).document
    whole = with_plan(meeting, document.draft)
    if whole != document.draft:
        document = save_draft(actor=actor, document_id=document.pk, revision=revision, content=whole)
        revision = document.revision
    return propose_version(actor=actor, document_id=document.pk, revision=revision, note=note)


@transaction.atomic
def send_form_for_signature(
    *,
    actor: Actor,
    meeting: Meeting,
    revision: int,
    person: str,
    recipient: str = "",
    note: str = "",
    lasts: timedelta = timedelta(days=14),
) -> tuple[Version, ScopedLink, str]:
    """Make a version and a link by which the client reads and confirms it: version, link, token."""
    version = propose_form(actor=actor, meeting=meeting, revision=revision, note=note)
    link, token = invite_to_sign(actor=actor, version_id=version.pk, person=person, recipient=recipient, lasts=lasts)
    return version, link, token


@transaction.atomic
def open_registration(*, actor: Actor, meeting: Meeting) -> RegistrationForm:
    """Publish the version the client confirmed, and let people register. Opening twice publishes what is newer.

    Raises GateClosed while G0 is shut, FormNotConfirmed, NoticeMissing (PIPL 第17条), FeeForbidden.
    """
    require(actor, "registration.open", meeting)
    form = form_for(actor, meeting)
    require_gate(meeting, "G0")
    version = signed_version(form.document)
    if version is None:
        raise FormNotConfirmed
    notice = published_notice(meeting)
    if notice is None:
        raise NoticeMissing
    if meeting.public_body_mode and any(row.get("fee_cents") for row in version.content.get("categories", ())):
        raise FeeForbidden
    made = _publish(actor, form, version, notice.pk)
    now = clock.now()
    RegistrationForm.objects.filter(pk=form.pk).update(
        state=FormState.OPEN, opened_at=form.opened_at or now, opened_by=form.opened_by or actor.user, updated_at=now
    )
    form.refresh_from_db()
    fact = RegistrationOpened(meeting_id=meeting.pk, form_id=form.pk, number=made.number)
    record(fact, actor=actor, org_id=meeting.org_id)
    return form


def _publish(actor: Actor, form: RegistrationForm, version: Version, notice_id: UUID) -> FormVersion:
    """A published version for the confirmed one, unless that is published already under the same notice."""
    current = published(form.meeting)
    if current is not None and current.version_id == version.pk and current.notice_id == notice_id:
        return current
    made = FormVersion.objects.create(
        form=form,
        number=current.number + 1 if current else 1,
        content=version.content,
        version=version,
        notice_id=notice_id,
        published_at=clock.now(),
        published_by=actor.user,
    )
    follow_form(form.meeting, version.content)
    return made


@transaction.atomic
def close_registration(*, actor: Actor, meeting: Meeting) -> RegistrationForm:
    """Nobody registers any more; those who did can still change and cancel. Twice is once."""
    require(actor, "registration.open", meeting)
    form = form_for(actor, meeting)
    if RegistrationForm.objects.filter(pk=form.pk, state=FormState.OPEN).update(state=FormState.CLOSED):
        record(RegistrationClosed(meeting_id=meeting.pk, form_id=form.pk), actor=actor, org_id=meeting.org_id)
    form.refresh_from_db()
    return form
