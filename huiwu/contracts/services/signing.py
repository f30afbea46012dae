"""Sign a contract, end it, cancel it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from huiwu.contracts.choices import LIVE, Kind, Status
from huiwu.contracts.errors import AlreadySigned, ClientSignsItself, NotInForce, ScanNeeded, SigningBlocked
from huiwu.contracts.events import ContractCancelled, ContractEnded, ContractSigned
from huiwu.contracts.models import Contract
from huiwu.contracts.queries.contracts import contract_for
from huiwu.contracts.queries.money import cancellation_cost
from huiwu.contracts.queries.readiness import signing_obstacles
from huiwu.documents.models import Signoff
from huiwu.documents.queries import review_version, signed_version
from huiwu.documents.services import withdraw_version
from huiwu.foundation.actors import SYSTEM, Actor
from huiwu.foundation.models import StoredFile
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require, unasked
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, StaleEdit

SCANS = ("application/pdf", "image/png", "image/jpeg", "image/webp")


@transaction.atomic
def sign_contract(
    *, actor: Actor, contract_id: UUID, revision: int, signed_on: date, scan: StoredFile | None
) -> Contract:
    """Record that both sides signed, with the scan of the signed copy and its SHA-256 (SOP P09, P10, P12).

    Blocked until its gate is open: SigningBlocked says what is missing and whom to ask. Two at once: one conditional
    update, the other gets AlreadySigned. Raises ClientSignsItself for the main contract, ScanNeeded, InvalidInput,
    StaleEdit, NotFound.
    """
    contract = contract_for(actor, contract_id, "contracts.sign")
    require(actor, "contracts.sign", contract.meeting)
    if contract.kind == Kind.CLIENT:
        raise ClientSignsItself
    if contract.is_in_force:
        raise _signed_already(contract)
    if obstacles := signing_obstacles(contract):
        raise SigningBlocked(title=contract.title, obstacles=" ".join(map(str, obstacles)))
    if scan is None or scan.media_type not in SCANS:
        raise ScanNeeded
    _fit_day(contract, signed_on)
    assert contract.document is not None  # made with the contract
    version = signed_version(contract.document)
    taken = _take(
        contract,
        revision=revision,
        signed_on=signed_on,
        signed_hash=version.content_hash if version else "",
        scan=scan,
        scan_sha256=scan.sha256,
        recorded_by=actor.user,
    )
    if not taken:
        raise _why_not(contract)
    _record_signed(actor, contract)
    return contract


@unasked("the client's own sign-off was asked for by documents")
@transaction.atomic
def sign_main_contract(*, actor: Actor, signoff: Signoff) -> Contract | None:
    """The client signed the version of the main contract: it is signed, on that day, with that scan if it was paper."""
    document = signoff.version.document
    contract = Contract.objects.select_related("meeting__org").filter(document=document, kind=Kind.CLIENT).first()
    if contract is None:
        return None
    scan = signoff.evidence
    if not _take(
        contract,
        revision=None,
        signed_on=signoff.signed_at.astimezone(contract.meeting.zone).date(),
        signed_hash=signoff.version_hash,
        scan=scan,
        scan_sha256=scan.sha256 if scan else "",
        recorded_by=signoff.recorded_by,
    ):
        return None
    _record_signed(actor, contract)
    return contract


def _take(contract: Contract, *, revision: int | None, **columns: object) -> bool:
    """Review and approved → signed, in one conditional update; False when it no longer waits."""
    waiting = Contract.objects.filter(pk=contract.pk, status=Status.REVIEW, reviewed_at__isnull=False)
    if revision is not None:
        waiting = waiting.filter(revision=revision)
    stamp = {"revision": F("revision") + 1, "updated_at": clock.now()}
    taken = waiting.update(status=Status.SIGNED, **columns, **stamp)
    contract.refresh_from_db()
    return bool(taken)


def _record_signed(actor: Actor, contract: Contract) -> None:
    assert contract.signed_on is not None  # just written
    fact = ContractSigned(
        meeting_id=contract.meeting_id,
        contract_id=contract.pk,
        contract_kind=contract.kind,
        signed_on=contract.signed_on,
        version_hash=contract.signed_hash,
    )
    record(fact, actor=actor, org_id=contract.meeting.org_id)


def _fit_day(contract: Contract, signed_on: date) -> None:
    zone = contract.meeting.zone
    today = clock.today(contract.meeting.time_zone)
    first = contract.reviewed_at.astimezone(zone).date() if contract.reviewed_at else today
    if not first <= signed_on <= today:
        detail = _("签订日期须在审核通过之日（{first}）与今天之间。").format(first=first)
        raise InvalidInput(fields={"signed_on": [detail]}, detail=detail)


def _signed_already(contract: Contract) -> AlreadySigned:
    who = contract.recorded_by.name if contract.recorded_by else _("客户签署")
    return AlreadySigned(title=contract.title, who=who, day=contract.signed_on)


def _why_not(contract: Contract) -> Exception:
    if contract.is_in_force:
        return _signed_already(contract)
    return StaleEdit(theirs=contract, who=contract.saved_by.name if contract.saved_by else _("同事"))


@transaction.atomic
def end_contract(*, actor: Actor, contract_id: UUID, ended_on: date, note: str = "") -> Contract:
    """Fulfilled (履行完毕). Raises NotInForce, NotFound."""
    contract = contract_for(actor, contract_id, "contracts.sign")
    require(actor, "contracts.sign", contract.meeting)
    signed = Contract.objects.filter(pk=contract.pk, status=Status.SIGNED)
    if not signed.update(
        status=Status.ENDED, ended_on=ended_on, ended_reason=note.strip()[:1000], revision=F("revision") + 1,
        updated_at=clock.now(),
    ):  # fmt: skip
        raise NotInForce(title=contract.title, status=contract.get_status_display())
    contract.refresh_from_db()
    fact = ContractEnded(
        meeting_id=contract.meeting_id, contract_id=contract.pk, contract_kind=contract.kind, ended_on=ended_on
    )
    record(fact, actor=actor, org_id=contract.meeting.org_id)
    return contract


@transaction.atomic
def cancel_contract(*, actor: Actor, contract_id: UUID, reason: str, cancelled_on: date | None = None) -> Contract:
    """Cancel: a draft costs nothing, a signed one what its ladder says on that day. Raises InvalidInput, NotInForce, NotFound."""
    contract = contract_for(actor, contract_id, "contracts.sign")
    require(actor, "contracts.sign", contract.meeting)
    if not reason.strip():
        raise InvalidInput(fields={"reason": [_("请写明取消的理由")]}, detail=_("取消须写明理由。"))
    day = cancelled_on or clock.today(contract.meeting.time_zone)
    cost = cancellation_cost(contract, day) if contract.is_in_force else None
    live = Contract.objects.filter(pk=contract.pk, status__in=LIVE)
    if not live.update(
        status=Status.CANCELLED, ended_on=day, ended_reason=reason.strip()[:1000], revision=F("revision") + 1,
        updated_at=clock.now(),
    ):  # fmt: skip
        raise NotInForce(title=contract.title, status=contract.get_status_display())
    if contract.document is not None and (version := review_version(contract.document)) is not None:
        withdraw_version(actor=SYSTEM, version_id=version.pk)
    contract.refresh_from_db()
    fact = ContractCancelled(
        meeting_id=contract.meeting_id,
        contract_id=contract.pk,
        contract_kind=contract.kind,
        ended_on=day,
        cost_cents=cost.cents if cost else 0,
    )
    record(fact, actor=actor, org_id=contract.meeting.org_id)
    return contract
