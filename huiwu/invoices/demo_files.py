"""Invented invoices as files in the real formats: the XML of the tax bureau, and the OFD that carries it.

For the demo, the bench and the tests. What is written here is read back through the same readers as anything that arrives.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field, replace
from datetime import date
from xml.sax.saxutils import escape

from huiwu.invoices.rules.capitals import in_capitals
from huiwu.invoices.rules.judging import Entity
from huiwu.invoices.rules.tax_ids import check_character
from huiwu.kernel.money import tax_on, tax_within

OFD = "http://www.ofdspec.org/2016"
STAMP = (2026, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Goods:
    """One line. `tax_cents` None: as the rate makes it."""

    name: str
    net_cents: int
    rate_bp: int = 600
    quantity: str = "1"
    unit: str = "项"
    spec: str = ""
    tax_cents: int | None = None

    @property
    def tax(self) -> int:
        return tax_on(self.net_cents, self.rate_bp) if self.tax_cents is None else self.tax_cents


@dataclass(frozen=True, slots=True)
class Paper:
    """An invented invoice. Totals follow from the lines unless they are given, to be wrong on purpose."""

    number: str
    issued_on: date
    buyer: Entity
    seller: Entity
    goods: tuple[Goods, ...]
    is_special: bool = False
    remark: str = ""
    drawer: str = "测试员"
    net_cents: int | None = None
    tax_cents: int | None = None
    gross_cents: int | None = None
    capitals: str = field(default="")

    @property
    def net(self) -> int:
        return sum(goods.net_cents for goods in self.goods) if self.net_cents is None else self.net_cents

    @property
    def tax(self) -> int:
        return sum(goods.tax for goods in self.goods) if self.tax_cents is None else self.tax_cents

    @property
    def gross(self) -> int:
        return self.net + self.tax if self.gross_cents is None else self.gross_cents

    @property
    def words(self) -> str:
        return self.capitals or in_capitals(self.gross).replace("元", "圆")

    @property
    def title(self) -> str:
        return "增值税专用发票" if self.is_special else "普通发票"

    @property
    def qr_text(self) -> str:
        kind = "31" if self.is_special else "32"
        return f"01,{kind},,{self.number},{money(self.gross)},{self.issued_on:%Y%m%d},,A1B2,"


def paper_for_gross(gross_cents: int, rate_bp: int, name: str, paper: Paper) -> Paper:
    """The paper with one line whose amount with tax is `gross_cents`: net is gross less the tax inside it."""
    tax = tax_within(gross_cents, rate_bp)
    return replace(paper, goods=(Goods(name, gross_cents - tax, rate_bp, tax_cents=tax),))


def digital_number(issued_on: date, serial: int, province: str = "31") -> str:
    """A number of 20 digits as the tax bureau's platform gives it: year, province, channel 2, serial."""
    return f"{issued_on:%y}{province}2{serial:015d}"


def unified_code(serial: int, region: str = "310115") -> str:
    """A well-formed code that belongs to nobody: registered as an enterprise, with its check character."""
    body = f"91{region}{serial:09d}"
    return body + check_character(body)


def money(cents: int) -> str:
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100}.{abs(cents) % 100:02d}"


def einvoice_xml(paper: Paper) -> bytes:
    """The XML original as the tax bureau's platform delivers it."""
    label = "01" if paper.is_special else "02"
    parts = [
        "<Header>",
        _tag("EIid", paper.number), _tag("EInvoiceTag", "SWEI3200"), _tag("Version", "0.2"),
        "<InherentLabel><InIssuType><LabelCode>Y</LabelCode><LabelName>是</LabelName></InIssuType>"
        "<EInvoiceType><LabelCode>01</LabelCode><LabelName>电子发票</LabelName></EInvoiceType>"
        f"<GeneralOrSpecialVAT><LabelCode>{label}</LabelCode><LabelName>{paper.title}</LabelName></GeneralOrSpecialVAT>"
        "</InherentLabel></Header><EInvoiceData>",
        f"<SellerInformation>{_tag('SellerIdNum', paper.seller.tax_id)}{_tag('SellerName', paper.seller.name)}</SellerInformation>",
        f"<BuyerInformation>{_tag('BuyerIdNum', paper.buyer.tax_id)}{_tag('BuyerName', paper.buyer.name)}</BuyerInformation>",
        "<BasicInformation>",
        _tag("TotalAmWithoutTax", money(paper.net)), _tag("TotalTaxAm", money(paper.tax)),
        _tag("TotalTax-includedAmount", money(paper.gross)), _tag("TotalTax-includedAmountInChinese", paper.words),
        _tag("Drawer", paper.drawer), _tag("RequestTime", f"{paper.issued_on} 10:11:12"),
        "</BasicInformation>",
        *(_goods_xml(goods) for goods in paper.goods),
        f"<AdditionalInformation>{_tag('Remark', paper.remark)}</AdditionalInformation></EInvoiceData><TaxSupervisionInfo>",
        _tag("InvoiceNumber", paper.number), _tag("IssueTime", f"{paper.issued_on} 10:11:12"),
        "<TaxBureauCode>13100000000</TaxBureauCode><TaxBureauName>国家税务总局上海市税务局</TaxBureauName></TaxSupervisionInfo>",
    ]  # fmt: skip
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<EInvoice>{"".join(parts)}</EInvoice>'.encode()


def _goods_xml(goods: Goods) -> str:
    rate = f"{goods.rate_bp / 10_000:.2f}" if goods.rate_bp % 100 == 0 else f"{goods.rate_bp / 10_000:.3f}"
    texts = {
        "ItemName": goods.name, "SpecMod": goods.spec, "MeaUnits": goods.unit, "Quantity": goods.quantity,
        "UnPrice": money(goods.net_cents), "Amount": money(goods.net_cents), "TaxRate": rate,
        "ComTaxAm": money(goods.tax), "TotaltaxIncludedAmount": money(goods.net_cents + goods.tax),
    }  # fmt: skip
    return f"<IssuItemInformation>{''.join(_tag(name, text) for name, text in texts.items())}</IssuItemInformation>"


def _tag(name: str, text: str) -> str:
    return f"<{name}>{escape(text)}</{name}>"


def ofd_package(paper: Paper, *, with_original: bool = True) -> bytes:
    """OFD as GB/T 33190 has it: custom data, one page, tags that name its text objects, and the XML original attached."""
    texts = {
        "InvoiceNo": paper.number, "IssueDate": f"{paper.issued_on:%Y年%m月%d日}", "BuyerName": paper.buyer.name,
        "BuyerTaxID": paper.buyer.tax_id, "SellerName": paper.seller.name, "SellerTaxID": paper.seller.tax_id,
        "TaxExclusiveTotalAmount": f"¥{money(paper.net)}", "TaxTotalAmount": f"¥{money(paper.tax)}",
        "TaxInclusiveTotalAmount": f"¥{money(paper.gross)}", "InvoiceClerk": paper.drawer, "Note": paper.remark,
    }  # fmt: skip
    entries = {
        "OFD.xml": _ofd_root(paper),
        "Doc_0/Document.xml": _ofd(
            "Document",
            "<ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 140</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData>"
            '<ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages>'
            "<ofd:Attachments>Attachs/Attachments.xml</ofd:Attachments><ofd:CustomTags>Tags/CustomTags.xml</ofd:CustomTags>",
        ),
        "Doc_0/Pages/Page_0/Content.xml": _ofd("Page", _page(paper, texts)),
        "Doc_0/Tags/CustomTags.xml": _ofd(
            "CustomTags", "<ofd:CustomTag><ofd:FileLoc>CustomTag.xml</ofd:FileLoc></ofd:CustomTag>"
        ),
        "Doc_0/Tags/CustomTag.xml": _tags(texts),
    }
    if with_original:
        entries["Doc_0/Attachs/Attachments.xml"] = _ofd(
            "Attachments",
            '<ofd:Attachment ID="8" Name="original_invoice" Format="xml" Visible="false">'
            "<ofd:FileLoc>original_invoice.xml</ofd:FileLoc></ofd:Attachment>",
        )
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in entries.items():
            package.writestr(zipfile.ZipInfo(name, STAMP), text, zipfile.ZIP_DEFLATED)
        if with_original:
            name = "Doc_0/Attachs/original_invoice.xml"
            package.writestr(zipfile.ZipInfo(name, STAMP), einvoice_xml(paper), zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _ofd(name: str, inner: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><ofd:{name} xmlns:ofd="{OFD}">{inner}</ofd:{name}>'


def _ofd_root(paper: Paper) -> str:
    data = {
        "native-producer": "demo", "发票号码": paper.number, "合计税额": money(paper.tax), "合计金额": money(paper.net),
        "开票日期": f"{paper.issued_on:%Y年%m月%d日}", "购买方纳税人识别号": paper.buyer.tax_id,
        "销售方纳税人识别号": paper.seller.tax_id,
    }  # fmt: skip
    custom = "".join(f'<ofd:CustomData Name="{name}">{escape(text)}</ofd:CustomData>' for name, text in data.items())
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><ofd:OFD xmlns:ofd="{OFD}" DocType="OFD" Version="1.1"><ofd:DocBody>'
        f"<ofd:DocInfo><ofd:DocID>{paper.number}</ofd:DocID><ofd:CreationDate>{paper.issued_on}</ofd:CreationDate>"
        f"<ofd:CustomDatas>{custom}</ofd:CustomDatas></ofd:DocInfo>"
        "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
    )


def _page(paper: Paper, texts: dict[str, str]) -> str:
    said = [f"电子发票（{paper.title}）", *texts.values(), *(goods.name for goods in paper.goods)]
    drawn = "".join(
        f'<ofd:TextObject ID="{number}" Boundary="10 {number * 5} 190 5" Font="3" Size="3.2">'
        f'<ofd:TextCode X="0" Y="3">{escape(text)}</ofd:TextCode></ofd:TextObject>'
        for number, text in enumerate(said, 100)
    )
    return f'<ofd:Content><ofd:Layer ID="2" Type="Body">{drawn}</ofd:Layer></ofd:Content>'


def _tags(texts: dict[str, str]) -> str:
    refs = "".join(
        f'<fp:{name}><ofd:ObjectRef PageRef="1">{number}</ofd:ObjectRef></fp:{name}>'
        for number, name in enumerate(texts, 101)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<fp:eInvoice xmlns:fp="http://www.edrm.org.cn/schema/e-invoice/2019" xmlns:ofd="{OFD}">{refs}</fp:eInvoice>'
    )
