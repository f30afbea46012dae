"""An invoice arrives: once, joined, known, repeated, refused."""

from __future__ import annotations

import hashlib

import pytest

from huiwu.foundation.files import open_file
from huiwu.foundation.models import FactRecord, StoredFile
from huiwu.foundation.zips import ZipTooLarge
from huiwu.invoices import services
from huiwu.invoices.errors import InvoiceRepeated, NumberUnread
from huiwu.invoices.models import Invoice, InvoiceFile, RepeatedArrival
from huiwu.invoices.reading.pdf import Encrypted
from huiwu.invoices.reading.values import Unreadable
from huiwu.kernel.errors import NotAllowed
from tests.invoices.conftest import another_meeting, codes, findings, keeper, take
from tests.invoices.samples import (
    BILLION_LAUGHS,
    ENCRYPTED_PDF,
    HOTEL,
    OURS,
    einvoice_xml,
    invoice_pdf,
    ofd_bomb,
    ofd_package,
    paper,
    qr_picture,
    red_of,
)


def test_an_xml_is_registered_with_its_lines_and_its_original_byte_by_byte(books):
    content = einvoice_xml(paper())
    arrival = take(books, content)
    invoice = arrival.invoice
    assert (arrival.how, invoice.number, invoice.state, invoice.source) == (
        "taken",
        paper().number,
        "received",
        "xml",
    )
    assert (invoice.net_cents, invoice.tax_cents, invoice.gross_cents, invoice.counted_cents) == (
        1_200_000,
        72_000,
        1_272_000,
        1_272_000,
    )
    assert (invoice.seller_name, invoice.buyer_tax_id, invoice.entity.name) == (HOTEL.name, OURS.tax_id, OURS.name)
    assert [(line.name, line.net_cents, line.rate_bp) for line in invoice.lines.all()] == [
        ("*会展服务*会议服务费", 1_000_000, 600),
        ("*餐饮服务*茶歇", 200_000, 600),
    ]
    file = InvoiceFile.objects.get()
    with open_file(file.stored) as kept:
        assert kept.read() == content
    assert (file.sha256, file.kind, file.layout) == (hashlib.sha256(content).hexdigest(), "xml", "einvoice")
    assert (invoice.issues, invoice.weight) == ([], "")


def test_pdf_ofd_and_xml_of_one_invoice_join_and_are_compared(books):
    plain = paper()
    hows = [
        take(books, content, name=name).how
        for name, content in (
            ("a.pdf", invoice_pdf(plain)),
            ("a.ofd", ofd_package(plain)),
            ("a.xml", einvoice_xml(plain)),
        )
    ]
    invoice = Invoice.objects.get()
    assert hows == ["taken", "joined", "known"]  # the OFD brought the same XML inside it
    assert sorted(invoice.files.values_list("kind", "is_from_inside")) == [
        ("ofd", False),
        ("pdf", False),
        ("xml", True),
    ]
    assert (invoice.where["gross_cents"], invoice.issues) == ("ofd", [])


def test_files_that_contradict_each_other_say_so_with_both_values(books):
    take(books, einvoice_xml(paper()))
    wrong = paper(seller=type(HOTEL)("上海临江大酒店", HOTEL.tax_id))
    invoice = take(books, invoice_pdf(wrong), name="a.pdf").invoice
    assert codes(invoice) == ["conflict"]
    assert invoice.issues[0]["values"] == {
        "field": "seller_name",
        "one_source": "xml",
        "one": HOTEL.name,
        "other_source": "pdf",
        "other": "上海临江大酒店",
    }
    assert invoice.seller_name == HOTEL.name


def test_two_originals_with_different_amounts_block(books):
    take(books, einvoice_xml(paper()))
    other = paper(net_cents=1_300_000, gross_cents=1_372_000)
    invoice = take(books, ofd_package(other, with_original=False), name="a.ofd").invoice
    assert (invoice.weight, invoice.gross_cents) == ("block", 1_272_000)
    assert codes(invoice) == ["conflict", "conflict"]


def test_the_same_file_again_is_known_and_changes_nothing(books):
    take(books)
    before = Invoice.objects.values().get()
    assert take(books).how == "known"
    assert Invoice.objects.values().get() == before


def test_the_same_invoice_in_another_meeting_is_refused_with_who_when_and_where(books):
    take(books)
    elsewhere = another_meeting(books)
    with pytest.raises(InvoiceRepeated) as told:
        take(books, meeting=elsewhere)
    assert "钱进" in str(told.value)
    assert "2027-02-02 10:00" in str(told.value)
    assert f"《{books.meeting.name}》" in str(told.value)
    repeat = RepeatedArrival.objects.get()
    assert (Invoice.objects.count(), repeat.meeting, repeat.brought_by) == (1, elsewhere, keeper(books).user)
    assert [found.severity for found in findings(elsewhere, "OM-109")] == ["block"]
    assert findings(books.meeting, "OM-109") == []


def test_brought_three_times_it_is_one_thing_to_look_at(books):
    take(books)
    elsewhere = another_meeting(books)
    for _ in range(3):
        with pytest.raises(InvoiceRepeated):
            take(books, meeting=elsewhere)
    assert RepeatedArrival.objects.count() == 1
    services.clear_repeat(actor=keeper(books), repeat_id=RepeatedArrival.objects.get().pk, note="误选会议")
    assert findings(elsewhere, "OM-109") == []


def test_typed_a_second_time_in_the_same_meeting_is_refused_without_a_note(books):
    take(books)
    with pytest.raises(InvoiceRepeated):
        typed(books)
    assert RepeatedArrival.objects.count() == 0


def typed(books, **more):
    values = {"number": paper().number, "gross_cents": 1_272_000, "buyer_name": OURS.name, "seller_name": HOTEL.name}
    return services.take_typed(actor=keeper(books), org_id=books.org.pk, meeting=books.meeting, values=values | more)


def test_typed_first_and_the_file_later_is_one_invoice(books):
    first = typed(books, gross_cents=1_272_100)
    second = take(books)
    assert (first.how, second.how, Invoice.objects.count()) == ("taken", "joined", 1)
    invoice = Invoice.objects.get()
    assert (invoice.gross_cents, codes(invoice)) == (1_272_000, ["conflict"])


def test_one_of_no_meeting_is_joined_by_the_meeting_it_is_brought_to(books):
    first = take(books, meeting=None)
    assert (first.how, first.invoice.meeting) == ("taken", None)
    second = take(books, invoice_pdf(paper()), name="a.pdf")
    assert (second.how, second.invoice.meeting) == ("joined", books.meeting)
    kept = StoredFile.objects.filter(pk__in=second.invoice.files.values("stored_id"))
    assert set(kept.values_list("meeting_id", flat=True)) == {books.meeting.pk}


def test_the_text_of_the_code_is_kept_as_it_was_read(books):
    text = " 01,32,,23442000000014209621,112,20230215,,74AE "
    arrival = services.take_text(actor=keeper(books), org_id=books.org.pk, meeting=books.meeting, text=text)
    invoice = arrival.invoice
    assert (invoice.number, invoice.code, invoice.qr_text) == ("23442000000014209621", "", text.strip())
    assert (invoice.gross_cents, invoice.where["gross_cents"]) == (11_200, "qr")
    assert "qr_amount_unsure" in codes(invoice)


@pytest.mark.parametrize("picture", ["png", "pdf"])
def test_a_picture_of_the_code_registers_what_it_says(books, picture):
    content = qr_picture(paper().qr_text)
    assert take(books, content, name="照片.png").invoice.number == paper().number


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (BILLION_LAUGHS, Unreadable),
        (ofd_bomb(), ZipTooLarge),
        (ENCRYPTED_PDF, Encrypted),
        (b"%PDF-1.7 broken", Unreadable),
        (b"hello", Unreadable),
        (einvoice_xml(paper(number="")), NumberUnread),
    ],
    ids=["laughs", "bomb", "locked", "broken", "text", "no number"],
)
def test_what_cannot_be_read_is_refused_and_nothing_is_kept(books, content, refusal):
    with pytest.raises(refusal):
        take(books, content, name="x")
    assert (Invoice.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_those_who_may_not_register_are_refused(books):
    with pytest.raises(NotAllowed):
        take(books, actor=books.actor("planner"))
    with pytest.raises(NotAllowed):
        take(books, actor=books.actor("lead"), meeting=None)
    assert Invoice.objects.count() == 0


def test_facts_carry_ids_only(books):
    take(books)
    fact = FactRecord.objects.get(kind="invoice_received")
    assert set(fact.payload) == {"invoice_id", "org_id", "source"}


def test_a_red_invoice_finds_its_blue_one_and_both_leave_the_sums(books):
    blue = take(books).invoice
    red = take(books, einvoice_xml(red_of(paper(), 2)), name="red.xml").invoice
    blue.refresh_from_db()
    assert (blue.state, red.state, red.reverses_id) == ("reversed", "reversed", blue.pk)
    assert (blue.counted_cents, red.counted_cents, codes(red)) == (0, 0, [])


def test_a_red_invoice_that_came_first_waits_for_its_blue_one(books):
    red = take(books, einvoice_xml(red_of(paper(), 2)), name="red.xml").invoice
    assert codes(red) == ["reverses_unknown"]
    blue = take(books).invoice
    red.refresh_from_db()
    blue.refresh_from_db()
    assert (red.state, blue.state, codes(red)) == ("reversed", "reversed", [])


def test_a_partly_red_invoice_lessens_the_sum(books):
    blue = take(books).invoice
    red = take(books, einvoice_xml(red_of(paper(), 2, share=2)), name="red.xml").invoice
    blue.refresh_from_db()
    assert (blue.state, red.state) == ("received", "received")
    assert blue.counted_cents + red.counted_cents == 636_000
