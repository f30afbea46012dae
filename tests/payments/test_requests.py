"""A request from draft to paid: limits, chain, four eyes, invoices, parts."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from huiwu.accounts.choices import Role
from huiwu.foundation.models import FactRecord
from huiwu.kernel.errors import InvalidInput, NotAllowed, NotFound, StaleEdit
from huiwu.meetings.models import Meeting, TeamMember
from huiwu.payments import services
from huiwu.payments.errors import (
    AcceptanceMissing,
    BeyondContract,
    BeyondInvoice,
    BeyondRequest,
    CashNotAllowed,
    ContractNotSigned,
    FeeNotApproved,
    InvoicesMissing,
    InvoiceUnfit,
    KeyReused,
    NotYourLevel,
    OwnRequest,
    RequestMoved,
)
from huiwu.payments.models import Payment, PaymentRequest
from huiwu.payments.queries import (
    invoice_used_cents,
    paid_cents,
    payments_of,
    received_cents,
    request_for,
    requests_of,
)
from huiwu.payments.services import RequestValues
from huiwu.speaker_fees import services as fee_services
from huiwu.speaker_fees.services import FeeValues
from tests.payments.conftest import (
    TODAY,
    accepted,
    amendment,
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


def decide(cast, who, row, **more):
    return services.approve_payment(
        actor=cast.actor(who), meeting=cast.meeting, request_id=row.pk, revision=row.revision, **more
    )


def test_requests_are_numbered_and_begin_as_drafts(team):
    assert [(r.label, r.state, r.level) for r in (drafted(team), drafted(team))] == [
        ("FK-001", "draft", 0),
        ("FK-002", "draft", 0),
    ]


@pytest.mark.parametrize(("wrong", "field"), [("purpose", "purpose"), ("payee", "payee"), ("amount", "amount_cents")])
def test_what_is_missing_is_named(team, wrong, field):
    values = {"purpose": "用途", "payee": "收款方", "amount_cents": 1}
    values |= {"amount_cents": 0} if wrong == "amount" else {wrong: " "}
    with pytest.raises(InvalidInput) as refused:
        services.draft_payment_request(
            actor=team.actor("planner"), meeting=team.meeting, values=RequestValues(**values)
        )
    assert list(refused.value.fields) == [field]


def test_a_contract_of_another_meeting_or_of_the_client_is_not_found(team):
    ours = client_contract(team)
    with pytest.raises(NotFound):
        drafted(team, contract_id=ours.pk)
    with pytest.raises(NotFound):
        drafted(team, contract_id=uuid4())


def test_nobody_asks_for_more_than_the_contract_with_its_signed_amendments(team):
    deal = contract(team, 3_000_000)
    asked(team, 2_000_000, contract_id=deal.pk)
    row = drafted(team, 1_500_000, contract_id=deal.pk)
    ask = {"actor": team.actor("planner"), "meeting": team.meeting, "request_id": row.pk}
    with pytest.raises(BeyondContract) as refused:
        services.request_payment(**ask)
    told = {name: refused.value.params[name] for name in ("limit", "used", "amount", "over")}
    assert told == {"limit": "30,000.00", "used": "20,000.00", "amount": "15,000.00", "over": "5,000.00"}
    amendment(deal, 500_000)
    assert services.request_payment(**ask).state == "requested"


def test_a_deposit_that_comes_back_stands_beside_the_contract(team):
    deal = contract(team, 1_000_000)
    safe = term(deal, 300_000, kind="security", label="押金")
    asked(team, 1_000_000, contract_id=deal.pk)
    row = granted(team, 300_000, contract_id=deal.pk, term_id=safe.pk)
    pay(team, row, 300_000)
    assert paid_cents(deal) == 0
    with pytest.raises(BeyondContract):
        asked(team, 1, contract_id=deal.pk, term_id=safe.pk)


def test_an_unsigned_contract_is_not_paid(team):
    deal = contract(team, status="draft", signed_on=None)
    with pytest.raises(ContractNotSigned):
        asked(team, contract_id=deal.pk)


def test_what_the_term_asks_for_must_be_there(team):
    deal = contract(team)
    last = term(deal, 1_000_000, label="尾款", requires_acceptance=True, requires_invoice=True)
    row = drafted(team, 1_000_000, contract_id=deal.pk, term_id=last.pk)
    ask = {"actor": team.actor("planner"), "meeting": team.meeting, "request_id": row.pk}
    with pytest.raises(AcceptanceMissing):
        services.request_payment(**ask)
    accepted(deal, 1_000_000, term=last)
    services.set_payment_invoices(**ask, amounts={invoice(team, 400_000).pk: 400_000})
    with pytest.raises(InvoicesMissing) as refused:
        services.request_payment(**ask)
    assert refused.value.params["short"] == "6,000.00"
    bills = {invoice(team, 400_000).pk: 400_000, invoice(team, 900_000).pk: 600_000}
    services.set_payment_invoices(**ask, amounts=bills)
    assert services.request_payment(**ask).state == "requested"


def test_an_invoice_stands_behind_several_payments_but_never_for_more_than_its_gross(team):
    bill = invoice(team, 1_000_000)
    first, second = drafted(team, 700_000), drafted(team, 700_000)
    put = {"actor": team.actor("planner"), "meeting": team.meeting}
    services.set_payment_invoices(**put, request_id=first.pk, amounts={bill.pk: 700_000})
    with pytest.raises(BeyondInvoice) as refused:
        services.set_payment_invoices(**put, request_id=second.pk, amounts={bill.pk: 300_001})
    assert (refused.value.params["used"], refused.value.params["over"]) == ("7,000.00", "0.01")
    services.set_payment_invoices(**put, request_id=second.pk, amounts={bill.pk: 300_000})
    assert invoice_used_cents(bill) == 1_000_000
    services.cancel_payment_request(**put, request_id=first.pk)
    assert invoice_used_cents(bill) == 300_000


@pytest.mark.parametrize(
    "wrong",
    [
        {"direction": "out"},
        {"state": "returned"},
        {"state": "reversed"},
        {"weight": "block"},
        {"gross_cents": None},
        {"gross_cents": -5},
    ],
)
def test_an_invoice_that_is_no_good_is_refused(team, wrong):
    bill, row = invoice(team, 500_000), drafted(team)
    type(bill).objects.filter(pk=bill.pk).update(**wrong)
    with pytest.raises(InvoiceUnfit):
        services.set_payment_invoices(
            actor=team.actor("planner"), meeting=team.meeting, request_id=row.pk, amounts={bill.pk: 100}
        )


def test_an_invoice_of_another_meeting_or_contract_is_refused(team):
    one, other = contract(team), contract(team)
    row = drafted(team, contract_id=one.pk)
    put = {"actor": team.actor("planner"), "meeting": team.meeting, "request_id": row.pk}
    for bill in (invoice(team, 100, meeting=None), invoice(team, 100, contract=other)):
        with pytest.raises(InvoiceUnfit):
            services.set_payment_invoices(**put, amounts={bill.pk: 100})


def test_small_amounts_are_granted_by_the_lead_large_ones_go_up_the_chain(team):
    TeamMember.objects.create(meeting=team.meeting, user=team.account, role=Role.DEPARTMENT_HEAD)
    small, large = asked(team, 5_000_000), asked(team, 5_000_001)
    assert decide(team, "lead", small).state == "approved"
    passed = decide(team, "lead", large)
    assert (passed.state, passed.level) == ("requested", 1)
    with pytest.raises(OwnRequest):
        decide(team, "lead", passed)
    done = decide(team, "account", passed)
    assert [(a.level, a.role, a.decided_by) for a in done.approvals.all()] == [
        (1, "project_manager", team.lead),
        (2, "department_head", team.account),
    ]
    assert done.state == "approved"
    kinds = list(FactRecord.objects.filter(kind__startswith="payment_").values_list("kind", flat=True))
    assert (kinds.count("payment_passed_on"), kinds.count("payment_approved")) == (1, 2)


def test_who_stands_higher_may_decide_for_those_below(team):
    row = decide(team, "owner", asked(team, 90_000_000))
    assert (row.state, row.level) == ("approved", 3)


def test_the_requester_never_approves_and_others_only_at_their_level(team):
    TeamMember.objects.create(meeting=team.meeting, user=team.planner, role=Role.PROJECT_MANAGER)
    row = asked(team)
    with pytest.raises(OwnRequest):
        decide(team, "planner", row)
    with pytest.raises(NotYourLevel) as refused:
        decide(team, "colleague", row)
    assert refused.value.params["role"] == "项目负责人"
    with pytest.raises(NotAllowed):
        decide(team, "compliance", row)


def test_a_request_sent_back_has_its_reason_and_begins_anew(team):
    row = asked(team, 6_000_000)
    passed = decide(team, "lead", row)
    back = {"actor": team.actor("owner"), "meeting": team.meeting, "request_id": row.pk}
    with pytest.raises(InvalidInput):
        services.refuse_payment(**back, revision=passed.revision, reason="不")
    refused = services.refuse_payment(**back, revision=passed.revision, reason="金额与合同不符")
    assert (refused.state, refused.level, refused.refusal) == ("refused", 0, "金额与合同不符")
    again = services.request_payment(actor=team.actor("planner"), meeting=team.meeting, request_id=row.pk)
    assert decide(team, "lead", again).level == 1


def test_a_stale_decision_or_form_is_told(team):
    row = drafted(team)
    change = {"actor": team.actor("planner"), "meeting": team.meeting, "request_id": row.pk}
    values = RequestValues(purpose="尾款", payee="长风搭建", amount_cents=5)
    services.change_payment_request(**change, revision=1, values=values)
    with pytest.raises(StaleEdit):
        services.change_payment_request(**change, revision=1, values=values)
    sent = services.request_payment(**change)
    with pytest.raises(RequestMoved):
        services.approve_payment(
            actor=team.actor("lead"), meeting=team.meeting, request_id=row.pk, revision=sent.revision - 1
        )
    with pytest.raises(RequestMoved):
        services.change_payment_request(**change, revision=sent.revision, values=values)


def test_a_request_is_paid_in_parts_and_never_beyond_what_was_granted(team):
    row = granted(team, 1_000_000)
    pay(team, row, 400_000)
    assert request_for(team.meeting, row.pk).state == "approved"
    with pytest.raises(BeyondRequest) as refused:
        pay(team, row, 600_001)
    assert refused.value.params["over"] == "0.01"
    pay(team, row, 600_000)
    paid = requests_of(team.meeting).get()
    assert (paid.state, paid.paid) == ("paid", 1_000_000)
    with pytest.raises(RequestMoved):
        pay(team, row, 1)


def test_the_same_form_sent_twice_is_one_payment_and_never_another(team):
    row, key = granted(team, 1_000_000), uuid4()
    first = pay(team, row, 300_000, key=key)
    assert pay(team, row, 300_000, key=key).pk == first.pk
    with pytest.raises(KeyReused):
        pay(team, row, 300_001, key=key)
    assert payments_of(team.meeting).count() == 1


def test_a_contract_that_shrank_since_is_not_overpaid(team):
    deal = contract(team, 1_000_000)
    row = granted(team, 1_000_000, contract_id=deal.pk)
    amendment(deal, -400_000)
    with pytest.raises(BeyondContract):
        pay(team, row, 600_001)
    pay(team, row, 600_000)
    assert paid_cents(deal) == 600_000


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"paid_on": date(2027, 3, 2)}, "paid_on"), ({"method": "gold"}, "method"), ({"amount_cents": 0}, "amount_cents")],
)
def test_a_payment_that_cannot_be_right_is_refused(team, wrong, field):
    row = granted(team)
    values = {"key": uuid4(), "amount_cents": 5, "paid_on": TODAY, "method": "transfer"} | wrong
    with pytest.raises(InvalidInput) as refused:
        services.record_payment(actor=team.actor("colleague"), meeting=team.meeting, request_id=row.pk, **values)
    assert list(refused.value.fields) == [field]
    assert not Payment.objects.exists()


def test_public_bodies_pay_nothing_in_cash(team):
    row = granted(team)
    Meeting.objects.filter(pk=team.meeting.pk).update(public_body_mode=True)
    team.meeting.refresh_from_db()
    with pytest.raises(CashNotAllowed):
        pay(team, row, 5, method="cash")


def test_a_voided_payment_counts_nothing_and_opens_the_request_again(team):
    row = granted(team, 500_000)
    made = pay(team, row, 500_000)
    undo = {"actor": team.actor("colleague"), "meeting": team.meeting, "payment_id": made.pk}
    with pytest.raises(InvalidInput):
        services.void_payment(**undo, reason="")
    for _ in range(2):
        services.void_payment(**undo, reason="记错了对象")
    open_again = requests_of(team.meeting).get()
    assert (open_again.state, open_again.paid) == ("approved", 0)
    assert FactRecord.objects.filter(kind="payment_voided").count() == 1


def test_only_what_is_not_paid_can_be_cancelled(team):
    row = granted(team, 500_000)
    pay(team, row, 100)
    with pytest.raises(RequestMoved):
        services.cancel_payment_request(actor=team.actor("planner"), meeting=team.meeting, request_id=row.pk)
    assert PaymentRequest.objects.get().state == "approved"


def test_paying_a_speakers_fee_marks_it_paid(team):
    fee = fee_services.enter_fee(
        actor=team.actor("colleague"),
        meeting=team.meeting,
        values=FeeValues(
            name="白露",
            grade="other",
            kind="other",
            half_units=2,
            basis="net",
            agreed_cents=200_000,
            planned_on=TODAY,
        ),
    )
    with pytest.raises(FeeNotApproved):
        asked(team, 200_000, speaker_fee_id=fee.pk)
    PaymentRequest.objects.update(state="cancelled")
    sent = fee_services.submit_fee(actor=team.actor("colleague"), meeting=team.meeting, fee_id=fee.pk)
    fee_services.approve_fee(actor=team.actor("lead"), meeting=team.meeting, fee_id=fee.pk, revision=sent.revision)
    row = granted(team, 200_000, speaker_fee_id=fee.pk)
    pay(team, row, 200_000)
    fee.refresh_from_db()
    assert (fee.state, fee.paid_on, fee.reference) == ("paid", TODAY, "P-1")


def test_money_from_the_client_is_kept_as_it_came(team):
    deal = client_contract(team, 1_000_000)
    receive(team, deal, 600_000)
    key = uuid4()
    over = receive(team, deal, 500_000, key=key)
    assert receive(team, deal, 500_000, key=key).pk == over.pk
    assert received_cents(deal) == 1_100_000
    services.void_receipt(actor=team.actor("colleague"), meeting=team.meeting, receipt_id=over.pk, reason="记重复了")
    assert received_cents(deal) == 600_000


def test_a_receipt_belongs_to_the_right_side(team):
    with pytest.raises(InvalidInput):
        receive(team, contract(team), 5)
    receive(team, contract(team), 5, kind="deposit_back")
    with pytest.raises(InvalidInput):
        receive(team, client_contract(team), 5, kind="deposit_back")
    with pytest.raises(InvalidInput):
        receive(team, None, 5, received_on=date(2027, 3, 2))


@pytest.mark.parametrize("who", ["compliance", "stranger"])
def test_others_may_neither_ask_nor_pay(team, who):
    row = granted(team)
    with pytest.raises(NotAllowed):
        services.request_payment(actor=team.actor(who), meeting=team.meeting, request_id=row.pk)
    with pytest.raises(NotAllowed):
        services.record_payment(
            actor=team.actor(who),
            meeting=team.meeting,
            request_id=row.pk,
            key=uuid4(),
            amount_cents=1,
            paid_on=TODAY,
            method="transfer",
        )


def test_the_chain_is_set_by_the_heads_and_must_end_without_a_limit(team):
    ask = {"actor": team.actor("owner"), "org_id": team.org.pk}
    services.set_approval_levels(**ask, levels=[("finance", 100_000), ("owner", None)])
    assert decide(team, "colleague", asked(team, 100_000)).state == "approved"
    for wrong in (
        [],
        [("finance", 5)],
        [("finance", 5), ("owner", 5)],
        [("finance", 9), ("project_manager", 5), ("owner", None)],
        [("finance", 5), ("finance", None)],
        [("client", None)],
        [("finance", 0), ("owner", None)],
    ):
        with pytest.raises(InvalidInput):
            services.set_approval_levels(**ask, levels=wrong)
    with pytest.raises(NotAllowed):
        services.set_approval_levels(actor=team.actor("lead"), org_id=team.org.pk, levels=[("owner", None)])
