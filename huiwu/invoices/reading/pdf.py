"""PDF invoices: the XML attached inside, the document information, the text layer, and the QR code of the drawn page.

Only the first pages are read, and only for so long: an invoice has one or two. pdfium is not safe for several threads at
once, so one PDF is read at a time in a process.
"""

from __future__ import annotations

import re
import threading
import time
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pypdfium2

from huiwu.invoices.reading.picture import qr_texts
from huiwu.invoices.reading.qr import read_qr_text
from huiwu.invoices.reading.values import N_, Gathering, Reading, Unreadable
from huiwu.invoices.reading.xml import kind_of_title, read_xml, red_letter
from huiwu.kernel.errors import Refusal

MOST_PAGES = 5
MOST_SECONDS = 8.0
MOST_TEXT = 60_000
MOST_ATTACHMENTS = 10
LARGEST_SIDE = 3_000
"""Dots a page is drawn with at most, whatever size it claims."""

INFORMATION = {
    "InvoiceNumber": "number", "InvoiceCode": "code", "IssueTime": "issued_on", "SellerIdNum": "seller_tax_id",
    "BuyerIdNum": "buyer_tax_id", "TotalAmWithoutTax": "net_cents", "TotalTaxAm": "tax_cents",
    "TotalTax-includedAmount": "gross_cents",
}  # fmt: skip
AMOUNT = r"[¥￥]?\s*(-?[\d,]+\.\d{2})"
PATTERNS: tuple[tuple[str, str], ...] = (
    ("number", r"(?<!数电)(?<!蓝字)发票号码[:：]?\s*(\d{20}|\d{8})(?!\d)"),
    ("code", r"发票代码[:：]?\s*(\d{10,12})(?!\d)"),
    ("issued_on", r"开票日期[:：]?\s*(\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日|\d{4}-\d{2}-\d{2})"),
    ("capitals", r"价税合计[（(]?大写[）)]?[:：]?\s*([⊗ⓧ]?\s*[负零壹贰叁肆伍陆柒捌玖拾佰仟万亿圆元角分整正]+)"),
    ("gross_cents", rf"[（(]小写[）)][:：]?\s*{AMOUNT}"),
    ("drawer", r"开\s*票\s*人[:：]\s*([一-鿿·]{2,10})"),
)
PARTY = re.compile(r"名\s*称[:：]\s*([^\n:：]{2,80}?)(?=\s{2,}|\n|名\s*称|统一社会|纳税人|售|购|销|$)")
TAX_ID = re.compile(r"(?:统一社会信用代码/?)?纳税人识别号[:：]?\s*([0-9A-Z]{15,20})(?![0-9A-Z])")
TOTALS = re.compile(rf"合\s*计\s*{AMOUNT}\s*{AMOUNT}")

SPREAD = re.compile(r"(?<=[一-鿿:()])[ \t]+(?=[一-鿿:()\d])")
"""Blanks that justified text has between its characters."""

_one_at_a_time = threading.Lock()


class Encrypted(Refusal):
    """A PDF that opens only with a password."""

    code = "pdf_encrypted"
    status = 422
    sentence = "PDF 文件“{name}”设有打开密码，读不出发票内容。请去掉密码后再传，或改传 XML、OFD。"


def read_pdf(content: bytes, *, name: str = "") -> Reading:
    """One invoice from a PDF, from whatever it offers. Raises Unreadable, Encrypted."""
    found = Gathering("pdf", "pdf")
    until = time.monotonic() + MOST_SECONDS
    with _one_at_a_time, _opened(content, name) as document:
        _attached(found, document)
        _information(found, document)
        count = len(document)
        for number in range(min(count, MOST_PAGES)):
            if time.monotonic() > until:
                found.trouble("pdf_slow", seconds=f"{MOST_SECONDS:.0f}", page=str(number))
                break
            _page(found, document, number)
        if count > MOST_PAGES:
            found.trouble("pdf_long", pages=str(count), read=str(MOST_PAGES))
    red_letter(found)
    reading = found.done()
    if reading.is_blank:
        raise Unreadable(name=name, why=N_("PDF 里没有文字、附带数据和可识别的二维码，可能是扫描件"))
    return reading


@contextmanager
def _opened(content: bytes, name: str) -> Iterator[pypdfium2.PdfDocument]:
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as fault:
        if "password" in str(fault).lower():
            raise Encrypted(name=name) from fault
        raise Unreadable(name=name, why=N_("PDF 已损坏或不完整")) from fault
    try:
        yield document
    finally:
        document.close()


def _attached(found: Gathering, document: pypdfium2.PdfDocument) -> None:
    for index in range(min(document.count_attachments(), MOST_ATTACHMENTS)):
        try:
            attachment = document.get_attachment(index)
            title, original = attachment.get_name(), bytes(attachment.get_data())
            reading = read_xml(original, source="pdf", place=f"{title}#")
        except (pypdfium2.PdfiumError, Unreadable):
            continue
        if reading.is_blank:
            continue
        for field, value in reading.said().items():
            found.put(field, value, reading.where.get(field, title))
        found.lines += reading.lines
        found.troubles += reading.troubles
        found.layout, found.embedded = reading.layout, (title or "invoice.xml", original)
        return


def _information(found: Gathering, document: pypdfium2.PdfDocument) -> None:
    """数电票 of the tax bureau carry their totals in the document information."""
    for key, field in INFORMATION.items():
        found.take(field, document.get_metadata_value(key), f"pdf:{key}")


def _page(found: Gathering, document: pypdfium2.PdfDocument, number: int) -> None:
    try:
        page = document[number]
        text = page.get_textpage().get_text_range()[:MOST_TEXT]
    except pypdfium2.PdfiumError:
        found.trouble("pdf_page_broken", page=str(number + 1))
        return
    _text(found, SPREAD.sub("", unicodedata.normalize("NFKC", text)), number + 1)
    if "qr_text" not in found.values:
        for said in qr_texts(_drawn(page)):
            _code(found, said, number + 1)


def _drawn(page: Any) -> Any:
    width, height = page.get_size()
    scale = min(200 / 72, LARGEST_SIDE / max(width, height, 1))
    return page.render(scale=scale, grayscale=True).to_pil()


def _code(found: Gathering, said: str, page: int) -> None:
    """What the code says that the page does not; where both speak and differ, the page stands and it is a trouble."""
    reading = read_qr_text(said, source="pdf")
    for field in ("number", "issued_on"):
        one, other = found.values.get(field), getattr(reading, field)
        if one and other and one != other:
            found.trouble("inner_conflict", field=field, one=str(one), other=str(other), where=f"qr@{page}")
    for field, value in reading.said().items():
        if field != "kind" or "kind" not in found.values:
            found.put(field, value, f"qr@{page}")


def _text(found: Gathering, text: str, page: int) -> None:
    where = f"text@{page}"
    for field, pattern in PATTERNS:
        if said := re.search(pattern, text):
            found.take(field, said[1], where)
    if said := TOTALS.search(text):
        found.take("net_cents", said[1], where)
        found.take("tax_cents", said[2], where)
    parties = [party.strip() for party in PARTY.findall(text)]
    codes = TAX_ID.findall(text)
    for side, values in (("name", parties), ("tax_id", codes)):
        for who, value in zip(("buyer", "seller"), values, strict=False):
            found.take(f"{who}_{side}", value, where)
    if remark := re.search(r"被红冲蓝字[\s\S]{0,120}", text):
        found.take("remark", re.sub(r"[\r\n\u200b]", "", remark[0]), where)
    if title := re.search(r"(?:电子)?发票\s*\(?[（(]?\s*(?:增值税)?(专用|普通)发票|增值税电子(专用|普通)发票", text):
        is_digital = len(str(found.values.get("number", ""))) == 20
        found.put("kind", kind_of_title(title[0], is_digital=is_digital), where)
