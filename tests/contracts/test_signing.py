from __future__ import annotations

import threading
from datetime import date, timedelta

import pytest
from django.db import connection
from django.db.models import F

from huiwu.contracts import services
from huiwu.contracts.errors import (
    AlreadySigned,
    BeyondContract,
    ClientSignsItself,
    NotInForce,
    NotInReview,
    OwnSubmission,
    ScanNeeded,
    SigningBlocked,
    SourceTaken,
)
from huiwu.contracts.models import Contract
from huiwu.contracts.queries import accepted_cents, cancellation_cost, contracts_of, due_terms, total_cents
from huiwu.contracts.queries.page import scan_is_intact
from huiwu.contracts.queries.readiness import signing_obstacles
from huiwu.documents.queries import review_version
from huiwu.documents.services import invite_to_sign, record_paper_signoff, return_version, sign_version
from huiwu.foundation.actors import Actor
from huiwu.foundation.files import path_of
from huiwu.foundation.models import FactRecord
from huiwu.foundation.registry.evidence import KINDS
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, NotAllowed
from huiwu.planning.models import Gate, Step
from huiwu.site_visits.models import Candidate, SiteVisit, VisitPromise
from huiwu.suppliers.models import MeetingSupplier
from huiwu.venues.services import add_room, book_room
from tests.contracts.conftest import PDF, days_before, drafted, fresh, open_gates, reviewed, scan, signed


def test_a_signed_contract_keeps_its_scan_with_its_hash(cast, in_force):
    assert (in_force.status, in_force.signed_on, len(in_force.scan_sha256)) == ("signed", date(2027, 2, 1), 64)
    assert scan_is_intact(in_force.scan, in_force.scan_sha256)


def test_a_scan_that_was_changed_on_disk_is_noticed(cast, in_force):
    path_of(in_force.scan.sha256).write_bytes(PDF + b" ")
    assert not scan_is_intact(in_force.scan, in_force.scan_sha256)


def test_the_supplier_is_contracted_on_signing(cast, in_force):
    assert [(row.category, row.state) for row in MeetingSupplier.objects.all()] == [("build", "contracted")]


def test_whoever_sent_it_does_not_approve_it(cast, buyer):
    contract = drafted(buyer, cast)
    sent = services.submit_contract(actor=buyer, contract_id=contract.pk, revision=contract.revision)
    with pytest.raises(OwnSubmission):
        services.approve_contract(actor=buyer, contract_id=contract.pk, revision=sent.revision)
    with pytest.raises(NotAllowed):
        services.approve_contract(actor=cast.actor("planner"), contract_id=contract.pk, revision=sent.revision)
    assert fresh(contract).reviewed_at is None


def test_approved_twice_is_said(cast, buyer):
    contract = reviewed(buyer, cast, drafted(buyer, cast))
    with pytest.raises(NotInReview):
        services.approve_contract(actor=cast.actor("owner"), contract_id=contract.pk, revision=contract.revision)


def test_signing_before_its_gate_says_what_is_missing_and_whom_to_ask(cast, buyer, plan):
    contract = reviewed(buyer, cast, drafted(buyer, cast))
    with pytest.raises(SigningBlocked) as refusal:
        services.sign_contract(
            actor=buyer, contract_id=contract.pk, revision=contract.revision, signed_on=clock.today(), scan=scan(cast)
        )
    said = refusal.value.params["obstacles"]
    assert "门禁 G2" in said
    assert said.endswith("请找：客户 赵明远。")
    assert fresh(contract).status == "review"


def test_without_a_plan_signing_waits_for_the_brief(cast, buyer):
    contract = reviewed(buyer, cast, drafted(buyer, cast))
    assert [str(o) for o in signing_obstacles(contract)] == [
        "倒排计划还没有生成（客户签认需求简报后自动生成）。请找：林岚。"
    ]


def test_a_venue_is_signed_only_after_the_client_chose_it(cast, buyer, plan, venue):
    open_gates(cast, "G2")
    contract = reviewed(buyer, cast, drafted(buyer, cast, "venue", venue=venue, party_name=venue.name))
    assert [o.sentence for o in signing_obstacles(contract)] == ["客户还没有确认场地（G3b）。"]
    Candidate.objects.create(meeting=cast.meeting, venue=venue, list="confirmed")
    assert signing_obstacles(contract) == []


def test_another_venue_than_the_clients_is_not_signed(cast, buyer, plan, venue):
    from huiwu.venues.services import add_venue

    open_gates(cast, "G2")
    other = add_venue(actor=cast.actor("lead"), org_id=cast.org.pk, name="东湖宾馆", city="上海", kind="hotel")
    Candidate.objects.create(meeting=cast.meeting, venue=other, list="confirmed")
    contract = reviewed(buyer, cast, drafted(buyer, cast, "venue", venue=venue, party_name=venue.name))
    assert [o.sentence for o in signing_obstacles(contract)] == [
        "客户确认的场地是“东湖宾馆”，这份合同的场地是“滨江会议中心”。"
    ]


def test_no_scan_no_signature(cast, buyer, plan):
    open_gates(cast, "G2")
    contract = reviewed(buyer, cast, drafted(buyer, cast))
    with pytest.raises(ScanNeeded):
        services.sign_contract(
            actor=buyer, contract_id=contract.pk, revision=contract.revision, signed_on=clock.today(), scan=None
        )


def test_nobody_signs_tomorrow(cast, buyer, plan):
    open_gates(cast, "G2")
    contract = reviewed(buyer, cast, drafted(buyer, cast))
    with pytest.raises(InvalidInput):
        signed_on = clock.today() + timedelta(days=1)
        services.sign_contract(
            actor=buyer, contract_id=contract.pk, revision=contract.revision, signed_on=signed_on, scan=scan(cast)
        )


def main_contract(cast, buyer):
    open_gates(cast, "G0", "G1")
    return reviewed(buyer, cast, drafted(buyer, cast, "client"))


def client_link(cast, contract):
    version = review_version(contract.document)
    link, _token = invite_to_sign(actor=cast.actor("lead"), version_id=version.pk, person="赵明远")
    return version, Actor.of_link(link, address="203.0.113.9", agent="phone")


def test_the_clients_own_signature_opens_g3a_while_p05_waits_for_the_first_payment(cast, buyer, plan):
    contract = main_contract(cast, buyer)
    version, holder = client_link(cast, contract)
    sign_version(actor=holder, version_id=version.pk, seen_hash=version.content_hash, person_name="赵明远")
    contract = fresh(contract)
    assert (contract.status, contract.signed_hash) == ("signed", version.content_hash)
    gate = Gate.objects.get(plan=plan, code="G3a")
    assert (gate.state, gate.confirmations.get().by_client, gate.confirmations.get().by_name) == (
        "open",
        True,
        "赵明远",
    )
    step = Step.objects.get(plan=plan, code="P05")
    missing = [kind.code for kind in KINDS.values() if "P05" in kind.steps and not kind.state(cast.meeting).present]
    assert (step.status, all(code.startswith("payments.") for code in missing)) == ("todo", True)


def test_a_sealed_paper_is_the_clients_signature_too(cast, buyer, plan):
    contract = main_contract(cast, buyer)
    version, paper = review_version(contract.document), scan(cast)
    record_paper_signoff(
        actor=buyer, version_id=version.pk, person_name="赵明远", scan=paper, signed_on=clock.today(), method="seal"
    )
    contract = fresh(contract)
    assert (contract.status, contract.scan_sha256) == ("signed", paper.sha256)
    assert Gate.objects.get(plan=plan, code="G3a").state == "open"


def test_nobody_of_ours_signs_for_the_client(cast, buyer, plan):
    contract = main_contract(cast, buyer)
    with pytest.raises(ClientSignsItself):
        services.sign_contract(
            actor=buyer, contract_id=contract.pk, revision=contract.revision, signed_on=clock.today(), scan=scan(cast)
        )
    assert Gate.objects.get(plan=plan, code="G3a").state == "closed"


def test_the_main_contract_goes_to_the_client_only_when_brief_and_screening_stand(cast, buyer, plan):
    contract = drafted(buyer, cast, "client")
    sent = services.submit_contract(actor=buyer, contract_id=contract.pk, revision=contract.revision)
    with pytest.raises(SigningBlocked) as refusal:
        services.approve_contract(actor=cast.actor("lead"), contract_id=contract.pk, revision=sent.revision)
    assert ["G0" in refusal.value.params["obstacles"], "G1" in refusal.value.params["obstacles"]] == [True, True]


def test_what_the_client_sends_back_is_a_draft_again(cast, buyer, plan):
    contract = main_contract(cast, buyer)
    version, holder = client_link(cast, contract)
    return_version(
        actor=holder, version_id=version.pk, seen_hash=version.content_hash, person_name="赵明远", remarks="预付改三成"
    )
    contract = fresh(contract)
    assert (contract.status, contract.returned_reason) == ("draft", "赵明远：预付改三成")


def test_a_signed_venue_and_the_clients_choice_open_g3b(cast, buyer, plan, venue):
    """The client's choice is a signed document; the contract alone opens nothing."""
    from huiwu.contracts.evidence import venue_contract_signed

    open_gates(cast, "G2")
    Candidate.objects.create(meeting=cast.meeting, venue=venue, list="confirmed")
    signed(buyer, cast, drafted(buyer, cast, "venue", venue=venue, party_name=venue.name))
    state = venue_contract_signed(cast.meeting)
    assert (state.present, state.by_client) == (True, False)
    assert Gate.objects.get(plan=plan, code="G3b").state == "closed"


def test_rooms_held_at_the_venue_are_confirmed_on_signing(cast, buyer, plan, venue):
    room = add_room(actor=cast.actor("lead"), venue_id=venue.pk, name="大会堂")
    booking = book_room(
        actor=cast.actor("lead"), meeting=cast.meeting, room_id=room.pk, from_at=days_before(1), to_at=days_before(0),
        state="held", option_until=date(2027, 2, 20),
    )  # fmt: skip
    open_gates(cast, "G2")
    Candidate.objects.create(meeting=cast.meeting, venue=venue, list="confirmed")
    signed(buyer, cast, drafted(buyer, cast, "venue", venue=venue, party_name=venue.name))
    booking.refresh_from_db()
    assert booking.state == "confirmed"


def test_a_contract_from_the_venue_takes_price_hours_and_promises_along(cast, buyer, venue):
    room = add_room(actor=cast.actor("lead"), venue_id=venue.pk, name="大会堂", overtime_hour_cents=80_000)
    candidate = Candidate.objects.create(
        meeting=cast.meeting, venue=venue, list="confirmed", quote_cents=7_700_000, room=room
    )
    book_room(
        actor=cast.actor("lead"), meeting=cast.meeting, room_id=room.pk, load_in_at=days_before(2),
        from_at=days_before(1), to_at=days_before(0), strike_by_at=days_before(-1), option_until=date(2027, 2, 20),
    )  # fmt: skip
    visit = SiteVisit.objects.create(candidate=candidate, inspector=cast.lead, visited_on=date(2027, 1, 25))
    VisitPromise.objects.create(visit=visit, item="免费投影", written_at=days_before(52))
    row = services.draft_from_candidate(actor=buyer, meeting=cast.meeting, candidate_id=candidate.pk)
    assert (row.party_name, row.amount_cents, row.overtime_cents) == ("滨江会议中心", 7_700_000, 80_000)
    assert [(s.purpose, s.place) for s in row.spans.all()] == [
        ("load_in", "大会堂"), ("use", "大会堂"), ("strike", "大会堂"),
    ]  # fmt: skip
    assert [(i.text, i.source, i.is_written) for i in row.inclusions.all()] == [("免费投影", "visit", True)]
    with pytest.raises(SourceTaken):
        services.draft_from_candidate(actor=buyer, meeting=cast.meeting, candidate_id=candidate.pk)


def at_once(cast, buyer, contract, act):
    gate, answers = threading.Barrier(2), []
    papers = {who: scan(cast) for who in ("buyer", "lead")}
    actors = {"buyer": buyer, "lead": cast.actor("lead")}

    def run(who):
        try:
            gate.wait()
            with clock.at(days_before(45)):
                act(actors[who], papers[who])
            answers.append("kept")
        except AlreadySigned:
            answers.append("told")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(who,)) for who in actors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(answers)


@pytest.mark.django_db(transaction=True)
def test_two_who_sign_at_once_sign_once(cast, buyer, plan):
    open_gates(cast, "G2")
    contract = reviewed(buyer, cast, drafted(buyer, cast))

    def sign(actor, paper):
        services.sign_contract(
            actor=actor, contract_id=contract.pk, revision=contract.revision, signed_on=clock.today(), scan=paper
        )

    assert at_once(cast, buyer, contract, sign) == ["kept", "told"]
    assert FactRecord.objects.filter(kind="contract_signed").count() == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_guard_both_would_have_signed(cast, buyer, plan):
    """The race exists: read, then write without asking for the state, lets both through."""
    contract = reviewed(buyer, cast, drafted(buyer, cast))
    both_read = threading.Barrier(2)

    def sign(actor, paper):
        row = Contract.objects.get(pk=contract.pk)
        both_read.wait()
        assert row.status == "review"
        Contract.objects.filter(pk=contract.pk).update(
            status="signed", signed_on=clock.today(), scan=paper, revision=F("revision") + 1
        )

    assert at_once(cast, buyer, contract, sign) == ["kept", "kept"]
    assert fresh(contract).revision == contract.revision + 2


def test_an_amendment_counts_once_it_is_signed(cast, buyer, in_force):
    values = {"amount_cents": 1_234_567, "summary": "加搭签到台", "reason": "客户要求", "due_on": date(2027, 3, 25)}
    row = services.draft_amendment(actor=buyer, contract_id=in_force.pk, values=values)
    assert total_cents(fresh(in_force)) == 10_000_000
    services.sign_amendment(actor=buyer, amendment_id=row.pk, signed_on=clock.today(), scan=scan(cast))
    held = contracts_of(cast.meeting).get()
    assert (total_cents(held), held.total, total_cents(fresh(in_force))) == (11_234_567, 11_234_567, 11_234_567)
    assert sum(t.amount_cents for t in held.terms.all()) == 11_234_567
    assert held.terms.last().due_on == date(2027, 3, 25)


def test_amendments_are_numbered_in_turn_and_voided_numbers_stay(cast, buyer, in_force):
    values = {"summary": "一", "reason": "二"}
    first = services.draft_amendment(actor=buyer, contract_id=in_force.pk, values=values)
    services.void_amendment(actor=buyer, amendment_id=first.pk)
    second = services.draft_amendment(actor=buyer, contract_id=in_force.pk, values=values)
    assert (first.number, second.number) == (1, 2)


def test_a_draft_is_not_amended(cast, buyer):
    contract = drafted(buyer, cast)
    with pytest.raises(NotInForce):
        services.draft_amendment(actor=buyer, contract_id=contract.pk, values={"summary": "一", "reason": "二"})


def test_an_amendment_changes_days_and_people_of_the_contract(cast, buyer, in_force):
    values = {"summary": "改期", "reason": "客户改期", "starts_on": date(2027, 4, 1), "ends_on": date(2027, 4, 2)}
    row = services.draft_amendment(actor=buyer, contract_id=in_force.pk, values=values)
    services.sign_amendment(actor=buyer, amendment_id=row.pk, signed_on=clock.today(), scan=scan(cast))
    held = fresh(in_force)
    assert (held.starts_on, held.ends_on) == (date(2027, 4, 1), date(2027, 4, 2))


def test_acceptance_fills_up_to_the_total_and_no_further(cast, buyer, in_force):
    accept = {"actor": buyer, "contract_id": in_force.pk, "accepted_on": clock.today()}
    services.record_acceptance(**accept, amount_cents=9_999_999)
    with pytest.raises(BeyondContract):
        services.record_acceptance(**accept, amount_cents=2)
    services.record_acceptance(**accept, amount_cents=1)
    assert accepted_cents(fresh(in_force)) == 10_000_000


def test_a_term_that_waits_for_acceptance_falls_due_from_it(cast, buyer, in_force):
    last = in_force.terms.last()
    assert [(row.term.label, row.due_on) for row in due_terms(cast.meeting)] == [
        ("预付款", date(2027, 2, 8)), ("尾款", None),
    ]  # fmt: skip
    services.record_acceptance(
        actor=buyer, contract_id=in_force.pk, amount_cents=7_000_000, accepted_on=clock.today(), term_id=last.pk
    )
    assert [row.waits_for_acceptance for row in due_terms(cast.meeting)] == [False, False]
    assert [row.term.label for row in due_terms(cast.meeting, date(2027, 2, 8))] == ["预付款"]


def test_cancelling_costs_what_the_ladder_says_that_day(cast, buyer, in_force):
    cost = cancellation_cost(in_force, clock.today())
    assert (cost.days_before, cost.share_bp, cost.cents) == (45, 2000, 2_000_000)
    services.cancel_contract(actor=buyer, contract_id=in_force.pk, reason="客户取消")
    assert fresh(in_force).status == "cancelled"
    assert FactRecord.objects.get(kind="contract_cancelled").payload["cost_cents"] == 2_000_000
    assert MeetingSupplier.objects.get().state == "selected"


def test_an_ended_contract_is_not_ended_again(cast, buyer, in_force):
    services.end_contract(actor=buyer, contract_id=in_force.pk, ended_on=clock.today())
    with pytest.raises(NotInForce):
        services.end_contract(actor=buyer, contract_id=in_force.pk, ended_on=clock.today())
