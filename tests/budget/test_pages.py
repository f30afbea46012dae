from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiwu.budget import services
from huiwu.budget.models import Allocation, BudgetLine, BudgetReport
from tests.budget.conftest import line, opened, sign, values
from tests.budget.test_excel import browser


@pytest.fixture
def page(cast, finance):
    client = browser(finance.user)
    root = f"/m/{cast.meeting.slug}/budget/"

    class Page:
        def get(self, path="", **more):
            return client.get(root + path, **more)

        def post(self, path="", data=None, **more):
            return client.post(root + path, data or {}, **more)

        def queries(self, path=""):
            with CaptureQueriesContext(connection) as captured:
                assert client.get(root + path).status_code == 200
            return len(captured)

    return Page()


def form(**more):
    usual = {
        "category": "catering", "item": "茶歇", "spec": "", "unit": "meal", "basis": "expected", "group": "all",
        "unit_cents": "38.5", "tax_bp": "6", "payer": "client", "overage_permille": "5", "is_adjustable": "on",
    }  # fmt: skip
    return usual | more


def test_a_meeting_without_a_budget_offers_to_begin_one(page, cast):
    assert "还没有预算表" in page.get().content.decode()
    assert page.post("begin/", {"origin": "template"}).status_code == 302
    assert BudgetLine.objects.count() > 10


def test_the_budget_shows_every_line_and_its_sums(page, budget):
    text = page.get().content.decode()
    assert ("午餐" in text, "85,000.00" in text, "60,000.00" in text) == (True, True, True)


@pytest.mark.parametrize("path", ["", "ledger/", "allocations/", "what-if/", "adjustments/", "reports/"])
def test_pages_ask_as_much_for_three_rows_as_for_one(page, cast, finance, budget, contract, path):
    signed = sign(cast, budget)
    contract(100_000)
    first = services.draft_report(actor=finance, budget=signed)
    services.send_report(actor=finance, report_id=first.pk, revision=1, person="赵明远")
    services.draft_report(actor=finance, budget=signed)
    page.get(path)
    before = page.queries(path)
    for number in range(2):
        services.add_line(actor=finance, budget=budget, values=values(item=f"茶歇{number}"))
        contract(100_000 + number)
        row = BudgetReport.objects.get(state="draft")
        services.send_report(actor=finance, report_id=row.pk, revision=row.revision, person="赵明远")
        services.draft_report(actor=finance, budget=signed)
    assert page.queries(path) == before


def test_a_line_is_added_with_a_percentage_and_full_width_price(page, budget):
    answer = page.post("lines/new/", form(unit_cents="３８．５"))
    assert answer.status_code == 302
    row = line(budget, "茶歇")
    assert (row.unit_cents, row.overage_permille, row.tax_bp, row.people_per_unit) == (3_850, 50, 600, 1)


def test_what_is_wrong_in_a_line_is_said_beside_it(page, budget):
    answer = page.post("lines/new/", form(unit_cents="1.234", item=""))
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"item", "unit_cents"}


def test_a_line_is_edited_in_its_row_and_the_sums_move_with_it(page, budget):
    headers = {"HX-Request": "true"}
    assert "hx-post" in page.get("lines/L001/edit/", headers=headers).content.decode()
    answer = page.post("lines/L001/edit/", form(revision=1, unit_cents="200", overage_permille="0"), headers=headers)
    text = answer.content.decode()
    assert ('id="L001"' in text, "120,000.00" in text, "145,000.00" in text) == (True, True, True)


def test_a_stale_row_shows_both_values_and_keeps_the_typed_ones(page, cast, finance, budget):
    services.save_line(
        actor=cast.actor("lead"), line_id=line(budget, "午餐").pk, revision=1, values=values(unit_cents=15_000)
    )
    answer = page.post("lines/L001/edit/", form(revision=1, item="午餐", unit_cents="99"))
    text = answer.content.decode()
    assert (answer.status_code, "林岚" in text, "150.00" in text, 'value="99"' in text) == (409, True, True, True)
    assert line(budget, "午餐").unit_cents == 15_000


def test_a_deletion_is_undone_from_the_page(page, budget):
    answer = page.post("lines/L001/remove/", follow=True)
    assert "撤销刚才的删除" in answer.content.decode()
    page.post("lines/L001/restore/")
    assert line(budget, "午餐").deleted_at is None


def test_a_what_if_moves_every_line_and_saves_nothing(page, budget):
    answer = page.post("what-if/", {"all__expected": "700"}, headers={"HX-Request": "true"})
    text = answer.content.decode()
    assert ("95,000.00" in text, "10,000.00" in text, "<html" in text) == (True, True, False)
    assert budget.headcounts.count() == 0
    page.post("what-if/apply/", {"all__expected": "700"})
    assert opened(budget).book.total.estimate == 9_500_000


@pytest.mark.parametrize("bad", ["", "-1", "abc", "99999999", "1e3", "６００"])
def test_a_what_if_ignores_what_is_no_number_of_people(page, budget, bad):
    answer = page.post("what-if/", {"all__expected": bad})
    assert answer.context["by"] == 0


def test_a_figure_opens_into_its_rows(page, finance, budget, contract):
    made = contract(5_000_000)
    page.post("allocations/", {"source": [f"contract:{made.pk}"]})
    text = page.get("ledger/?line=L001&account=committed").content.decode()
    assert ("餐饮服务合同" in text, "50,000.00" in text) == (True, True)
    assert "没有符合条件的行" in page.get("ledger/?line=L002&account=committed").content.decode()
    assert "50,000.00" in page.get("lines/L001/").content.decode()
    for path in ("ledger/xlsx/", "ledger/pdf/", "draft/pdf/", "draft/word/", "import/template/"):
        assert page.get(path).status_code == 200


def test_a_record_is_split_by_hand_and_must_add_up(page, budget, contract):
    made = contract(100_001)
    path = f"allocations/contract/{made.pk}/"
    wrong = page.post(path, {"cents-L001": "500", "cents-L002": "500"})
    assert (wrong.status_code, "1,000.01" in wrong.content.decode(), Allocation.objects.count()) == (422, True, 0)
    assert page.post(path, {"cents-L001": "500.01", "cents-L002": "500", "quantity-L001": "5"}).status_code == 302
    assert Allocation.objects.count() == 2
    assert page.get("allocations/contract/00000000-0000-0000-0000-000000000000/").status_code == 404


def test_a_report_goes_from_draft_to_the_clients_phone(page, cast, budget, finance, client):
    sign(cast, budget)
    page.post("reports/")
    assert "数据截至" in page.get("reports/1/").content.decode()
    page.post("reports/1/save/", {"revision": 1, "remarks": "进展正常"})
    page.post("reports/1/redraw/", {"revision": 2})
    assert page.post("reports/1/save/", {"revision": 1, "remarks": "旧"}).status_code == 409
    answer = page.post("reports/1/send/", {"revision": 3, "person": "赵明远"})
    link = answer.context["new_link"]
    read = client.get(link[link.index("/l/") :])
    assert ("进展正常" in read.content.decode(), "<svg" in read.content.decode()) == (True, True)
    assert page.get("reports/1/").status_code == 302
    assert page.post("reports/1/send/", {"revision": 3, "person": "赵明远"}).status_code == 409


def test_the_reserve_is_drawn_from_the_page(page, cast, budget):
    sign(cast, budget)
    row = line(budget, "午餐")
    asked = {"line": str(row.pk), "amount_cents": "1000", "reason": "临时加餐两场"}
    assert page.post("adjustments/draw/", asked).status_code == 302
    draw = budget.draws.get()
    lead = browser(cast.lead)
    lead.post(f"/m/{cast.meeting.slug}/budget/adjustments/draws/{draw.pk}/", {"decision": "approve"})
    assert opened(budget).figures(row.key).approved == 6_100_000
    assert page.post("adjustments/draw/", asked | {"reason": ""}).status_code == 422


def test_settings_are_typed_as_percentages(page, budget):
    sent = {"revision": 1, "pricing": "lump", "threshold_bp": "3.5", "report_every_days": 7, "report_detail": "lines"}
    assert page.post("settings/", sent).status_code == 302
    budget.refresh_from_db()
    assert (budget.threshold_bp, budget.report_every_days, budget.pricing) == (350, 7, "lump")
    assert page.post("settings/", sent).status_code == 409
    assert page.post("settings/", sent | {"threshold_bp": "abc"}).status_code == 422


def test_a_budget_without_lines_cannot_be_proposed(cast, finance):
    services.begin_budget(actor=finance, meeting=cast.meeting, origin="empty")
    answer = browser(cast.lead).post(f"/m/{cast.meeting.slug}/budget/propose/")
    assert "还没有一行预算" in answer.content.decode()
