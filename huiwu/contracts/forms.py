"""Web input of contracts to clean values."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from huiwu.contracts.choices import Basis, GuaranteeKind, Kind, Purpose, Source, TermKind, Trigger
from huiwu.contracts.models import Contract
from huiwu.contracts.rules.ladder import Step
from huiwu.contracts.services.values import GuaranteeValues, InclusionValues, LineValues, SpanValues, TermValues
from huiwu.contracts.snapshot import share_text
from huiwu.foundation.fields import YuanField, day, offer
from huiwu.meetings.choices import Layout
from huiwu.meetings.models import Meeting

MOST_PEOPLE = 1_000_000
SPARE = 3
"""Empty rows below those filled: rows are added without script too."""


def head_count(label: Any, **more: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=MOST_PEOPLE, **more)


class PercentField(forms.CharField):
    """A percentage with at most two decimals; its value is basis points."""

    def __init__(self, **more: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"inputmode": "decimal"}), max_length=8, **more)

    def prepare_value(self, value: Any) -> Any:
        return share_text(value).rstrip("%") if isinstance(value, int) else value

    def clean(self, value: Any) -> Any:
        text = str(super().clean(value) or "").rstrip("%％").strip()
        if not text:
            return None
        try:
            points = Decimal(text) * 100
        except InvalidOperation:
            raise forms.ValidationError(gettext("请填写百分比，如 30")) from None
        if not points.is_finite() or points != points.to_integral_value() or not 0 <= points <= 10_000:
            raise forms.ValidationError(gettext("请填写 0 至 100 的百分比，最多两位小数"))
        return int(points)


class HeadForm(forms.Form):
    """The head of a contract. `overtime_cents` is per hour."""

    title = forms.CharField(label=_("合同名称"), max_length=160)
    party_name = forms.CharField(label=_("对方名称"), max_length=160)
    party_code = forms.CharField(label=_("统一社会信用代码"), max_length=18, required=False)
    party_address = forms.CharField(label=_("对方地址"), max_length=200, required=False)
    party_signatory = forms.CharField(label=_("对方签署人"), max_length=80, required=False)
    party_authority = forms.CharField(
        label=_("对方授权依据"), max_length=200, required=False, help_text=_("如：法定代表人；授权委托书编号与期限。")
    )
    our_signatory = forms.CharField(label=_("我方签署人"), max_length=80, required=False)
    our_authority = forms.CharField(label=_("我方授权依据"), max_length=200, required=False)
    amount_cents = YuanField(label=_("合同额（价税合计）"), required=False)
    tax_bp = PercentField(label=_("税率"), required=False)
    overtime_cents = YuanField(label=_("超时费（每小时）"), required=False)
    headcount = head_count(_("人数"), required=False)
    headcount_basis = forms.ChoiceField(
        label=_("人数口径"), required=False, choices=[("", _("不适用")), *Basis.choices]
    )
    adjust_until = day(_("人数调整截止日"), required=False)
    stop_loss_count = head_count(
        _("止损人数"), required=False, help_text=_("取消阶梯下一档生效前，确认人数低于它就提醒。")
    )
    starts_on = day(_("履行开始日期"))
    ends_on = day(_("履行结束日期"))
    expires_on = day(_("合同有效期至"), required=False)

    @classmethod
    def initial_of(cls, contract: Contract) -> dict[str, Any]:
        return {name: getattr(contract, name) for name in cls.base_fields}

    def values(self) -> dict[str, Any]:
        clean = dict(self.cleaned_data)
        clean["amount_cents"] = clean["amount_cents"] or 0
        if clean["tax_bp"] is None:
            clean["tax_bp"] = 0
        return clean


class NewForm(forms.Form):
    """A contract begun by hand; the rest is filled in on its own pages."""

    kind = forms.ChoiceField(label=_("种类"), choices=Kind.choices)
    title = forms.CharField(label=_("合同名称"), max_length=160, required=False, help_text=_("不填则用通用名称。"))
    party_name = forms.CharField(label=_("对方名称"), max_length=160, required=False)
    amount_cents = YuanField(label=_("合同额（价税合计）"), required=False)
    supplier = forms.ChoiceField(label=_("供应商"), required=False)
    venue = forms.ChoiceField(label=_("场地"), required=False)

    def __init__(self, *args: Any, suppliers: list[Any], venues: list[Any], **more: Any) -> None:
        super().__init__(*args, **more)
        offer(self, "supplier", [("", _("（供应商合同选填）")), *((str(s.pk), s.name) for s in suppliers)])
        offer(self, "venue", [("", _("（场地合同选填）")), *((str(v.pk), v.name) for v in venues)])


class _Row(forms.Form):
    """A row of a list; an untouched empty one is left out."""

    def is_filled(self) -> bool:
        return bool(self.cleaned_data) and not self.cleaned_data.get("DELETE")


class TermRow(_Row):
    label = forms.CharField(label=_("款项"), max_length=80)
    kind = forms.ChoiceField(label=_("性质"), choices=TermKind.choices)
    share_bp = PercentField(label=_("比例"), required=False)
    amount_cents = YuanField(label=_("或金额"), required=False)
    trigger = forms.ChoiceField(label=_("何时付"), choices=Trigger.choices)
    offset_days = forms.IntegerField(label=_("天数"), required=False, min_value=0, max_value=400)
    due_on = day(_("固定日期"), required=False)
    requires_acceptance = forms.BooleanField(label=_("须验收"), required=False)
    requires_invoice = forms.BooleanField(label=_("须发票"), required=False)

    def value(self) -> TermValues:
        clean = {k: v for k, v in self.cleaned_data.items() if k != "DELETE"}
        return TermValues(**{**clean, "offset_days": clean["offset_days"] or 0})


class StepRow(_Row):
    min_days = forms.IntegerField(label=_("会前至少几天"), min_value=0, max_value=1000)
    share_bp = PercentField(label=_("付合同额的"))

    def value(self) -> Step:
        return Step(self.cleaned_data["min_days"], self.cleaned_data["share_bp"] or 0)


class GuaranteeRow(_Row):
    kind = forms.ChoiceField(label=_("种类"), choices=GuaranteeKind.choices)
    label = forms.CharField(label=_("名称"), max_length=120, required=False)
    function_id = forms.ChoiceField(label=_("功能单元"), required=False)
    reserved = head_count(_("预留"), required=False)
    count = head_count(_("保底数"))
    unit_cents = YuanField(label=_("单价"), required=False)
    adjust_until = day(_("可调整至"), required=False)
    expected = head_count(_("预计数"), required=False)

    def __init__(self, *args: Any, functions: list[Any], **more: Any) -> None:
        super().__init__(*args, **more)
        offer(self, "function_id", [("", _("整场")), *((str(f.pk), f.name) for f in functions)])

    def value(self) -> GuaranteeValues:
        clean = {k: v for k, v in self.cleaned_data.items() if k != "DELETE"}
        return GuaranteeValues(
            **{**clean, "unit_cents": clean["unit_cents"] or 0, "function_id": _uuid(clean["function_id"])}
        )


class SpanRow(_Row):
    purpose = forms.ChoiceField(label=_("用途"), choices=Purpose.choices)
    place = forms.CharField(label=_("场地"), max_length=160, required=False)
    space_id = forms.ChoiceField(label=_("会议里的名称"), required=False)
    layout = forms.ChoiceField(label=_("台型"), required=False, choices=[("", _("不限")), *Layout.choices])
    capacity = head_count(_("人数"), required=False)
    from_at = forms.CharField(label=_("起"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}))
    to_at = forms.CharField(label=_("止"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}))
    room_id = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, spaces: list[Any], meeting: Meeting, **more: Any) -> None:
        super().__init__(*args, **more)
        self.meeting = meeting
        offer(self, "space_id", [("", _("全部场地")), *((str(s.pk), s.name) for s in spaces)])

    def clean_from_at(self) -> datetime:
        return self._instant("from_at")

    def clean_to_at(self) -> datetime:
        return self._instant("to_at")

    def _instant(self, name: str) -> datetime:
        """A local time of the meeting's zone as an instant."""
        try:
            local = datetime.fromisoformat(self.cleaned_data[name])
        except ValueError:
            raise forms.ValidationError(gettext("请填写日期与时刻")) from None
        return local.replace(tzinfo=self.meeting.zone).astimezone(UTC)

    def value(self) -> SpanValues:
        clean = {k: v for k, v in self.cleaned_data.items() if k != "DELETE"}
        return SpanValues(**{**clean, "space_id": _uuid(clean["space_id"])})


class InclusionRow(_Row):
    text = forms.CharField(label=_("包含项"), max_length=300)
    is_written = forms.BooleanField(label=_("写入合同"), required=False, initial=True)
    dropped_reason = forms.CharField(label=_("不写入的理由"), max_length=300, required=False)
    source = forms.CharField(required=False, widget=forms.HiddenInput)
    source_key = forms.CharField(required=False, widget=forms.HiddenInput)
    said = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_source(self) -> str:
        source = self.cleaned_data["source"]
        return source if source in Source.values else Source.CONTRACT

    def value(self) -> InclusionValues:
        return InclusionValues(**{k: v for k, v in self.cleaned_data.items() if k != "DELETE"})


class LineRow(_Row):
    item = forms.CharField(label=_("项目"), max_length=160)
    spec = forms.CharField(label=_("规格"), max_length=300, required=False)
    unit = forms.CharField(label=pgettext_lazy("计量", "单位"), max_length=20, required=False)
    quantity = forms.DecimalField(label=_("数量"), max_digits=14, decimal_places=3, initial=1)
    unit_cents = YuanField(label=_("单价（含税）"), required=False)

    def value(self) -> LineValues:
        clean = {k: v for k, v in self.cleaned_data.items() if k != "DELETE"}
        return LineValues(**{**clean, "unit_cents": clean["unit_cents"] or 0})


def rows_of(row: type[_Row], *, most: int = 400) -> type[BaseFormSet[Any]]:
    return formset_factory(row, extra=SPARE, can_delete=True, max_num=most, absolute_max=most + SPARE)


class SignForm(forms.Form):
    signed_on = day(_("签订日期"))
    scan = forms.FileField(label=_("签署扫描件（PDF 或图片）"))


class EndForm(forms.Form):
    ended_on = day(_("履行完毕日期"))
    note = forms.CharField(label=_("说明"), max_length=1000, required=False)


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("理由"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))


class AmendmentForm(forms.Form):
    summary = forms.CharField(label=_("变更内容"), widget=forms.Textarea(attrs={"rows": 3}), max_length=4000)
    reason = forms.CharField(label=_("变更理由"), max_length=500)
    amount_cents = YuanField(label=_("金额变化（含税，减少填负数）"), required=False, is_signed=True)
    due_on = day(_("变化金额的付款日"), required=False)
    headcount = head_count(_("新人数"), required=False)
    starts_on = day(_("新的开始日期"), required=False)
    ends_on = day(_("新的结束日期"), required=False)
    change_order = forms.ChoiceField(label=_("对应变更单"), required=False)

    def __init__(self, *args: Any, orders: list[Any], **more: Any) -> None:
        super().__init__(*args, **more)
        named = [(str(o.pk), f"{o.sheet.number if o.sheet else ''} {o.summary[:40]}") for o in orders]
        offer(self, "change_order", [("", _("没有")), *named])


class AcceptanceForm(forms.Form):
    term = forms.ChoiceField(label=_("付款期"), required=False)
    amount_cents = YuanField(label=_("验收金额（含税）"))
    accepted_on = day(_("验收日期"))
    note = forms.CharField(label=_("验收意见"), max_length=1000, required=False)
    file = forms.FileField(label=_("验收单"), required=False)

    def __init__(self, *args: Any, terms: list[Any], **more: Any) -> None:
        super().__init__(*args, **more)
        offer(self, "term", [("", _("整份合同")), *((str(t.pk), t.label) for t in terms)])


class CountForm(forms.Form):
    expected = head_count(_("预计数"), required=False)
    actual = head_count(_("实到数"), required=False)


class ConfirmedForm(forms.Form):
    count = head_count(_("确认人数"))
    on = day(_("截至"))


class StandardsForm(forms.Form):
    effective_on = day(_("生效日期"))
    exposure_limit_cents = YuanField(label=_("敞口设定额"))
    stop_loss_bp = PercentField(label=_("止损线（占预计人数）"))
    expiring_days = forms.IntegerField(label=_("到期前几天列出"), min_value=0, max_value=400)
    source = forms.CharField(label=_("依据"), max_length=200, required=False)
    region = forms.CharField(label=_("适用地区"), max_length=80, initial="CN")


class TemplateForm(forms.Form):
    kind = forms.ChoiceField(label=_("合同种类"), choices=Kind.choices)
    title = forms.CharField(label=_("模板名称"), max_length=120)
    file = forms.FileField(label=_("Word 模板（.docx）"))


def _uuid(text: str) -> Any:
    return UUID(text) if text else None
