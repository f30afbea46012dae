"""Pages of payments: what they show, what they refuse on the spot, what they cost."""

from __future__ import annotations

import io
from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from huiwu.kernel.money import cents_from_text
from huiwu.payments.models import Payment, PaymentRequest, Receipt
from tests.payments.conftest import (
    accepted,
    asked,
    client_contract,
    contract,
    drafted,
    granted,
    invoice,
    pay,
    receive,
    term,
)


def at(cast, name, *more):
    return reverse(f"payments:{name}", args=[cast.meeting.slug, *more])


def test_a_request_goes_from_a_due_term_to_paid_through_the_pages(team, client):
    deal = contract(team, 1_000_000)
    first = term(deal, 400_000, requires_invoice=True)
    bill = invoice(team, 500_000, contract=deal)
    client.force_login(team.planner)
    page = client.get(at(team, "new") + f"?source=term:{first.pk}")
    start = page.context["form"].initial
    assert (start["amount_cents"], start["payee"], start["needed_on"]) == ("4000.00", "长风搭建", date(2027, 2, 20))
    form = {name: value or "" for name, value in start.items()}
    client.post(at(team, "new"), form | {"source": f"term:{first.pk}"})
    row = PaymentRequest.objects.get()
    assert (row.term, row.amount_cents, row.state) == (first, 400_000, "draft")
    refused = client.post(at(team, "submit", row.pk))
    assert refused.status_code == 409
    assert "还差 4,000.00 元" in refused.content.decode()
    client.post(at(team, "invoices", row.pk), {f"invoice-{bill.pk}": "4000"})
    client.post(at(team, "submit", row.pk))
    client.force_login(team.lead)
    row.refresh_from_db()
    client.post(at(team, "approve", row.pk), {"note": "同意", "revision": row.revision})
    client.force_login(team.colleague)
    key = str(uuid4())
    paid = {"key": key, "amount_cents": "4000.00", "paid_on": "2027-02-28", "method": "transfer", "reference": "P1"}
    for _ in range(2):
        client.post(at(team, "pay", row.pk), paid)
    row.refresh_from_db()
    assert (row.state, Payment.objects.count()) == ("paid", 1)
    shown = client.get(at(team, "request", row.pk)).content.decode()
    assert "P1" in shown
    assert "林岚" in shown


def test_beyond_the_contract_is_said_on_the_page_with_figures(team, client):
    deal = contract(team, 100_000)
    row = drafted(team, 100_001, contract_id=deal.pk)
    client.force_login(team.planner)
    page = client.post(at(team, "submit", row.pk))
    assert (page.status_code, "超出 0.01 元" in page.content.decode()) == (409, True)


def test_a_stale_form_keeps_what_was_typed(team, client):
    row = drafted(team)
    client.force_login(team.planner)
    typed = {"purpose": "我写的用途", "payee": "长风搭建", "amount_cents": "5", "revision": "9", "source": ""}
    page = client.post(at(team, "edit", row.pk), typed)
    assert (page.status_code, "我写的用途" in page.content.decode()) == (409, True)


def test_a_refusal_needs_its_reason_on_the_page(team, client):
    row = asked(team)
    client.force_login(team.lead)
    page = client.post(at(team, "refuse", row.pk), {"note": "", "revision": row.revision})
    assert (page.status_code, PaymentRequest.objects.get().state) == (422, "requested")


def test_a_receipt_is_recorded_once_and_voided_with_a_reason(team, client):
    deal = client_contract(team, 1_000_000)
    client.force_login(team.colleague)
    form = {
        "key": str(uuid4()),
        "source": f"contract:{deal.pk}",
        "kind": "payment",
        "amount_cents": "6,000",
        "received_on": "2027-02-28",
        "payer": "启明科技",
        "method": "transfer",
    }
    for _ in range(2):
        assert client.post(at(team, "receipts"), form).status_code == 302
    row = Receipt.objects.get()
    assert client.post(at(team, "void_receipt", row.pk), {"reason": "错"}).status_code == 422
    client.post(at(team, "void_receipt", row.pk), {"reason": "记错了会议"})
    row.refresh_from_db()
    assert row.void_reason == "记错了会议"


def test_public_bodies_are_not_offered_cash(team, client):
    type(team.meeting).objects.update(public_body_mode=True)
    row = granted(team)
    client.force_login(team.colleague)
    assert ">现金<" not in client.get(at(team, "request", row.pk)).content.decode()


def fill(team, n):
    for _ in range(n):
        deal = contract(team, 1_000_000)
        row = granted(team, 300_000, contract_id=deal.pk, term_id=term(deal, 500_000).pk)
        pay(team, row, 100_000)
        receive(team, None, 100)


@pytest.mark.parametrize("name", ["index", "paid", "receipts", "matching", "dues", "across"])
def test_a_list_of_three_costs_no_more_queries_than_a_list_of_one(team, client, name):
    url = reverse("payments:across") if name == "across" else at(team, name)
    client.force_login(team.colleague)
    counts = []
    for n in (1, 2):
        fill(team, n)
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_registers_feet_are_the_sums_of_their_rows(team, client):
    fill(team, 3)
    accepted(contract(team), 5)
    client.force_login(team.colleague)
    answer = client.get(at(team, "export", "excel"))
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer.streaming_content)))
    for tab, columns in (("付款申请", (4, 5, 6)), ("付款记录", (4,)), ("收款记录", (4,))):
        rows = book.get_sheet_by_name(tab).to_python()
        for column in columns:
            cells = [cents_from_text(f"{row[column]:.2f}") for row in rows[1:]]
            assert cells[-1] == sum(cells[:-1]) > 0, tab
    ages = book.get_sheet_by_name("账龄").to_python()
    items = book.get_sheet_by_name("应收应付").to_python()
    assert round(sum(row[7] for row in ages[1:]), 2) == round(sum(row[8] for row in items[1:]), 2)


def test_the_registers_are_drawn_as_pdf(team, client):
    fill(team, 1)
    client.force_login(team.colleague)
    for url in (at(team, "export", "pdf"), reverse("payments:across_export", args=["pdf"])):
        text = "".join(
            page.extract_text() for page in PdfReader(io.BytesIO(b"".join(client.get(url).streaming_content))).pages
        )
        assert "4,000.00" in text
    assert client.get(at(team, "export", "odt")).status_code == 404


def test_across_meetings_one_sees_ones_own_only(team, client):
    row = asked(team)
    client.force_login(team.lead)
    assert [r.pk for r in client.get(reverse("payments:across")).context["waiting"]] == [row.pk]
    for who in (team.compliance, team.stranger):
        client.force_login(who)
        context = client.get(reverse("payments:across")).context
        assert (context["waiting"], context["ages"]) == ([], [])


def test_the_chain_is_set_on_its_page(team, client):
    client.force_login(team.owner)
    form = {"role-0": "finance", "limit-0": "1,000", "role-1": "owner", "limit-1": ""}
    client.post(reverse("payments:levels"), form)
    assert [(r.role, r.limit_cents) for r in team.org.approval_levels.all()] == [("finance", 100_000), ("owner", None)]
    page = client.post(reverse("payments:levels"), form | {"limit-1": "5"})
    assert page.status_code == 422
