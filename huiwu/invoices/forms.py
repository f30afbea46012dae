"""Web input of invoices to clean values."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from huiwu.contracts.models import Contract, PaymentTerm
from huiwu.foundation.fields import YuanField, day, offer, offer_rows
from huiwu.invoices.choices import Direction, InvoiceKind, InvoiceState, Weight
from huiwu.invoices.models import Invoice, LegalEntity
from huiwu.invoices.queries import InvoiceFilter
from huiwu.invoices.rules.capitals import in_capitals
from huiwu.invoices.rules.numbers import plain
from huiwu.kernel.money import yuan
from huiwu.meetings.models import Meeting
from huiwu.suppliers.models import Supplier

ALL = [("", _("全部"))]


def _text(label: Any, longest: int, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=longest, **more)


class RegisterFilterForm(forms.Form):
    """The register's filters as they stand in the address."""

    q = forms.CharField(label=_("查找"), required=False)
    state = forms.ChoiceField(label=_("状态"), choices=[*ALL, *InvoiceState.choices], required=False)
    direction = forms.ChoiceField(label=_("方向"), choices=[*ALL, *Direction.choices], required=False)
    wrong = forms.ChoiceField(
        label=_("核对"), required=False, choices=[*ALL, (Weight.BLOCK, _("有阻断问题")), (Weight.WARN, _("有问题的"))]
    )
    missing = forms.ChoiceField(
        label=_("缺少"), required=False, choices=[("", _("不限")), ("xml", _("XML 原件")), ("contract", _("合同"))]
    )
    from_on = day(_("开票日期从"), required=False)
    to_on = day(_("到"), required=False)
    meeting: forms.Field = forms.CharField(required=False, widget=forms.HiddenInput)
    sort = forms.CharField(required=False, widget=forms.HiddenInput)

    def asked(self) -> InvoiceFilter:
        """What of the address can be understood; the rest is as if it were not there."""
        self.is_valid()
        clean = self.cleaned_data
        words = ("state", "direction", "meeting", "wrong", "missing", "sort")
        return InvoiceFilter(
            text=clean.get("q") or "",
            from_on=clean.get("from_on"),
            to_on=clean.get("to_on"),
            **{name: clean.get(name) or "" for name in words},
        )


class AllRegisterFilterForm(RegisterFilterForm):
    """The same over all meetings."""

    def __init__(self, *given: Any, meetings: list[Meeting], **more: Any) -> None:
        super().__init__(*given, **more)
        rows = [(meeting.slug, meeting.name) for meeting in meetings]
        self.fields["meeting"] = forms.ChoiceField(
            label=_("所属会议"), required=False, choices=[*ALL, ("none", _("未归会议")), *rows]
        )


class TakeForm(forms.Form):
    """Where what is uploaded or scanned goes."""

    direction = forms.ChoiceField(
        label=_("这些是"), choices=Direction.choices, initial=Direction.IN, widget=forms.RadioSelect
    )


class QrForm(forms.Form):
    text = _text(
        _("二维码内容"),
        500,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("用扫码枪对准发票左上角的二维码，内容会自动填入；也可以粘贴。"),
    )


class InvoiceForm(forms.Form):
    """An invoice by hand, or its correction."""

    direction = forms.ChoiceField(label=_("方向"), choices=Direction.choices, initial=Direction.IN)
    kind = forms.ChoiceField(label=_("票种"), required=False, choices=[("", _("未选")), *InvoiceKind.choices])
    code = _text(_("发票代码"), 20, required=False, help_text=_("数电票没有代码，不填。"))
    number = _text(_("发票号码"), 30, help_text=_("数电票 20 位，其他发票 8 位。"))
    issued_on = day(_("开票日期"))
    buyer_name = _text(_("购买方名称"), 200)
    buyer_tax_id = _text(_("购买方税号"), 20, required=False)
    seller_name = _text(_("销售方名称"), 200)
    seller_tax_id = _text(_("销售方税号"), 20, required=False)
    net_cents = YuanField(is_signed=True, label=_("合计金额（不含税）"), required=False)
    tax_cents = YuanField(is_signed=True, label=_("合计税额"), required=False)
    gross_cents = YuanField(is_signed=True, label=_("价税合计"), help_text=_("红字发票填负数。"))
    reverses_number = _text(_("被红冲发票号码"), 30, required=False)
    remark = _text(_("备注"), 1000, required=False, widget=forms.Textarea(attrs={"rows": 2}))

    SAID = (
        "kind", "code", "number", "issued_on", "buyer_name", "buyer_tax_id", "seller_name", "seller_tax_id", "net_cents",
        "tax_cents", "gross_cents", "reverses_number", "remark",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        clean: dict[str, Any] = super().clean() or {}
        gross, net, tax = (clean.get(name) for name in ("gross_cents", "net_cents", "tax_cents"))
        if gross is not None and net is not None and tax is None:
            clean["tax_cents"] = gross - net
        if gross is not None and tax is not None and net is None:
            clean["net_cents"] = gross - tax
        return clean

    def said(self) -> dict[str, Any]:
        """Fields of a Reading, with the amount in capitals that belongs to the figure."""
        values = {name: self.cleaned_data[name] for name in self.SAID if self.cleaned_data.get(name) not in ("", None)}
        for name in ("buyer_tax_id", "seller_tax_id", "reverses_number"):
            if name in values:
                values[name] = plain(values[name])
        return values

    @classmethod
    def initial_of(cls, invoice: Invoice) -> dict[str, Any]:
        return {name: getattr(invoice, name) for name in (*cls.SAID, "direction")}

    @property
    def capitals(self) -> str:
        cents = self["gross_cents"].value()
        return in_capitals(cents) if isinstance(cents, int) else ""


class AssignForm(forms.Form):
    """Where an invoice belongs."""

    meeting = forms.ModelChoiceField(label=_("所属会议"), queryset=Meeting.objects.none(), required=False)
    term = forms.ChoiceField(label=_("合同与付款节点"), required=False)
    supplier = forms.ModelChoiceField(label=_("供应商"), queryset=Supplier.objects.none(), required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, data: Any, *, invoice: Invoice, meetings: Any) -> None:
        start = {
            "meeting": invoice.meeting_id,
            "supplier": invoice.supplier_id,
            "revision": invoice.revision,
            "term": _term_key(invoice.contract_id, invoice.term_id),
        }
        super().__init__(data, initial=start)
        offer_rows(self, "meeting", meetings)
        offer_rows(self, "supplier", Supplier.objects.filter(org_id=invoice.org_id))
        self.contracts = _contracts(invoice)
        offer(self, "term", [("", _("不关联")), *_term_choices(self.contracts)])

    def linked(self) -> tuple[Contract | None, PaymentTerm | None]:
        key = self.cleaned_data["term"]
        for contract in self.contracts:
            for term in (None, *contract.terms.all()):
                if key and key == _term_key(contract.pk, term.pk if term else None):
                    return contract, term
        return None, None


def _contracts(invoice: Invoice) -> list[Contract]:
    if invoice.meeting_id is None:
        return []
    way = "payable" if invoice.direction == Direction.IN else "receivable"
    rows = Contract.objects.filter(meeting_id=invoice.meeting_id, direction=way).exclude(status="cancelled")
    return list(rows.prefetch_related("terms").order_by("number"))


def _term_choices(contracts: list[Contract]) -> list[tuple[str, str]]:
    rows = []
    for contract in contracts:
        rows.append((_term_key(contract.pk, None), f"{contract.number} {contract.title}"))
        rows += [
            (_term_key(contract.pk, term.pk), f"{contract.number} · {term.label} · {yuan(term.amount_cents)}")
            for term in contract.terms.all()
        ]
    return rows


def _term_key(contract_id: UUID | None, term_id: UUID | None) -> str:
    return f"{contract_id or ''}:{term_id or ''}" if contract_id else ""


class VerifyForm(forms.Form):
    note = _text(
        _("核对情况"),
        500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("在全国增值税发票查验平台查过的，写明日期与结果。"),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class ReimburseForm(forms.Form):
    on = day(_("报销日期"))
    reference = _text(_("凭证号"), 80, required=False)


class ReasonForm(forms.Form):
    reason = _text(_("退回原因"), 500, widget=forms.Textarea(attrs={"rows": 2}))


class NoteForm(forms.Form):
    note = _text(_("核对情况"), 500)


class ReverseForm(forms.Form):
    number = _text(_("被红冲的发票号码"), 40)


class ExpectForm(forms.Form):
    direction = forms.ChoiceField(label=_("方向"), choices=Direction.choices, initial=Direction.IN)
    party_name = _text(_("对方名称"), 200)
    amount_cents = YuanField(label=_("价税合计"))
    expected_on = day(_("应收日期"), required=False)
    note = _text(_("说明"), 500, required=False)


class TitleForm(forms.Form):
    name = _text(_("名称（抬头全称）"), 200, help_text=_("与营业执照逐字一致。"))
    tax_id = _text(_("税号（统一社会信用代码）"), 24)
    address = _text(_("地址"), 200, required=False)
    phone = _text(_("电话"), 40, required=False)
    bank_name = _text(_("开户行"), 120, required=False)
    bank_account = _text(_("账号"), 40, required=False)
    is_default = forms.BooleanField(label=_("默认抬头"), required=False)

    @classmethod
    def initial_of(cls, row: LegalEntity) -> dict[str, Any]:
        return {name: getattr(row, name) for name in cls.base_fields}
