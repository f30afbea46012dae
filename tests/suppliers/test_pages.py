"""Pages of the library and of a meeting's suppliers."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from huiwu.accounts.choices import Role
from huiwu.meetings.models import TeamMember
from huiwu.suppliers.models import MeetingSupplier, Qualification, Supplier, SupplierContact, SupplierRating
from tests.suppliers.conftest import NAME, add, code, engage, reachable, tell_brief

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def library(name, *args):
    return reverse(f"suppliers:{name}", args=args)


def at(cast, name, *args):
    return reverse(f"suppliers:{name}", args=[cast.meeting.slug, *args])


def form_of(nth=1, **more):
    return {"name": NAME, "unified_code": code(nth), "categories": ["build"], "taxpayer": "general"} | more


def test_a_supplier_is_added_changed_and_a_double_is_shown(client, cast):
    client.force_login(cast.lead)
    answer = client.post(library("new"), form_of())
    row = Supplier.objects.get()
    assert answer.url == library("supplier", row.pk)
    again = client.post(library("new"), form_of(name="另一个名字"))
    assert (again.status_code, library("supplier", row.pk) in again.content.decode()) == (409, True)
    assert "统一社会信用代码相同" in client.get(library("known"), {"unified_code": code(1)}).content.decode()
    assert client.post(library("edit", row.pk), form_of(city="上海", revision=1)).status_code == 302
    stale = client.post(library("edit", row.pk), form_of(city="杭州", revision=1))
    assert (stale.status_code, "杭州" in stale.content.decode(), "上海" in stale.content.decode()) == (409, True, True)


def test_a_wrong_code_comes_back_with_what_was_typed(client, cast):
    client.force_login(cast.lead)
    wrong = client.post(library("new"), form_of(unified_code="91310106MA1FL0001X"))
    assert (wrong.status_code, "校验码不对" in wrong.content.decode()) == (422, True)
    assert "91310106MA1FL0001X" in wrong.content.decode()


def test_the_account_is_masked_for_those_who_do_not_pay(client, cast):
    row = add(cast, bank_name="云河银行", bank_account="6217 0001 0000 9007 919")
    page = library("supplier", row.pk)
    client.force_login(cast.lead)
    assert "6217000100009007919" in client.get(page).content.decode()
    client.force_login(cast.planner)
    seen = client.get(page).content.decode()
    assert ("6217000100009007919" in seen, "···· 7919" in seen) == (False, True)
    TeamMember.objects.create(meeting=cast.meeting, user=cast.colleague, role=Role.PROCUREMENT)
    client.force_login(cast.colleague)
    assert "bank_account" not in client.get(library("edit", row.pk)).content.decode()
    client.post(library("edit", row.pk), form_of(bank_account="1", revision=1, city="上海"))
    row.refresh_from_db()
    assert (row.city, row.bank_account) == ("上海", "6217000100009007919")


def test_telephones_are_for_those_who_may(client, cast):
    row = reachable(cast, add(cast))
    engage(cast, row)
    page = library("supplier", row.pk) + "?tab=contacts"
    client.force_login(cast.colleague)
    assert "13900010102" not in client.get(page).content.decode()
    client.force_login(cast.lead)
    assert "13900010102" in client.get(page).content.decode()
    TeamMember.objects.create(meeting=cast.meeting, user=cast.colleague, role=Role.INTERPRETER)
    client.force_login(cast.colleague)
    assert "13900010102" not in client.get(at(cast, "contact_list")).content.decode()
    assert client.get(at(cast, "contact_file", "xlsx")).status_code == 403


def test_the_contact_list_is_a_workbook_and_a_pdf(client, cast):
    engage(cast, reachable(cast, add(cast)))
    client.force_login(cast.planner)
    book = CalamineWorkbook.from_filelike(BytesIO(b"".join(client.get(at(cast, "contact_file", "xlsx")))))
    rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)[1:]
    assert [(row[1], row[3], row[5], row[6]) for row in rows] == [
        (NAME, "叶青", "13900010101", ""),
        (NAME, "石磊", "13900010102", "是"),
    ]
    assert b"".join(client.get(at(cast, "contact_file", "pdf"))).startswith(b"%PDF")
    assert client.get(at(cast, "contact_file", "doc")).status_code == 404


def test_contacts_and_papers_are_kept_from_their_forms(client, cast):
    row = add(cast)
    client.force_login(cast.lead)
    rows = {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 0, "form-0-name": "石磊", "form-0-phone": "139", "revision": 1}
    assert client.post(library("contacts", row.pk), rows | {"form-0-is_on_site": "on"}).status_code == 302
    assert client.post(library("contacts", row.pk), rows).status_code == 409
    scan = SimpleUploadedFile("保单.pdf", b"%PDF-1.4 x")
    values = {"kind": "liability_insurance", "expires_on": "2027-01-01", "file": scan}
    assert client.post(library("paper_new", row.pk), values).status_code == 302
    kept = Qualification.objects.get()
    assert client.get(library("paper_file", kept.pk)).status_code == 200
    wrong = {"kind": "liability_insurance", "issued_on": "2027-02-01", "expires_on": "2027-01-01", "revision": 1}
    assert client.post(library("paper", kept.pk), wrong).status_code == 422
    assert client.post(library("paper_remove", kept.pk)).status_code == 302
    assert Qualification.objects.count() == 0


def test_a_meetings_supplier_goes_from_the_list_to_a_rating(client, cast):
    tell_brief(cast.meeting, sound="线阵音响")
    row = add(cast, categories=["av"])
    client.force_login(cast.lead)
    page = client.get(at(cast, "meeting")).content.decode()
    assert "线阵音响" in page
    client.post(at(cast, "add"), {"category": "av", "supplier": row.pk})
    kept = MeetingSupplier.objects.get()
    client.post(at(cast, "take_up", kept.pk), {"state": "selected"})
    assert client.post(at(cast, "take_up", kept.pk), {"state": "contracted"}).status_code == 404
    kept.refresh_from_db()
    group = {"group_name": "音响群", "revision": kept.revision}
    assert client.post(at(cast, "engagement", kept.pk), group).status_code == 302
    assert client.post(at(cast, "engagement", kept.pk), group).status_code == 409
    scores = dict.fromkeys(("quality", "progress", "cooperation", "price", "safety"), 4)
    answer = client.post(at(cast, "rate", kept.pk), scores | {"note": "按验收单", "action": "keep", "revision": 0})
    assert (answer.status_code, SupplierRating.objects.count()) == (302, 1)
    assert client.post(at(cast, "need", "av"), {"decision": "venue", "reason": ""}).status_code == 422
    assert client.post(at(cast, "need", "av"), {"decision": "venue", "reason": "场地合同"}).status_code == 302
    assert client.post(at(cast, "drop", kept.pk), {"reason": "换一家"}).status_code == 302
    for tab in ("facts", "contacts", "papers", "meetings", "ratings"):
        assert client.get(library("supplier", row.pk), {"tab": tab}).status_code == 200


def test_paper_of_another_meeting_is_not_opened_here(client, cast):
    row = add(cast)
    kept = engage(cast, row)
    client.force_login(cast.lead)
    scan = SimpleUploadedFile("计算书.pdf", b"%PDF-1.4 x")
    client.post(at(cast, "meeting_paper_new", kept.pk), {"kind": "load_calculation", "file": scan})
    paper = Qualification.objects.get()
    assert (paper.meeting, paper.file.meeting_id) == (cast.meeting, cast.meeting.pk)
    assert client.get(at(cast, "meeting_paper_file", paper.pk)).status_code == 200
    client.force_login(cast.stranger)
    assert client.get(at(cast, "meeting_paper_file", paper.pk)).status_code == 404


def fill(cast, count):
    for nth in range(count, count * 2):
        row = add(cast, f"第{nth}家搭建有限公司", nth)
        SupplierContact.objects.create(supplier=row, name="甲", phone="1", is_on_site=True)
        Qualification.objects.create(supplier=row, kind="other")
        engage(cast, row, state="considered")


@pytest.mark.parametrize("page", ["library", "meeting", "contact_list"])
def test_the_number_of_queries_does_not_grow_with_the_rows(client, cast, page):
    client.force_login(cast.lead)
    url = library(page) if page == "library" else at(cast, page)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries), re.sub(r"\d+", "", " ".join(q["sql"][:60] for q in queries))

    fill(cast, 1)
    MeetingSupplier.objects.update(state="selected")
    asked()
    one = asked()[0]
    fill(cast, 3)
    MeetingSupplier.objects.update(state="selected")
    assert asked()[0] == one
