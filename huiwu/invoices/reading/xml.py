"""XML of invoices: the tax bureau's EInvoice, the accounting standard's XBRL, and the eInvoice of older OFD files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from huiwu.invoices.reading.values import N_, Gathering, Reading, Unreadable

LARGEST = 8_000_000
DEEPEST = 40
MOST_ELEMENTS = 100_000

KINDS = {"01": "digital_special", "02": "digital_ordinary"}
"""LabelCode of GeneralOrSpecialVAT."""

FIELDS = {
    "EIid": "number", "InvoiceNumber": "number", "InvoiceNo": "number", "InvoiceCode": "code",
    "IssueTime": "issued_on", "IssueDate": "issued_on", "RequestTime": "issued_on", "DateOfIssue": "issued_on",
    "BuyerName": "buyer_name", "BuyerIdNum": "buyer_tax_id", "BuyerTaxID": "buyer_tax_id",
    "SellerName": "seller_name", "SellerIdNum": "seller_tax_id", "SellerTaxID": "seller_tax_id",
    "TotalAmWithoutTax": "net_cents", "TaxExclusiveTotalAmount": "net_cents",
    "TotalTaxAm": "tax_cents", "TaxTotalAmount": "tax_cents",
    "TotalTax-includedAmount": "gross_cents", "TaxInclusiveTotalAmount": "gross_cents",
    "TotalTax-includedAmountInChinese": "capitals", "TaxInclusiveTotalAmountInChinese": "capitals",
    "Drawer": "drawer", "InvoiceClerk": "drawer", "Remark": "remark", "Remarks": "remark", "Note": "remark",
    "OriginalInvoiceCode": "reverses_code", "OriginalInvoiceNo": "reverses_number",
    "OriginalInvoiceNumber": "reverses_number",
}  # fmt: skip
FIRST = ("InvoiceNumber", "IssueTime", "IssueDate")
"""Said by whom the invoice comes from for certain; EIid and RequestTime only where these are missing."""

LINES = ("IssuItemInformation", "GoodsInfo", "InformationOfGoodsOrServicesTuple")
LINE_FIELDS = {
    "ItemName": "name", "Item": "name", "GoodsName": "name", "SpecMod": "spec", "Specification": "spec",
    "MeaUnits": "unit", "MeasurementDimension": "unit", "Quantity": "quantity", "UnPrice": "unit_price",
    "Price": "unit_price", "Amount": "net", "TaxRate": "rate", "TaxScheme": "rate", "ComTaxAm": "tax", "TaxAmount": "tax",
}  # fmt: skip
ROOTS = {"einvoice": "einvoice", "xbrl": "accounting_standard", "invoice": "einvoice"}
RED = re.compile(r"被红冲蓝字(?:数电)?(?:发)?票号码[:：\s]*(\d{20}|\d{8})")
RED_CODED = re.compile(r"对应正数发票代码[:：\s]*(\d{10,12})\s*号码[:：\s]*(\d{8})")


def read_xml(content: bytes, *, source: str = "xml", place: str = "") -> Reading:
    """One invoice from its XML. Raises Unreadable: a bomb, too large, no XML, or XML that is no invoice."""
    root = parsed(content)
    layout = layout_of(root)
    if layout is None:
        raise Unreadable(why=N_("不是发票的 XML（根元素 {root}）"), root=local(root)[:40])
    found = Gathering(source, layout)
    leaves: dict[str, list[tuple[tuple[str, ...], Element]]] = {}
    for path, element in _leaves(root):
        if path[-1] in FIELDS and not _in_line(path):
            leaves.setdefault(path[-1], []).append((path, element))
    for name in (*FIRST, *FIELDS):
        for path, element in leaves.get(name, ()):
            found.take(FIELDS[name], element.text, place + "/".join(path))
    _kind(root, found, place)
    for number, element in enumerate((e for e in root.iter() if local(e) in LINES), 1):
        texts = {LINE_FIELDS[local(leaf)]: leaf.text or "" for leaf in element.iter() if local(leaf) in LINE_FIELDS}
        found.line(texts, f"{place}{local(element)}[{number}]")
    red_letter(found)
    return found.done()


def red_letter(found: Gathering) -> None:
    """The blue invoice that a red one reverses stands in the remark where no field of its own has it."""
    remark = found.values.get("remark", "")
    if coded := RED_CODED.search(remark):
        found.put("reverses_code", coded[1], "remark")
        found.put("reverses_number", coded[2], "remark")
    elif plain := RED.search(remark):
        found.put("reverses_number", plain[1], "remark")


def parsed(content: bytes) -> Element:
    """The root, without entities, document types and outside references. Raises Unreadable."""
    if len(content) > LARGEST:
        raise Unreadable(why=N_("XML 超过 {limit} MB"), limit=LARGEST // 1_000_000)
    builder = _Bounded()
    try:
        parser = DefusedXMLParser(target=builder, forbid_dtd=True, forbid_entities=True, forbid_external=True)
        parser.feed(content.lstrip(b"\xef\xbb\xbf \r\n\t"))
        root = parser.close()
    except DefusedXmlException as fault:
        raise Unreadable(why=N_("XML 带有文档类型或实体声明，正规发票没有，疑似恶意文件")) from fault
    except (ParseError, ValueError, LookupError) as fault:
        raise Unreadable(why=N_("XML 格式有错误，文件可能不完整")) from fault
    if root is None:
        raise Unreadable(why=N_("XML 是空的"))
    return root


class _Bounded:
    """Builds the tree while counting, so that depth and number of elements are known before they fill memory."""

    def __init__(self) -> None:
        self.root: Element | None = None
        self._open: list[Element] = []
        self._count = 0
        self._last: Element | None = None

    def start(self, tag: str, attrs: dict[str, str]) -> None:
        self._count += 1
        if self._count > MOST_ELEMENTS or len(self._open) >= DEEPEST:
            raise Unreadable(why=N_("XML 的层数或元素过多，疑似恶意文件"))
        element = Element(tag, attrs)
        if self._open:
            self._open[-1].append(element)
        else:
            self.root = element
        self._open.append(element)
        self._last = element

    def data(self, text: str) -> None:
        if self._open and self._last is self._open[-1]:
            self._open[-1].text = (self._open[-1].text or "") + text

    def end(self, _tag: str) -> None:
        self._last = self._open.pop()

    def close(self) -> Element | None:
        return self.root


def layout_of(root: Element) -> str | None:
    """`einvoice` (tax bureau), `accounting_standard` (电子凭证会计数据标准), `ofd_einvoice`; None for other XML."""
    name = local(root)
    if name == "eInvoice":
        return "ofd_einvoice"
    layout = ROOTS.get(name.lower())
    if layout is None:
        return None
    known = {local(element) for element in root.iter()} & set(FIELDS)
    return layout if len(known) >= 3 else None


def local(element: Element) -> str:
    """The element's name without its namespace."""
    tag = element.tag if isinstance(element.tag, str) else ""
    return tag.rpartition("}")[2].rpartition(":")[2]


def _leaves(root: Element) -> Iterator[tuple[tuple[str, ...], Element]]:
    waiting: list[tuple[tuple[str, ...], Element]] = [((local(root),), root)]
    while waiting:
        path, element = waiting.pop()
        children = list(element)
        if not children:
            yield path, element
        waiting += [((*path, local(child)), child) for child in reversed(children)]


def _in_line(path: tuple[str, ...]) -> bool:
    return any(name in LINES for name in path)


def _kind(root: Element, found: Gathering, place: str) -> None:
    for element in root.iter():
        if local(element) == "GeneralOrSpecialVAT":
            texts = {local(leaf): (leaf.text or "").strip() for leaf in element}
            code = texts.get("LabelCode", "")
            kind = KINDS.get(code.zfill(2)) if code else None
            if kind is None:
                kind = kind_of_title(texts.get("LabelName", ""), is_digital=True)
            found.put("kind", kind, f"{place}GeneralOrSpecialVAT")
            return


def kind_of_title(title: str, *, is_digital: bool) -> str:
    """A kind by the words of its title: 专用 or 普通, digital or of the older electronic sort."""
    if "专用" in title:
        return "digital_special" if is_digital else "electronic_special"
    if "普通" in title:
        return "digital_ordinary" if is_digital else "electronic_ordinary"
    return ""
