"""A07: the settlement with the client, out of the one ledger; G9 opens by the client's own sign-off alone."""

from __future__ import annotations

from io import BytesIO
from uuid import uuid4

import pytest
from pypdf import PdfReader

from huiwu.budget.models import Allocation, Budget, BudgetLine
from huiwu.budget.services import take_baseline
from huiwu.documents.errors import Incomplete
from huiwu.documents.models import ChangeOrder, Version
from huiwu.documents.render.pdf import pdf
from huiwu.documents.services import invite_to_sign, open_document, sign_version
from huiwu.foundation.actors import SYSTEM, Actor
from huiwu.foundation.files import keep_file
from huiwu.foundation.models import FactRecord
from huiwu.foundation.registry.evidence import KINDS
from huiwu.kernel.errors import NotAllowed, StaleEdit
from huiwu.payments.models import Receipt
from huiwu.settlement import services
from huiwu.settlement.choices import PaperKind
from huiwu.settlement.documents import differences
from huiwu.settlement.errors import NoBudget
from huiwu.settlement.models import SupplierSettlement
from huiwu.settlement.queries import final_content, final_document
from huiwu.settlement.queries.final import sums_of
from huiwu.settlement.sheet import due_of, final_sheet
from tests.settlement.conftest import END, contract_with, findings


@pytest.fixture
def book(stage):
    """A budget of two lines, the stage's contract on the first, everything settled and the client's contract signed."""
    budget = Budget.objects.create(meeting=stage.meeting, origin="empty")
    lines = [
        BudgetLine.objects.create(
            budget=budget, key=key, order=n, category=category, item=item, unit="lump", unit_cents=cents
        )
        for n, (key, category, item, cents) in enumerate(
            [("L1", "staging", "舞台搭建", 17_000_000), ("L2", "print_gifts", "会议手册", 1_000_000)]
        )
    ]
    plan = open_document(actor=SYSTEM, meeting=stage.meeting, kind="budget", title="预算表", content={})
    rows = [{"key": line.key, "amount_cents": line.unit_cents} for line in lines]
    signed = Version.objects.create(document=plan, number=1, content={"lines": rows, "total_cents": 18_000_000})
    take_baseline(actor=SYSTEM, budget=budget, version=signed)
    Allocation.objects.create(
        budget=budget, line=lines[0], source_kind="contract", source_id=stage.contract.pk, amount_cents=18_000_000
    )
    income = contract_with(stage.meeting, "MC-001", "启明科技", 20_000_000)
    income.kind, income.direction = "client", "receivable"
    income.save()
    Receipt.objects.create(
        meeting=stage.meeting, contract=income, amount_cents=8_000_000, received_on=END, payer="启明科技", method="transfer", key=uuid4()
    )  # fmt: skip
    SupplierSettlement.objects.create(
        meeting=stage.meeting,
        contract=stage.contract,
        amount_cents=17_500_000,
        state="approved",
        approved_at=income.created_at,
    )
    return stage


def save(stage, revision=0, reasons=None, conclusion="", who="lead"):
    return services.save_final(
        actor=stage.cast.actor(who),
        meeting=stage.meeting,
        revision=revision,
        reasons=reasons or {},
        conclusion=conclusion,
    )


REASONS = {"L1": "客户要求加宽舞台，据实结算", "L2": "手册改为电子版"}


def test_every_total_is_the_sum_of_its_lines_and_of_nothing_else(book):
    content = final_content(book.meeting, {}, "")
    rows = {line["key"]: line for line in content["lines"]}
    assert (rows["L1"]["contract_cents"], rows["L1"]["actual_cents"], rows["L1"]["paid_cents"]) == (
        18_000_000,
        17_500_000,
        9_000_000,
    )
    assert sums_of(content["lines"])["actual_cents"] == sum(line["actual_cents"] for line in content["lines"])
    assert (rows["L1"]["variance_cents"], rows["L1"]["variance_permille"], rows["L2"]["variance_cents"]) == (
        500_000,
        29,
        -1_000_000,
    )
    assert content["client"] == {
        "number": "MC-001",
        "contract_cents": 20_000_000,
        "changed_cents": 0,
        "received_cents": 8_000_000,
    }


def test_what_is_on_no_line_is_shown_so_that_totals_do_not_lie(book):
    Allocation.objects.all().delete()
    content = final_content(book.meeting, {}, "")
    loose = [line for line in content["lines"] if line["key"] == "unallocated"]
    assert [line["contract_cents"] for line in loose] == [18_000_000]
    assert sums_of(content["lines"])["contract_cents"] == 18_000_000


def test_a_far_difference_without_reason_keeps_it_from_the_client(book):
    save(book, reasons={"L1": REASONS["L1"]})
    with pytest.raises(Incomplete) as refused:
        services.propose_final(actor=book.cast.actor("lead"), meeting=book.meeting)
    assert "会议手册" in str(refused.value)


def test_unsettled_suppliers_keep_it_from_the_client(book):
    SupplierSettlement.objects.update(state="draft", approved_at=None)
    save(book, reasons=REASONS)
    with pytest.raises(Incomplete, match="筑景搭建"):
        services.propose_final(actor=book.cast.actor("lead"), meeting=book.meeting)


def costly_change(book, cost=320_000):
    """A change order that the client has not signed."""
    content = {"lines": [], "total_cents": 0}
    base = open_document(actor=SYSTEM, meeting=book.meeting, kind="event_plan", title="策划方案", content=content)
    version = Version.objects.create(document=base, number=1, content_hash="0" * 64)
    sheet = open_document(actor=SYSTEM, meeting=book.meeting, kind="change_order", title="变更单", content={})
    return ChangeOrder.objects.create(
        document=base, base_version=version, sheet=sheet, summary="加一块侧屏", reason="客户要求", requested_by="赵明远",
        requested_party="client", cost_cents=cost,
    )  # fmt: skip


def test_a_cost_the_client_did_not_sign_for_keeps_it_back_and_is_found(book):
    order = costly_change(book)
    save(book, reasons=REASONS)
    with pytest.raises(Incomplete, match="加一块侧屏"):
        services.propose_final(actor=book.cast.actor("lead"), meeting=book.meeting)
    found = findings(book.meeting, "OM-146")
    assert [(f.severity, f.step) for f in found] == [("block", "A07")]
    assert f"变更单 {order.sheet.number}“加一块侧屏”费用 3,200.00 元，没有客户签字" in found[0].detail
    order.delete()
    save(book, revision=final_document(book.meeting).revision, reasons=REASONS)
    assert findings(book.meeting, "OM-146") == []


def test_a_public_body_needs_its_five_papers(book):
    book.meeting.public_body_mode = True
    book.meeting.save()
    save(book, reasons=REASONS)
    with pytest.raises(Incomplete, match="实际参会签到表"):
        services.propose_final(actor=book.cast.actor("lead"), meeting=book.meeting)
    for kind in PaperKind:
        file = keep_file(BytesIO(b"%PDF-1.4 x"), name=f"{kind}.pdf", meeting_id=book.meeting.pk)
        services.keep_paper(actor=book.cast.actor("lead"), meeting=book.meeting, kind=kind, file=file)
    assert services.propose_final(actor=book.cast.actor("lead"), meeting=book.meeting).number == 1


def test_the_client_signs_by_link_and_g9_has_its_evidence(book):
    state = KINDS["settlement.final"].state
    save(book, reasons=REASONS, conclusion="在预算内完成。")
    version = services.propose_final(actor=book.cast.actor("lead"), meeting=book.meeting)
    assert state(book.meeting).present is False
    link, _token = invite_to_sign(actor=book.cast.actor("lead"), version_id=version.pk, person="赵明远")
    holder = Actor.of_link(link, address="203.0.113.9", agent="phone")
    sign_version(actor=holder, version_id=version.pk, seen_hash=version.content_hash, person_name="赵明远")
    done = state(book.meeting)
    assert (done.present, done.by, done.by_client, done.version_hash) == (True, "赵明远", True, version.content_hash)
    assert KINDS["settlement.final"].gates == ("G9",)
    assert FactRecord.objects.filter(kind="final_settlement_signed").count() == 1


def test_figures_are_reckoned_anew_when_the_version_is_made(book):
    save(book, reasons=REASONS)
    contract_with(book.meeting, "CT-009", "夜鹰摄影", 600_000)
    SupplierSettlement.objects.create(
        meeting=book.meeting, contract=book.meeting.contracts.get(number="CT-009"), amount_cents=0, state="approved",
        approved_at=book.contract.created_at,
    )  # fmt: skip
    save(book, revision=1, reasons=REASONS | {"unallocated": "摄影另行列支"})
    version = services.propose_final(actor=book.cast.actor("lead"), meeting=book.meeting)
    assert sums_of(version.content["lines"])["contract_cents"] == 18_600_000


def test_a_lump_sum_shows_the_client_no_cost(book):
    Budget.objects.update(pricing="lump")
    content = final_content(book.meeting, REASONS, "")
    words = "".join(
        page.extract_text() for page in PdfReader(BytesIO(pdf(final_sheet(book.meeting, content, None)))).pages
    )
    assert ("175,000.00" in words, REASONS["L1"] in words, due_of(content)) == (False, False, 20_000_000)
    before = content | {"lines": [line | {"actual_cents": 1, "reason": "甲"} for line in content["lines"]]}
    assert list(differences(before, content)) == []


def test_at_cost_the_sheet_shows_every_figure(book):
    content = final_content(book.meeting, REASONS, "在预算内完成。")
    words = "".join(
        page.extract_text() for page in PdfReader(BytesIO(pdf(final_sheet(book.meeting, content, None)))).pages
    )
    missing = [
        text for text in ("175,000.00", "180,000.00", "80,000.00", "在预算内完成", "舞台搭建") if text not in words
    ]
    assert (missing, due_of(content)) == ([], 17_500_000)


def test_two_who_write_reasons_do_not_overwrite_each_other(book):
    document = save(book, reasons=REASONS)
    save(book, revision=document.revision, reasons={"L1": "甲"})
    with pytest.raises(StaleEdit):
        save(book, revision=document.revision, reasons={"L1": "乙"}, who="account")
    assert {line["key"]: line["reason"] for line in final_document(book.meeting).draft["lines"]}["L1"] == "甲"


def test_without_a_budget_there_is_nothing_to_compare(stage):
    with pytest.raises(NoBudget):
        save(stage)


def test_others_write_no_settlement(book):
    with pytest.raises(NotAllowed):
        save(book, who="planner")
    assert final_document(book.meeting) is None
