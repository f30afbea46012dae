"""Pages of orders, and the supplier's own page on a phone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huiwu.accounts.models import ScopedLink
from huiwu.kernel import clock
from huiwu.orders.models import Order, OrderPhoto
from tests.orders.conftest import DELIVER, confirmed, draft, photo, sent, supplier

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def at(cast, name, *args):
    return reverse(f"orders:{name}", args=[cast.meeting.slug, *args])


def head(**more):
    return {
        "category": "printing",
        "title": "手册",
        "deliver_at": "2027-03-17T09:00",
        "place": "北侧卸货口",
        "receiver_name": "袁方",
        "receiver_phone": "139",
        "lines-TOTAL_FORMS": 1,
        "lines-INITIAL_FORMS": 0,
        "lines-0-item": "会议手册",
        "lines-0-quantity": "６３０",
        "lines-0-unit_cents": "16.00",
        "lines-0-tax_bp": "13",
    } | more


def test_an_order_is_written_sent_confirmed_and_received_in_the_browser(client, cast):
    client.force_login(cast.lead)
    assert client.post(at(cast, "new"), head(supplier=supplier(cast).pk)).status_code == 302
    row = Order.objects.get()
    assert [(n.quantity, n.unit_cents, n.tax_bp) for n in row.lines.all()] == [(630, 1600, 1300)]
    answer = client.post(at(cast, "send", row.pk), {"revision": 1, "person": "卢刚", "recipient": ""})
    token = ScopedLink.objects.get()
    assert (answer.status_code, "/l/" in answer.content.decode()) == (200, True)
    path = answer.content.decode().split("/l/")[1].split("/order")[0]
    client.logout()
    link = f"/l/{path}/order"
    assert "会议手册" in client.get(link).content.decode()
    row.refresh_from_db()
    assert client.post(f"{link}/confirm", {"seen_revision": row.revision, "person_name": ""}).status_code == 422
    assert client.post(f"{link}/confirm", {"seen_revision": row.revision, "person_name": "卢刚"}).status_code == 302
    drive = {"person_name": "卢刚", "driver_name": "老周", "driver_phone": "139", "promised_at": "2027-03-17T09:00"}
    assert client.post(f"{link}/dispatch", drive).status_code == 302
    taken = SimpleUploadedFile("到货.jpg", photo().read(), "image/jpeg")
    assert client.post(f"{link}/delivered", {"person_name": "卢刚", "photos": [taken]}).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.promised_at, OrderPhoto.objects.count()) == ("delivered", DELIVER, 1)
    token.refresh_from_db()
    assert token.use_count > 3

    client.force_login(cast.lead)
    kept = OrderPhoto.objects.get()
    assert client.get(at(cast, "photo", row.pk, kept.pk, "small")).status_code == 200
    count = {
        "revision": row.revision,
        "n-TOTAL_FORMS": 1,
        "n-INITIAL_FORMS": 1,
        "n-0-line_id": row.lines.get().pk,
        "n-0-quantity": "630",
        "n-0-quality": "good",
        "is_final": "on",
    }
    assert client.post(at(cast, "accept", row.pk), count | {"n-0-quantity": "631"}).status_code == 422
    assert client.post(at(cast, "accept", row.pk), count).status_code == 302
    row.refresh_from_db()
    assert row.state == "accepted"


def test_a_wrong_expired_or_revoked_link_says_so(client, cast):
    row, token = sent(cast)
    link = f"/l/{token}/order"
    assert client.get(link).status_code == 200
    assert client.get("/l/nonsense/order").status_code == 410 or client.get("/l/nonsense/order").status_code == 404
    wrong = client.get("/l/nonsense/order").status_code
    ScopedLink.objects.update(revoked_at=clock.now())
    assert client.get(link).status_code == wrong
    ScopedLink.objects.update(revoked_at=None, expires_at=clock.now() - timedelta(days=1))
    seen = client.get(link)
    assert (seen.status_code, "链接" in seen.content.decode()) == (wrong, True)


def test_a_page_that_is_behind_confirms_nothing_and_keeps_what_was_typed(client, cast):
    row, token = sent(cast)
    stale = client.post(
        f"/l/{token}/order/confirm", {"seen_revision": row.revision - 1, "person_name": "卢刚", "text": "下午才有车"}
    )
    assert (stale.status_code, "下午才有车" in stale.content.decode(), "有了变化" in stale.content.decode()) == (
        409,
        True,
        True,
    )
    row.refresh_from_db()
    assert row.state == "sent"


def test_a_stale_form_keeps_both_sides(client, cast):
    row = draft(cast)
    client.force_login(cast.lead)
    lines = {"lines-INITIAL_FORMS": 0}
    assert client.post(at(cast, "edit", row.pk), head(revision=1, title="甲", **lines)).status_code == 302
    stale = client.post(at(cast, "edit", row.pk), head(revision=1, title="乙", **lines))
    seen = stale.content.decode()
    assert (stale.status_code, "甲" in seen, "乙" in seen) == (409, True, True)


def test_what_the_supplier_said_on_the_telephone_is_noted(client, cast):
    row, _token = sent(cast)
    client.force_login(cast.lead)
    noted = {"revision": row.revision, "c-person_name": "卢刚"}
    assert client.post(at(cast, "reply", row.pk, "confirm"), noted).status_code == 302
    assert client.post(at(cast, "reply", row.pk, "production"), {}).status_code == 302
    drive = {
        "d-person_name": "卢刚",
        "d-driver_name": "老周",
        "d-driver_phone": "139",
        "d-promised_at": "2027-03-17T09:00",
    }
    assert client.post(at(cast, "reply", row.pk, "dispatch"), drive).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.driver_name) == ("in_production", "老周")
    assert row.replies.first().noted_by == cast.lead
    assert client.post(at(cast, "reply", row.pk, "nothing"), {}).status_code == 404


@pytest.mark.parametrize(("form", "start"), [("pdf", b"%PDF"), ("docx", b"PK"), ("xlsx", b"PK")])
def test_the_order_sheet_is_drawn_in_three_forms(client, cast, form, start):
    row, token = confirmed(cast)
    client.force_login(cast.lead)
    assert b"".join(client.get(at(cast, "file", row.pk, form))).startswith(start)
    client.logout()
    assert b"".join(client.get(f"/l/{token}/order/file/{form}")).startswith(start)


def test_deliveries_show_no_prices_and_print(client, cast):
    confirmed(cast)
    client.force_login(cast.planner)
    page = client.get(at(cast, "deliveries")).content.decode()
    assert ("会议手册 630册" in page, "¥" in page) == (True, False)
    assert client.get(at(cast, "list")).status_code == 403
    assert "手册" not in client.get(at(cast, "deliveries"), {"day": "2027-03-01"}).content.decode()
    assert b"".join(client.get(at(cast, "deliveries_pdf"), {"day": "2027-03-17"})).startswith(b"%PDF")


def test_filters_stand_in_the_address(client, cast):
    draft(cast)
    client.force_login(cast.lead)
    for asked, seen in (
        ({"q": "手册"}, True),
        ({"q": "没有"}, False),
        ({"state": "open"}, True),
        ({"state": "sent"}, False),
    ):
        assert ("PO-001" in client.get(at(cast, "list"), asked).content.decode()) is seen


@pytest.mark.parametrize("page", ["list", "deliveries"])
def test_the_number_of_queries_does_not_grow_with_the_rows(client, cast, page):
    client.force_login(cast.lead)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(at(cast, page)).status_code == 200
        return len(queries)

    draft(cast)
    asked()
    one = asked()
    draft(cast)
    draft(cast)
    assert asked() == one
