"""Internal review: send a draft, approve it (two pairs of eyes), send it back."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from huiwu.contracts.choices import Kind, Status
from huiwu.contracts.documents import FIGURES
from huiwu.contracts.errors import ContractIncomplete, NotInReview, OwnSubmission, SigningBlocked
from huiwu.contracts.events import ContractApproved, ContractReturned, ContractSubmitted
from huiwu.contracts.models import Contract
from huiwu.contracts.queries.contracts import contract_for
from huiwu.contracts.queries.readiness import gate_obstacles, lacking
from huiwu.contracts.services.drafts import claim_draft
from huiwu.contracts.snapshot import snapshot
from huiwu.documents.models import Document, Version
from huiwu.documents.queries import review_version
from huiwu.documents.services import propose_version, save_draft, sign_version, withdraw_version
from huiwu.foundation.actors import SYSTEM, Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require, unasked
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, StaleEdit


@transaction.atomic
def submit_contract(*, actor: Actor, contract_id: UUID, revision: int) -> Contract:
    """Send a draft to review: figures and clauses are snapshotted, and nobody edits them until it comes back.

    Raises ContractIncomplete (with what is missing), StaleEdit, ContractClosed, NotFound.
    """
    contract = contract_for(actor, contract_id, "contracts.edit")
    require(actor, "contracts.edit", contract.meeting)
    if contract.is_draft and (lacks := lacking(contract)):
        raise ContractIncomplete(missing=_("；").join(lack.label for lack in lacks))
    contract = claim_draft(
        actor,
        contract,
        revision,
        status=Status.REVIEW,
        submitted_by=actor.user,
        submitted_at=clock.now(),
        reviewed_by=None,
        reviewed_at=None,
        returned_reason="",
    )
    document = _freeze_figures(contract)
    if contract.kind != Kind.CLIENT:
        propose_version(actor=actor, document_id=document.pk, revision=document.revision)
    fact = ContractSubmitted(
        meeting_id=contract.meeting_id,
        contract_id=contract.pk,
        contract_kind=contract.kind,
        submitted_by=contract.submitted_by_id,
    )
    record(fact, actor=actor, org_id=contract.meeting.org_id)
    return contract


def _freeze_figures(contract: Contract) -> Document:
    document = contract.document
    assert document is not None  # made with the contract
    content = {**document.draft, FIGURES: snapshot(contract)}
    return save_draft(actor=SYSTEM, document_id=document.pk, revision=document.revision, content=content)


@transaction.atomic
def approve_contract(*, actor: Actor, contract_id: UUID, revision: int) -> Contract:
    """Approve what was sent, by another person than the one who sent it.

    The main contract becomes a version for the client only now, and only when the gates before it are open (G0, G1).
    Raises OwnSubmission, NotInReview, SigningBlocked, StaleEdit, NotFound.
    """
    contract = contract_for(actor, contract_id, "contracts.review")
    require(actor, "contracts.review", contract.meeting)
    if contract.submitted_by_id is not None and contract.submitted_by_id == actor.id:
        raise OwnSubmission
    if contract.kind == Kind.CLIENT and (obstacles := gate_obstacles(contract)):
        raise SigningBlocked(title=contract.title, obstacles=" ".join(map(str, obstacles)))
    waiting = Contract.objects.filter(pk=contract.pk, revision=revision, status=Status.REVIEW, reviewed_at=None)
    stamp = {"revision": F("revision") + 1, "updated_at": clock.now()}
    if not waiting.update(reviewed_by=actor.user, reviewed_at=clock.now(), **stamp):
        raise _not_waiting(contract, revision)
    version = _approved_version(actor, contract)
    contract.refresh_from_db()
    fact = ContractApproved(
        meeting_id=contract.meeting_id, contract_id=contract.pk, contract_kind=contract.kind, version_id=version.pk
    )
    record(fact, actor=actor, org_id=contract.meeting.org_id)
    return contract


def _approved_version(actor: Actor, contract: Contract) -> Version:
    document = contract.document
    assert document is not None  # made with the contract
    if contract.kind == Kind.CLIENT:
        author = Actor.of_user(contract.submitted_by) if contract.submitted_by else SYSTEM
        return propose_version(actor=author, document_id=document.pk, revision=document.revision)
    version = review_version(document)
    if version is None:  # taken back on the documents' page
        raise NotInReview(title=contract.title, status=_("送审稿已撤回"))
    sign_version(actor=SYSTEM, version_id=version.pk, seen_hash=version.content_hash, person_name=actor.name)
    return version


def _not_waiting(contract: Contract, revision: int) -> Exception:
    now = Contract.objects.select_related("saved_by", "reviewed_by").get(pk=contract.pk)
    if now.status == Status.REVIEW and now.reviewed_at is None and now.revision != revision:
        return StaleEdit(theirs=now, who=now.saved_by.name if now.saved_by else _("同事"))
    status = _("已审核通过") if now.status == Status.REVIEW else now.get_status_display()
    return NotInReview(title=now.title, status=status)


@transaction.atomic
def return_contract(*, actor: Actor, contract_id: UUID, reason: str) -> Contract:
    """Send it back to draft with a reason, before it is signed; a link to a version that waits then says so.

    Raises InvalidInput without a reason, NotInReview, NotFound.
    """
    contract = contract_for(actor, contract_id, "contracts.edit")
    require(actor, "contracts.edit", contract.meeting)
    if not reason.strip():
        raise InvalidInput(fields={"reason": [_("请写明退回的理由")]}, detail=_("退回须写明理由。"))
    return back_to_draft(actor=actor, contract=contract, reason=reason)


@unasked("callers asked, or follow from the client's own answer")
def back_to_draft(*, actor: Actor, contract: Contract, reason: str) -> Contract:
    """Review → draft in one conditional update. Raises NotInReview."""
    waiting = Contract.objects.filter(pk=contract.pk, status=Status.REVIEW)
    stamp = {"revision": F("revision") + 1, "updated_at": clock.now()}
    if not waiting.update(
        status=Status.DRAFT, reviewed_by=None, reviewed_at=None, returned_reason=reason.strip()[:1000], **stamp
    ):
        contract.refresh_from_db()
        raise NotInReview(title=contract.title, status=contract.get_status_display())
    assert contract.document is not None  # made with the contract
    version = review_version(contract.document)
    if version is not None:
        withdraw_version(actor=SYSTEM, version_id=version.pk)
    contract.refresh_from_db()
    fact = ContractReturned(
        meeting_id=contract.meeting_id,
        contract_id=contract.pk,
        contract_kind=contract.kind,
        submitted_by=contract.submitted_by_id,
    )
    record(fact, actor=actor, org_id=contract.meeting.org_id)
    return contract
