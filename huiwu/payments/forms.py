"""Web input of payments to clean values."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from huiwu.accounts.choices import Role
from huiwu.contracts.choices import Direction, TermKind
from huiwu.contracts.models import Contract, PaymentTerm
from huiwu.foundation.fields import YuanField, day
from huiwu.foundation.models import StoredFile
from huiwu.invoices.models import Invoice
from huiwu.kernel.money import yuan
from huiwu.meetings.models import Meeting
from huiwu.orders.choices import OrderState
from huiwu.orders.models import Order
from huiwu.payments.choices import OWNER, Method, ReceiptKind
from huiwu.payments.models import PaymentRequest
from huiwu.payments.services import RequestValues
from huiwu.speaker_fees.choices import GRANTED
from huiwu.speaker_fees.models import SpeakerFee


def plain(cents: int) -> str:
    """Cents as one types them."""
    return yuan(cents).replace(",", "")


class RequestForm(forms.Form):
    """A request. What it is for is one choice: `term:<id>`, `contract:<id>`, `order:<id>`, `fee:<id>` or by hand."""

    source = forms.ChoiceField(label=_("依据"), required=False)
    purpose = forms.CharField(label=_("用途"), max_length=200)
    amount_cents = YuanField(label=_("申请金额（价税合计）"))
    payee = forms.CharField(label=_("收款方"), max_length=160)
    bank_name = forms.CharField(label=_("开户行"), required=False, max_length=120)
    bank_account = forms.CharField(label=_("账号"), required=False, max_length=40)
    needed_on = day(_("要求付款日"), required=False)
    note = forms.CharField(label=_("说明"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
    file = forms.FileField(label=_("附件"), required=False)

    def __init__(self, *args: Any, meeting: Meeting, **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["source"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = source_choices(meeting)

    @staticmethod
    def initial_of(row: PaymentRequest) -> dict[str, Any]:
        names = ("purpose", "payee", "bank_name", "bank_account", "needed_on", "note")
        return {name: getattr(row, name) for name in names} | {
            "amount_cents": plain(row.amount_cents),
            "source": source_of(row),
        }

    def values(self, file: StoredFile | None) -> RequestValues:
        clean = self.cleaned_data
        kind, _colon, found = clean["source"].partition(":")
        ids: dict[str, Any] = dict.fromkeys(("contract_id", "term_id", "order_id", "speaker_fee_id"))
        if kind == "term":
            term = PaymentTerm.objects.only("contract").get(pk=UUID(found))
            ids |= {"contract_id": term.contract_id, "term_id": term.pk}
        elif kind:
            ids[{"contract": "contract_id", "order": "order_id", "fee": "speaker_fee_id"}[kind]] = UUID(found)
        names = ("purpose", "payee", "bank_name", "bank_account", "needed_on", "note")
        kept = {name: clean[name] for name in names}
        return RequestValues(amount_cents=clean["amount_cents"] or 0, file=file, **kept, **ids)


def source_of(row: PaymentRequest) -> str:
    if row.term_id:
        return f"term:{row.term_id}"
    if row.contract_id:
        return f"contract:{row.contract_id}"
    if row.order_id:
        return f"order:{row.order_id}"
    return f"fee:{row.speaker_fee_id}" if row.speaker_fee_id else ""


def source_choices(meeting: Meeting) -> list[Any]:
    """Terms and contracts, orders without a contract, granted fees; grouped."""
    terms, contracts = [], []
    for contract in Contract.objects.filter(meeting=meeting, direction=Direction.PAYABLE).prefetch_related("terms"):
        contracts.append((f"contract:{contract.pk}", f"{contract} · {contract.party_name}"))
        for term in contract.terms.all():
            label = f"{contract.number} {term.label} · {contract.party_name} · {yuan(term.amount_cents)}"
            terms.append((f"term:{term.pk}", label))
    orders = Order.objects.filter(meeting=meeting, contract=None).exclude(state=OrderState.CANCELLED)
    fees = SpeakerFee.objects.filter(meeting=meeting, state__in=GRANTED)
    groups: list[Any] = [("", _("手工填写"))]
    for title, rows in (
        (_("合同付款节点"), terms),
        (_("合同（不指节点）"), contracts),
        (_("订单"), [(f"order:{row.pk}", str(row)) for row in orders]),
        (_("劳务费"), [(f"fee:{row.pk}", f"{row} · {yuan(row.net_cents)}") for row in fees]),
    ):
        if rows:
            groups.append((title, rows))
    return groups


class InvoicesForm(forms.Form):
    """An amount for each invoice of the meeting that might stand behind the request; empty is none."""

    def __init__(self, *args: Any, invoices: Iterable[tuple[Invoice, int, int]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.rows = list(invoices)
        for invoice, attached, left in self.rows:
            label = f"{invoice.full_number} · {invoice.seller_name}"
            start = plain(attached) if attached else ""
            self.fields[f"invoice-{invoice.pk}"] = YuanField(
                label=label, required=False, initial=start, help_text=_("还可用 {left}").format(left=yuan(left))
            )

    def amounts(self) -> dict[UUID, int]:
        found = {invoice.pk: self.cleaned_data[f"invoice-{invoice.pk}"] or 0 for invoice, _a, _l in self.rows}
        return {pk: cents for pk, cents in found.items() if cents}


class DecisionForm(forms.Form):
    note = forms.CharField(label=_("意见"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class PaidForm(forms.Form):
    """`key` is made with the form, so that sending it twice is one payment."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    amount_cents = YuanField(label=_("付款金额"))
    paid_on = day(_("付款日期"))
    method = forms.ChoiceField(label=_("支付方式"), choices=Method.choices)
    reference = forms.CharField(label=_("流水号"), required=False, max_length=80)
    voucher = forms.FileField(label=_("付款凭证"), required=False)

    def __init__(self, *args: Any, no_cash: bool = False, **more: Any) -> None:
        super().__init__(*args, **more)
        if no_cash:
            drop_cash(self.fields["method"])


class ReceivedForm(forms.Form):
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    source = forms.ChoiceField(label=_("合同与节点"), required=False)
    kind = forms.ChoiceField(label=_("款项"), choices=ReceiptKind.choices)
    amount_cents = YuanField(label=_("收款金额"))
    received_on = day(_("收款日期"))
    payer = forms.CharField(label=_("付款方"), max_length=160)
    method = forms.ChoiceField(label=_("收款方式"), choices=Method.choices)
    reference = forms.CharField(label=_("流水号"), required=False, max_length=80)
    note = forms.CharField(label=_("说明"), required=False, max_length=500)
    file = forms.FileField(label=_("回单"), required=False)

    def __init__(self, *args: Any, meeting: Meeting, **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["source"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = receipt_choices(meeting)

    def agreed(self) -> tuple[UUID | None, UUID | None]:
        """(contract, term) as chosen."""
        kind, _colon, found = self.cleaned_data["source"].partition(":")
        if kind == "term":
            term = PaymentTerm.objects.only("contract").get(pk=UUID(found))
            return term.contract_id, term.pk
        return (UUID(found), None) if kind else (None, None)


def receipt_choices(meeting: Meeting) -> list[Any]:
    """The client's contract and its terms, and deposits that come back."""
    rows: list[Any] = [("", _("没有合同"))]
    for contract in Contract.objects.filter(meeting=meeting).prefetch_related("terms"):
        is_ours = contract.direction == Direction.RECEIVABLE
        terms = [term for term in contract.terms.all() if is_ours or term.kind == TermKind.SECURITY]
        if is_ours:
            rows.append((f"contract:{contract.pk}", str(contract)))
        rows += [(f"term:{term.pk}", f"{contract.number} {term.label} · {yuan(term.amount_cents)}") for term in terms]
    return rows


def drop_cash(field: Any) -> None:
    field.choices = [row for row in field.choices if row[0] != Method.CASH]


class VoidForm(forms.Form):
    reason = forms.CharField(label=_("作废理由"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


LEVEL_COUNT = 4


class LevelsForm(forms.Form):
    """The chain, lowest level first; an empty role ends it."""

    def __init__(self, *args: Any, levels: list[tuple[str, int | None]], **more: Any) -> None:
        super().__init__(*args, **more)
        roles = [(code, label) for code, label in Role.choices if code != Role.CLIENT]
        for n in range(LEVEL_COUNT):
            role, limit = levels[n] if n < len(levels) else ("", None)
            self.fields[f"role-{n}"] = forms.ChoiceField(
                label=_("岗位"),
                required=False,
                initial=role,
                choices=[("", _("没有这一级")), (OWNER, _("单位负责人")), *roles],
            )
            self.fields[f"limit-{n}"] = YuanField(
                label=_("限额"),
                required=False,
                initial="" if limit is None else plain(limit),
                help_text=_("不填为不限额，只用于最后一级。"),
            )

    def levels(self) -> list[tuple[str, int | None]]:
        clean = self.cleaned_data
        return [(clean[f"role-{n}"], clean[f"limit-{n}"]) for n in range(LEVEL_COUNT) if clean[f"role-{n}"]]
