from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from huiwu.contracts import services
from huiwu.contracts.errors import AlreadyRecorded, ContractClosed, ContractIncomplete, LadderInvalid, TermsDoNotAddUp
from huiwu.contracts.models import Contract
from huiwu.contracts.queries.readiness import lacking
from huiwu.contracts.rules.ladder import Step
from huiwu.contracts.schema import SCHEMAS, standard_wording
from huiwu.contracts.services import InclusionValues, LineValues, TermValues
from huiwu.documents.fourstate import unfilled
from huiwu.documents.fourstate_sections import section_seal
from huiwu.kernel.errors import InvalidInput, NotAllowed, StaleEdit
from tests.contracts.conftest import drafted, fresh, reviewed


def test_a_draft_begins_with_wording_ladder_and_usual_terms(cast, buyer):
    contract = drafted(buyer, cast, "client", party_name="")
    assert (contract.number, contract.title, contract.party_name) == (
        "MC-1",
        "会务服务合同",
        "启明科技",
    ) or contract.number
    assert (contract.direction, contract.headcount, contract.headcount_basis) == ("receivable", 600, "expected")
    assert [(s.min_days, s.share_bp) for s in contract.ladder.all()] == [
        (60, 0), (30, 2000), (15, 5000), (7, 7000), (0, 10_000),
    ]  # fmt: skip
    assert [t.amount_cents for t in contract.terms.all()] == [5_000_000, 5_000_000]
    assert lacking(contract) == []


@pytest.mark.parametrize("kind", list(SCHEMAS))
def test_every_clause_of_every_kind_has_standard_wording(kind):
    assert [spec.key for spec in SCHEMAS[kind].fields if spec.key not in standard_wording()[kind]] == []


def test_a_meeting_has_one_main_contract(cast, buyer):
    drafted(buyer, cast, "client")
    with pytest.raises(AlreadyRecorded):
        drafted(buyer, cast, "client")
    assert Contract.objects.count() == 1


def test_a_colleague_off_the_team_drafts_nothing(cast):
    with pytest.raises(NotAllowed):
        drafted(cast.actor("colleague"), cast)


def test_terms_typed_as_shares_follow_a_new_amount_to_the_cent(cast, buyer):
    contract = drafted(buyer, cast)
    services.change_contract(
        actor=buyer, contract_id=contract.pk, revision=contract.revision, values={"amount_cents": 10_000_003}
    )
    assert [t.amount_cents for t in contract.terms.all()] == [3_000_001, 7_000_002]


def test_terms_that_miss_the_amount_by_a_cent_are_refused_whole(cast, buyer):
    contract = drafted(buyer, cast)
    terms = [TermValues(label="首付", amount_cents=3_000_000), TermValues(label="尾款", amount_cents=6_999_999)]
    with pytest.raises(TermsDoNotAddUp) as refusal:
        services.set_terms(actor=buyer, contract_id=contract.pk, revision=contract.revision, terms=terms)
    assert "相差 0.01 元" in refusal.value.params["detail"]
    assert [t.label for t in contract.terms.all()] == ["预付款", "尾款"]


def test_a_security_deposit_stands_beside_the_amount(cast, buyer):
    contract = drafted(buyer, cast)
    terms = [
        TermValues(label="合同款", share_bp=10_000),
        TermValues(label="搭建押金", kind="security", amount_cents=2_000_000, requires_invoice=False),
    ]
    services.set_terms(actor=buyer, contract_id=contract.pk, revision=contract.revision, terms=terms)
    assert [(t.label, t.amount_cents) for t in contract.terms.all()] == [
        ("合同款", 10_000_000), ("搭建押金", 2_000_000),
    ]  # fmt: skip


def test_a_ladder_that_falls_is_refused(cast, buyer):
    contract = drafted(buyer, cast)
    with pytest.raises(LadderInvalid):
        services.set_ladder(
            actor=buyer, contract_id=contract.pk, revision=contract.revision, steps=[Step(30, 5000), Step(0, 100)]
        )


def test_a_stale_head_is_refused_with_the_other_side(cast, buyer):
    contract = drafted(buyer, cast)
    services.change_contract(
        actor=buyer, contract_id=contract.pk, revision=contract.revision, values={"party_address": "一号"}
    )
    with pytest.raises(StaleEdit) as stale:
        services.change_contract(
            actor=cast.actor("lead"),
            contract_id=contract.pk,
            revision=contract.revision,
            values={"party_address": "二号"},
        )
    assert stale.value.theirs.party_address == "一号"
    assert fresh(contract).party_address == "一号"


def test_days_out_of_order_are_named(cast, buyer):
    contract = drafted(buyer, cast)
    with pytest.raises(InvalidInput) as wrong:
        services.change_contract(
            actor=buyer, contract_id=contract.pk, revision=contract.revision, values={"ends_on": date(2027, 1, 1)}
        )
    assert list(wrong.value.fields) == ["ends_on"]


def test_price_list_rounds_each_line_once(cast, buyer):
    contract = drafted(buyer, cast)
    from decimal import Decimal

    services.set_lines(
        actor=buyer,
        contract_id=contract.pk,
        revision=contract.revision,
        lines=[LineValues(item="背景结构", quantity=Decimal("61.335"), unit_cents=38_050)],
    )
    assert contract.lines.get().subtotal_cents == 2_333_797


def test_a_clause_left_unfilled_keeps_the_contract_from_review(cast, buyer):
    contract = drafted(buyer, cast)
    document = contract.document
    seal = section_seal(SCHEMAS["supplier"], document.draft, "rules")
    services.save_clauses(
        actor=buyer, contract_id=contract.pk, section="rules", seal=seal, fields={"scope": unfilled()}
    )
    with pytest.raises(ContractIncomplete) as refusal:
        services.submit_contract(actor=buyer, contract_id=contract.pk, revision=contract.revision)
    assert refusal.value.params["missing"] == "条款“标的与质量标准”"


def test_what_is_in_review_is_not_edited(cast, buyer):
    contract = drafted(buyer, cast)
    services.submit_contract(actor=buyer, contract_id=contract.pk, revision=contract.revision)
    with pytest.raises(ContractClosed):
        services.change_contract(actor=buyer, contract_id=contract.pk, revision=fresh(contract).revision, values={})
    with pytest.raises(ContractClosed):
        services.set_terms(actor=buyer, contract_id=contract.pk, revision=fresh(contract).revision, terms=[])


def test_a_promise_is_left_out_only_with_a_reason(cast, buyer):
    contract = drafted(buyer, cast)
    row = InclusionValues(text="免费投影", source="visit", source_key="visit:1", is_written=False)
    with pytest.raises(InvalidInput):
        services.set_inclusions(actor=buyer, contract_id=contract.pk, revision=contract.revision, inclusions=[row])
    services.set_inclusions(
        actor=buyer,
        contract_id=contract.pk,
        revision=contract.revision,
        inclusions=[replace(row, dropped_reason="改用自带投影")],
    )
    assert contract.inclusions.get().dropped_reason == "改用自带投影"


def test_two_versions_differ_in_what_was_changed_between_them(cast, buyer):
    contract = drafted(buyer, cast)
    sent = services.submit_contract(actor=buyer, contract_id=contract.pk, revision=contract.revision)
    services.return_contract(actor=cast.actor("lead"), contract_id=contract.pk, reason="价格再谈")
    again = services.change_contract(
        actor=buyer, contract_id=contract.pk, revision=fresh(sent).revision, values={"amount_cents": 9_000_000}
    )
    services.submit_contract(actor=buyer, contract_id=contract.pk, revision=again.revision)
    newest, oldest = contract.document.versions.order_by("-number")
    from huiwu.documents.queries import difference

    rows = difference("contract", oldest.content, newest.content)
    assert [(row.key, row.before_text, row.after_text) for row in rows][0] == (
        "contract.amount", "¥100,000.00", "¥90,000.00",
    )  # fmt: skip
    assert [row.key for row in rows] == ["contract.amount", "contract.terms"]


def test_reviewed_wording_is_what_was_submitted(cast, buyer):
    contract = reviewed(buyer, cast, drafted(buyer, cast))
    version = contract.document.versions.get()
    assert version.content["contract"]["amount_cents"] == 10_000_000
    assert (version.status, version.is_intact) == ("confirmed", True)
