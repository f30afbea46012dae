"""Web input of personal information to clean values."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from huiwu.contracts.models import Contract
from huiwu.foundation.fields import day, offer
from huiwu.foundation.registry.personal import FieldGroup
from huiwu.meetings.models import Meeting
from huiwu.privacy.choices import BreachSeverity, Ground, Operator, PartyKind, RequestKind, ReturnKind
from huiwu.privacy.models import Breach, EntrustedProcessing, ImpactAssessment, PrivacyNotice, Purpose
from huiwu.privacy.services import BreachValues, EntrustmentValues, NoticeValues
from huiwu.suppliers.models import Supplier


def _text(label: Any, rows: int = 3, *, required: bool = True, length: int = 4000, **more: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, widget=widget, required=required, max_length=length, **more)


def _groups(**more: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=_("个人信息种类"), choices=FieldGroup.choices, widget=forms.CheckboxSelectMultiple, **more
    )


class MomentField(forms.DateTimeField):
    """A local date and time of the meeting's zone; its value is an aware instant."""

    def __init__(self, **more: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(widget=widget, input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"], **more)


def _aware(moment: datetime | None, zone: str) -> datetime | None:
    return moment.replace(tzinfo=ZoneInfo(zone)) if moment else None


def _local(moment: datetime | None, zone: str) -> datetime | None:
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) if moment else None


class NoticeForm(forms.Form):
    processor = forms.CharField(
        label=_("个人信息处理者"), max_length=160, help_text=_("一般是主办方；会务公司是受托人。")
    )
    contact = forms.CharField(label=_("行使权利的联系渠道"), max_length=160, help_text=_("电话、邮箱，写常有人接的。"))
    more = _text(_("补充说明"), required=False, help_text=_("其余内容由用途、保存期与委托处理自动生成。"))
    processor_en = forms.CharField(label=_("处理者（英文）"), max_length=200, required=False)
    contact_en = forms.CharField(label=_("联系渠道（英文）"), max_length=200, required=False)
    more_en = _text(_("补充说明（英文）"), required=False)
    asks_again = forms.BooleanField(
        label=_("请已同意的人重新确认"), required=False, help_text=_("目的、方式或种类有变化时须重新取得同意。")
    )

    @staticmethod
    def initial_of(notice: PrivacyNotice) -> dict[str, Any]:
        return {name: getattr(notice, name) for name in NoticeForm.base_fields}

    def values(self) -> NoticeValues:
        return NoticeValues(**self.cleaned_data)


class PurposeForm(forms.Form):
    text = _text(_("用途（中文）"), length=500)
    text_en = _text(_("用途（英文）"), required=False, length=800)
    is_offered = forms.BooleanField(label=_("在报名页与本人页面上征求"), required=False)

    @staticmethod
    def initial_of(row: Purpose) -> dict[str, Any]:
        return {"text": row.text, "text_en": row.text_en, "is_offered": row.is_offered}


class TermForm(forms.Form):
    days_after = forms.IntegerField(label=_("会后保存天数"), min_value=0, max_value=3650)
    basis = forms.CharField(label=_("依据"), max_length=300, help_text=_("如：客户书面要求、会计档案、法定保存期。"))


class PartyForm(forms.Form):
    party_kind = forms.ChoiceField(label=_("性质"), choices=PartyKind.choices)
    supplier = forms.ChoiceField(label=_("供应商库"), required=False)
    name = forms.CharField(label=_("受托单位"), max_length=160, required=False, help_text=_("选了供应商的可不填。"))
    contract = forms.ChoiceField(label=_("所附合同"), required=False)
    purpose = forms.CharField(label=_("处理目的"), max_length=300, required=False)
    until_on = day(_("期限至"), required=False)
    method = forms.CharField(
        label=_("处理方式"), max_length=300, required=False, help_text=_("如：按分房表办理入住，不另存电子表。")
    )
    groups = _groups(required=False, help_text=_("只选它干活要用的；没选的列导出时会被拒绝。"))
    safeguards = _text(_("保护措施"), 2, required=False, length=500)
    duties = _text(_("双方权利义务"), 2, required=False, length=500)
    may_pass_on = forms.BooleanField(label=_("可以转委托"), required=False)

    def __init__(self, *args: Any, meeting: Meeting, **more: Any) -> None:
        super().__init__(*args, **more)
        suppliers = Supplier.objects.filter(org=meeting.org_id)
        offer(self, "supplier", [("", _("不在库里")), *((str(row.pk), row.name) for row in suppliers)])
        contracts = Contract.objects.filter(meeting=meeting)
        offer(self, "contract", [("", _("没有")), *((str(row.pk), str(row)) for row in contracts)])

    @staticmethod
    def initial_of(row: EntrustedProcessing) -> dict[str, Any]:
        names = ("party_kind", "name", "purpose", "until_on", "method", "groups", "safeguards", "duties")
        kept = {name: getattr(row, name) for name in (*names, "may_pass_on")}
        return kept | {"supplier": str(row.supplier_id or ""), "contract": str(row.contract_id or "")}

    def values(self) -> EntrustmentValues:
        clean = dict(self.cleaned_data)
        supplier, contract = clean.pop("supplier"), clean.pop("contract")
        return EntrustmentValues(**clean, supplier_id=supplier or None, contract_id=contract or None)


class AgreedForm(forms.Form):
    agreed_on = day(_("签订日期"))
    agreement = forms.FileField(label=_("签好的协议（扫描件）"), required=False)


class ReturnedForm(forms.Form):
    kind = forms.ChoiceField(label=_("结果"), choices=ReturnKind.choices)
    returned_on = day(_("确认日期"))
    by_name = forms.CharField(label=_("对方确认人"), max_length=80)
    proof = forms.FileField(label=_("确认书（扫描件）"), required=False)


class AssessmentForm(forms.Form):
    title = forms.CharField(label=_("评估事项"), max_length=160)
    groups = _groups()
    necessity = _text(_("目的、方式是否合法、正当、必要"))
    risks = _text(_("对个人权益的影响与安全风险"))
    measures = _text(_("所采取的保护措施是否相适应"))
    conclusion = forms.CharField(label=_("结论"), max_length=500)
    assessed_on = day(_("评估日期"))

    @staticmethod
    def initial_of(row: ImpactAssessment) -> dict[str, Any]:
        return {name: getattr(row, name) for name in AssessmentForm.base_fields}


class TransferForm(forms.Form):
    recipient = forms.CharField(label=_("境外接收方"), max_length=160)
    country = forms.CharField(
        label=_("国家或地区"), min_length=2, max_length=2, help_text=_("两位代码，如 SG、JP、HK。")
    )
    contact = forms.CharField(label=_("接收方联系方式"), max_length=160, required=False)
    purpose = forms.CharField(label=_("目的"), max_length=300)
    groups = _groups()
    count = forms.IntegerField(label=_("人数"), min_value=0)
    ground = forms.ChoiceField(label=_("依据"), choices=Ground.choices)
    ground_note = forms.CharField(label=_("依据说明"), max_length=300, required=False)
    has_separate_consent = forms.BooleanField(label=_("已取得单独同意"), required=False)
    sent_on = day(_("提供日期"))


class BreachForm(forms.Form):
    found_at = MomentField(label=_("发现时间"))
    what = _text(_("发生了什么"))
    severity = forms.ChoiceField(label=_("级别"), choices=BreachSeverity.choices)
    operator = forms.ChoiceField(label=_("报告时限按"), choices=Operator.choices)
    groups = _groups(required=False)
    count = forms.IntegerField(label=_("涉及人数（估计）"), min_value=0, initial=0)
    cause = _text(_("原因"), 2, required=False)
    harm = _text(_("可能造成的危害"), 2, required=False)
    remedy = _text(_("补救措施"), 2, required=False)
    contained_at = MomentField(label=_("控制住的时间"), required=False)
    authority_told_at = MomentField(label=_("报告主管部门的时间"), required=False)
    people_told_at = MomentField(label=_("通知个人的时间"), required=False)
    people_untold_why = forms.CharField(
        label=_("不通知个人的理由"), max_length=300, required=False, help_text=_("已能有效避免危害的，可不通知个人。")
    )

    MOMENTS = ("found_at", "contained_at", "authority_told_at", "people_told_at")

    @staticmethod
    def initial_of(row: Breach, zone: str) -> dict[str, Any]:
        kept = {name: getattr(row, name) for name in BreachForm.base_fields}
        return kept | {name: _local(kept[name], zone) for name in BreachForm.MOMENTS}

    def values(self, zone: str) -> BreachValues:
        clean = self.cleaned_data
        return BreachValues(**(clean | {name: _aware(clean[name], zone) for name in self.MOMENTS}))


class NotedForm(forms.Form):
    title = forms.CharField(label=_("什么名单"), max_length=160)
    recipient = forms.CharField(label=_("给了谁"), max_length=160, help_text=_("微信群、共享文档也写明。"))
    party = forms.ChoiceField(label=_("受托单位"), required=False)
    groups = _groups()
    count = forms.IntegerField(label=_("人数"), min_value=1)
    purpose = forms.CharField(label=_("用途"), max_length=300)
    made_at = MomentField(label=_("时间"))

    def __init__(self, *args: Any, parties: list[EntrustedProcessing], **more: Any) -> None:
        super().__init__(*args, **more)
        offer(self, "party", [("", _("不是受托单位")), *((str(row.pk), row.name) for row in parties)])

    def moment(self, zone: str) -> datetime:
        return self.cleaned_data["made_at"].replace(tzinfo=ZoneInfo(zone))


class AnswerForm(forms.Form):
    answer = _text(_("答复"))


class RequestForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("请求"),
        choices=[(kind.value, kind.label) for kind in (RequestKind.CORRECTION, RequestKind.OBJECTION)],
    )
    words = _text(_("请写明"))


class CertificateForm(forms.Form):
    handed_over = _text(_("资料移交清单"), help_text=_("移交给客户的名单、照片、文稿等；没有的写“无”。"))
    backups = _text(_("备份的处理"), 2, help_text=_("如：备份保留 30 天，到期自动清除。"))


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("理由"), max_length=300, required=False)
