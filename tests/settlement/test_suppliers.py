"""A06: settled at what was accepted, agreed by the supplier, approved by another pair of eyes."""

from __future__ import annotations

import threading
from datetime import date

import pytest
from django.db import connection

from huiwu.contracts.models import Amendment
from huiwu.foundation.actors import Actor
from huiwu.foundation.models import FactRecord
from huiwu.foundation.registry.evidence import KINDS
from huiwu.kernel.errors import InvalidInput, NotAllowed, NotFound, StaleEdit
from huiwu.payments.models import Payment
from huiwu.settlement import queries, services
from huiwu.settlement.errors import ApprovedAlready, DisputesOpen, NotAgreed, OverAccepted, OverContract, OwnSettlement
from huiwu.settlement.models import SupplierSettlement
from huiwu.settlement.services import DisputeRow
from tests.cast import assemble
from tests.settlement.conftest import END, accepted, contract_with, findings, made, paid


def save(stage, amount=17_500_000, revision=0, who="finance", **more):
    actor = Actor.of_user(stage.finance) if who == "finance" else stage.cast.actor(who)
    return services.save_settlement(
        actor=actor,
        meeting=stage.meeting,
        contract_id=stage.contract.pk,
        revision=revision,
        amount_cents=amount,
        **more,
    )


def agree(stage, revision):
    return services.agree_settlement(
        actor=Actor.of_user(stage.finance),
        meeting=stage.meeting,
        contract_id=stage.contract.pk,
        revision=revision,
        person_name="石匠",
        agreed_on=date(2027, 3, 23),
    )


def approve(stage, revision, who="lead"):
    actor = Actor.of_user(stage.finance) if who == "finance" else stage.cast.actor(who)
    return services.approve_settlement(
        actor=actor, meeting=stage.meeting, contract_id=stage.contract.pk, revision=revision
    )


def row(stage):
    return queries.row_of(stage.meeting, stage.contract.pk)


def test_a_settlement_goes_from_proposal_to_approval_and_says_what_is_still_to_pay(stage):
    assert row(stage).figures.proposed_cents == 17_500_000
    first = save(stage, deduction_cents=500_000, deduction_reason="撤场超时两小时")
    approved = approve(stage, agree(stage, first.revision).revision)
    assert (approved.state, approved.approved_by, approved.approved_ceiling_cents) == (
        "approved",
        stage.cast.lead,
        18_000_000,
    )
    assert (row(stage).remaining_cents, row(stage).faults) == (8_000_000, ())
    kinds = FactRecord.objects.filter(kind__startswith="settlement_").order_by("id").values_list("kind", flat=True)
    assert list(kinds) == ["settlement_saved", "settlement_agreed", "settlement_approved"]


def test_approving_twice_is_approving_once(stage):
    agreed = agree(stage, save(stage).revision)
    approved = approve(stage, agreed.revision)
    assert approve(stage, agreed.revision).revision == approved.revision


def test_nobody_approves_what_they_wrote(stage):
    agreed = agree(stage, save(stage).revision)
    with pytest.raises(OwnSettlement):
        approve(stage, agreed.revision, who="finance")


def test_nothing_above_contract_or_acceptance_is_approved(stage):
    agreed = agree(stage, save(stage, 18_500_000).revision)
    with pytest.raises(OverContract, match=r"185,000\.00 元超过合同加已签变更 180,000\.00"):
        approve(stage, agreed.revision)
    agreed = agree(stage, save(stage, 17_900_000, revision=agreed.revision).revision + 1)
    with pytest.raises(OverAccepted, match=r"179,000\.00 元超过已验收的 175,000\.00"):
        approve(stage, agreed.revision)


def test_a_signed_amendment_raises_what_may_be_settled(stage):
    Amendment.objects.create(
        contract=stage.contract, number=1, amount_cents=1_000_000, summary="加一块侧屏", status="signed", signed_on=END
    )
    accepted(stage.contract, 1_200_000)
    agreed = agree(stage, save(stage, 18_700_000).revision)
    assert approve(stage, agreed.revision).approved_ceiling_cents == 19_000_000


def test_open_disputes_and_missing_consent_forbid_approval(stage):
    first = save(stage, disputes=[DisputeRow("背景板两处破损", -300_000)])
    with pytest.raises(DisputesOpen, match="1 项"):
        approve(stage, first.revision)
    second = save(stage, revision=first.revision, disputes=[DisputeRow("背景板两处破损", -300_000, "双方同意不扣")])
    with pytest.raises(NotAgreed, match="筑景搭建"):
        approve(stage, second.revision + 1)


def test_a_changed_amount_needs_the_suppliers_consent_anew(stage):
    agreed = agree(stage, save(stage).revision)
    save(stage, 17_000_000, revision=agreed.revision)
    changed = SupplierSettlement.objects.get()
    assert (changed.state, changed.agreed_by_name, changed.agreed_on) == ("draft", "", None)


def test_an_approved_settlement_changes_only_after_it_was_sent_back(stage):
    approved = approve(stage, agree(stage, save(stage).revision).revision)
    with pytest.raises(ApprovedAlready):
        save(stage, 17_000_000, revision=approved.revision)
    back = services.return_settlement(
        actor=stage.cast.actor("lead"),
        meeting=stage.meeting,
        contract_id=stage.contract.pk,
        revision=approved.revision,
        reason="漏了加时费",
    )
    assert (back.state, back.approved_by, back.returned_reason) == ("draft", None, "漏了加时费")
    assert save(stage, 17_000_000, revision=back.revision).pk == back.pk


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"amount": -1}, "amount_cents"),
        ({"deduction_cents": 18_000_000, "deduction_reason": "错"}, "deduction_cents"),
        ({"deduction_cents": 100}, "deduction_reason"),
    ],
)
def test_wrong_amounts_are_named_and_nothing_is_kept(stage, values, field):
    with pytest.raises(InvalidInput) as refused:
        save(stage, **values)
    assert list(refused.value.fields) == [field]
    assert SupplierSettlement.objects.count() == 0


def test_consent_from_tomorrow_is_refused(stage):
    first = save(stage)
    with pytest.raises(InvalidInput):
        services.agree_settlement(
            actor=Actor.of_user(stage.finance), meeting=stage.meeting, contract_id=stage.contract.pk,
            revision=first.revision, person_name="石匠", agreed_on=date(2027, 3, 25),
        )  # fmt: skip


def test_others_write_and_approve_nothing(stage):
    for who in ("stranger", "colleague", "planner"):
        with pytest.raises(NotAllowed):
            save(stage, who=who)
    agreed = agree(stage, save(stage).revision)
    with pytest.raises(NotAllowed):
        approve(stage, agreed.revision, who="planner")


def test_a_contract_of_income_is_not_settled_here(stage):
    income = contract_with(stage.meeting, "MC-001", "启明科技")
    income.kind, income.direction = "client", "receivable"
    income.save()
    with pytest.raises(NotFound):
        services.save_settlement(
            actor=stage.cast.actor("lead"), meeting=stage.meeting, contract_id=income.pk, revision=0, amount_cents=1
        )


def test_the_older_of_two_pages_is_told(stage):
    first = save(stage)
    save(stage, 17_400_000, revision=first.revision)
    with pytest.raises(StaleEdit, match="钱多"):
        save(stage, 17_300_000, revision=first.revision, who="lead")
    assert SupplierSettlement.objects.get().amount_cents == 17_400_000


@pytest.mark.django_db(transaction=True)
def test_of_two_who_begin_at_once_one_is_kept_and_one_is_told():
    stage = made(assemble())
    gate, answers = threading.Barrier(2), []

    def run(amount):
        try:
            gate.wait()
            save(stage, amount)
            answers.append("kept")
        except StaleEdit:
            answers.append("told")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(amount,)) for amount in (17_000_000, 17_100_000)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (sorted(answers), SupplierSettlement.objects.count()) == (["kept", "told"], 1)


def test_voided_payments_and_deposits_are_no_payments(stage):
    gone = paid(stage.contract, 1_000_000)
    Payment.objects.filter(pk=gone.pk).update(voided_at=gone.created_at)
    assert row(stage).figures.paid_cents == 9_000_000


def test_totals_are_the_sums_of_the_rows(stage):
    other = contract_with(stage.meeting, "CT-002", "光影视听", 5_000_000)
    accepted(other, 5_000_000)
    save(stage)
    totals = queries.totals_of(queries.rows_of(stage.meeting))
    assert (totals.ceiling_cents, totals.accepted_cents, totals.paid_cents, totals.settled_cents, totals.remaining_cents) == (
        23_000_000, 22_500_000, 9_000_000, 17_500_000, 8_500_000,
    )  # fmt: skip


def test_the_rows_take_equally_many_queries_for_one_contract_and_three(stage, django_assert_num_queries):
    save(stage)
    with django_assert_num_queries(5):
        queries.rows_of(stage.meeting)
    for number in (2, 3):
        contract_with(stage.meeting, f"CT-00{number}", f"供应商{number}")
    with django_assert_num_queries(5):
        assert len(queries.rows_of(stage.meeting)) == 3


def test_om_145_names_both_figures_and_is_gone_once_mended(stage):
    first = save(stage, 18_500_000)
    found = findings(stage.meeting, "OM-145")
    assert [(f.severity, f.step, f.owner_role) for f in found] == [("block", "A06", "finance")]
    assert "结算额 185,000.00 元，超过合同加已签变更 180,000.00 元" in found[0].detail
    assert found[0].url == f"/m/{stage.meeting.slug}/settlement/suppliers/{stage.contract.pk}/"
    assert findings(stage.meeting, "OM-145", days_after=2) == []
    save(stage, revision=first.revision)
    assert findings(stage.meeting, "OM-145") == []


def test_a06_is_done_when_every_contract_is_settled(stage):
    state = KINDS["settlement.suppliers"].state
    assert state(stage.meeting).present is False
    approve(stage, agree(stage, save(stage).revision).revision)
    done = state(stage.meeting)
    assert (done.present, done.by, done.label) == (True, "林岚", "供应商结算：1/1")
