"""OFD invoices (GB/T 33190): the XML original attached, else the tagged texts of the page, else the custom data of OFD.xml.

All three are read; the first that says a field stands, and a contradiction between them is a trouble.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import replace
from xml.etree.ElementTree import Element

from huiwu.foundation.zips import GuardedZip, ZipLimits, opened_zip
from huiwu.invoices.reading.qr import is_invoice_qr, read_qr_text
from huiwu.invoices.reading.values import N_, Gathering, Reading, Unreadable, value_of
from huiwu.invoices.reading.xml import kind_of_title, local, parsed, read_xml, red_letter

LIMITS = ZipLimits(entries=1_000, entry_bytes=15_000_000, total_bytes=40_000_000, ratio=200)
MOST_DOCUMENTS = 20
MOST_PAGES = 20

CUSTOM = {
    "发票代码": "code", "发票号码": "number", "开票日期": "issued_on", "购买方名称": "buyer_name",
    "购买方纳税人识别号": "buyer_tax_id", "销售方名称": "seller_name", "销售方纳税人识别号": "seller_tax_id",
    "合计金额": "net_cents", "合计税额": "tax_cents", "价税合计": "gross_cents",
}  # fmt: skip
TAGS = {
    "InvoiceCode": "code", "InvoiceNo": "number", "IssueDate": "issued_on", "BuyerName": "buyer_name",
    "BuyerTaxID": "buyer_tax_id", "SellerName": "seller_name", "SellerTaxID": "seller_tax_id",
    "TaxExclusiveTotalAmount": "net_cents", "TaxTotalAmount": "tax_cents", "TaxInclusiveTotalAmount": "gross_cents",
    "InvoiceClerk": "drawer", "Note": "remark",
}  # fmt: skip
COMPARED = ("number", "issued_on", "buyer_tax_id", "seller_tax_id", "net_cents", "tax_cents", "gross_cents")


def read_ofd(content: bytes, *, name: str = "") -> Reading:
    """One invoice from an OFD package. Raises Unreadable with the reason, ZipRefused for a package that is no honest one."""
    with opened_zip(content, LIMITS) as package:
        if not package.has("OFD.xml"):
            raise Unreadable(name=name, why=N_("压缩包里没有 OFD.xml"))
        root = parsed(package.read("OFD.xml"))
        attached = _attached(package)
        found = Gathering("ofd", attached.layout if attached else "ofd")
        if attached is not None:
            _take_attached(found, attached)
        texts = _page_texts(package, root)
        _tagged(found, package, texts)
        _custom(found, root)
        _printed(found, texts)
    red_letter(found)
    reading = found.done()
    if reading.is_blank:
        raise Unreadable(name=name, why=N_("OFD 里没有发票数据，可能是扫描件"))
    return reading


def _attached(package: GuardedZip) -> Reading | None:
    """The first XML among the attachments that is an invoice."""
    named = [entry for entry in package.names if "/attachs/" in f"/{entry.lower()}" and entry.lower().endswith(".xml")]
    loose = [entry for entry in package.names if posixpath.basename(entry).lower() == "original_invoice.xml"]
    for entry in [*loose, *named][:MOST_DOCUMENTS]:
        if posixpath.basename(entry).lower() == "attachments.xml":
            continue
        original = package.read(entry)
        try:
            reading = read_xml(original, source="ofd", place=f"{entry}#")
        except Unreadable:
            continue
        if not reading.is_blank:
            return replace(reading, embedded=(posixpath.basename(entry), original))
    return None


def _take_attached(found: Gathering, attached: Reading) -> None:
    for field, value in attached.said().items():
        found.put(field, value, attached.where.get(field, "original"))
    found.lines += attached.lines
    found.troubles += attached.troubles
    found.embedded = attached.embedded


def _page_texts(package: GuardedZip, root: Element) -> dict[str, str]:
    """Id of each text object of pages and templates → its text, in reading order."""
    texts: dict[str, str] = {}
    pages = [entry for entry in package.names if entry.endswith("Content.xml")]
    for entry in sorted(pages, key=lambda path: ("/Tpls/" in path, path))[:MOST_PAGES]:
        for element in _parsed_or_empty(package, entry):
            if local(element) == "TextObject":
                said = "".join(leaf.text or "" for leaf in element.iter() if local(leaf) == "TextCode")
                texts.setdefault(f"{element.get('ID', '')}", said)
    return texts


def _parsed_or_empty(package: GuardedZip, entry: str) -> Iterator[Element]:
    try:
        root = parsed(package.read(entry))
    except Unreadable:
        return iter(())
    return root.iter()


def _tagged(found: Gathering, package: GuardedZip, texts: dict[str, str]) -> None:
    """Tags/CustomTag.xml names the text objects that make up each field."""
    for entry in [name for name in package.names if name.endswith("CustomTag.xml")][:MOST_DOCUMENTS]:
        for element in _parsed_or_empty(package, entry):
            field = TAGS.get(local(element))
            if field is None:
                continue
            said = "".join(
                texts.get((ref.text or "").strip(), "") for ref in element.iter() if local(ref) == "ObjectRef"
            )
            _agree(found, field, said, f"CustomTag.xml#{local(element)}")


def _custom(found: Gathering, root: Element) -> None:
    for element in root.iter():
        if local(element) == "CustomData" and element.get("Name") in CUSTOM:
            name = element.get("Name", "")
            _agree(found, CUSTOM[name], element.text or "", f"OFD.xml#{name}")


def _agree(found: Gathering, field: str, text: str, where: str) -> None:
    """Take the field, or compare it with what stands already."""
    before = found.values.get(field)
    if before is None or field not in COMPARED or not text.strip():
        found.take(field, text, where)
        return
    try:
        value = value_of(field, text)
    except ValueError:
        return
    if value and value != before:
        found.trouble("inner_conflict", field=field, one=str(before), other=str(value), where=where)


def _printed(found: Gathering, texts: dict[str, str]) -> None:
    """The title says the kind; a QR text printed as such is rare, and taken where it is."""
    for said in texts.values():
        if "发票" in said and ("专用" in said or "普通" in said):
            is_digital = len(str(found.values.get("number", ""))) == 20
            found.put("kind", kind_of_title(said, is_digital=is_digital), "page")
        elif is_invoice_qr(said):
            found.put("qr_text", read_qr_text(said).qr_text, "page")
