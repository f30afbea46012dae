"""Web input of settlement to clean values."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms import formset_factory
from django.utils.translation import gettext_lazy as _

from huiwu.foundation.fields import YuanField, day
from huiwu.settlement.choices import PaperKind
from huiwu.settlement.queries import Row
from huiwu.settlement.services import DisputeRow


class SettlementForm(forms.Form):
    """What one contract is settled at."""

    amount_cents = YuanField(label=_("结算额（含税）"), help_text=_("按验收数；不得超过合同加已签变更。"))
    deduction_cents = YuanField(label=_("扣款"), required=False)
    deduction_reason = forms.CharField(label=_("扣款原因"), max_length=300, required=False)
    note = forms.CharField(label=_("说明"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3}))

    @staticmethod
    def initial_of(row: Row) -> dict[str, Any]:
        """The settlement as it stands; a new one begins at what was accepted, within the contract."""
        if row.settlement is None:
            return {"amount_cents": row.figures.proposed_cents}
        names = ("amount_cents", "deduction_cents", "deduction_reason", "note")
        return {name: getattr(row.settlement, name) for name in names}


class DisputeForm(forms.Form):
    text = forms.CharField(label=_("争议"), max_length=300, required=False)
    amount_cents = YuanField(label=_("金额"), required=False, is_signed=True)
    answer = forms.CharField(label=_("处理结果"), max_length=500, required=False)


DisputeForms = formset_factory(DisputeForm, extra=2, max_num=30, absolute_max=40)


def dispute_rows(formset: Any) -> list[DisputeRow]:
    rows = [form.cleaned_data for form in formset if form.cleaned_data.get("text")]
    return [DisputeRow(row["text"], row["amount_cents"] or 0, row["answer"]) for row in rows]


class AgreementForm(forms.Form):
    """The supplier's consent to the amount."""

    person_name = forms.CharField(label=_("对方确认人"), max_length=80)
    agreed_on = day(_("确认日期"))
    file = forms.FileField(label=_("盖章的结算单（扫描件）"), required=False)


class ReturnForm(forms.Form):
    reason = forms.CharField(label=_("退回原因"), max_length=500)


class PaperForm(forms.Form):
    kind = forms.ChoiceField(label=_("种类"), choices=PaperKind.choices)
    file = forms.FileField(label=_("文件"))
    note = forms.CharField(label=_("说明"), max_length=300, required=False)
