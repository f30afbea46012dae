from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from huiwu.accounts.models import ScopedLink
from huiwu.documents.models import Acknowledgement, ChangeOrder, Document, Remark, Signoff, Version
from huiwu.documents.services import (
    freeze_document,
    invite_to_sign,
    open_document,
    propose_version,
    record_paper_signoff,
    save_draft,
)
from huiwu.kernel import clock
from tests.documents.plain import filled_in
from tests.documents.test_change_orders import TERMS, signed
from tests.documents.test_signing import newer, scan

BASE = "/m/qiming-2027/documents/"


@pytest.fixture
def lead(cast, client):
    client.force_login(cast.lead)
    return client


@pytest.fixture
def token(cast, version):
    _link, text = invite_to_sign(actor=cast.actor("lead"), version_id=version.pk, person="赵明远")
    return text


def body(response) -> str:
    return response.content.decode()


def test_every_page_of_documents_is_for_the_team_alone(cast, client, version, document):
    pages = [BASE, f"{BASE}impacts/", f"{BASE}{document.pk}/", f"{BASE}{document.pk}/difference/", version.url]
    pages += [f"{version.url}pdf/file/", f"{BASE}{document.pk}/freeze/", f"{BASE}{document.pk}/orders/new/"]
    assert [client.get(page).status_code for page in pages] == [302] * len(pages)
    client.force_login(cast.stranger)
    assert [client.get(page).status_code for page in pages] == [404] * len(pages)


def test_the_register_has_the_same_number_of_queries_for_one_document_and_three(
    cast, lead, version, django_assert_num_queries
):
    lead.get(BASE)
    with django_assert_num_queries(REGISTER_QUERIES):
        assert "登记表" in body(lead.get(BASE))
    from uuid import uuid4

    for _ in range(2):
        made = open_document(
            actor=cast.actor("lead"),
            meeting=cast.meeting,
            kind="plain",
            title="登记表",
            content=filled_in(),
            subject_id=uuid4(),
        )
        propose_version(actor=cast.actor("lead"), document_id=made.pk, revision=1)
    with django_assert_num_queries(REGISTER_QUERIES):
        assert body(lead.get(BASE)).count("2027-001-PL-0") == 3


REGISTER_QUERIES = 15


def test_the_version_page_shows_the_sheet_and_makes_a_link_once(lead, version):
    shown = body(lead.get(version.url))
    assert "合作伙伴大会" in shown
    answer = body(lead.post(f"{version.url}invite/", {"person": "赵明远", "recipient": "", "days": "7"}))
    path = re.search(r"/l/[\w-]{20,}/", answer)
    assert path is not None
    assert path[0] not in body(lead.get(version.url))
    assert lead.get(path[0]).status_code == 200


def test_an_invitation_without_a_name_keeps_what_was_typed(lead, version):
    answer = lead.post(f"{version.url}invite/", {"person": "", "recipient": "zhao@example.test", "days": "7"})
    assert (answer.status_code, ScopedLink.objects.count()) == (422, 0)
    assert "zhao@example.test" in body(answer)


def test_the_client_reads_and_confirms_on_the_link_page(client, token, version):
    shown = body(client.get(f"/l/{token}/"))
    assert (version.content_hash in shown, "合作伙伴大会" in shown, "确认这一版" in shown) == (True, True, True)
    sent = {"seen_hash": version.content_hash, "person_name": "赵明远", "person_title": "副总裁", "has_read": "on"}
    assert client.post(f"/l/{token}/confirm/", sent).status_code == 302
    again = body(client.get(f"/l/{token}/"))
    assert ("已确认，谢谢" in again, "确认这一版" in again) == (True, False)
    assert client.post(f"/l/{token}/confirm/", sent).status_code == 302
    assert Signoff.objects.count() == 1


def test_the_client_can_take_away_what_they_signed_with_its_hash(client, cast, token, version):
    client.post(f"/l/{token}/confirm/", {"seen_hash": version.content_hash, "person_name": "赵明远", "has_read": "on"})
    import io

    from pypdf import PdfReader

    made = client.get(f"/l/{token}/pdf/file/")
    words = "".join(page.extract_text() for page in PdfReader(io.BytesIO(b"".join(made))).pages)
    plain = re.sub(r"[\s\u200b]", "", words)
    assert (made["Content-Type"], version.content_hash in plain, "赵明远" in plain) == ("application/pdf", True, True)


def test_without_the_tick_nothing_is_confirmed_and_the_name_is_kept(client, token, version):
    answer = client.post(f"/l/{token}/confirm/", {"seen_hash": version.content_hash, "person_name": "赵某某"})
    assert (answer.status_code, Signoff.objects.count()) == (422, 0)
    assert ("赵某某" in body(answer), "请先勾选" in body(answer)) == (True, True)


def test_a_link_to_a_replaced_version_says_so_and_signs_nothing(cast, client, token, version, document):
    newer(cast, document)
    assert "已有第 2 版，这一版不能再确认" in body(client.get(f"/l/{token}/"))
    answer = client.post(
        f"/l/{token}/confirm/", {"seen_hash": version.content_hash, "person_name": "赵明远", "has_read": "on"}
    )
    assert (answer.status_code, Signoff.objects.count()) == (409, 0)
    assert "已有第 2 版" in body(answer)


def test_a_signed_version_stays_readable_after_it_was_replaced(cast, client, token, version, document):
    signed(cast, version)
    second = newer(cast, document)
    assert "此后已有第 2 版等待确认" in body(client.get(f"/l/{token}/"))
    signed(cast, second)
    assert "此后已有第 2 版" in body(client.get(f"/l/{token}/"))
    assert client.get(f"/l/{token}/pdf/file/").status_code == 200


@pytest.mark.parametrize("path", ["", "confirm/", "return/", "pdf/file/"])
def test_an_unknown_or_expired_link_is_told_in_one_sentence(cast, client, token, path):
    from datetime import timedelta

    ask = client.post if path in ("confirm/", "return/") else client.get
    answer = ask(f"/l/{'x' * 32}/{path}")
    assert (answer.status_code, "这个链接已失效" in body(answer)) == (404, True)
    with clock.at(clock.now() + timedelta(days=15)):
        answer = ask(f"/l/{token}/{path}")
    assert (answer.status_code, "这个链接已失效" in body(answer)) == (404, True)


def test_the_client_sends_back_with_remarks_per_field(client, token, version):
    answer = client.post(
        f"/l/{token}/return/",
        {
            "seen_hash": version.content_hash,
            "person_name": "赵明远",
            "remarks": "",
            "remark__headcount": "应为 800 人",
            "remark__budget": "",
        },
    )
    assert answer.status_code == 302
    assert list(Remark.objects.values_list("field_key", "text")) == [("headcount", "应为 800 人")]
    assert "已退回修改" in body(client.get(f"/l/{token}/"))


def test_ten_megabytes_of_remark_are_refused_in_a_sentence(client, token, version):
    typed = {"seen_hash": version.content_hash, "person_name": "赵明远", "remarks": "x" * 10_000_000}
    answer = client.post(f"/l/{token}/return/", typed)
    assert (answer.status_code, Remark.objects.count(), Signoff.objects.count()) == (413, 0, 0)
    assert "没有保存" in body(answer)


def test_a_remark_past_its_limit_is_kept_on_the_page(client, token, version):
    typed = {"seen_hash": version.content_hash, "person_name": "赵明远", "remark__budget": "长" * 20_001}
    answer = client.post(f"/l/{token}/return/", typed)
    assert (answer.status_code, Remark.objects.count(), Signoff.objects.count()) == (422, 0, 0)
    assert ("长" * 20_001 in body(answer), "超过 20000 个字的上限" in body(answer)) == (True, True)


def test_the_difference_page_compares_any_two_versions_and_the_draft(cast, lead, version, document):
    newer(cast, document)
    document.refresh_from_db()
    save_draft(
        actor=cast.actor("lead"), document_id=document.pk, revision=document.revision, content=filled_in("第三稿")
    )
    page = f"{BASE}{document.pk}/difference/"
    assert "更名后的大会" in body(lead.get(page))
    assert "第三稿" in body(lead.get(f"{page}?from=1&to=draft"))
    assert "没有不同" in body(lead.get(f"{page}?from=1&to=1"))
    assert lead.get(f"{page}?from=99&to=abc").status_code == 200


def test_a_signature_on_paper_is_recorded_with_its_scan(lead, version):
    sent = {"person_name": "赵明远", "method": "seal", "signed_on": clock.today().isoformat()}
    assert lead.post(f"{version.url}paper/", sent).status_code == 422
    file = SimpleUploadedFile("盖章.pdf", b"%PDF-1.7 sealed")
    assert lead.post(f"{version.url}paper/", sent | {"scan": file}).status_code == 302
    assert Signoff.objects.get().method == "seal"
    assert lead.get(f"{version.url}scan/").status_code == 200
    assert b"".join(lead.get(f"{version.url}scan/")) == b"%PDF-1.7 sealed"


def test_a_scan_that_is_no_document_records_nothing(lead, version):
    sent = {"person_name": "赵明远", "method": "seal", "signed_on": clock.today().isoformat()}
    file = SimpleUploadedFile("盖章.pdf", b"<html><script>alert(1)</script>")
    answer = lead.post(f"{version.url}paper/", sent | {"scan": file})
    assert (answer.status_code, Signoff.objects.count()) == (415, 0)
    assert "赵明远" in body(answer)


def test_remarks_are_written_and_answered_on_the_version_page(lead, version):
    lead.post(f"{version.url}remark/", {"field_key": "budget", "text": "含税吗？"})
    remark = Remark.objects.get()
    lead.post(f"{BASE}remarks/{remark.pk}/", {"answer": "含税"})
    shown = body(lead.get(version.url))
    assert ("含税吗？" in shown, "已答复" in shown) == (True, True)


def test_freezing_asks_first_and_a_change_order_follows(cast, lead, version, document):
    signed(cast, version)
    assert "从此不能直接修改" in body(lead.get(f"{BASE}{document.pk}/freeze/"))
    lead.post(f"{BASE}{document.pk}/freeze/")
    assert Document.objects.get(pk=document.pk).is_frozen
    form = {name: str(value) for name, value in TERMS.items() if name != "cost_cents"} | {
        "cost_yuan": "3,200.00",
        "changed_keys": ["name"],
    }
    wrong = lead.post(f"{BASE}{document.pk}/orders/new/", form | {"cost_yuan": "三千"})
    assert (wrong.status_code, ChangeOrder.objects.count(), "集团更名" in body(wrong)) == (422, 0, True)
    assert lead.post(f"{BASE}{document.pk}/orders/new/", form).status_code == 302
    order = ChangeOrder.objects.get()
    assert order.cost_cents == 320_000
    assert "待客户确认" in body(lead.get(order.url))
    signed(cast, Version.objects.get(document=order.sheet))
    assert "打开单据修改" in body(lead.get(order.url))
    lead.post(f"{order.url}apply/")
    assert "单据已打开" in body(lead.get(order.url))


def test_a_change_order_is_revised_by_its_form_and_a_stale_one_keeps_the_text(cast, lead, version, document):
    signed(cast, version)
    freeze_document(actor=cast.actor("lead"), document_id=document.pk)
    form = {name: str(value) for name, value in TERMS.items() if name != "cost_cents"} | {"cost_yuan": "0"}
    lead.post(f"{BASE}{document.pk}/orders/new/", form)
    order = ChangeOrder.objects.get()
    assert lead.get(f"{order.url}edit/").status_code == 200
    changed = form | {"summary": "改为“启明年会”", "revision": "1"}
    assert lead.post(f"{order.url}edit/", changed).status_code == 302
    stale = lead.post(f"{order.url}edit/", changed | {"summary": "我写的另一种说法"})
    assert (stale.status_code, "我写的另一种说法" in body(stale), "林岚" in body(stale)) == (409, True, True)


def test_a_reader_acknowledges_on_the_version_page(cast, lead, version):
    signed(cast, version)
    lead.post(f"{version.url}acknowledge/")
    assert Acknowledgement.objects.get().reader == cast.lead


def test_an_internal_approver_confirms_or_returns_on_the_page(cast, lead):
    def proposed(name):
        inner = open_document(
            actor=cast.actor("planner"), meeting=cast.meeting, kind="inner", title="内部单", content=filled_in()
        )
        saved = save_draft(
            actor=cast.actor("planner"), document_id=inner.pk, revision=inner.revision, content=filled_in(name)
        )
        return propose_version(actor=cast.actor("planner"), document_id=inner.pk, revision=saved.revision)

    first = proposed("甲")
    lead.post(f"{first.url}return/", {"seen_hash": first.content_hash, "remarks": "再改改"})
    second = proposed("乙")
    lead.post(f"{second.url}approve/", {"seen_hash": second.content_hash})
    assert list(Version.objects.order_by("number").values_list("status", "void_reason")) == [
        ("void", "returned"),
        ("confirmed", ""),
    ]


def test_a_page_in_english_has_no_chinese_labels(cast, lead, version):
    shown = body(lead.get(version.url, HTTP_ACCEPT_LANGUAGE="en"))
    assert ("Sign-off" in shown, "送审" in shown) == (True, False)


def test_a_paper_signoff_shows_on_the_clients_page(cast, client, token, version):
    record_paper_signoff(
        actor=cast.actor("lead"),
        version_id=version.pk,
        person_name="赵明远",
        scan=scan(cast),
        signed_on=clock.today(),
    )
    assert "纸质签字" in body(client.get(f"/l/{token}/"))


def test_the_documents_page_has_the_same_number_of_queries_for_one_version_and_three(
    cast, lead, version, document, django_assert_num_queries
):
    page = f"{BASE}{document.pk}/"
    lead.get(page)
    with django_assert_num_queries(DOCUMENT_QUERIES):
        lead.get(page)
    for name in ("甲", "乙"):
        newer(cast, document, name)
    with django_assert_num_queries(DOCUMENT_QUERIES):
        assert "第 3 版" in body(lead.get(page))


DOCUMENT_QUERIES = 15
