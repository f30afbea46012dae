"""Findings on faulty data and none on clean; evidence; who is told; what is due; search; archive."""

from __future__ import annotations

from datetime import UTC, date, datetime
from io import BytesIO

from huiwu.accounts.choices import Role
from huiwu.checks.queries import judgement
from huiwu.contracts.models import Contract
from huiwu.foundation.files import keep_file
from huiwu.foundation.models import Job
from huiwu.foundation.registry.messages import DUE_SOURCES
from huiwu.foundation.registry.search import FINDERS
from huiwu.foundation.worker import Worker
from huiwu.meetings.models import Meeting, TeamMember
from huiwu.notifications.models import Message
from huiwu.payments import services
from huiwu.payments.evidence import first_receipt, suppliers_paid, venue_deposit
from huiwu.payments.models import Payment
from tests.foundation.archiving.meetings import archive_of, brought_back, forget
from tests.payments.conftest import (
    accepted,
    asked,
    client_contract,
    contract,
    granted,
    invoice,
    pay,
    receive,
    term,
)

NOON = datetime(2027, 3, 1, 4, tzinfo=UTC)


def found(cast, code):
    meeting = Meeting.objects.select_related("org", "client").get(pk=cast.meeting.pk)
    return [row for row in judgement(meeting, NOON) if row.code == code]


def paper(cast):
    return keep_file(BytesIO(b"%PDF-1.4 slip"), name="凭证.pdf", meeting_id=cast.meeting.pk)


def test_om_049_a_term_that_was_reached_and_is_not_paid_is_found_until_it_is(team):
    venue = contract(team, 1_000_000, kind="venue")
    deposit = term(venue, 300_000, kind="deposit", label="定金", due_on=date(2027, 3, 3))
    term(venue, 700_000, label="尾款", due_on=date(2027, 3, 4))
    (row,) = found(team, "OM-049")
    assert (row.severity, "已付 0.00 元，还差 3,000.00 元；定金未付" in row.detail) == ("warn", True)
    request = granted(team, 300_000, contract_id=venue.pk, term_id=deposit.pk)
    pay(team, request, 100_000)
    assert "还差 2,000.00 元" in found(team, "OM-049")[0].detail
    pay(team, request, 200_000)
    assert found(team, "OM-049") == []


def test_om_049_says_nothing_of_the_clients_own_terms(team):
    term(client_contract(team), 300_000, due_on=date(2027, 2, 1))
    assert found(team, "OM-049") == []
    assert len(found(team, "GEN-PAY-03")) == 1


def test_a_payment_without_a_voucher_is_found(team):
    row = granted(team)
    pay(team, row, 100)
    assert len(found(team, "GEN-PAY-01")) == 1
    Payment.objects.update(voucher=paper(team))
    assert found(team, "GEN-PAY-01") == []


def test_figures_that_do_not_match_are_found_each(team):
    deal = contract(team, 1_000_000)
    invoice(team, 1_200_000, contract=deal)
    assert len(found(team, "GEN-PAY-02")) == 1
    Contract.objects.update(status="ended")
    assert len(found(team, "GEN-PAY-02")) == 3


def test_p05_is_shown_by_what_the_client_paid_at_signing(team):
    assert not first_receipt(team.meeting).present
    deal = client_contract(team, 1_000_000)
    assert first_receipt(team.meeting).present
    term(deal, 300_000, trigger="signing", due_on=None)
    assert not first_receipt(team.meeting).present
    receive(team, deal, 300_000)
    assert first_receipt(team.meeting).present


def test_p09_is_shown_by_the_deposit_with_its_voucher(team):
    assert not venue_deposit(team.meeting).present
    deal = contract(team, 1_000_000, kind="venue")
    assert venue_deposit(team.meeting).present
    deposit = term(deal, 300_000, kind="deposit", trigger="signing", due_on=None)
    row = granted(team, 300_000, contract_id=deal.pk, term_id=deposit.pk)
    pay(team, row, 300_000)
    assert not venue_deposit(team.meeting).present
    Payment.objects.update(voucher=paper(team))
    assert venue_deposit(team.meeting).present


def test_a06_is_shown_when_nothing_of_the_suppliers_is_open(team):
    deal = contract(team, 500_000)
    accepted(deal, 500_000)
    row = granted(team, 500_000, contract_id=deal.pk)
    pay(team, row, 400_000, voucher=paper(team))
    assert not suppliers_paid(team.meeting).present
    pay(team, row, 100_000, voucher=paper(team))
    assert suppliers_paid(team.meeting).present


def told():
    worker = Worker()
    while worker.work_once():
        pass
    return sorted(Message.objects.values_list("kind", "user__name"))


def test_approvers_and_the_requester_are_told(team):
    TeamMember.objects.create(meeting=team.meeting, user=team.account, role=Role.DEPARTMENT_HEAD)
    row = asked(team, 6_000_000)
    assert told() == [("payments.waiting", "林岚")]
    row = services.approve_payment(
        actor=team.actor("lead"), meeting=team.meeting, request_id=row.pk, revision=row.revision
    )
    assert told() == [("payments.waiting", "周敏"), ("payments.waiting", "林岚")]
    services.refuse_payment(
        actor=team.actor("account"), meeting=team.meeting, request_id=row.pk, revision=row.revision, reason="金额不符"
    )
    assert told()[0] == ("payments.decided", "陈策")
    assert not Job.objects.filter(state="given_up").exists()


def test_what_falls_due_is_in_the_reminders(team):
    term(contract(team), 300_000, due_on=date(2027, 3, 5))
    rows = [due for source in DUE_SOURCES for due in source() if due.key.startswith("money:")]
    assert [(str(due.label), due.person_id, due.due_on) for due in rows] == [
        ("应付 HT-1 首付款 3,000.00", team.colleague.pk, date(2027, 3, 5))
    ]


def test_requests_are_found_by_payee_and_reference_by_who_may_see_them(team):
    pay(team, granted(team), 100, reference="ABC-77")
    find = FINDERS["payment_request"][1]
    hits = {who: len(list(find(team.actor(who), "ABC-77", 5))) for who in ("lead", "compliance", "stranger")}
    assert hits == {"lead": 1, "compliance": 0, "stranger": 0}


def test_payments_travel_in_the_archive_and_come_back_the_same(team):
    deal = contract(team, 500_000)
    row = granted(team, 500_000, contract_id=deal.pk)
    bill = invoice(team, 500_000, contract=deal)
    services.set_payment_invoices(
        actor=team.actor("planner"), meeting=team.meeting, request_id=row.pk, amounts={bill.pk: 500_000}
    )
    pay(team, row, 500_000, voucher=paper(team))
    receive(team, None, 5)
    archive = archive_of(team.meeting)
    meeting_id, home = team.meeting.pk, team.org.pk
    forget(team.meeting)
    brought_back(archive, home)
    assert archive_of(Meeting.objects.get(pk=meeting_id)) == archive
    assert Payment.objects.get().amount_cents == 500_000
