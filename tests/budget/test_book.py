from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest

from huiwu.budget import services
from huiwu.budget.errors import BudgetExists, NothingToBeginFrom, PartsDoNotAddUp, UnknownSource
from huiwu.budget.models import Allocation, Budget
from huiwu.budget.queries.books import rows_behind
from huiwu.contracts.choices import AmendmentStatus
from huiwu.contracts.models import Amendment
from huiwu.invoices.models import Invoice
from huiwu.kernel.errors import InvalidInput, NotAllowed, StaleEdit
from huiwu.orders.models import Order, OrderLine
from huiwu.payments.models import Payment, PaymentRequest
from huiwu.speaker_fees.models import SpeakerFee
from huiwu.suppliers.models import Supplier
from tests.budget.conftest import fresh, line, opened, values


def test_lines_follow_the_headcount_they_name(budget):
    assert opened(budget).book.total.estimate == 600 * 10_000 + 2_000_000 + 500_000


def test_a_second_budget_is_refused(cast, finance, budget):
    with pytest.raises(BudgetExists):
        services.begin_budget(actor=finance, meeting=cast.meeting, origin="template")
    assert Budget.objects.count() == 1


def test_a_plan_without_budget_rows_begins_nothing(cast, finance):
    with pytest.raises(NothingToBeginFrom):
        services.begin_budget(actor=finance, meeting=cast.meeting, origin="event_plan")
    assert Budget.objects.count() == 0


def test_a_template_fits_the_type_of_meeting(cast, finance):
    made = services.begin_budget(actor=finance, meeting=cast.meeting, origin="template")
    items = set(made.lines.values_list("item", flat=True))
    assert {"主会场租金", "同声传译", "标准双床间", "不可预见费"} <= items


def test_a_colleague_without_the_role_changes_nothing(cast, budget):
    row = line(budget, "午餐")
    with pytest.raises(NotAllowed):
        services.save_line(actor=cast.actor("colleague"), line_id=row.pk, revision=1, values=values(unit_cents=1))
    row.refresh_from_db()
    assert row.unit_cents == 10_000


def test_two_people_on_one_line_the_second_sees_both_values(cast, finance, budget):
    row = line(budget, "午餐")
    services.save_line(actor=finance, line_id=row.pk, revision=row.revision, values=values(unit_cents=12_000))
    with pytest.raises(StaleEdit) as stale:
        services.save_line(
            actor=cast.actor("lead"), line_id=row.pk, revision=row.revision, values=values(unit_cents=9_000)
        )
    assert (stale.value.theirs.unit_cents, stale.value.params["who"]) == (12_000, "金账")
    row.refresh_from_db()
    assert row.unit_cents == 12_000


def test_a_line_without_item_or_with_a_foreign_function_is_refused(finance, budget):
    with pytest.raises(InvalidInput) as wrong:
        services.add_line(actor=finance, budget=budget, values=values(item=" ", unit_cents=-1))
    assert set(wrong.value.fields) == {"item", "unit_cents"}


def test_a_deleted_line_comes_back_with_its_money(finance, budget, contract):
    row, signed = line(budget, "午餐"), contract(5_000_000)
    services.allocate(actor=finance, budget=budget, source=f"contract:{signed.pk}", parts=[(row.key, 5_000_000, None)])
    services.remove_line(actor=finance, line_id=row.pk)
    services.remove_line(actor=finance, line_id=row.pk)
    ledger = opened(budget)
    assert (ledger.book.unallocated.committed, ledger.book.total.committed) == (5_000_000, 5_000_000)
    services.restore_line(actor=finance, line_id=row.pk)
    assert opened(budget).figures(row.key).committed == 5_000_000


def test_headcounts_are_set_and_taken_back(finance, budget):
    services.set_headcounts(actor=finance, budget=budget, numbers={("all", "expected"): 700})
    assert opened(budget).figures("L001").estimate == 7_000_000
    services.set_headcounts(actor=finance, budget=budget, numbers={("all", "expected"): None})
    assert opened(budget).figures("L001").estimate == 6_000_000
    with pytest.raises(InvalidInput):
        services.set_headcounts(actor=finance, budget=budget, numbers={("nobody", "expected"): 1})


def test_one_contract_over_several_lines_adds_up_exactly(finance, budget, contract):
    signed = contract(1_000_001)
    key = f"contract:{signed.pk}"
    with pytest.raises(PartsDoNotAddUp):
        services.allocate(actor=finance, budget=budget, source=key, parts=[("L001", 1_000_000, None)])
    assert Allocation.objects.count() == 0
    parts = [("L001", 600_001, Decimal(60)), ("L002", 400_000, None)]
    services.allocate(actor=finance, budget=budget, source=key, parts=parts)
    ledger = opened(budget)
    assert [ledger.figures(k).committed for k in ("L001", "L002", "")] == [600_001, 400_000, 0]
    with pytest.raises(UnknownSource):
        services.allocate(actor=finance, budget=budget, source=f"contract:{uuid4()}", parts=[])


def test_a_proposal_counts_only_once_a_person_confirmed_it(finance, budget, contract):
    signed = contract(5_000_000)
    ledger = opened(budget)
    assert (ledger.book.unallocated.committed, len(ledger.loose)) == (5_000_000, 1)
    done = services.confirm_proposals(actor=finance, budget=budget, sources=[f"contract:{signed.pk}"])
    assert done == 1
    assert opened(budget).figures("L001").committed == 5_000_000
    assert services.confirm_proposals(actor=finance, budget=budget, sources=[f"contract:{signed.pk}"]) == 0


@pytest.fixture
def everything(cast, contract):
    """A contract of 50,000 with an amendment of 1,000.01, an order of 300, a fee, an invoice, three payments."""
    meeting, signed = cast.meeting, contract(5_000_000)
    Amendment.objects.create(
        contract=signed, number=1, amount_cents=100_001, summary="加餐", reason="客户要求",
        status=AmendmentStatus.SIGNED, signed_on=date(2027, 1, 25),
    )  # fmt: skip
    supplier = Supplier.objects.create(org=cast.org, name="明印印务", unified_code="91310000MA1K00001X")
    order = Order.objects.create(
        meeting=meeting, number="DD-01", supplier=supplier, category="printing", title="手册", state="confirmed",
        deliver_at="2027-03-16T01:00Z",
    )  # fmt: skip
    OrderLine.objects.create(order=order, item="手册", quantity=Decimal("2.5"), unit_cents=12_000)
    SpeakerFee.objects.create(
        meeting=meeting, number=1, name="秦教授", grade="professor", kind="lecture", half_units=4, basis="gross",
        gross_cents=400_000, tax_cents=64_000, net_cents=336_000, planned_on=date(2027, 3, 18), state="paid",
        paid_on=date(2027, 1, 30),
    )  # fmt: skip
    Invoice.objects.create(
        org=cast.org, meeting=meeting, number="27312000000000000001", seller_name="清禾餐饮", contract=signed,
        gross_cents=2_000_000, counted_cents=2_000_000, issued_on=date(2027, 1, 28), state="verified",
    )  # fmt: skip
    asked = PaymentRequest.objects.create(
        meeting=meeting, number=1, contract=signed, purpose="预付", payee="清禾餐饮", amount_cents=3_000_000
    )
    for cents, voided in ((2_500_000, None), (500_000, "2027-01-29T01:00Z")):
        Payment.objects.create(
            meeting=meeting, request=asked, amount_cents=cents, paid_on=date(2027, 1, 29), method="transfer",
            key=uuid4(), voided_at=voided,
        )  # fmt: skip
    return signed


def test_every_record_is_read_once_and_its_money_is_never_lost(finance, budget, everything):
    total = opened(budget).book.total
    assert total.committed == 5_000_000 + 100_001 + 30_000 + 400_000
    assert (total.invoiced, total.paid) == (2_000_000, 2_500_000 + 400_000)
    assert (total.unbilled, total.overpaid) == (500_000 + 400_000, 0)
    assert total.unpaid == total.committed - total.paid


def test_invoices_and_payments_follow_their_contract(finance, budget, everything):
    services.allocate(
        actor=finance, budget=budget, source=f"contract:{everything.pk}", parts=[("L001", 5_000_000, None)]
    )
    at = opened(budget).figures("L001")
    assert (at.committed, at.invoiced, at.paid, at.unbilled) == (5_100_001, 2_000_000, 2_500_000, 500_000)


def test_every_figure_of_a_line_is_the_sum_of_rows_that_can_be_opened(finance, budget, everything):
    services.allocate(
        actor=finance, budget=budget, source=f"contract:{everything.pk}", parts=[("L001", 5_000_000, None)]
    )
    ledger = opened(budget)
    for key in ("L001", "L002", "L003", ""):
        for account in ("baseline", "adjusted", "committed", "invoiced", "paid", "unbilled", "overpaid"):
            rows = rows_behind(ledger, line=key, account=account)
            assert sum(row.posting.amount_cents for row in rows) == getattr(ledger.figures(key), account)


def test_what_bears_a_later_day_does_not_count_yet(budget, contract):
    contract(5_000_000, signed_on=date(2027, 2, 20))
    assert opened(budget).book.total.committed == 0


def test_settings_are_saved_once_per_revision(finance, budget):
    saved = services.save_settings(actor=finance, budget=budget, revision=1, values={"threshold_bp": 300})
    assert (saved.threshold_bp, saved.revision) == (300, 2)
    with pytest.raises(StaleEdit):
        services.save_settings(actor=finance, budget=fresh(budget), revision=1, values={"threshold_bp": 900})
    with pytest.raises(InvalidInput):
        services.save_settings(actor=finance, budget=fresh(budget), revision=2, values={"report_every_days": 0})
