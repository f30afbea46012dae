"""Web input of suppliers to clean values."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiwu.foundation.fields import day, offer_rows
from huiwu.suppliers.choices import (
    ListAction,
    NeedDecision,
    QualificationKind,
    SupplierCategory,
    SupplierStatus,
    Taxpayer,
)
from huiwu.suppliers.models import MeetingSupplier, Qualification, Supplier, SupplierRating
from huiwu.suppliers.queries import SupplierFilter
from huiwu.suppliers.rules.grades import WEIGHTS

ALL = ("", _("全部"))
UNTOLD = ("", _("未填"))


def text(label: Any, most: int, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, **more)


def prose(label: Any, rows: int = 3, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, widget=forms.Textarea({"rows": rows}), **more)


class FilterForm(forms.Form):
    """The library's filters as they stand in the address."""

    q = forms.CharField(label=_("查找"), required=False)
    category = forms.ChoiceField(label=_("品类"), choices=[ALL, *SupplierCategory.choices], required=False)
    status = forms.ChoiceField(label=_("状态"), choices=[ALL, *SupplierStatus.choices], required=False)
    taxpayer = forms.ChoiceField(label=_("纳税人"), choices=[ALL, *Taxpayer.choices], required=False)
    lapsing = forms.BooleanField(label=_("资质将到期"), required=False)

    def asked(self) -> SupplierFilter:
        """What of the address can be understood; the rest is as if it were not there."""
        self.is_valid()
        values = self.cleaned_data
        return SupplierFilter(
            text=(values.get("q") or "").replace("\0", ""),
            category=values.get("category") or "",
            status=values.get("status") or "",
            taxpayer=values.get("taxpayer") or "",
            lapsing=bool(values.get("lapsing")),
        )


class SupplierForm(forms.Form):
    """A row of the library. Bank fields are left out for those who may not see them."""

    name = text(_("全称"), 160)
    short_name = text(_("简称"), 60, required=False)
    unified_code = text(_("统一社会信用代码"), 40, required=False, help_text=_("18 位，保存时核对校验码。"))
    categories = forms.MultipleChoiceField(
        label=_("品类"), choices=SupplierCategory.choices, widget=forms.CheckboxSelectMultiple
    )
    taxpayer = forms.ChoiceField(label=_("纳税人"), choices=[UNTOLD, *Taxpayer.choices], required=False)
    city = text(_("所在城市"), 80, required=False)
    address = text(_("地址"), 200, required=False)
    bank_name = text(_("开户行"), 120, required=False)
    bank_account = text(_("银行账号"), 40, required=False)
    notes = prose(_("备注"))

    def __init__(self, *args: Any, with_bank: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not with_bank:
            del self.fields["bank_name"], self.fields["bank_account"]

    @classmethod
    def initial_of(cls, row: Supplier) -> dict[str, Any]:
        return {name: getattr(row, name) for name in cls.base_fields}


class StatusForm(forms.Form):
    status = forms.ChoiceField(label=_("状态"), choices=SupplierStatus.choices)
    reason = text(_("原因"), 300, required=False, help_text=_("观察、停用须写明原因。"))


class ContactForm(forms.Form):
    id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    name = text(_("姓名"), 80)
    title = text(_("职务"), 120, required=False)
    phone = forms.CharField(
        label=_("电话"), max_length=32, required=False, widget=forms.TextInput({"type": "tel", "inputmode": "tel"})
    )
    email = text(_("邮箱"), 254, required=False)
    is_on_site = forms.BooleanField(label=_("现场联系人"), required=False)


class QualificationForm(forms.Form):
    kind = forms.ChoiceField(label=_("种类"), choices=QualificationKind.choices)
    title = text(_("名称"), 120, required=False)
    number = text(_("编号"), 80, required=False)
    issuer = text(_("发证单位"), 120, required=False)
    issued_on = day(_("发证日期"), required=False)
    expires_on = day(_("有效期至"), required=False, help_text=_("长期有效的不填。"))
    file = forms.FileField(label=_("扫描件"), required=False)

    @classmethod
    def initial_of(cls, row: Qualification) -> dict[str, Any]:
        return {name: getattr(row, name) for name in cls.base_fields if name != "file"}

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "file"}


class EngageForm(forms.Form):
    """A supplier of the library for a category of the meeting."""

    category = forms.ChoiceField(label=_("品类"), choices=SupplierCategory.choices)
    supplier: forms.ModelChoiceField = forms.ModelChoiceField(label=_("供应商"), queryset=Supplier.objects.none())
    note = text(_("说明"), 500, required=False)

    def __init__(self, *args: Any, org_id: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        usable = Supplier.objects.filter(org_id=org_id).exclude(status=SupplierStatus.STOPPED)
        category = str(self.data.get("category") or self.initial.get("category") or "")
        if category in SupplierCategory.values:
            usable = usable.filter(category_key__contains=f"|{category}|")
        offer_rows(self, "supplier", usable)


class GroupForm(forms.Form):
    """沟通群."""

    group_name = text(_("沟通群名称"), 120, required=False)
    group_on = day(_("建群日期"), required=False)
    group_note = prose(_("群成员与约定"), 4)
    group_file = forms.FileField(label=_("沟通记录（截图或导出）"), required=False)

    @classmethod
    def initial_of(cls, row: MeetingSupplier) -> dict[str, Any]:
        return {name: getattr(row, name) for name in cls.base_fields if name != "group_file"}

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "group_file"}


class NeedForm(forms.Form):
    decision = forms.ChoiceField(label=_("由谁提供"), choices=NeedDecision.choices)
    reason = text(_("依据"), 300, required=False, help_text=_("不找供应商时写明依据，例如场地合同的包含项。"))


class DropForm(forms.Form):
    reason = text(_("不采用的原因"), 500)


class RatingForm(forms.Form):
    """Five scores of 1 to 5."""

    quality = forms.IntegerField(label=_("质量"), min_value=1, max_value=5)
    progress = forms.IntegerField(label=_("进度"), min_value=1, max_value=5)
    cooperation = forms.IntegerField(label=_("配合"), min_value=1, max_value=5)
    price = forms.IntegerField(label=_("价格"), min_value=1, max_value=5)
    safety = forms.IntegerField(label=_("安全"), min_value=1, max_value=5)
    note = prose(_("依据"), 4, help_text=_("写事实：何时、何处、什么情况。低于 3 分必写。"))
    action = forms.ChoiceField(label=_("名录动作"), choices=ListAction.choices)
    file = forms.FileField(label=_("证据文件"), required=False)

    @classmethod
    def initial_of(cls, row: SupplierRating) -> dict[str, Any]:
        return {name: getattr(row, name) for name in cls.base_fields if name != "file"}

    def scores(self) -> dict[str, int]:
        return {part: self.cleaned_data[part] for part in WEIGHTS}
