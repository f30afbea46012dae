"""Pages of settlement as people use them."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from python_calamine import CalamineWorkbook

from huiwu.documents.models import Document
from huiwu.settlement.models import SettlementPaper, SupplierSettlement
from tests.settlement.conftest import contract_with

BLANK = {
    "disputes-TOTAL_FORMS": "1",
    "disputes-INITIAL_FORMS": "0",
    "disputes-0-text": "",
    "disputes-0-amount_cents": "",
}


def at(stage, name, *more):
    return reverse(f"settlement:{name}", args=[stage.meeting.slug, *more])


def supplier(stage, name="supplier"):
    return at(stage, name, stage.contract.pk)


def test_a_settlement_is_written_agreed_and_approved_in_the_pages(client, stage):
    client.force_login(stage.finance)
    assert 'value="175,000.00"' in client.get(supplier(stage)).content.decode()
    posted = BLANK | {"revision": "0", "amount_cents": "175,000", "deduction_cents": "", "note": ""}
    assert client.post(supplier(stage), posted).status_code == 302
    scan = SimpleUploadedFile("结算单.pdf", b"%PDF-1.4 x")
    agreed = {"revision": "1", "person_name": "石匠", "agreed_on": "2027-03-23", "file": scan}
    assert client.post(supplier(stage, "agree"), agreed).status_code == 302
    client.force_login(stage.cast.lead)
    page = client.post(supplier(stage, "approve"), {"revision": "2"}, follow=True).content.decode()
    assert ("已审批" in page, "石匠 2027-03-23 确认" in page) == (True, True)
    kept = SupplierSettlement.objects.get()
    assert (kept.state, kept.agreed_file.name) == ("approved", "结算单.pdf")


def test_an_amount_that_is_none_is_named_and_stays_in_its_field(client, stage):
    client.force_login(stage.finance)
    answer = client.post(supplier(stage), BLANK | {"revision": "0", "amount_cents": "十七万五"})
    page = answer.content.decode()
    assert (answer.status_code, "请填写金额，最多两位小数" in page, 'value="十七万五"' in page) == (422, True, True)


def test_an_older_page_is_told(client, stage):
    client.force_login(stage.finance)
    posted = BLANK | {"revision": "0", "amount_cents": "170000"}
    client.post(supplier(stage), posted)
    answer = client.post(supplier(stage), posted | {"amount_cents": "160000"})
    assert (answer.status_code, 'value="160000"' in answer.content.decode()) == (409, True)


def test_too_much_is_refused_with_both_figures_and_shown_before(client, stage):
    client.force_login(stage.finance)
    client.post(supplier(stage), BLANK | {"revision": "0", "amount_cents": "185000"})
    assert "超过合同加已签变更 180,000.00 元" in client.get(supplier(stage)).content.decode()
    client.force_login(stage.cast.lead)
    answer = client.post(supplier(stage, "approve"), {"revision": "1"})
    assert (answer.status_code, "没有审批" in answer.content.decode()) == (409, True)


def test_the_register_has_its_totals_and_its_workbook(client, stage):
    client.force_login(stage.finance)
    client.post(supplier(stage), BLANK | {"revision": "0", "amount_cents": "175000"})
    assert "尚付" in client.get(at(stage, "suppliers")).content.decode()
    book = client.get(at(stage, "excel"))
    rows = CalamineWorkbook.from_filelike(BytesIO(b"".join(book.streaming_content))).get_sheet_by_index(0).to_python()
    assert rows[1][:2] == ["CT-001", "筑景搭建"]
    assert rows[1][-4:] == [175_000.0, 0.0, 85_000.0, "核对中"]


def test_the_register_takes_equally_many_queries_for_one_contract_and_three(client, stage, django_assert_num_queries):
    client.force_login(stage.finance)
    client.get(at(stage, "suppliers"))
    with django_assert_num_queries(QUERIES):
        client.get(at(stage, "suppliers"))
    for number in (2, 3):
        contract_with(stage.meeting, f"CT-00{number}", f"供应商{number}")
    with django_assert_num_queries(QUERIES):
        client.get(at(stage, "suppliers"))


QUERIES = 16


def test_the_sheets_are_pdf_and_word(client, stage):
    client.force_login(stage.finance)
    assert client.get(at(stage, "sheet", stage.contract.pk, "pdf")).status_code == 404
    client.post(supplier(stage), BLANK | {"revision": "0", "amount_cents": "175000"})
    kinds = [
        client.get(at(stage, "sheet", stage.contract.pk, form)).headers["Content-Type"] for form in ("pdf", "docx")
    ]
    assert [kind.rsplit("/", 1)[1][:8] for kind in kinds] == ["pdf", "vnd.open"]


def test_a_paper_is_kept_opened_and_taken_out(client, stage):
    stage.meeting.public_body_mode = True
    stage.meeting.save()
    client.force_login(stage.finance)
    scan = SimpleUploadedFile("签到表.pdf", b"%PDF-1.4 x")
    client.post(at(stage, "add_paper"), {"kind": "sign_in", "file": scan})
    row = SettlementPaper.objects.get()
    assert client.get(at(stage, "paper", row.pk)).headers["Content-Type"] == "application/pdf"
    client.post(at(stage, "remove_paper", row.pk))
    assert SettlementPaper.objects.count() == 0


def test_without_a_budget_the_final_page_says_what_to_do(client, stage):
    client.force_login(stage.finance)
    answer = client.get(at(stage, "final"))
    assert (answer.status_code, "还没有预算" in answer.content.decode(), Document.objects.count()) == (409, True, 0)


@pytest.mark.parametrize(("who", "status"), [("lead", 200), ("planner", 403), ("stranger", 404), ("colleague", 404)])
def test_who_may_see_the_register(client, stage, who, status):
    client.force_login(getattr(stage.cast, who))
    assert client.get(at(stage, "suppliers")).status_code == status
