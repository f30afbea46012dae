"""Web input of orders to clean values."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiwu.contracts.choices import LIVE
from huiwu.contracts.models import Contract
from huiwu.foundation.fields import YuanField, offer, offer_rows
from huiwu.meetings.models import Meeting
from huiwu.orders.choices import OrderState, Quality
from huiwu.orders.models import Order, OrderLine
from huiwu.orders.queries import OrderFilter
from huiwu.orders.services import Count, OrderLineValues
from huiwu.suppliers.choices import SupplierCategory, SupplierStatus
from huiwu.suppliers.models import Supplier

ALL = ("", _("全部"))
STATES = [ALL, ("open", _("未完成")), *OrderState.choices]
FULLWIDTH = str.maketrans("０１２３４５６７８９．", "0123456789.")


def instant(label: Any, **more: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, widget=widget, **more)


def text(label: Any, most: int, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, **more)


def phone(label: Any, **more: Any) -> forms.CharField:
    widget = forms.TextInput({"type": "tel", "inputmode": "tel"})
    return forms.CharField(label=label, max_length=32, widget=widget, **more)


class QuantityField(forms.DecimalField):
    """A quantity with at most three decimals; full-width digits are understood."""

    def __init__(self, **more: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal"})
        super().__init__(widget=widget, max_digits=14, decimal_places=3, **more)

    def prepare_value(self, value: Any) -> Any:
        return f"{value.normalize():f}" if isinstance(value, Decimal) else value

    def to_python(self, value: Any) -> Any:
        return super().to_python(value.translate(FULLWIDTH) if isinstance(value, str) else value)


class PercentField(forms.DecimalField):
    """A rate in per cent; its value is basis points."""

    def __init__(self, **more: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal"})
        limits: dict[str, Any] = {"min_value": Decimal(0), "max_value": Decimal("99.99"), "decimal_places": 2}
        super().__init__(widget=widget, **limits, **more)

    def prepare_value(self, value: Any) -> Any:
        return f"{value / 100:g}" if isinstance(value, int) else value

    def clean(self, value: Any) -> Any:
        found = super().clean(value)
        return 600 if found is None else int(found * 100)


class FilterForm(forms.Form):
    """The list's filters as they stand in the address."""

    q = forms.CharField(label=_("查找"), required=False)
    state = forms.ChoiceField(label=_("状态"), choices=STATES, required=False)
    category = forms.ChoiceField(label=_("品类"), choices=[ALL, *SupplierCategory.choices], required=False)

    def asked(self) -> OrderFilter:
        """What of the address can be understood; the rest is as if it were not there."""
        self.is_valid()
        values = self.cleaned_data
        return OrderFilter(
            text=(values.get("q") or "").replace("\0", ""),
            state=values.get("state") or "",
            category=values.get("category") or "",
        )


class OrderForm(forms.Form):
    """The head of an order. A new one names the supplier; later it stays."""

    supplier: forms.ModelChoiceField = forms.ModelChoiceField(label=_("供应商"), queryset=Supplier.objects.none())
    category = forms.ChoiceField(label=_("品类"), choices=SupplierCategory.choices)
    title = text(_("订单名称"), 160)
    deliver_at = instant(_("到货时间"))
    space: forms.ModelChoiceField = forms.ModelChoiceField(
        label=_("使用场地"), queryset=None, required=False, empty_label=_("不限")
    )
    place = text(_("送货地点"), 200, required=False, help_text=_("卸货口、楼层、仓库。"))
    receiver_name = text(_("收货人"), 80, required=False)
    receiver_phone = phone(_("收货人电话"), required=False)
    contract: forms.ModelChoiceField = forms.ModelChoiceField(
        label=_("所属合同"), queryset=Contract.objects.none(), required=False, empty_label=_("未定")
    )
    headcount = forms.IntegerField(
        label=_("数量依据的人数"), min_value=1, required=False, help_text=_("人数变更时，据此提醒核对这份订单。")
    )
    needs_setup = forms.BooleanField(label=_("须供应商到场安装与撤场"), required=False)
    requirements = forms.CharField(label=_("要求与说明"), required=False, widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args: Any, meeting: Meeting, order: Order | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "space", meeting.spaces.all())
        contracts = Contract.objects.filter(meeting=meeting, status__in=LIVE).exclude(supplier=None)
        if order is not None:
            del self.fields["supplier"]
            contracts = contracts.filter(supplier_id=order.supplier_id)
        else:
            usable = Supplier.objects.filter(org_id=meeting.org_id).exclude(status=SupplierStatus.STOPPED)
            offer_rows(self, "supplier", usable)
        offer_rows(self, "contract", contracts)

    @classmethod
    def initial_of(cls, row: Order) -> dict[str, Any]:
        return {name: getattr(row, name) for name in cls.base_fields}

    def values(self) -> dict[str, Any]:
        """As the services take them."""
        clean = dict(self.cleaned_data)
        clean.pop("supplier", None)
        for name in ("space", "contract"):
            chosen = clean.pop(name)
            clean[f"{name}_id"] = chosen.pk if chosen else None
        return clean


class SelectionForm(OrderForm):
    """An order from a selection: supplier, category and lines are those of the quotation."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("supplier", "category"):
            self.fields.pop(name, None)


class LineForm(forms.Form):
    id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    item = text(_("名称"), 160)
    spec = text(_("规格"), 300, required=False)
    unit = text(pgettext_lazy("计量", "单位"), 20, required=False)
    quantity = QuantityField(label=_("数量"))
    unit_cents = YuanField(empty=0, label=_("单价（含税）"), required=False)
    tax_bp = PercentField(label=_("税率 %"), required=False, initial=600)
    function = forms.ChoiceField(label=_("用于"), required=False)
    follows_headcount = forms.BooleanField(label=_("随人数"), required=False)

    def __init__(self, *args: Any, functions: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "function", [("", "—"), *functions])

    @classmethod
    def initial_of(cls, row: OrderLine) -> dict[str, Any]:
        values = {name: getattr(row, name) for name in cls.base_fields if name != "function"}
        return values | {"function": str(row.function_id or "")}

    @staticmethod
    def values_of(clean: dict[str, Any]) -> OrderLineValues:
        kept = ("id", "item", "spec", "unit", "quantity", "unit_cents", "tax_bp", "follows_headcount")
        function_id = UUID(clean["function"]) if clean["function"] else None
        return OrderLineValues(**{name: clean[name] for name in kept}, function_id=function_id)


class SendForm(forms.Form):
    person = text(_("发给谁"), 120)
    recipient = text(_("邮箱或手机"), 254, required=False, help_text=_("填邮箱会同时发邮件；手机号请自行发送链接。"))


class CancelForm(forms.Form):
    reason = text(_("取消的原因"), 300)


class NameForm(forms.Form):
    person_name = text(_("您的姓名"), 80)


class ConfirmForm(NameForm):
    promised_at = instant(_("能送到的时间"), required=False, help_text=_("和要求一致就不用改。"))
    text = forms.CharField(label=_("说明"), required=False, widget=forms.Textarea({"rows": 2}))


class ReturnForm(NameForm):
    text = forms.CharField(label=_("哪里不能接受，建议怎么改"), widget=forms.Textarea({"rows": 3}))


class DispatchForm(NameForm):
    driver_name = text(_("送货人"), 80)
    driver_phone = phone(_("送货人电话"))
    plates = text(_("车牌号"), 120, required=False, help_text=_("多辆车用空格隔开。"))
    promised_at = instant(_("预计到达"))
    text = forms.CharField(label=_("说明"), required=False, widget=forms.Textarea({"rows": 2}))


class DeliveredForm(NameForm):
    text = forms.CharField(label=_("说明"), required=False, widget=forms.Textarea({"rows": 2}))


class CountForm(forms.Form):
    """One line received."""

    line_id = forms.UUIDField(widget=forms.HiddenInput)
    quantity = QuantityField(label=_("实收"), min_value=Decimal(0), required=False)
    quality = forms.ChoiceField(label=_("质量"), choices=Quality.choices, initial=Quality.GOOD)
    problem = text(_("问题"), 300, required=False)

    def count(self) -> Count:
        clean = self.cleaned_data
        return Count(
            line_id=clean["line_id"],
            quantity=clean["quantity"] or Decimal(0),
            quality=clean["quality"],
            problem=clean["problem"],
        )


class AcceptForm(forms.Form):
    is_final = forms.BooleanField(label=_("本订单验收完毕，以后不再收货"), required=False)
    note = forms.CharField(label=_("验收说明"), required=False, widget=forms.Textarea({"rows": 2}))
