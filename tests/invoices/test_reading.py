"""Readers: XML of both layouts, OFD of three sorts, PDF, pictures, QR text; and files that mean harm."""

from __future__ import annotations

import sys
import time

import pytest

from huiwu.foundation.zips import ZipBroken, ZipLimits, ZipPathOutside, ZipTooLarge, ZipTooMany, opened_zip, prove_zip
from huiwu.invoices.reading import read_file, read_qr_text
from huiwu.invoices.reading.pdf import Encrypted
from huiwu.invoices.reading.values import Unreadable, cents_of, day_of, rate_of
from tests.invoices.samples import (
    BILLION_LAUGHS,
    DEEP,
    ENCRYPTED_PDF,
    HOTEL,
    ISSUED,
    OURS,
    OUTSIDE_ENTITY,
    accounting_xml,
    blank_pdf,
    einvoice_xml,
    invoice_pdf,
    lying_zip,
    ofd_bomb,
    ofd_package,
    older_ofd,
    paper,
    qr_picture,
    red_of,
    zipped,
)

PLAIN = paper()
CORE = {
    "number": PLAIN.number, "issued_on": ISSUED, "buyer_name": OURS.name, "buyer_tax_id": OURS.tax_id,
    "seller_name": HOTEL.name, "seller_tax_id": HOTEL.tax_id, "net_cents": 1_200_000, "tax_cents": 72_000,
    "gross_cents": 1_272_000,
}  # fmt: skip


@pytest.mark.parametrize(
    ("content", "layout", "lines", "embedded"),
    [
        (einvoice_xml(PLAIN), "einvoice", 2, False),
        (accounting_xml(PLAIN), "accounting_standard", 0, False),
        (ofd_package(PLAIN), "einvoice", 2, True),
        (ofd_package(PLAIN, with_original=False), "ofd", 0, False),
        (invoice_pdf(PLAIN), "pdf", 0, False),
        (invoice_pdf(PLAIN, attached=einvoice_xml(PLAIN)), "einvoice", 2, True),
    ],
    ids=["xml", "xbrl", "ofd", "ofd tags", "pdf", "pdf with xml"],
)
def test_every_format_says_the_same_of_one_invoice(content, layout, lines, embedded):
    reading = read_file(content)
    said = reading.said()
    assert {name: said[name] for name in CORE} == CORE
    assert (reading.layout, len(reading.lines), reading.embedded is not None) == (layout, lines, embedded)
    assert set(reading.where) >= set(CORE)
    assert reading.troubles == ()


def test_an_older_ofd_has_code_and_number():
    reading = read_file(older_ofd())
    assert (reading.code, reading.number, reading.gross_cents) == ("031001900111", "12345678", 10_600)
    assert [(line.name, line.rate_bp, line.tax_cents) for line in reading.lines] == [("*餐饮服务*餐费", 600, 600)]


@pytest.mark.parametrize("make", [einvoice_xml, ofd_package, invoice_pdf])
def test_a_red_invoice_names_the_blue_one(make):
    reading = read_file(make(red_of(PLAIN, 2)))
    assert (reading.gross_cents, reading.reverses_number) == (-1_272_000, PLAIN.number)


def test_what_ofd_says_in_two_ways_is_compared():
    package = _entries(ofd_package(PLAIN))
    package["OFD.xml"] = package["OFD.xml"].replace(b"12000.00", b"12000.01")
    reading = read_file(zipped(package))
    assert [(trouble.code, trouble.values["field"]) for trouble in reading.troubles] == [
        ("inner_conflict", "net_cents")
    ]


def _entries(content):
    with opened_zip(content) as package:
        return {name: package.read(name) for name in package.names}


def test_a_picture_says_what_its_code_says():
    reading = read_file(qr_picture(PLAIN.qr_text))
    assert (reading.source, reading.number, reading.qr_cents) == ("picture", PLAIN.number, 1_272_000)


@pytest.mark.parametrize(
    ("text", "kind", "code", "number", "cents"),
    [
        ("01,32,,23442000000014209621,112,20230215,,74AE", "digital_ordinary", "", "23442000000014209621", 11_200),
        ("01,31,,23442000000014209621,112.00,20230215,,74AE,", "digital_special", "", "23442000000014209621", 11_200),
        ("01,10,031001900111,12345678,100.5,20190101,1234567890,A1B2,x", "electronic_ordinary", "031001900111", "12345678", 10_050),
        ("01，04，3100191130，12345678，88，20190101", "ordinary", "3100191130", "12345678", 8_800),
        ("09,99,,23442000000014209621,,20230215,,", "", "", "23442000000014209621", None),
    ],
)  # fmt: skip
def test_codes_of_any_number_of_parts(text, kind, code, number, cents):
    reading = read_qr_text(f" {text}\n")
    assert (reading.kind, reading.code, reading.number, reading.qr_cents) == (kind, code, number, cents)
    assert reading.qr_text == text


@pytest.mark.parametrize("text", ["", "https://example.test/1,2,3,4,5,6", "01,32", "a,b,c,d,e,f"])
def test_other_codes_are_refused(text):
    with pytest.raises(Unreadable):
        read_qr_text(text)


@pytest.mark.parametrize(
    ("content", "refusal", "word"),
    [
        (BILLION_LAUGHS, Unreadable, "实体"),
        (OUTSIDE_ENTITY, Unreadable, "实体"),
        (DEEP, Unreadable, "层数"),
        (b"<EInvoice>", Unreadable, "格式"),
        (b"<html><body>hello</body></html>", Unreadable, "根元素"),
        (b" " + b"<a>" + b"x" * 9_000_000 + b"</a>", Unreadable, "超过 {limit} MB"),
        (ofd_bomb(), ZipTooLarge, "过大"),
        (lying_zip(), ZipBroken, "损坏"),
        (zipped({"OFD.xml": "<a/>", "../../evil.xml": "<a/>"}), ZipPathOutside, "包外"),
        (zipped({f"{n}.xml": "" for n in range(1_100)}), ZipTooMany, "超过"),
        (zipped({"hello.txt": "hello"}), Unreadable, "OFD.xml"),
        (b"PK\x03\x04 nothing", ZipBroken, "损坏"),
        (ENCRYPTED_PDF, Encrypted, "密码"),
        (blank_pdf(), Unreadable, "扫描件"),
        (b"%PDF-1.7\n garbage", Unreadable, "损坏"),
        (invoice_pdf(PLAIN)[:4_000], Unreadable, "损坏"),
        (b"\x89PNG\r\n\x1a\n broken", Unreadable, "图片"),
        (b"MZ", Unreadable, "不是 XML"),
    ],
)
def test_what_means_harm_or_is_broken_is_refused_with_its_reason(content, refusal, word):
    with pytest.raises(refusal) as told:
        read_file(content, name="x")
    assert word in str(told.value)


def test_of_five_hundred_pages_five_are_read_and_it_says_so():
    begun = time.perf_counter()
    reading = read_file(invoice_pdf(PLAIN, pages=500))
    assert [(trouble.code, dict(trouble.values)) for trouble in reading.troubles] == [
        ("pdf_long", {"pages": "500", "read": "5"})
    ]
    assert reading.number == PLAIN.number
    assert time.perf_counter() - begun < 5


def test_the_guard_counts_what_it_unpacks_and_not_what_is_declared():
    content = zipped({"a": b" " * 900_000, "b": b" " * 900_000})
    prove_zip(content)
    with pytest.raises(ZipTooLarge):
        prove_zip(content, ZipLimits(total_bytes=1_000_000))
    with pytest.raises(ZipTooLarge):
        prove_zip(zipped({"a": b" " * 3_000_000}), ZipLimits(ratio=50))
    with pytest.raises(ZipBroken):
        prove_zip(lying_zip())


def test_readers_know_nothing_of_django():
    import subprocess

    said = "import sys, huiwu.invoices.reading; print([m for m in sys.modules if m.split('.')[0] == 'django'])"
    done = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("text", "cents"), [("¥1,234.50", 123_450), ("１２.５元", 1_250), ("-0.01", -1), ("12.500000", 1_250)]
)
def test_amounts_as_files_write_them(text, cents):
    assert cents_of(text) == cents


@pytest.mark.parametrize(
    "text", ["2027年2月1日", "2027-02-01 10:11:12", "20270201", "2027/2/1", "２０２７年０２月０１日"]
)
def test_days_as_files_write_them(text):
    assert day_of(text) == ISSUED


@pytest.mark.parametrize(
    ("text", "points"),
    [("0.06", 600), ("6%", 600), ("13", 1300), ("免税", 0), ("***", None), ("0.015", 150), ("", None)],
)
def test_rates_as_files_write_them(text, points):
    assert rate_of(text) == points
