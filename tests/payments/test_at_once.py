"""Two at once: payments, requests, invoices, decisions. Without the guards both would pass; that is shown too."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.db.models import Sum

from huiwu.kernel import clock
from huiwu.kernel.errors import Refusal
from huiwu.payments import services
from huiwu.payments.models import Payment, PaymentInvoice, PaymentRequest, Receipt
from huiwu.payments.services import guards
from tests.cast import assemble
from tests.payments.conftest import asked, contract, drafted, granted, invoice, join, receive

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*works):
    """Run all at the same moment; what each answered, sorted."""
    gate, answers = threading.Barrier(len(works)), []

    def run(work):
        try:
            gate.wait()
            work()
            answers.append("kept")
        except Refusal as refused:
            answers.append(refused.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(answers)


def all_waiting_for(row, *works):
    """As `at_once`, all begun while somebody else writes to the request: each has asked what is known before any writes."""
    with ThreadPoolExecutor(1) as aside:
        with transaction.atomic():
            PaymentRequest.objects.filter(pk=row.pk).update(updated_at=clock.now())
            running = aside.submit(at_once, *works)
            time.sleep(0.3)
        return running.result()


def paying(cast, row, cents, key=None):
    return lambda: services.record_payment(
        actor=cast.actor("colleague"),
        meeting=cast.meeting,
        request_id=row.pk,
        key=key or uuid4(),
        amount_cents=cents,
        paid_on=clock.today(),
        method="transfer",
    )


@pytest.fixture
def team(transactional_db):
    return join(assemble())


def test_of_two_payments_on_one_request_only_what_was_granted_leaves(team):
    row = granted(team, 1_000_000)
    assert at_once(paying(team, row, 600_000), paying(team, row, 600_000)) == ["beyond_request", "kept"]
    assert Payment.objects.aggregate(n=Sum("amount_cents"))["n"] == 600_000


def test_of_two_requests_on_one_contract_only_one_fits(team):
    deal = contract(team, 1_000_000)
    rows = [drafted(team, 700_000, contract_id=deal.pk) for _ in range(2)]
    asks = [
        lambda row=row: services.request_payment(actor=team.actor("planner"), meeting=team.meeting, request_id=row.pk)
        for row in rows
    ]
    assert at_once(*asks) == ["beyond_contract", "kept"]
    assert PaymentRequest.objects.filter(state="requested").count() == 1


def test_of_two_requests_on_one_invoice_only_one_fits(team):
    bill = invoice(team, 1_000_000)
    rows = [drafted(team, 700_000) for _ in range(2)]
    puts = [
        lambda row=row: services.set_payment_invoices(
            actor=team.actor("planner"), meeting=team.meeting, request_id=row.pk, amounts={bill.pk: 700_000}
        )
        for row in rows
    ]
    assert at_once(*puts) == ["beyond_invoice", "kept"]
    assert PaymentInvoice.objects.count() == 1


def test_of_two_who_decide_at_once_one_is_told(team):
    row = asked(team)
    ask = {"meeting": team.meeting, "request_id": row.pk, "revision": row.revision}
    found = at_once(
        lambda: services.approve_payment(actor=team.actor("lead"), **ask),
        lambda: services.refuse_payment(actor=team.actor("owner"), reason="金额与合同不符", **ask),
    )
    assert found == ["kept", "request_moved"]


@pytest.mark.parametrize("cents", [400_000, 1_000_000], ids=["in parts", "whole"])
def test_the_same_form_at_once_is_one_payment(team, cents):
    row, key = granted(team, 1_000_000), uuid4()

    assert all_waiting_for(row, *[paying(team, row, cents, key)] * 3) == ["kept", "kept", "kept"]
    assert Payment.objects.count() == 1


def test_the_same_receipt_at_once_is_one_receipt(team):
    key, kept = uuid4(), []

    def send():
        kept.append(receive(team, None, 400_000, key=key, received_on=clock.today()).pk)

    assert at_once(send, send, send) == ["kept", "kept", "kept"]
    assert Receipt.objects.values_list("pk", flat=True).get() == kept[0] == kept[1] == kept[2]


def test_without_holding_the_row_both_payments_would_pass(team):
    """The race exists: two who add up first and write afterwards both find room."""
    row = granted(team, 1_000_000)
    summed = threading.Barrier(2)

    def careless():
        guards.refuse_beyond_request(row, 600_000)
        summed.wait()
        with transaction.atomic():
            Payment.objects.create(
                meeting=team.meeting,
                request=row,
                key=uuid4(),
                amount_cents=600_000,
                paid_on=clock.today(),
                method="transfer",
            )

    assert at_once(careless, careless) == ["kept", "kept"]
    assert Payment.objects.aggregate(n=Sum("amount_cents"))["n"] == 1_200_000
