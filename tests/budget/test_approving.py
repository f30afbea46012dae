from __future__ import annotations

import threading

import pytest
from django.db import connection, connections

from huiwu.budget import services
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
from huiwu.budget.models import Adjustment, ReserveDraw
from huiwu.documents.choices import ChangeOrderStatus
from huiwu.documents.models import ChangeOrder
from huiwu.documents.queries import confirmation
from huiwu.kernel.errors import InvalidInput, NotAllowed
from tests.budget.conftest import findings, fresh, line, opened, sign, values


def test_what_the_client_signed_is_the_baseline(signed):
    at = opened(signed).book.total
    assert (at.baseline, at.approved) == (8_500_000, 8_500_000)
    assert signed.baseline is not None
    assert confirmation(signed.baseline) is not None


def test_after_the_baseline_prices_move_the_forecast_and_not_the_approved_budget(finance, signed):
    row = line(signed, "午餐")
    services.save_line(actor=finance, line_id=row.pk, revision=row.revision, values=values(unit_cents=11_000))
    at = opened(signed).figures(row.key)
    assert (at.approved, at.forecast, at.variance) == (6_000_000, 6_600_000, 600_000)


def test_a_new_version_signed_is_the_new_baseline(cast, finance, signed):
    row = line(signed, "午餐")
    services.save_line(actor=finance, line_id=row.pk, revision=row.revision, values=values(unit_cents=11_000))
    again = sign(cast, signed)
    assert (again.baseline.number, opened(again).book.total.baseline) == (2, 9_100_000)


def test_a_draw_needs_somebody_else_and_moves_the_reserve(cast, finance, signed):
    draw = services.request_draw(
        actor=finance, budget=signed, line_id=line(signed, "午餐").pk, amount_cents=200_000, reason="临时加餐两场"
    )
    assert opened(signed).book.total.adjusted == 0
    services.decide_draw(actor=cast.actor("lead"), draw_id=draw.pk, is_approved=True)
    ledger = opened(signed)
    assert [ledger.figures(k).approved for k in ("L001", "L003")] == [6_200_000, 300_000]
    assert (ledger.book.total.approved, fresh(signed).drawn_cents) == (8_500_000, 200_000)
    with pytest.raises(AlreadyDecided):
        services.decide_draw(actor=cast.actor("lead"), draw_id=draw.pk, is_approved=False)


def test_nobody_approves_their_own_draw(cast, signed):
    lead = cast.actor("lead")
    asked = {"line_id": line(signed, "午餐").pk, "amount_cents": 1, "reason": "临时加餐"}
    draw = services.request_draw(actor=lead, budget=signed, **asked)
    with pytest.raises(OwnRequest):
        services.decide_draw(actor=lead, draw_id=draw.pk, is_approved=True)
    assert ReserveDraw.objects.get().state == "requested"


def test_the_reserve_never_falls_below_nought(cast, finance, signed):
    asked = {"line_id": line(signed, "午餐").pk, "amount_cents": 300_000, "reason": "临时加餐"}
    first, second = (services.request_draw(actor=finance, budget=signed, **asked) for _ in range(2))
    services.decide_draw(actor=cast.actor("lead"), draw_id=first.pk, is_approved=True)
    with pytest.raises(ReserveTooSmall):
        services.decide_draw(actor=cast.actor("lead"), draw_id=second.pk, is_approved=True)
    assert (fresh(signed).drawn_cents, ReserveDraw.objects.get(pk=second.pk).state) == (300_000, "requested")


@pytest.mark.django_db(transaction=True)
def test_two_draws_at_the_same_instant_take_only_what_there_is(cast, finance, signed):
    asked = {"line_id": line(signed, "午餐").pk, "amount_cents": 300_000, "reason": "临时加餐"}
    draws = [services.request_draw(actor=finance, budget=signed, **asked) for _ in range(2)]
    without_guard = [fresh(signed).drawn_cents + 300_000 <= 500_000 for _draw in draws]
    assert without_guard == [True, True]  # reading first and writing after would let both pass
    outcomes: list[str] = []
    barrier = threading.Barrier(2)

    def decide(draw_id):
        barrier.wait()
        try:
            services.decide_draw(actor=cast.actor("lead"), draw_id=draw_id, is_approved=True)
            outcomes.append("approved")
        except ReserveTooSmall:
            outcomes.append("too small")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=decide, args=(draw.pk,)) for draw in draws]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    connection.close()
    assert sorted(outcomes) == ["approved", "too small"]
    assert fresh(signed).drawn_cents == 300_000
    assert sum(Adjustment.objects.values_list("amount_cents", flat=True)) == 0


def test_a_transfer_keeps_the_sum_and_respects_what_may_not_be_adjusted(cast, finance, signed):
    lunch, hall, reserve = (line(signed, item) for item in ("午餐", "主会场", "不可预见费"))
    lead, how = cast.actor("lead"), {"amount_cents": 500_000, "reason": "会场降价，转餐饮"}
    services.transfer(actor=lead, budget=signed, from_line_id=hall.pk, to_line_id=lunch.pk, **how)
    ledger = opened(signed)
    assert [ledger.figures(k).approved for k in ("L001", "L002")] == [6_500_000, 1_500_000]
    assert ledger.book.total.approved == 8_500_000
    with pytest.raises(NotAdjustable):
        services.transfer(actor=lead, budget=signed, from_line_id=reserve.pk, to_line_id=lunch.pk, **how)
    with pytest.raises(BudgetTooSmall):
        big = how | {"amount_cents": 1_500_001}
        services.transfer(actor=lead, budget=signed, from_line_id=hall.pk, to_line_id=lunch.pk, **big)
    with pytest.raises(NotAllowed):
        services.transfer(actor=finance, budget=signed, from_line_id=hall.pk, to_line_id=lunch.pk, **how)


def test_nothing_is_adjusted_before_there_is_a_baseline(finance, budget):
    with pytest.raises(NoBaseline):
        services.request_draw(
            actor=finance, budget=budget, line_id=line(budget, "午餐").pk, amount_cents=1, reason="临时加餐"
        )


@pytest.fixture
def order(signed):
    """A change order of 8,000 yuan."""
    version = signed.baseline
    return ChangeOrder.objects.create(
        document=version.document,
        base_version=version,
        summary="加一场晚宴",
        reason="客户要求",
        requested_by="赵明远",
        requested_party="client",
        cost_cents=800_000,
        status=ChangeOrderStatus.SIGNED,
    )


def test_a_change_order_that_costs_stands_in_the_budget_or_is_found(finance, signed, order):
    assert len(findings(signed.meeting, "OM-110")) == 1
    lunch, hall = line(signed, "午餐").pk, line(signed, "主会场").pk
    with pytest.raises(PartsDoNotAddUp):
        services.book_change_order(actor=finance, budget=signed, change_order_id=order.pk, parts={lunch: 799_999})
    services.book_change_order(
        actor=finance, budget=signed, change_order_id=order.pk, parts={lunch: 300_000, hall: 500_000}
    )
    services.book_change_order(actor=finance, budget=signed, change_order_id=order.pk, parts={lunch: 800_000})
    assert findings(signed.meeting, "OM-110") == []
    assert opened(signed).book.total.approved == 9_300_000


def test_an_unsigned_change_order_is_not_booked_and_not_missed(finance, signed, order):
    ChangeOrder.objects.update(status=ChangeOrderStatus.REVIEW)
    assert findings(signed.meeting, "OM-110") == []
    with pytest.raises(ChangeOrderNotSigned):
        services.book_change_order(
            actor=finance, budget=signed, change_order_id=order.pk, parts={line(signed, "午餐").pk: 800_000}
        )


def test_a_line_beyond_its_threshold_is_found_until_somebody_approves(cast, finance, signed, contract):
    made = contract(6_300_001)
    services.confirm_proposals(actor=finance, budget=signed, sources=[f"contract:{made.pk}"])
    (found,) = findings(signed.meeting, "OM-106")
    assert (found.severity, "63,000.01" in found.detail, "60,000.00" in found.detail) == ("block", True, True)
    row = line(signed, "午餐")
    with pytest.raises(NotAllowed):
        services.approve_overrun(actor=finance, line_id=row.pk, up_to_cents=6_300_001, reason="独家供应商")
    with pytest.raises(InvalidInput):
        services.approve_overrun(actor=cast.actor("lead"), line_id=row.pk, up_to_cents=6_300_001, reason="好")
    services.approve_overrun(actor=cast.actor("lead"), line_id=row.pk, up_to_cents=6_300_001, reason="独家供应商")
    assert findings(signed.meeting, "OM-106") == []


def test_a_line_within_its_threshold_is_no_finding(finance, signed, contract):
    made = contract(6_300_000)
    services.confirm_proposals(actor=finance, budget=signed, sources=[f"contract:{made.pk}"])
    assert findings(signed.meeting, "OM-106") == []
