"""Many files at once: each answered on its own; stopped, interrupted, refused; and the pages around it."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from huiwu.foundation.jobs import Cancelled
from huiwu.foundation.models import FactRecord, Job
from huiwu.foundation.zips import ZipTooLarge
from huiwu.invoices import services
from huiwu.invoices.errors import ImportEmpty
from huiwu.invoices.models import ImportRow, Invoice, InvoiceImport
from huiwu.invoices.queries.reports import reason_of
from huiwu.invoices.services.importing import Upload
from tests.invoices.conftest import another_meeting, keeper, take
from tests.invoices.samples import (
    BILLION_LAUGHS,
    HOTEL,
    einvoice_xml,
    invoice_pdf,
    ofd_package,
    paper,
    red_of,
    zipped,
)

MANY = {
    "1.xml": einvoice_xml(paper(1)),
    "2.ofd": ofd_package(paper(2)),
    "3.pdf": invoice_pdf(paper(1)),
    "4.xml": BILLION_LAUGHS,
    "5.xml": einvoice_xml(paper(1)),
    "6.xml": einvoice_xml(paper(77)),
    "7.xml": einvoice_xml(red_of(paper(2), 8)),
    "8.txt": b"hello",
    "__MACOSX/9.xml": b"x",
}


def ask(cast, files=None, **more):
    uploads = [Upload("发票.zip", BytesIO(zipped(MANY if files is None else files)))]
    return services.ask_for_import(
        actor=keeper(cast), org_id=cast.org.pk, meeting=cast.meeting, **({"uploads": uploads} | more)
    )


def run(batch, progress=lambda done, total: None):
    return services.run_import(import_id=batch.pk, progress=progress)


def test_every_file_of_a_zip_is_answered_on_its_own(books):
    take(books, MANY["6.xml"], meeting=another_meeting(books))
    batch = ask(books)
    assert batch.total == 8
    assert run(batch) == {"taken": 3, "joined": 1, "known": 1, "duplicate": 1, "refused": 2}
    rows = list(ImportRow.objects.filter(batch=batch).values_list("name", "outcome"))
    assert rows == [
        ("1.xml", "taken"), ("2.ofd", "taken"), ("3.pdf", "joined"), ("4.xml", "refused"), ("5.xml", "known"),
        ("6.xml", "duplicate"), ("7.xml", "taken"), ("8.txt", "refused"),
    ]  # fmt: skip
    assert "实体" in reason_of(ImportRow.objects.get(batch=batch, order=4))
    assert "年会" in reason_of(ImportRow.objects.get(batch=batch, order=6))
    assert Invoice.objects.get(number=paper(2).number).state == "reversed"
    fact = FactRecord.objects.get(kind="invoices_imported")
    assert (fact.payload["taken"], fact.payload["joined"]) == (3, 2)


def test_what_is_written_together_is_what_one_by_one_would_have_written(books):
    def written():
        columns = [
            f.name
            for f in Invoice._meta.fields
            if f.name not in ("id", "created_at", "updated_at", "number", "revision")
        ]
        row = Invoice.objects.order_by("-created_at").values(*columns).first()
        newest = Invoice.objects.order_by("-created_at").first()
        lines = list(newest.lines.values_list("order", "name", "net_cents", "rate_bp"))
        return row, lines, list(newest.files.values_list("kind", "layout", "is_from_inside", "added_by"))

    take(books, ofd_package(paper(1)), name="a.ofd")
    one = written()
    run(ask(books, {"b.ofd": ofd_package(paper(2))}))
    assert written() == one


def test_an_import_that_was_interrupted_goes_on_and_answers_no_file_twice(books):
    batch = ask(books, {f"{n}.xml": einvoice_xml(paper(n)) for n in range(1, 151)})

    def stop(done, _total):
        raise Cancelled

    with pytest.raises(Cancelled):
        run(batch, stop)
    assert (Invoice.objects.count(), InvoiceImport.objects.get().state) == (100, "stopped")
    assert run(batch)["taken"] == 150
    assert (Invoice.objects.count(), ImportRow.objects.count()) == (150, 150)


def test_a_zip_that_is_a_bomb_begins_nothing(books):
    with pytest.raises(ZipTooLarge):
        ask(books, {"a.xml": b" " * 21_000_000})
    with pytest.raises(ImportEmpty):
        ask(books, {"__MACOSX/x": b"x"})
    assert (InvoiceImport.objects.count(), Job.objects.count()) == (0, 0)


def at(cast, name, *more):
    return reverse(f"invoices:{name}", args=[cast.meeting.slug, *more])


def test_one_file_is_read_at_once_and_several_in_the_background(client, books):
    client.force_login(keeper(books).user)
    one = SimpleUploadedFile("a.xml", einvoice_xml(paper(1)))
    answer = client.post(at(books, "add"), {"files": one, "direction": "in"})
    assert answer.url == at(books, "invoice", Invoice.objects.get().pk)
    two = [SimpleUploadedFile(f"{n}.xml", einvoice_xml(paper(n))) for n in (2, 3)]
    answer = client.post(at(books, "add"), {"files": two, "direction": "in"})
    batch = InvoiceImport.objects.get()
    assert answer.url == at(books, "import", batch.pk)
    run(batch)
    page = client.get(answer.url).content.decode()
    assert paper(2).number in page
    assert client.get(at(books, "import_report", batch.pk)).status_code == 200


def test_a_refused_file_is_told_on_the_page_with_its_reason(client, books):
    client.force_login(keeper(books).user)
    answer = client.post(at(books, "add"), {"files": SimpleUploadedFile("a.xml", BILLION_LAUGHS), "direction": "in"})
    assert (answer.status_code, "实体" in answer.content.decode()) == (422, True)


def test_a_scanned_code_and_a_photo_are_registered(client, books):
    from tests.invoices.samples import qr_picture

    client.force_login(keeper(books).user)
    assert client.post(at(books, "code"), {"text": paper(1).qr_text}).status_code == 302
    photo = SimpleUploadedFile("a.png", qr_picture(paper(2).qr_text))
    assert client.post(at(books, "picture"), {"picture": photo}).status_code == 302
    assert set(Invoice.objects.values_list("source", flat=True)) == {"qr", "picture"}


def test_an_invoice_is_typed_verified_and_reimbursed_in_the_browser(client, books):
    client.force_login(keeper(books).user)
    values = {
        "direction": "in", "number": paper(1).number, "issued_on": "2027-02-01", "buyer_name": "云帆会务服务有限公司",
        "buyer_tax_id": "", "seller_name": HOTEL.name, "gross_cents": "12720.00", "tax_cents": "720",
    }  # fmt: skip
    assert client.post(at(books, "new"), values).status_code == 302
    invoice = Invoice.objects.get()
    assert (invoice.net_cents, invoice.source) == (1_200_000, "hand")
    done = client.post(at(books, "verify", invoice.pk), {"revision": invoice.revision, "note": "纸质原件已核对"})
    assert done.status_code == 302
    assert client.post(at(books, "reimburse", invoice.pk), {"on": "2027-02-02", "reference": "1"}).status_code == 302
    invoice.refresh_from_db()
    assert invoice.state == "reimbursed"


def test_what_was_typed_stays_when_it_is_refused(client, books):
    client.force_login(keeper(books).user)
    answer = client.post(at(books, "new"), {"direction": "in", "seller_name": "某某", "gross_cents": "x"})
    assert (answer.status_code, "某某" in answer.content.decode()) == (422, True)


@pytest.mark.parametrize(("name", "queries"), [("register", 18), ("all_register", 17)])
def test_the_register_asks_as_often_for_three_invoices_as_for_one(
    client, books, django_assert_num_queries, name, queries
):
    client.force_login(books.owner)
    url = reverse(f"invoices:{name}", args=[books.meeting.slug] if name == "register" else [])
    take(books)
    client.get(url)
    for serial in (2, 3):
        with django_assert_num_queries(queries):
            client.get(url)
        take(books, einvoice_xml(paper(serial)), name=f"{serial}.xml")
    with django_assert_num_queries(queries):
        client.get(url)


def test_filters_stand_in_the_address(client, books):
    take(books)
    take(books, einvoice_xml(paper(2, buyer=HOTEL)), name="b.xml")
    client.force_login(keeper(books).user)

    def shown(query):
        page = client.get(at(books, "register") + query).content.decode()
        return [n for n in (1, 2) if paper(n).number in page]

    assert shown("") == [1, 2]
    assert shown("?wrong=block") == [2]
    assert shown(f"?q={paper(1).number}") == [1]
    assert shown("?q=linjiang") == [1, 2]
    assert shown("?state=verified") == []
    assert shown("?from_on=2027-02-02") == []


def test_the_workbook_keeps_numbers_as_text(client, books):
    from python_calamine import CalamineWorkbook

    take(books, einvoice_xml(paper(1, remark="=cmd|' /C calc'!A0")))
    client.force_login(keeper(books).user)
    answer = client.get(at(books, "workbook"))
    rows = CalamineWorkbook.from_filelike(BytesIO(b"".join(answer.streaming_content))).get_sheet_by_index(0).to_python()
    row = dict(zip(rows[0], rows[1], strict=True))
    assert (row["发票号码"], row["价税合计"], row["备注"]) == (paper(1).number, 12720.0, "'=cmd|' /C calc'!A0")
    assert client.get(at(books, "sheet")).status_code == 200
