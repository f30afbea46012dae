"""验收: goods are counted and looked at, in one go or in parts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import IO
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from huiwu.contracts.errors import BeyondContract, NotInForce
from huiwu.contracts.models import Acceptance, Contract
from huiwu.contracts.services import record_acceptance
from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput
from huiwu.orders.choices import OrderState, Quality
from huiwu.orders.events import DeliveryAccepted
from huiwu.orders.models import AcceptanceLine, Order, OrderAcceptance, OrderLine
from huiwu.orders.queries.orders import contract_of, received_by_line
from huiwu.orders.rules.figures import accepted_cents
from huiwu.orders.services.holding import advance, held
from huiwu.orders.services.replies import keep_photos

RECEIVABLE = (OrderState.CONFIRMED, OrderState.IN_PRODUCTION, OrderState.DELIVERED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many of a line came now, and how they are."""

    line_id: UUID
    quantity: Decimal
    quality: str = Quality.GOOD
    problem: str = ""


@transaction.atomic
def accept_delivery(
    *,
    actor: Actor,
    order_id: UUID,
    revision: int,
    counts: Sequence[Count],
    is_final: bool,
    note: str = "",
    photos: Sequence[tuple[str, IO[bytes]]] = (),
) -> OrderAcceptance:
    """Note what was received; `is_final` closes the order. What is not refused is entered as acceptance of the contract.

    More than ordered is not taken in. Where the contract is not in force or its amount is used up, the count stands and
    `recorded` is empty. Raises StaleEdit, OrderMoved, InvalidInput, TooManyPhotos.
    """
    row = held(actor, order_id, "orders.accept", *RECEIVABLE)
    lines = {line.pk: line for line in row.lines.all()}
    before = received_by_line(row)
    told = [count for count in counts if count.quantity or count.problem.strip()]
    _refuse(_problems(lines, before, told, is_final, note))
    now = clock.now()
    state = OrderState.ACCEPTED if is_final else OrderState.DELIVERED
    more = {"accepted_at": now} if is_final else {}
    advance(
        row,
        before=row.state,
        revision=revision,
        state=state,
        delivered_at=row.delivered_at or now,
        saved_by=actor.user,
        **more,
    )
    amount = sum(_worth(lines[count.line_id], before, count) for count in told)
    kept = OrderAcceptance.objects.create(
        order=row, accepted_at=now, accepted_by=actor.user, is_final=is_final, note=note.strip(), amount_cents=amount
    )
    _keep_counts(kept, told)
    keep_photos(actor, row, photos, acceptance=kept)
    recorded = _record_on_contract(actor, row, amount)
    if recorded is not None:
        kept.recorded = recorded
        kept.save(update_fields=["recorded", "updated_at"])
    fact = DeliveryAccepted(meeting_id=row.meeting_id, order_id=row.pk, acceptance_id=kept.pk, is_final=is_final)
    record(fact, actor=actor, org_id=row.meeting.org_id)
    return kept


def _keep_counts(kept: OrderAcceptance, counts: Sequence[Count]) -> None:
    AcceptanceLine.objects.bulk_create(
        AcceptanceLine(
            acceptance=kept,
            line_id=count.line_id,
            quantity=count.quantity,
            quality=count.quality,
            problem=count.problem.strip()[:300],
        )
        for count in counts
    )


def _worth(line: OrderLine, before: dict[UUID, Decimal], count: Count) -> int:
    if count.quality == Quality.REFUSED:
        return 0
    return accepted_cents(line.unit_cents, before.get(line.pk, Decimal(0)), count.quantity)


def _record_on_contract(actor: Actor, row: Order, amount: int) -> Acceptance | None:
    contract: Contract | None = contract_of(row)
    if contract is None or amount <= 0:
        return None
    nth = row.acceptances.count()
    try:
        return record_acceptance(
            actor=actor,
            contract_id=contract.pk,
            amount_cents=amount,
            accepted_on=clock.today(row.meeting.time_zone),
            note=_("订单 {number} 第 {nth} 次验收").format(number=row.number, nth=nth),
        )
    except (NotInForce, BeyondContract):  # what came has come; the contract's page shows what is not covered
        return None


def _problems(
    lines: dict[UUID, OrderLine],
    before: dict[UUID, Decimal],
    counts: Sequence[Count],
    is_final: bool,
    note: str,
) -> Iterable[tuple[str, str]]:
    if not counts and not is_final:
        yield "counts", _("请至少填一行收到的数量。")
    seen: dict[UUID, Decimal] = dict(before)
    for count in counts:
        line = lines.get(count.line_id)
        if line is None:
            yield "counts", _("有一行不属于这份订单。")
            continue
        if count.quantity < 0 or count.quality not in Quality.values:
            yield "counts", _("“{item}”的数量或质量不对。").format(item=line.item)
            continue
        if count.quality != Quality.GOOD and not count.problem.strip():
            yield "counts", _("“{item}”不是合格品，请写明问题。").format(item=line.item)
        if count.quality == Quality.REFUSED:
            continue
        seen[line.pk] = seen.get(line.pk, Decimal(0)) + count.quantity
        if seen[line.pk] > line.quantity:
            sentence = _("“{item}”订购 {ordered}，累计收到 {got}；多出的不要收，或先改订单。")
            yield "counts", sentence.format(item=line.item, ordered=f"{line.quantity:f}", got=f"{seen[line.pk]:f}")
    short = [line.item for line in lines.values() if seen.get(line.pk, Decimal(0)) < line.quantity]
    if is_final and short and not note.strip():
        yield "note", _("还有没收齐的（{items}），要结束验收请写明原因。").format(items=_("、").join(short[:5]))


def _refuse(problems: Iterable[tuple[str, str]]) -> None:
    fields: dict[str, list[str]] = {}
    for key, sentence in problems:
        fields.setdefault(key, []).append(sentence)
    if fields:
        raise InvalidInput(fields, detail=" ".join(dict.fromkeys(s for found in fields.values() for s in found)))
