"""Invoices that the tests make themselves, in the real formats, and files that mean harm."""

from __future__ import annotations

import io
import struct
import zipfile
from dataclasses import replace
from datetime import date
from typing import Any

import pypdfium2
import segno

from huiwu.documents.blocks import KeyValues, Paragraph, Qr, Sheet
from huiwu.documents.render.pdf import pdf
from huiwu.invoices.demo_files import (
    Goods,
    Paper,
    digital_number,
    einvoice_xml,
    money,
    ofd_package,
    paper_for_gross,
    unified_code,
)
from huiwu.invoices.rules.judging import Entity

OURS = Entity("云帆会务服务有限公司", unified_code(1))
HOTEL = Entity("上海临江国际酒店有限公司", unified_code(2))
BUILDER = Entity("上海明筑展览服务有限公司", unified_code(3))
ISSUED = date(2027, 2, 1)


def paper(serial: int = 1, **more: Any) -> Paper:
    """Two lines of a hotel to us: 12,000.00 + 720.00, with everything right."""
    plain = Paper(
        number=digital_number(ISSUED, serial),
        issued_on=ISSUED,
        buyer=OURS,
        seller=HOTEL,
        goods=(
            Goods("*会展服务*会议服务费", 1_000_000, quantity="2", unit="天"),
            Goods("*餐饮服务*茶歇", 200_000),
        ),
    )
    return replace(plain, **more)


def red_of(blue: Paper, serial: int, share: int = 1) -> Paper:
    """The red invoice of a blue one, for all of it or for 1/share of each line."""
    goods = tuple(replace(g, net_cents=-g.net_cents // share, tax_cents=None) for g in blue.goods)
    remark = f"被红冲蓝字数电发票号码：{blue.number} 红字发票信息确认单编号：3100012702{serial:010d}"
    return replace(blue, number=digital_number(ISSUED, serial), goods=goods, remark=remark)


def accounting_xml(paper: Paper) -> bytes:
    """电子凭证会计数据标准: XBRL whose elements are prefixed `einv`."""
    facts = {
        "InvoiceNumber": paper.number, "SellerName": paper.seller.name, "SellerIdNum": paper.seller.tax_id,
        "BuyerName": paper.buyer.name, "BuyerIdNum": paper.buyer.tax_id, "TotalAmWithoutTax": money(paper.net),
        "TotalTaxAm": money(paper.tax), "TotalTax-includedAmount": money(paper.gross), "RequestTime": str(paper.issued_on),
    }  # fmt: skip
    said = "".join(f'<einv:{name} contextRef="now">{text}</einv:{name}>' for name, text in facts.items())
    return (
        '<?xml version="1.0" encoding="UTF-8"?><xbrli:xbrl xmlns:xbrli="http://www.xbrl.org/2003/instance" '
        f'xmlns:einv="http://xbrl.mof.gov.cn/taxonomy/einv">{said}</xbrli:xbrl>'
    ).encode()


def older_ofd(code: str = "031001900111", number: str = "12345678") -> bytes:
    """An electronic invoice of before 数电票: code and number, the attached eInvoice, amounts as those had them."""
    original = (
        '<?xml version="1.0" encoding="UTF-8"?><fp:eInvoice xmlns:fp="http://www.edrm.org.cn/schema/e-invoice/2019">'
        f"<fp:InvoiceCode>{code}</fp:InvoiceCode><fp:InvoiceNo>{number}</fp:InvoiceNo><fp:IssueDate>2027年02月01日</fp:IssueDate>"
        f"<fp:Buyer><fp:BuyerName>{OURS.name}</fp:BuyerName><fp:BuyerTaxID>{OURS.tax_id}</fp:BuyerTaxID></fp:Buyer>"
        f"<fp:Seller><fp:SellerName>{HOTEL.name}</fp:SellerName><fp:SellerTaxID>{HOTEL.tax_id}</fp:SellerTaxID></fp:Seller>"
        "<fp:TaxExclusiveTotalAmount>100.00</fp:TaxExclusiveTotalAmount><fp:TaxTotalAmount>6.00</fp:TaxTotalAmount>"
        "<fp:TaxInclusiveTotalAmount>106.00</fp:TaxInclusiveTotalAmount><fp:GoodsInfos><fp:GoodsInfo><fp:Item>*餐饮服务*餐费</fp:Item>"
        "<fp:Amount>100.00</fp:Amount><fp:TaxScheme>6%</fp:TaxScheme><fp:TaxAmount>6.00</fp:TaxAmount></fp:GoodsInfo></fp:GoodsInfos>"
        "</fp:eInvoice>"
    )
    root = "<ofd:OFD xmlns:ofd='http://www.ofdspec.org/2016'/>"
    return zipped({"OFD.xml": root, "Doc_0/Attachs/original_invoice.xml": original})


def invoice_pdf(paper: Paper, *, with_qr: bool = True, attached: bytes | None = None, pages: int = 1) -> bytes:
    """A print of the invoice with its text layer and QR code; `attached` goes in as a file."""
    blocks = (
        KeyValues((("发票号码", paper.number), ("开票日期", f"{paper.issued_on:%Y年%m月%d日}"))),
        Paragraph(f"名称：{paper.buyer.name}\n统一社会信用代码/纳税人识别号：{paper.buyer.tax_id}", indent=False),
        Paragraph(f"名称：{paper.seller.name}\n统一社会信用代码/纳税人识别号：{paper.seller.tax_id}", indent=False),
        *(Paragraph(f"{g.name} {money(g.net_cents)} 6% {money(g.tax)}", indent=False) for g in paper.goods),
        Paragraph(f"合 计 ¥{money(paper.net)} ¥{money(paper.tax)}", indent=False),
        Paragraph(f"价税合计（大写） {paper.words} （小写）¥{money(paper.gross)}", indent=False),
        Paragraph(f"备注 {paper.remark}\n开票人：{paper.drawer}", indent=False),
        *((Qr(paper.qr_text, width_mm=30),) if with_qr else ()),
    )
    made = pdf(Sheet(title=f"电子发票（{paper.title}）", blocks=blocks, numbered=False))
    if attached is None and pages == 1:
        return made
    document = pypdfium2.PdfDocument(made)
    if attached is not None:
        document.new_attachment("invoice.xml").set_data(attached)
    for _ in range(pages - 1):
        document.new_page(400, 400)
    return saved(document)


def blank_pdf(pages: int = 1) -> bytes:
    document = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        document.new_page(400, 400)
    return saved(document)


def saved(document: pypdfium2.PdfDocument) -> bytes:
    made = io.BytesIO()
    document.save(made)
    document.close()
    return made.getvalue()


ENCRYPTED_PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    b"3 0 obj<</Filter/Standard/V 1/R 2/P -4/O<28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a>"
    b"/U<28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697b>>>endobj\n"
    b"trailer<</Root 1 0 R/Encrypt 3 0 R/ID[<31><31>]>>\n%%EOF"
)
"""Encrypted with a password that nobody has."""


def qr_picture(text: str) -> bytes:
    made = io.BytesIO()
    segno.make(text, micro=False, error="m").save(made, kind="png", scale=6, border=6)
    return made.getvalue()


def zipped(entries: dict[str, str | bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in entries.items():
            package.writestr(name, content)
    return made.getvalue()


def ofd_bomb(megabytes: int = 30) -> bytes:
    """A few kilobytes that unpack to many megabytes of blanks."""
    return zipped({"OFD.xml": "<ofd:OFD/>", "Doc_0/Pages/Page_0/Content.xml": b" " * (megabytes * 1_000_000)})


def lying_zip() -> bytes:
    """An entry that declares one byte and unpacks to a million."""
    content = bytearray(zipped({"OFD.xml": b"A" * 1_000_000}))
    central = content.rindex(b"PK\x01\x02")
    for place in (22, central + 24):
        content[place : place + 4] = struct.pack("<I", 1)
    return bytes(content)


BILLION_LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;">]>'
    b"<EInvoice>&lol2;</EInvoice>"
)
OUTSIDE_ENTITY = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><EInvoice>&e;</EInvoice>'
DEEP = b"<EInvoice>" + b"<a>" * 5_000 + b"</a>" * 5_000 + b"</EInvoice>"

__all__ = [
    "BILLION_LAUGHS", "BUILDER", "DEEP", "ENCRYPTED_PDF", "HOTEL", "ISSUED", "OURS", "OUTSIDE_ENTITY", "Entity", "Goods",
    "Paper", "accounting_xml", "blank_pdf", "digital_number", "einvoice_xml", "invoice_pdf", "lying_zip", "money",
    "ofd_bomb", "ofd_package", "older_ofd", "paper", "paper_for_gross", "qr_picture", "red_of", "unified_code", "zipped",
]  # fmt: skip
