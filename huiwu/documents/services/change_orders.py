"""变更单: after freezing, a document changes only by an order the client has signed (G8)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiwu.documents.choices import ChangeOrderStatus, Decision, Party
from huiwu.documents.errors import (
    ChangeOrderClosed,
    ChangeOrderOpen,
    ChangeOrderUnsigned,
    NotFrozen,
    VersionUnsigned,
)
from huiwu.documents.events import ChangeOrderApplied, ChangeOrderOpened, ChangeOrderWithdrawn
from huiwu.documents.kinds import kind_of
from huiwu.documents.models import ChangeOrder, Document, Signoff, Version
from huiwu.documents.queries import document_for, review_version, signed_version
from huiwu.documents.services.drafts import open_document, save_draft
from huiwu.documents.services.impacts import list_impacts
from huiwu.documents.services.remarks import fit_text
from huiwu.documents.services.signing import sign_version
from huiwu.documents.services.versions import propose_version, withdraw_version
from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require
from huiwu.foundation.registry.impact import Change
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, NotFound

KIND = "change_order"
TERMS = ("summary", "reason", "requested_by", "requested_party", "cost_cents", "settlement_basis", "time_effect")
_UNFINISHED = (ChangeOrderStatus.REVIEW, ChangeOrderStatus.RETURNED, ChangeOrderStatus.SIGNED)


@transaction.atomic
def open_change_order(
    *,
    actor: Actor,
    document_id: UUID,
    summary: str,
    reason: str,
    requested_by: str,
    requested_party: str,
    cost_cents: int = 0,
    settlement_basis: str = "",
    time_effect: str = "",
    changed_keys: tuple[str, ...] = (),
) -> ChangeOrder:
    """A change order for a frozen document, with its impact list, ready to be sent to the client.

    `changed_keys` are keys of the document's fields that will change; what rests on them is listed. `cost_cents` may be
    negative (a saving). Raises NotFrozen, InvalidInput, NotAllowed, NotFound.
    """
    document = document_for(actor, document_id)
    require(actor, "documents.change", document.meeting)
    if not document.is_frozen:
        raise NotFrozen
    base = signed_version(document)
    if base is None:
        raise VersionUnsigned(verb=_("开变更单"))
    terms = _checked(
        summary=summary,
        reason=reason,
        requested_by=requested_by,
        requested_party=requested_party,
        cost_cents=cost_cents,
        settlement_basis=settlement_basis,
        time_effect=time_effect,
    )
    changes = _changes(base, changed_keys)
    order = ChangeOrder.objects.create(
        document=document,
        base_version=base,
        opened_by=actor.user,
        changed_keys=[change.key.partition(".")[2] for change in changes],
        **terms,
    )
    items = list_impacts(actor=actor, meeting=document.meeting, changes=changes, change_order=order)
    content = _content(order, changes, [(item.label, item.state, item.needs_change_order) for item in items])
    order.sheet = open_document(
        actor=actor,
        meeting=document.meeting,
        kind=KIND,
        title=str(gettext_lazy("变更单")),
        content=content,
        subject_id=order.pk,
    )
    order.save(update_fields=["sheet", "updated_at"])
    propose_version(actor=actor, document_id=order.sheet.pk, revision=order.sheet.revision)
    fact = ChangeOrderOpened(
        **_about(order), change_order_id=order.pk, order_document_id=order.sheet.pk, cost_cents=order.cost_cents
    )
    record(fact, actor=actor, org_id=document.meeting.org_id)
    return order


@transaction.atomic
def revise_change_order(*, actor: Actor, change_order_id: UUID, revision: int, **terms: Any) -> ChangeOrder:
    """New terms for an order that waits or was sent back: its next version. Raises ChangeOrderClosed, StaleEdit."""
    order = change_order_for(actor, change_order_id)
    require(actor, "documents.change", order.document.meeting)
    checked = _checked(**{name: getattr(order, name) for name in TERMS} | terms)
    can_change = ChangeOrder.objects.filter(
        pk=order.pk, status__in=(ChangeOrderStatus.REVIEW, ChangeOrderStatus.RETURNED)
    )
    if not can_change.update(**checked, status=ChangeOrderStatus.REVIEW, updated_at=clock.now()):
        raise _closed(order)
    order.refresh_from_db()
    sheet = order.sheet
    assert sheet is not None  # made together with the order
    content = sheet.draft | {name: checked[name] for name in TERMS}
    saved = save_draft(actor=actor, document_id=sheet.pk, revision=revision, content=content)
    propose_version(actor=actor, document_id=saved.pk, revision=saved.revision)
    return order


def sign_change_order(*, actor: Actor, change_order_id: UUID, **how: Any) -> Signoff:
    """Sign the order's own sheet; `how` is what `sign_version` takes beside the version."""
    sheet = Document.objects.filter(change_order__pk=change_order_id).first()
    if sheet is None:
        raise NotFound
    version = review_version(sheet) or signed_version(sheet)
    if version is None:
        raise VersionUnsigned(verb=_("确认"))
    return sign_version(actor=actor, version_id=version.pk, **how)


@transaction.atomic
def apply_change_order(*, actor: Actor, change_order_id: UUID) -> ChangeOrder:
    """Open the frozen document's draft for the change the client signed; its next signed version voids the former.

    Twice is harmless. Raises ChangeOrderUnsigned, ChangeOrderClosed, ChangeOrderOpen (another order holds it open).
    """
    order = change_order_for(actor, change_order_id)
    require(actor, kind_of(order.document.kind).edit, order.document.meeting)
    if order.status == ChangeOrderStatus.APPLIED:
        return order
    if order.status in (ChangeOrderStatus.REVIEW, ChangeOrderStatus.RETURNED):
        raise ChangeOrderUnsigned(number=_number(order))
    signed = ChangeOrder.objects.filter(pk=order.pk, status=ChangeOrderStatus.SIGNED)
    try:
        with transaction.atomic():
            taken = signed.update(
                status=ChangeOrderStatus.APPLIED, applied_by=actor.user, applied_at=clock.now(), updated_at=clock.now()
            )
    except IntegrityError:  # the database lets one order at a time hold a document open
        other = order.document.open_order
        raise ChangeOrderOpen(number=_number(other) if other else "") from None
    if not taken:
        raise _closed(order)
    fact = ChangeOrderApplied(**_about(order), change_order_id=order.pk)
    record(fact, actor=actor, org_id=order.document.meeting.org_id)
    order.refresh_from_db()
    return order


@transaction.atomic
def withdraw_change_order(*, actor: Actor, change_order_id: UUID) -> ChangeOrder:
    """Drop an order that was not applied yet. Raises ChangeOrderClosed afterwards."""
    order = change_order_for(actor, change_order_id)
    require(actor, "documents.change", order.document.meeting)
    live = ChangeOrder.objects.filter(pk=order.pk, status__in=_UNFINISHED)
    if not live.update(status=ChangeOrderStatus.WITHDRAWN, updated_at=clock.now()):
        raise _closed(order)
    waiting = review_version(order.sheet) if order.sheet else None
    if waiting is not None:
        withdraw_version(actor=actor, version_id=waiting.pk)
    fact = ChangeOrderWithdrawn(**_about(order), change_order_id=order.pk)
    record(fact, actor=actor, org_id=order.document.meeting.org_id)
    order.refresh_from_db()
    return order


def change_order_for(actor: Actor, change_order_id: UUID) -> ChangeOrder:
    """The order, for one who may read the document it changes."""
    found = ChangeOrder.objects.select_related("sheet", "base_version").filter(pk=change_order_id).first()
    if found is None:
        raise NotFound
    found.document = document_for(actor, found.document_id)
    return found


def note_decision(version: Version, decision: Decision) -> None:
    """The client decided about an order's sheet: the order follows, in the same transaction."""
    order = ChangeOrder.objects.filter(sheet=version.document_id, status=ChangeOrderStatus.REVIEW)
    if decision == Decision.CONFIRMED:
        order.update(status=ChangeOrderStatus.SIGNED, signed_version=version, updated_at=clock.now())
    else:
        order.update(status=ChangeOrderStatus.RETURNED, updated_at=clock.now())


def finish_order(version: Version) -> None:
    """The version that carries out an applied order is signed: the order is done and the document closed again."""
    ChangeOrder.objects.filter(document=version.document_id, status=ChangeOrderStatus.APPLIED).update(
        status=ChangeOrderStatus.DONE, done_version=version, updated_at=clock.now()
    )


def _checked(**terms: Any) -> dict[str, Any]:
    texts = ("summary", "reason", "requested_by", "settlement_basis", "time_effect")
    clean = terms | {name: fit_text(terms[name], name) for name in texts}
    faults = {name: [_("请填写")] for name in ("summary", "reason", "requested_by") if not clean[name]}
    if len(clean["requested_by"]) > 80:
        faults["requested_by"] = [_("姓名不能超过 80 个字")]
    if clean["requested_party"] not in Party.values:
        faults["requested_party"] = [_("请选择由哪一方提出")]
    if abs(clean["cost_cents"]) > 10**13:
        faults["cost_cents"] = [_("金额过大")]
    if clean["cost_cents"] and not clean["settlement_basis"]:
        faults["settlement_basis"] = [_("有费用影响时须写明结算口径")]
    if faults:
        raise InvalidInput(fields=faults, detail=_("请看各栏旁边的说明。"))
    return clean


def _changes(base: Version, keys: tuple[str, ...]) -> list[Change]:
    kind = kind_of(base.document.kind)
    labels = {key: str(label) for key, label, _section in kind.fields(base.content)}
    unknown = [key for key in keys if key not in labels]
    if unknown:
        raise InvalidInput(fields={"changed_keys": [_("没有这个字段")]}, detail=_("没有这个字段。"))
    return [Change(f"{kind.code}.{key}", labels[key], "", "") for key in dict.fromkeys(keys)]


def _content(order: ChangeOrder, changes: list[Change], items: list[tuple[str, str, bool]]) -> dict[str, Any]:
    return {
        **{name: getattr(order, name) for name in TERMS},
        "document": {
            "number": order.document.number,
            "title": order.document.title,
            "version": order.base_version.number,
            "version_hash": order.base_version.content_hash,
            "frozen_on": timezone.localdate(order.document.frozen_at).isoformat() if order.document.frozen_at else "",
        },
        "changed_fields": [{"key": change.key, "label": change.label} for change in changes],
        "impacts": [{"label": label, "state": state, "needs_change_order": needs} for label, state, needs in items],
        "opened_by": order.opened_by.name if order.opened_by else "",
    }


def _about(order: ChangeOrder) -> dict[str, Any]:
    document = order.document
    return {"meeting_id": document.meeting_id, "document_id": document.pk, "doc_kind": document.kind}


def _number(order: ChangeOrder) -> str:
    return order.sheet.number if order.sheet else ""


def _closed(order: ChangeOrder) -> ChangeOrderClosed:
    order.refresh_from_db(fields=["status"])
    return ChangeOrderClosed(number=_number(order), state=order.get_status_display())
