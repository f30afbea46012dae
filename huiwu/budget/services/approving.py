"""What changes an approved budget: draws on the reserve, transfers, change orders; and leave to go beyond a line."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from huiwu.budget.choices import AdjustmentKind, DrawState
from huiwu.budget.errors import (
    AlreadyDecided,
    BudgetTooSmall,
    ChangeOrderNotSigned,
    NoBaseline,
    NotAdjustable,
    OwnRequest,
    PartsDoNotAddUp,
    ReserveTooSmall,
)
from huiwu.budget.events import (
    BudgetTransferred,
    ChangeOrderBooked,
    OverrunApproved,
    ReserveDrawDecided,
    ReserveDrawRequested,
)
from huiwu.budget.models import Adjustment, Budget, BudgetLine, LineApproval, ReserveDraw
from huiwu.budget.queries.books import ledger_of
from huiwu.budget.queries.reserve import reserve_of
from huiwu.documents.choices import ChangeOrderStatus
from huiwu.documents.models import ChangeOrder
from huiwu.event_plan.choices import BudgetCategory
from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, NotFound
from huiwu.kernel.money import spread, yuan

AGREED = (ChangeOrderStatus.SIGNED, ChangeOrderStatus.APPLIED, ChangeOrderStatus.DONE)
SHORTEST_REASON = 4


@transaction.atomic
def request_draw(*, actor: Actor, budget: Budget, line_id: UUID, amount_cents: int, reason: str) -> ReserveDraw:
    """Ask to draw on the reserve for a line; nothing moves before somebody else approves. Raises NoBaseline, InvalidInput."""
    require(actor, "budget.edit", budget.meeting)
    line = _line(budget, line_id)
    _must_have_baseline(budget)
    _amount(amount_cents)
    if line.category == BudgetCategory.RESERVE:
        said = _("请选择要用钱的那一行")
        raise InvalidInput(fields={"line": [said]}, detail=said)
    row = ReserveDraw.objects.create(
        budget=budget, line=line, amount_cents=amount_cents, reason=_reason(reason), requested_by=actor.user
    )
    fact = ReserveDrawRequested(meeting_id=budget.meeting_id, draw_id=row.pk, amount_cents=amount_cents)
    record(fact, actor=actor, org_id=budget.meeting.org_id)
    return row


@transaction.atomic
def decide_draw(*, actor: Actor, draw_id: UUID, is_approved: bool, note: str = "") -> ReserveDraw:
    """Approve or refuse. The reserve never falls below nought, also when two are approved at the same instant.

    Raises OwnRequest, AlreadyDecided, ReserveTooSmall, NoBaseline.
    """
    row = (
        ReserveDraw.objects.select_related("budget__meeting__org", "budget__baseline", "line")
        .filter(pk=draw_id)
        .first()
    )
    if row is None:
        raise NotFound
    budget = row.budget
    require(actor, "budget.approve", budget.meeting)
    _must_have_baseline(budget)
    if row.requested_by_id == actor.id and actor.is_signed_in:
        raise OwnRequest
    state = DrawState.APPROVED if is_approved else DrawState.REFUSED
    waiting = ReserveDraw.objects.filter(pk=row.pk, state=DrawState.REQUESTED)
    if not waiting.update(state=state, decided_by=actor.user, decided_at=clock.now(), note=note.strip()[:1000]):
        raise AlreadyDecided
    if is_approved:
        _draw(actor, budget, row)
    fact = ReserveDrawDecided(meeting_id=budget.meeting_id, draw_id=row.pk, state=state)
    record(fact, actor=actor, org_id=budget.meeting.org_id)
    row.refresh_from_db()
    return row


def _draw(actor: Actor, budget: Budget, row: ReserveDraw) -> None:
    """The conditional update is the guard: whoever comes second finds too little."""
    whole = reserve_of(budget)
    room = Budget.objects.filter(pk=budget.pk, drawn_cents__lte=whole.total_cents - row.amount_cents)
    if not room.update(drawn_cents=F("drawn_cents") + row.amount_cents):
        left = whole.total_cents - Budget.objects.values_list("drawn_cents", flat=True).get(pk=budget.pk)
        raise ReserveTooSmall(left=yuan(left), asked=yuan(row.amount_cents))
    taken = spread(-row.amount_cents, [cents for _line_, cents in whole.lines])
    moves = [(line, cents) for (line, _cents), cents in zip(whole.lines, taken, strict=True) if cents]
    for line, cents in [*moves, (row.line, row.amount_cents)]:
        _adjust(actor, budget, line, AdjustmentKind.DRAW, cents, row.reason, draw=row)


@transaction.atomic
def transfer(
    *, actor: Actor, budget: Budget, from_line_id: UUID, to_line_id: UUID, amount_cents: int, reason: str
) -> None:
    """调剂: move approved budget between two lines that allow it; the sum stays. Raises NotAdjustable, BudgetTooSmall …"""
    require(actor, "budget.approve", budget.meeting)
    _must_have_baseline(budget)
    _amount(amount_cents)
    Budget.objects.filter(pk=budget.pk).update(updated_at=clock.now())  # one transfer of a budget after the other
    giving, taking = _line(budget, from_line_id), _line(budget, to_line_id)
    for line in (giving, taking):
        if not line.is_adjustable or line.category == BudgetCategory.RESERVE:
            raise NotAdjustable(line=line.item)
    left = ledger_of(budget).figures(giving.key).approved
    if giving.pk == taking.pk or left < amount_cents:
        raise BudgetTooSmall(line=giving.item, left=yuan(left), asked=yuan(amount_cents))
    why = _reason(reason)
    _adjust(actor, budget, giving, AdjustmentKind.TRANSFER, -amount_cents, why)
    _adjust(actor, budget, taking, AdjustmentKind.TRANSFER, amount_cents, why)
    fact = BudgetTransferred(
        meeting_id=budget.meeting_id, from_line_id=giving.pk, to_line_id=taking.pk, amount_cents=amount_cents
    )
    record(fact, actor=actor, org_id=budget.meeting.org_id)


@transaction.atomic
def book_change_order(*, actor: Actor, budget: Budget, change_order_id: UUID, parts: Mapping[UUID, int]) -> None:
    """Put the cost of a change order the client signed on lines, in place of what was booked for it (OM-110).

    `parts` maps lines to cents and adds up to the order's cost. Raises PartsDoNotAddUp, ChangeOrderNotSigned, NoBaseline.
    """
    require(actor, "budget.edit", budget.meeting)
    _must_have_baseline(budget)
    order = ChangeOrder.objects.filter(pk=change_order_id, document__meeting=budget.meeting).first()
    if order is None:
        raise NotFound
    if order.status not in AGREED:
        raise ChangeOrderNotSigned
    total = sum(parts.values())
    if total != order.cost_cents:
        off = total - order.cost_cents
        raise PartsDoNotAddUp(sum=yuan(total), amount=yuan(order.cost_cents), off=yuan(off))
    Adjustment.objects.filter(budget=budget, change_order=order).delete()
    for line_id, cents in parts.items():
        if cents:
            line = _line(budget, line_id)
            _adjust(actor, budget, line, AdjustmentKind.CHANGE_ORDER, cents, order.summary[:200], change_order=order)
    fact = ChangeOrderBooked(meeting_id=budget.meeting_id, change_order_id=order.pk, amount_cents=total)
    record(fact, actor=actor, org_id=budget.meeting.org_id)


@transaction.atomic
def approve_overrun(*, actor: Actor, line_id: UUID, up_to_cents: int, reason: str) -> LineApproval:
    """Let a line be exposed (已付 + 已签未付) up to an amount (OM-106). Raises InvalidInput."""
    line = BudgetLine.objects.select_related("budget__meeting__org").filter(pk=line_id).first()
    if line is None:
        raise NotFound
    meeting = line.budget.meeting
    require(actor, "budget.approve", meeting)
    _amount(up_to_cents)
    row = LineApproval.objects.create(
        line=line, up_to_cents=up_to_cents, reason=_reason(reason), approved_by=actor.user, approved_at=clock.now()
    )
    fact = OverrunApproved(meeting_id=meeting.pk, line_id=line.pk, up_to_cents=up_to_cents)
    record(fact, actor=actor, org_id=meeting.org_id)
    return row


def _adjust(
    actor: Actor, budget: Budget, line: BudgetLine, kind: str, cents: int, reason: str, **ground: object
) -> None:
    if budget.baseline is None:
        raise NoBaseline
    Adjustment.objects.create(
        budget=budget,
        line=line,
        baseline=budget.baseline,
        kind=kind,
        amount_cents=cents,
        reason=reason,
        made_by=actor.user,
        made_at=clock.now(),
        **ground,
    )


def _line(budget: Budget, line_id: UUID) -> BudgetLine:
    row = BudgetLine.objects.filter(pk=line_id, budget=budget, deleted_at=None).first()
    if row is None:
        raise NotFound
    return row


def _must_have_baseline(budget: Budget) -> None:
    if budget.baseline_id is None:
        raise NoBaseline


def _amount(cents: int) -> None:
    if cents <= 0:
        raise InvalidInput(fields={"amount_cents": [_("金额须大于 0")]}, detail=_("金额须大于 0。"))


def _reason(text: str) -> str:
    if len(text.strip()) < SHORTEST_REASON:
        raise InvalidInput(fields={"reason": [_("请写明理由（至少 4 个字）")]}, detail=_("请写明理由。"))
    return text.strip()[:2000]
