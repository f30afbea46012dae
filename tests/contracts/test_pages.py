from __future__ import annotations

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from huiwu.contracts import services
from huiwu.contracts.models import Contract
from huiwu.documents.queries import review_version
from huiwu.planning.models import Gate
from tests.contracts.conftest import BASE, PDF, drafted, fresh, open_gates, reviewed


@pytest.fixture
def lead(client, cast):
    client.force_login(cast.lead)
    return client


def queries(client, path):
    client.get(path)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(path).status_code == 200
    return len(seen)


@pytest.mark.parametrize("path", [BASE, f"{BASE}due/", f"{BASE}exposure/", "/contracts/"])
def test_lists_ask_as_often_for_three_contracts_as_for_one(cast, buyer, plan, lead, in_force, path):
    once = queries(lead, path)
    for _ in range(2):
        row = drafted(buyer, cast)
        Contract.objects.filter(pk=row.pk).update(status="signed", signed_on=date(2027, 2, 1))
    assert queries(lead, path) == once


def test_the_page_says_what_cancelling_costs_today_and_in_ten_days(cast, buyer, in_force, lead):
    page = lead.get(f"{BASE}{in_force.pk}/").content.decode()
    assert "若今天取消，须付" in page
    assert "20,000.00" in page
    chosen = lead.get(f"{BASE}{in_force.pk}/?day=2027-03-15").content.decode()
    assert "100,000.00" in chosen.split("距首日")[1].split("</p>")[0]


def test_every_page_of_a_draft_opens(cast, buyer, venue, lead):
    row = drafted(buyer, cast, "venue", venue=venue, party_name=venue.name)
    parts = ("", "edit/", "terms/", "ladder/", "guarantees/", "spans/", "inclusions/", "lines/", "sheet/", "cancel/")
    clauses = [f"clauses/{key}/" for key in ("rules", "place", "money", "rights", "risk")]
    assert {part: lead.get(f"{BASE}{row.pk}/{part}").status_code for part in (*parts, *clauses)} == dict.fromkeys(
        (*parts, *clauses), 200
    )


def test_a_contract_is_drafted_sent_approved_and_signed_in_the_browser(cast, buyer, plan, client):
    open_gates(cast, "G2")
    client.force_login(buyer.user)
    made = client.post(f"{BASE}new/", {"kind": "supplier", "party_name": "海川搭建", "amount_cents": "120,000.50"})
    row = Contract.objects.get()
    assert made.headers["Location"] == f"{BASE}{row.pk}/"
    head = {
        "title": "主舞台搭建合同", "party_name": "海川搭建", "amount_cents": "１２０，０００．５０", "tax_bp": "6",
        "our_signatory": "方寸", "party_signatory": "沈毅", "starts_on": "2027-03-18", "ends_on": "2027-03-19",
        "revision": row.revision,
    }  # fmt: skip
    assert client.post(f"{BASE}{row.pk}/edit/", head).status_code == 302
    assert client.post(f"{BASE}{row.pk}/submit/", {"revision": fresh(row).revision}).status_code == 302
    assert client.post(f"{BASE}{row.pk}/approve/", {"revision": fresh(row).revision}).status_code == 403
    client.force_login(cast.lead)
    assert client.post(f"{BASE}{row.pk}/approve/", {"revision": fresh(row).revision}).status_code == 302
    scan = SimpleUploadedFile("签署件.pdf", PDF, "application/pdf")
    sent = {"revision": fresh(row).revision, "signed_on": "2027-02-01", "scan": scan}
    assert client.post(f"{BASE}{row.pk}/sign/", sent).status_code == 302
    row = fresh(row)
    assert (row.status, row.amount_cents, sum(t.amount_cents for t in row.terms.all())) == (
        "signed", 12_000_050, 12_000_050,
    )  # fmt: skip
    assert "扫描件完好" in client.post(f"{BASE}{row.pk}/verify/", follow=True).content.decode()


def test_a_blocked_signing_says_so_on_the_page(cast, buyer, plan, lead):
    row = reviewed(buyer, cast, drafted(buyer, cast))
    scan = SimpleUploadedFile("签署件.pdf", PDF, "application/pdf")
    answer = lead.post(f"{BASE}{row.pk}/sign/", {"revision": row.revision, "signed_on": "2027-02-01", "scan": scan})
    assert (answer.status_code, "门禁 G2" in answer.content.decode()) == (409, True)


def rows(prefix="form", **fields):
    total = max(len(v) for v in fields.values())
    data = {f"{prefix}-TOTAL_FORMS": total, f"{prefix}-INITIAL_FORMS": 0}
    return data | {f"{prefix}-{n}-{key}": values[n] for key, values in fields.items() for n in range(total)}


def test_terms_that_do_not_add_up_keep_what_was_typed(cast, buyer, lead):
    row = drafted(buyer, cast)
    sent = rows(
        label=["首付", "尾款"],
        kind=["payment"] * 2,
        share_bp=["30", "60"],
        trigger=["signing"] * 2,
        offset_days=["7"] * 2,
    )
    answer = lead.post(f"{BASE}{row.pk}/terms/", sent | {"revision": row.revision})
    text = answer.content.decode()
    assert (answer.status_code, "比例合计 90%" in text, 'value="首付"' in text) == (422, True, True)
    sent["form-1-share_bp"] = "70"
    assert lead.post(f"{BASE}{row.pk}/terms/", sent | {"revision": row.revision}).status_code == 302
    assert [t.amount_cents for t in row.terms.all()] == [3_000_000, 7_000_000]


def test_a_stale_list_shows_both_sides(cast, buyer, lead):
    row = drafted(buyer, cast)
    services.change_contract(actor=buyer, contract_id=row.pk, revision=row.revision, values={"party_address": "一号"})
    sent = rows(min_days=["30", "0"], share_bp=["10", "100"])
    answer = lead.post(f"{BASE}{row.pk}/ladder/", sent | {"revision": row.revision})
    assert (answer.status_code, 'value="30"' in answer.content.decode()) == (409, True)


def test_the_client_signs_on_the_link_and_the_gate_opens(cast, buyer, plan, client):
    open_gates(cast, "G0", "G1")
    row = reviewed(buyer, cast, drafted(buyer, cast, "client"))
    version = review_version(row.document)
    client.force_login(cast.lead)
    sheet = client.get(f"/m/qiming-2027/documents/versions/{version.pk}/")
    assert sheet.status_code in (200, 404)
    from huiwu.documents.services import invite_to_sign

    _link, token = invite_to_sign(actor=cast.actor("lead"), version_id=version.pk, person="赵明远")
    client.logout()
    from django.urls import reverse

    page = client.get(reverse("documents:link", args=[token]))
    assert (page.status_code, "会务服务合同" in page.content.decode()) == (200, True)
    assert Gate.objects.get(plan=plan, code="G3a").state == "closed"


def test_register_as_excel_adds_up(cast, buyer, in_force, lead):
    answer = lead.get(f"{BASE}register.xlsx")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer.streaming_content))).get_sheet_by_index(0)
    assert sheet.to_python()[1][:9] == [
        in_force.number, "供应商合同", "服务采购合同", "海川搭建", "应付", 100_000, 0, 100_000, 0,
    ]  # fmt: skip


@pytest.mark.parametrize("form", ["register.pdf"])
def test_register_as_pdf(cast, in_force, lead, form):
    assert b"".join(lead.get(f"{BASE}{form}").streaming_content)[:5] == b"%PDF-"


def test_filters_live_in_the_address(cast, in_force, lead):
    assert "海川搭建" in lead.get("/contracts/?kind=supplier&party=海川").content.decode()
    assert "没有符合条件的合同" in lead.get("/contracts/?kind=venue").content.decode()
    assert "没有符合条件的合同" in lead.get(f"{BASE}?status=draft").content.decode()


def test_contracts_of_meetings_one_may_not_read_stay_out(cast, in_force, client):
    client.force_login(cast.planner)
    assert "海川搭建" not in client.get("/contracts/").content.decode()
    assert client.get(f"{BASE}{in_force.pk}/").status_code == 403


def test_defaults_are_set_for_contracts_to_come(cast, buyer, client):
    client.force_login(cast.owner)
    sent = rows("ladder", min_days=["30", "0"], share_bp=["10", "100"]) | {
        "effective_on": "2027-02-01", "exposure_limit_cents": "20000", "stop_loss_bp": "70", "expiring_days": "30",
        "region": "CN",
    }  # fmt: skip
    assert client.post("/settings/contracts/", sent).status_code == 302
    assert [(s.min_days, s.share_bp) for s in drafted(buyer, cast).ladder.all()] == [(30, 1000), (0, 10_000)]


def test_contracts_over_the_api(cast, in_force, client):
    from huiwu.accounts.services import make_api_token
    from huiwu.foundation.actors import SYSTEM

    _row, token = make_api_token(actor=SYSTEM, user=cast.lead, name="财务系统", scopes=["read"])
    answer = client.get("/api/v1/meetings/qiming-2027/contracts", headers={"Authorization": f"Bearer {token}"})
    (row,) = answer.json()["items"]
    assert (row["number"], row["total_cents"], row["status"], row["signed_on"]) == (
        in_force.number, 10_000_000, "signed", "2027-02-01",
    )  # fmt: skip
