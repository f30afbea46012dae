"""Web input of the budget to clean values."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from huiwu.budget.choices import Basis, Detail, Group, Payer, PerDiem, Pricing, Unit
from huiwu.budget.models import Budget, BudgetLine
from huiwu.budget.words import plain_number
from huiwu.event_plan.choices import BudgetCategory
from huiwu.foundation.fields import YuanField
from huiwu.kernel.money import yuan
from huiwu.meetings.models import Function, Meeting
from huiwu.suppliers.models import Supplier


class PercentField(forms.CharField):
    """A percentage with so many decimals; its value is an integer in parts of `scale` to one per cent."""

    def __init__(self, *, scale: int, most: int, **more: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "num"}), max_length=8, **more)
        self.scale, self.most = scale, most

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        try:
            parts = Decimal(text.rstrip("%％") or "0") * self.scale
        except InvalidOperation:
            raise forms.ValidationError(gettext("请填写百分数")) from None
        if not parts.is_finite() or parts != parts.to_integral_value() or not 0 <= parts <= self.most:
            raise forms.ValidationError(gettext("请填写合理的百分数"))
        return int(parts)

    def prepare_value(self, value: Any) -> Any:
        return plain_number(Decimal(value) / self.scale) if isinstance(value, int) else value


def _number(label: Any, **more: Any) -> forms.DecimalField:
    widget = forms.NumberInput(attrs={"step": "any", "class": "num", "inputmode": "decimal"})
    return forms.DecimalField(label=label, min_value=0, max_value=1_000_000, decimal_places=3, widget=widget, **more)


class LineForm(forms.Form):
    """One line: what, how many, at which price."""

    category = forms.ChoiceField(label=_("科目"), choices=BudgetCategory.choices)
    item = forms.CharField(label=_("项目"), max_length=120)
    spec = forms.CharField(label=_("规格"), max_length=200, required=False)
    unit = forms.ChoiceField(label=pgettext_lazy("计量", "单位"), choices=Unit.choices)
    basis = forms.ChoiceField(label=_("人数口径"), choices=[("", _("不随人数")), *Basis.choices], required=False)
    group = forms.ChoiceField(label=_("人群"), choices=Group.choices, required=False)
    function: forms.ModelChoiceField[Function] = forms.ModelChoiceField(
        label=_("功能单元"),
        queryset=None,
        required=False,
        empty_label=_("不限"),
        help_text=_("选了功能单元，就按它的人数算"),
    )
    count = _number(_("固定数量"), required=False, help_text=_("不随人数时填写"))
    overage_permille = PercentField(label=_("冗余（%）"), scale=10, most=5000, required=False)
    people_per_unit = forms.IntegerField(
        label=_("每单位几人"),
        min_value=1,
        max_value=100_000,
        required=False,
        help_text=_("一桌 10 人、双床间 2 人、大巴 45 人"),
    )
    spare = forms.IntegerField(label=_("备用"), min_value=0, max_value=100_000, required=False)
    days = _number(_("天数"), required=False)
    times = _number(_("次数"), required=False)
    unit_cents = YuanField(label=_("单价（含税，元）"))
    tax_bp = PercentField(label=_("税率（%）"), scale=100, most=9_999, required=False)
    payer = forms.ChoiceField(label=_("承担方"), choices=Payer.choices)
    per_diem = forms.ChoiceField(label=_("综合定额类别"), choices=[("", _("不列入")), *PerDiem.choices], required=False)
    supplier: forms.ModelChoiceField[Supplier] = forms.ModelChoiceField(
        label=_("供应商"), queryset=None, required=False, empty_label=_("未定")
    )
    is_adjustable = forms.BooleanField(label=_("可调剂"), required=False)
    is_settled = forms.BooleanField(
        label=_("已全部落实"), required=False, help_text=_("合同已覆盖全部需要，预测不再加未采购的部分")
    )
    note = forms.CharField(label=_("备注"), max_length=500, required=False)

    def __init__(self, *args: Any, meeting: Meeting, **more: Any) -> None:
        super().__init__(*args, **more)
        function, supplier = self.fields["function"], self.fields["supplier"]
        assert isinstance(function, forms.ModelChoiceField)
        assert isinstance(supplier, forms.ModelChoiceField)
        function.queryset = meeting.functions.filter(is_cancelled=False)
        supplier.queryset = Supplier.objects.filter(org_id=meeting.org_id)

    def clean(self) -> dict[str, Any]:
        clean = super().clean() or {}
        for name, usual in (("count", Decimal(1)), ("days", Decimal(1)), ("times", Decimal(1)), ("people_per_unit", 1)):
            clean[name] = usual if clean.get(name) is None else clean[name]
        for name in ("spare", "overage_permille", "tax_bp"):
            clean[name] = clean.get(name) or 0
        clean["group"] = clean.get("group") or Group.ALL
        if clean.get("function") and not clean.get("basis"):
            clean["basis"] = Basis.EXPECTED
        return clean

    @staticmethod
    def initial_of(row: BudgetLine) -> dict[str, Any]:
        start = {name: getattr(row, name) for name in LineForm.base_fields}
        start |= {name: plain_number(start[name]) for name in ("count", "days", "times")}
        return start | {"unit_cents": yuan(row.unit_cents).replace(",", "")}


class SettingsForm(forms.Form):
    pricing = forms.ChoiceField(
        label=_("计价方式"), choices=Pricing.choices, help_text=_("包干项目的简报只列进度与变更，不列成本")
    )
    threshold_bp = PercentField(
        label=_("超支阈值（%）"), scale=100, most=10_000, help_text=_("超过预算行这么多须审批，默认 5%")
    )
    report_every_days = forms.IntegerField(label=_("汇报周期（天）"), min_value=1, max_value=90)
    report_detail = forms.ChoiceField(label=_("简报细到"), choices=Detail.choices)

    @staticmethod
    def initial_of(row: Budget) -> dict[str, Any]:
        return {name: getattr(row, name) for name in SettingsForm.base_fields}


def offer_lines(field: forms.Field, lines: list[BudgetLine]) -> None:
    assert isinstance(field, forms.ChoiceField)
    field.choices = [(str(row.pk), f"{row.get_category_display()} · {row.item}") for row in lines]


class DrawForm(forms.Form):
    line = forms.ChoiceField(label=_("用于哪一行"))
    amount_cents = YuanField(label=_("金额（元）"))
    reason = forms.CharField(label=_("理由"), widget=forms.Textarea(attrs={"rows": 2}), max_length=2000)

    def __init__(self, *args: Any, lines: list[BudgetLine], **more: Any) -> None:
        super().__init__(*args, **more)
        offer_lines(self.fields["line"], lines)


class TransferForm(forms.Form):
    from_line = forms.ChoiceField(label=_("调出行"))
    to_line = forms.ChoiceField(label=_("调入行"))
    amount_cents = YuanField(label=_("金额（元）"))
    reason = forms.CharField(label=_("理由"), widget=forms.Textarea(attrs={"rows": 2}), max_length=2000)

    def __init__(self, *args: Any, lines: list[BudgetLine], **more: Any) -> None:
        super().__init__(*args, **more)
        for name in ("from_line", "to_line"):
            offer_lines(self.fields[name], lines)


class ApprovalForm(forms.Form):
    up_to_cents = YuanField(label=_("批准到（元）"))
    reason = forms.CharField(label=_("理由"), widget=forms.Textarea(attrs={"rows": 2}), max_length=2000)


class SendForm(forms.Form):
    person = forms.CharField(label=_("客户收件人"), max_length=80)
    recipient = forms.CharField(
        label=_("邮箱或手机"), max_length=254, required=False, help_text=_("填邮箱会直接寄出链接")
    )
