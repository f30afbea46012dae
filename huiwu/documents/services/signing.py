"""Send a version to be signed; sign it, or send it back."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from huiwu.accounts.choices import LinkScope
from huiwu.accounts.errors import LinkUnusable
from huiwu.accounts.events import LinkRevoked
from huiwu.accounts.models import ScopedLink
from huiwu.accounts.services import make_link, url_of
from huiwu.documents.choices import IN_FORCE, SCANNED_METHODS, Decision, Method, VersionStatus, VoidReason
from huiwu.documents.errors import ClientMustSign, ScanMissing, VersionSuperseded, VersionTampered
from huiwu.documents.events import DocumentReturned, DocumentSigned, LinkSent
from huiwu.documents.kinds import Signing, kind_of
from huiwu.documents.models import Document, Signoff, Version
from huiwu.documents.permissions import is_the_client
from huiwu.documents.queries import confirmation
from huiwu.documents.services.remarks import fit_text, write_remark
from huiwu.documents.services.versions import version_for
from huiwu.foundation.actors import Actor
from huiwu.foundation.models import StoredFile
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require
from huiwu.foundation.registry.messages import mail_link
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, NotFound

SIGN = "documents.sign"
"""The purpose of links that open one version to be read and signed."""


@transaction.atomic
def invite_to_sign(
    *, actor: Actor, version_id: UUID, person: str, recipient: str = "", lasts: timedelta = timedelta(days=14)
) -> tuple[ScopedLink, str]:
    """A link by which `person` (name) at `recipient` (e-mail or phone) reads and signs exactly this version.

    Returns the link and its token, shown this once; to an e-mail address it is mailed as well. Raises VersionSuperseded
    when it cannot be signed any more, AddressUnusable for a bad e-mail address.
    """
    version = version_for(actor, version_id)
    document = version.document
    require(actor, kind_of(document.kind).sign_off, document.meeting)
    if not version.can_be_signed:
        raise superseded(version)
    link, token = make_link(
        actor=actor,
        org=document.meeting.org,
        scope=LinkScope.CLIENT,
        purpose=SIGN,
        label=_name(person, "person"),
        meeting_id=document.meeting_id,
        subject_id=version.pk,
        recipient=recipient.strip()[:254],
        lasts=lasts,
    )
    record(LinkSent(**_about(version), version_id=version.pk, link_id=link.pk), actor=actor, org_id=link.org_id)
    mail_link(
        actor=actor,
        meeting=document.meeting,
        recipient=link.recipient,
        person=link.label,
        url=url_of(reverse("documents:link", args=[token])),
        kind=SIGN,
        values={"document": document.title, "number": version.number},
    )
    return link, token


@transaction.atomic
def revoke_invitation(*, actor: Actor, link_id: UUID) -> None:
    """Make a link to sign useless at once. Twice is harmless."""
    link = ScopedLink.objects.filter(pk=link_id, purpose=SIGN).first()
    if link is None or link.subject_id is None:
        raise NotFound
    version = version_for(actor, link.subject_id)
    require(actor, kind_of(version.document.kind).sign_off, version.document.meeting)
    if ScopedLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=clock.now()):
        record(LinkRevoked(link_id=link.pk, meeting_id=link.meeting_id), actor=actor, org_id=link.org_id)


@transaction.atomic
def sign_version(
    *,
    actor: Actor,
    version_id: UUID,
    seen_hash: str,
    person_name: str,
    person_title: str = "",
    method: str = Method.LINK,
    evidence: StoredFile | None = None,
) -> Signoff:
    """Confirm exactly the version that was seen: by the holder of its link, the client's log-in, or an internal approver.

    Twice returns the first sign-off. Raises VersionSuperseded (a newer version, withdrawn, or another hash),
    VersionTampered, ClientMustSign, ScanMissing, LinkUnusable, NotAllowed.
    """
    version = signable_version(actor, version_id)
    if method in SCANNED_METHODS and evidence is None:
        raise ScanMissing
    return _confirm(
        actor,
        version,
        seen_hash=seen_hash,
        person_name=_name(person_name, "person_name"),
        person_title=person_title.strip()[:120],
        method=method,
        evidence=evidence,
        link_id=actor.link.pk if actor.link is not None else None,
        by_user=actor.user,
        by_client=kind_of(version.document.kind).signer == "client",
    )


@transaction.atomic
def record_paper_signoff(
    *,
    actor: Actor,
    version_id: UUID,
    person_name: str,
    scan: StoredFile | None,
    signed_on: date,
    person_title: str = "",
    method: str = Method.PAPER,
) -> Signoff:
    """Staff record what the client sealed, signed on paper or confirmed by e-mail; its scan is the evidence.

    Raises ScanMissing without a scan, InvalidInput for a day before the version was made or after today, else as
    `sign_version`.
    """
    version = version_for(actor, version_id)
    behaviour, meeting = kind_of(version.document.kind), version.document.meeting
    require(actor, behaviour.sign_off, meeting)
    if scan is None or method not in SCANNED_METHODS:
        raise ScanMissing
    zone = ZoneInfo(meeting.time_zone)
    if not version.proposed_at.astimezone(zone).date() <= signed_on <= clock.today(meeting.time_zone):
        raise InvalidInput(
            fields={"signed_on": [_("签字日期须在这一版送审之日与今天之间")]},
            detail=_("签字日期须在送审之日与今天之间。"),
        )
    noon = datetime.combine(signed_on, time(12), zone).astimezone(UTC)
    return _confirm(
        actor,
        version,
        seen_hash=version.content_hash,
        person_name=_name(person_name, "person_name"),
        person_title=person_title.strip()[:120],
        method=method,
        evidence=scan,
        recorded_by=actor.user,
        signed_at=min(max(noon, version.proposed_at), clock.now()),
        by_client=behaviour.signer == "client",
    )


@transaction.atomic
def return_version(
    *,
    actor: Actor,
    version_id: UUID,
    seen_hash: str,
    person_name: str,
    remarks: str = "",
    field_remarks: dict[str, str] | None = None,
    person_title: str = "",
) -> Signoff:
    """Send a version back with remarks on the whole and on single fields. It becomes void; a newer one must follow.

    Raises InvalidInput without any remark, VersionSuperseded when it was signed, returned or replaced meanwhile.
    """
    version = signable_version(actor, version_id)
    notes = {key: text.strip() for key, text in (field_remarks or {}).items() if text.strip()}
    if not remarks.strip() and not notes:
        raise InvalidInput(fields={"remarks": [_("请写明退回的理由")]}, detail=_("退回须写明理由。"))
    name = _name(person_name, "person_name")
    waiting = Version.objects.filter(pk=version.pk, status=VersionStatus.REVIEW, content_hash=seen_hash)
    if not waiting.update(
        status=VersionStatus.VOID,
        void_reason=VoidReason.RETURNED,
        voided_at=clock.now(),
        updated_at=clock.now(),
    ):
        raise superseded(version)
    signoff = Signoff.objects.create(
        version=version,
        decision=Decision.RETURNED,
        person_name=name,
        person_title=person_title.strip()[:120],
        method=Method.LINK,
        address=actor.address,
        agent=actor.agent,
        link_id=actor.link.pk if actor.link is not None else None,
        by_user=actor.user,
        by_client=kind_of(version.document.kind).signer == "client",
        version_hash=seen_hash,
        remarks=fit_text(remarks, "remarks"),
    )
    for key, text in {"": remarks.strip(), **notes}.items():
        if text:
            write_remark(actor=actor, version=version, field_key=key, text=text, by_name=name)
    _note_change_order(version, Decision.RETURNED)
    fact = DocumentReturned(**_about(version), version_id=version.pk, number=version.number, signoff_id=signoff.pk)
    record(fact, actor=actor, org_id=version.document.meeting.org_id)
    return signoff


def signable_version(actor: Actor, version_id: UUID) -> Version:
    """The version, for one who may sign it; raises LinkUnusable, ClientMustSign or NotAllowed otherwise."""
    if actor.link is not None:
        return version_of_link(actor.link, version_id)
    version = (
        Version.objects.select_related("document__meeting__org", "document__meeting__client")
        .filter(pk=version_id)
        .first()
    )
    if version is None:
        raise NotFound
    behaviour, meeting = kind_of(version.document.kind), version.document.meeting
    if behaviour.signer == "internal":
        require(actor, behaviour.sign_off, meeting)
    elif not is_the_client(actor, meeting):
        version_for(actor, version_id)  # one who may not even read it learns nothing
        raise ClientMustSign
    return version


def version_of_link(link: ScopedLink, version_id: UUID | None = None) -> Version:
    """The one version a link to sign opens. LinkUnusable for another purpose, version or meeting."""
    found = Version.objects.select_related("document__meeting__org", "document__meeting__client")
    version = found.filter(pk=link.subject_id).first() if link.purpose == SIGN and link.subject_id else None
    if version is None or (version_id is not None and version.pk != version_id):
        raise LinkUnusable
    if version.document.meeting_id != link.meeting_id:
        raise LinkUnusable
    return version


def superseded(version: Version) -> VersionSuperseded:
    """Why a version cannot be signed, in words for the person who tried."""
    version.refresh_from_db(fields=["status", "void_reason"])
    newest = Version.objects.filter(document=version.document_id).order_by("-number").first()
    if version.void_reason == VoidReason.RETURNED:
        why = _("它已被退回修改")
    elif version.void_reason == VoidReason.WITHDRAWN:
        why = _("它已被撤回")
    elif newest is not None and newest.number > version.number:
        why = _("已有第 {number} 版").format(number=newest.number)
    elif version.is_in_force:
        why = _("它已经确认")
    else:
        why = _("它的内容与您看到的不同")
    return VersionSuperseded(version=version.number, why=why)


def _confirm(actor: Actor, version: Version, *, seen_hash: str, **columns: Any) -> Signoff:
    """Review → confirmed in one conditional update, then everything that follows from it."""
    if seen_hash != version.content_hash:
        raise superseded(version)
    if (first := confirmation(version)) is not None:
        return first
    if not version.is_intact:
        raise VersionTampered(version=version.number)
    if not _take_force(version, seen_hash):
        if (first := confirmation(version)) is not None:
            return first
        raise superseded(version)
    signoff = Signoff.objects.create(
        version=version,
        decision=Decision.CONFIRMED,
        address=actor.address,
        agent=actor.agent,
        version_hash=seen_hash,
        **columns,
    )
    _close_open_order(version)
    _note_change_order(version, Decision.CONFIRMED)
    _record_signed(actor, version, signoff)
    return signoff


def _take_force(version: Version, seen_hash: str) -> bool:
    """Put the version in force in place of the former one; False when it no longer waits.

    Both signers and proposers move the row by conditional updates, so exactly one of them finds it in review.
    """
    now = clock.now()
    former = Version.objects.filter(document=version.document_id, number__lt=version.number, status__in=IN_FORCE)
    status = VersionStatus.FROZEN if version.document.is_frozen else VersionStatus.CONFIRMED
    with transaction.atomic():
        waiting = Version.objects.filter(pk=version.pk, status=VersionStatus.REVIEW, content_hash=seen_hash)
        if not waiting.select_for_update().exists():
            return False
        former.update(status=VersionStatus.VOID, void_reason=VoidReason.SUPERSEDED, voided_at=now, updated_at=now)
        taken = waiting.update(status=status, updated_at=now)
    version.status = status
    return bool(taken)


def _close_open_order(version: Version) -> None:
    """The version that carries out an applied change order closes it, and the document is frozen again."""
    from huiwu.documents.services.change_orders import finish_order

    if version.document.is_frozen:
        finish_order(version)


def _note_change_order(version: Version, decision: Decision) -> None:
    from huiwu.documents.services.change_orders import KIND, note_decision

    if version.document.kind == KIND:
        note_decision(version, decision)


def _record_signed(actor: Actor, version: Version, signoff: Signoff) -> None:
    document, behaviour = version.document, kind_of(version.document.kind)
    fact = DocumentSigned(
        **_about(version),
        version_id=version.pk,
        number=version.number,
        version_hash=version.content_hash,
        method=signoff.method,
        signoff_id=signoff.pk,
    )
    record(fact, actor=actor, org_id=document.meeting.org_id)
    if behaviour.signed is not None:
        own = behaviour.signed(Signing(document.meeting, document, version, signoff))
        if own is not None:
            record(own, actor=actor, org_id=document.meeting.org_id)


def _about(version: Version) -> dict[str, Any]:
    document: Document = version.document
    return {"meeting_id": document.meeting_id, "document_id": document.pk, "doc_kind": document.kind}


def _name(name: str, field: str) -> str:
    clean = " ".join(name.replace("\0", "").split())
    if not clean:
        raise InvalidInput(fields={field: [_("请填写姓名")]}, detail=_("请填写姓名。"))
    if len(clean) > 80:
        raise InvalidInput(fields={field: [_("姓名不能超过 80 个字")]}, detail=_("姓名不能超过 80 个字。"))
    return clean
