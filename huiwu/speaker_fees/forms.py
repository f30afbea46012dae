"""Web input of speakers' fees to clean values."""

from __future__ import annotations

import re
from datetime import date, time
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiwu.compliance.forms import HalfDaysField
from huiwu.contracts.models import Contract
from huiwu.foundation.fields import YuanField, day
from huiwu.speaker_fees.choices import FeeBasis, FeeKind, IdKind, PayMethod, SpeakerGrade
from huiwu.speaker_fees.models import SpeakerFee
from huiwu.speaker_fees.services import FeeValues

LESSON = re.compile(r"^(\d{4}-\d{2}-\d{2})\s+(\d{1,2}[:：]\d{2})\s+(\d+(?:\.\d)?)$")


class LessonsField(forms.CharField):
    """One lesson a line: `2027-03-18 09:00 2` is two hours from nine on. Its value is the rows of the model."""

    def __init__(self, **more: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 4}), max_length=4000, required=False, **more)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, (list, tuple)):
            return "\n".join(f"{row['on']} {row['starts']} {row['half_hours'] / 2:g}" for row in value)
        return value

    def clean(self, value: Any) -> Any:
        text = super().clean(value) or ""
        return tuple(self._lesson(line.strip()) for line in text.splitlines() if line.strip())

    def _lesson(self, line: str) -> dict[str, Any]:
        found = LESSON.match(line)
        try:
            if not found:
                raise ValueError(line)
            on, starts = date.fromisoformat(found[1]), time.fromisoformat(found[2].replace("：", ":").zfill(5))
            halves = Decimal(found[3]) * 2
            if halves != halves.to_integral_value() or not 0 < halves <= 24:
                raise ValueError(line)
        except (ValueError, InvalidOperation):
            raise forms.ValidationError(
                gettext("“%(line)s”读不懂。每行写日期、开始时间、学时，例如 2027-03-18 09:00 2"), params={"line": line}
            ) from None
        return {"on": on.isoformat(), "starts": f"{starts:%H:%M}", "half_hours": int(halves)}


class FeeForm(forms.Form):
    """A fee as it is typed. Secrets are empty when a fee is changed: what stays empty stays as it is."""

    name = forms.CharField(label=_("姓名"), max_length=80)
    organisation = forms.CharField(label=_("所在单位"), required=False, max_length=160)
    grade = forms.ChoiceField(label=_("职称"), choices=[("", _("请选择")), *SpeakerGrade.choices])
    kind = forms.ChoiceField(label=_("类别"), choices=FeeKind.choices)
    subject = forms.CharField(label=_("讲题或评审事项"), required=False, max_length=160)
    contract = forms.ChoiceField(label=_("劳务协议"), required=False)
    lessons = LessonsField(
        label=_("讲课明细"),
        help_text=_("讲课费每行写：日期 开始时间 学时，例如 2027-03-18 09:00 2。同时为多班授课的不重复计。"),
    )
    half_units = HalfDaysField(
        label=_("数量"), required=False, help_text=_("讲课按学时（写了明细就按明细计），咨询评审按天，其他写 1。")
    )
    basis = forms.ChoiceField(label=_("金额口径"), choices=FeeBasis.choices, widget=forms.RadioSelect)
    agreed_cents = YuanField(label=_("约定金额"))
    planned_on = day(_("计划发放日"))
    id_kind = forms.ChoiceField(label=_("证件种类"), required=False, choices=[("", _("暂不登记")), *IdKind.choices])
    id_number = forms.CharField(
        label=_("证件号码"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("只为申报个税登记，加密保存，每次查看都留痕，申报后清除。"),
    )
    bank_name = forms.CharField(label=_("开户行"), required=False, max_length=120)
    account = forms.CharField(
        label=_("银行账号"), required=False, max_length=50, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    def __init__(self, *args: Any, contracts: list[Contract], **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["contract"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("没有协议")), *((str(row.pk), str(row)) for row in contracts)]

    @staticmethod
    def initial_of(fee: SpeakerFee) -> dict[str, Any]:
        names = ("name", "organisation", "grade", "kind", "subject", "lessons", "half_units", "basis", "planned_on")
        kept = {name: getattr(fee, name) for name in (*names, "id_kind", "bank_name")}
        return kept | {"agreed_cents": f"{fee.agreed_cents / 100:.2f}", "contract": str(fee.contract_id or "")}

    def values(self, *, is_new: bool) -> FeeValues:
        clean = self.cleaned_data
        return FeeValues(
            name=clean["name"],
            organisation=clean["organisation"],
            grade=clean["grade"],
            kind=clean["kind"],
            subject=clean["subject"],
            contract_id=clean["contract"] or None,
            lessons=clean["lessons"],
            half_units=clean["half_units"] or 0,
            basis=clean["basis"],
            agreed_cents=clean["agreed_cents"] or 0,
            planned_on=clean["planned_on"],
            id_kind=clean["id_kind"],
            id_number=clean["id_number"] if clean["id_number"] or is_new else None,
            bank_name=clean["bank_name"],
            account=clean["account"] if clean["account"] or is_new else None,
        )


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("理由"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class PaidForm(forms.Form):
    paid_on = day(_("发放日期"))
    method = forms.ChoiceField(label=_("支付方式"), choices=PayMethod.choices)
    reference = forms.CharField(label=_("流水号"), required=False, max_length=80)
    voucher = forms.FileField(label=_("付款凭证"), required=False)


class ReceiptForm(forms.Form):
    receipt = forms.FileField(label=_("签收单（扫描或照片）"))


class DeclaredForm(forms.Form):
    declared_on = day(_("申报日期"))
