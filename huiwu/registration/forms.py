"""The form as a visitor sees it, made from the published version; and the team's own forms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.forms.utils import ErrorDict, ErrorList
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from huiwu.attendees.choices import AttendeeRole
from huiwu.foundation.fields import YuanField, day, offer
from huiwu.meetings.models import Meeting
from huiwu.privacy.choices import PurposeCode
from huiwu.registration.choices import FIELD_TYPES, InvoiceKind, Mode, PaymentMethod, QuotaKind, Verification
from huiwu.registration.models import Category
from huiwu.registration.rules.answers import is_asked
from huiwu.registration.rules.schema import FieldSpec, FormSchema

FEW = 6
"""Up to so many options are shown open, more of them folded."""


class AnswersForm(forms.Form):
    """The questions of one category that are asked, given what is answered so far. The rules judge, not this form:
    it draws, and carries the sentences of a refusal to their fields."""

    def __init__(
        self,
        schema: FormSchema,
        category: str,
        *,
        language: str,
        data: Mapping[str, Any] | None = None,
        initial: Mapping[str, Any] | None = None,
        sessions: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(data=data, initial=dict(initial or {}))
        self.schema, self.category, self.language = schema, category, language
        self.sessions = sessions or {}
        self.sections: list[tuple[Any, list[Any]]] = []
        given = self.raw() if data is not None else dict(initial or {})
        for section in schema.sections:
            asked = [spec for spec in section.fields if not spec.categories or category in spec.categories]
            shown = [spec for spec in asked if is_asked(spec, given)]
            for spec in shown:
                self.fields[spec.key] = self._field(spec)
            if shown:
                self.sections.append((section, [self[spec.key] for spec in shown]))

    def full_clean(self) -> None:
        """Nothing is judged here: see rules.answers."""
        if not hasattr(self, "_kept"):
            self._kept = ErrorDict()
        self._errors = self._kept
        self.cleaned_data: dict[str, Any] = {}

    def refuse(self, fields: Mapping[str, Iterable[str]]) -> list[str]:
        """Put sentences at their fields; those of no field are given back for the head of the page."""
        self.full_clean()
        loose: list[str] = []
        for name, sentences in fields.items():
            if name in self.fields:
                self._kept[name] = ErrorList(list(sentences))
            else:
                loose += list(sentences)
        return loose

    def raw(self) -> dict[str, Any]:
        """What was sent, by key, lists for questions with several answers."""
        if not self.is_bound:
            return dict(self.initial)
        found: dict[str, Any] = {}
        for spec in self.schema.asked_of(self.category):
            many = spec.type in ("choices", "functions")
            if isinstance(self.data, (QueryDict, MultiValueDict)):
                found[spec.key] = self.data.getlist(spec.key) if many else self.data.get(spec.key, "")
            else:
                found[spec.key] = self.data.get(spec.key, [] if many else "")
        return found

    @property
    def controls(self) -> set[str]:
        """Questions on whose answer others depend."""
        return {spec.show_if.field for spec in self.schema.asked_of(self.category) if spec.show_if}

    def _field(self, spec: FieldSpec) -> forms.Field:
        label = spec.words(self.language)
        help_text = " ".join(part for part in (spec.helps(self.language), self._purpose(spec)) if part)
        more: dict[str, Any] = {"label": label, "help_text": help_text, "required": spec.required}
        attrs: dict[str, str] = {}
        if spec.key in self.controls:
            attrs |= {"hx-post": "?draft=1", "hx-target": "#answers", "hx-select": "#answers", "hx-swap": "outerHTML"}
        if spec.type in ("choice", "choices", "functions", "yes_no"):
            return self._choice(spec, more, attrs)
        if spec.type == "longtext":
            return forms.CharField(widget=forms.Textarea(attrs={"rows": "3"}), **more)
        kinds = {"mobile": "tel", "email": "email", "date": "date"}
        attrs |= {"type": kinds[spec.type]} if spec.type in kinds else {}
        attrs |= {"inputmode": "numeric"} if spec.type == "integer" else {}
        attrs |= {"autocomplete": COMPLETES[spec.key]} if spec.key in COMPLETES else {}
        return forms.CharField(widget=forms.TextInput(attrs=attrs), **more)

    def _choice(self, spec: FieldSpec, more: dict[str, Any], attrs: dict[str, str]) -> forms.Field:
        if spec.type == "yes_no":
            yes, no = ("Yes", "No") if self.language == "en" else ("是", "否")
            return forms.ChoiceField(choices=[("yes", yes), ("no", no)], widget=forms.RadioSelect(attrs=attrs), **more)
        rows = [(o.value, self.sessions.get(o.value) or o.words(self.language)) for o in spec.options]
        if spec.type in ("choices", "functions"):
            return forms.MultipleChoiceField(choices=rows, widget=forms.CheckboxSelectMultiple(attrs=attrs), **more)
        if len(rows) <= FEW:
            return forms.ChoiceField(choices=rows, widget=forms.RadioSelect(attrs=attrs), **more)
        empty = "Please choose" if self.language == "en" else "请选择"
        return forms.ChoiceField(choices=[("", empty), *rows], widget=forms.Select(attrs=attrs), **more)

    def _purpose(self, spec: FieldSpec) -> str:
        if not spec.is_sensitive:
            return ""
        words = spec.purposes(self.language)
        return f"Sensitive; purpose: {words}." if self.language == "en" else f"敏感个人信息，用途：{words}。"


COMPLETES = {
    "display_name": "name",
    "org_name": "organization",
    "title": "organization-title",
    "mobile": "tel",
    "email": "email",
}


class TargetForm(forms.Form):
    """Where the code is sent."""

    target = forms.CharField(label=_("手机号或邮箱"), max_length=254)


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("验证码"),
        max_length=10,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


class InvoiceForm(forms.Form):
    """What the invoice for a fee shall say."""

    invoice_title = forms.CharField(label=_("发票抬头"), max_length=160, required=False)
    invoice_tax_id = forms.CharField(label=_("税号"), max_length=20, required=False)
    invoice_kind = forms.ChoiceField(
        label=_("发票类型"), choices=[("", _("不需要")), *InvoiceKind.choices], required=False
    )
    invoice_email = forms.EmailField(label=_("接收邮箱"), required=False)

    def wish(self) -> dict[str, str]:
        return {
            name.removeprefix("invoice_"): str(value)
            for name, value in self.cleaned_data.items()
            if value and self.cleaned_data.get("invoice_kind")
        }


class SettingsForm(forms.Form):
    """When and how the form runs."""

    opens_at = forms.DateTimeField(
        label=_("开放时间"), required=False, help_text=_("不填：开放后立即可报"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )  # fmt: skip
    closes_at = forms.DateTimeField(
        label=_("截止时间"), required=False, help_text=_("不晚于餐饮保底日与付印日，否则后来的人没饭没名牌（OM-068）"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )  # fmt: skip
    verification = forms.ChoiceField(label=_("报名者验证"), choices=Verification.choices)
    offer_hours = forms.IntegerField(
        label=_("候补名额保留时间"), min_value=0, max_value=720, help_text=_("0：有名额时直接确认，不用答复")
    )
    pay_within_days = forms.IntegerField(label=_("缴费期限"), min_value=1, max_value=90)
    allows_groups = forms.BooleanField(label=_("接受团体报名"), required=False)
    payment_note = forms.CharField(
        label=_("缴费说明"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("收款账户、缴费方式，报名成功后给报名者看"),
    )  # fmt: skip

    def values(self, meeting: Meeting) -> dict[str, Any]:
        """Times in the meeting's own zone."""
        kept = dict(self.cleaned_data)
        for name in ("opens_at", "closes_at"):
            given = kept[name]
            if isinstance(given, datetime):
                kept[name] = given.replace(tzinfo=meeting.zone)
        return kept


class TextForm(forms.Form):
    """The words around the questions, and the consents asked for."""

    title = forms.CharField(label=_("标题"), max_length=160)
    title_en = forms.CharField(label=_("英文标题"), max_length=200, required=False)
    intro = forms.CharField(label=_("说明"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 4}))
    intro_en = forms.CharField(
        label=_("英文说明"), max_length=6000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    channels = forms.CharField(label=_("报名渠道"), max_length=300, required=False)
    review = forms.CharField(label=_("审核"), max_length=300, required=False)
    consents = forms.MultipleChoiceField(
        label=_("同意项（分开勾选）"), choices=PurposeCode.choices, widget=forms.CheckboxSelectMultiple
    )


class SectionForm(forms.Form):
    title = forms.CharField(label=_("节名"), max_length=80)
    title_en = forms.CharField(label=_("英文节名"), max_length=120, required=False)
    help = forms.CharField(label=_("提示"), max_length=300, required=False)
    help_en = forms.CharField(label=_("英文提示"), max_length=400, required=False)


class FieldForm(forms.Form):
    """One question. Options stand one a line: 值 | 名称 | 英文 | 名额."""

    key = forms.SlugField(
        label=_("代码"), max_length=40, required=False,
        help_text=_(
            "可不填。小写字母、数字、下划线。内置：display_name 姓名、org_name 单位、title 职务、mobile、email、name_en；"
            "敏感：dietary_requirement 餐别、accessibility 无障碍、lodging_wish 住宿、clothing_size 尺码"
        ),
    )  # fmt: skip
    label = forms.CharField(label=_("名称"), max_length=80)
    label_en = forms.CharField(label=_("英文名称"), max_length=120, required=False)
    type = forms.ChoiceField(label=_("类型"), choices=FIELD_TYPES)
    section = forms.ChoiceField(label=_("所在节"))
    required = forms.BooleanField(label=_("必填"), required=False)
    help = forms.CharField(label=_("提示"), max_length=300, required=False)
    help_en = forms.CharField(label=_("英文提示"), max_length=400, required=False)
    options = forms.CharField(
        label=_("选项"), required=False, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("每行一个：值 | 名称 | 英文 | 名额。后三项可省；场次选择的值由下面的场次自动填入"),
    )  # fmt: skip
    functions = forms.MultipleChoiceField(
        label=_("可选场次"), required=False, widget=forms.CheckboxSelectMultiple, help_text=_("类型为“场次选择”时使用")
    )
    show_if_field = forms.ChoiceField(label=_("显示条件：当"), required=False)
    show_if_values = forms.CharField(
        label=_("的答案是"), required=False, max_length=300, help_text=_("选项的值，多个用逗号隔开；是否题用 yes 或 no")
    )
    categories = forms.MultipleChoiceField(
        label=_("只问这些类别"), required=False, widget=forms.CheckboxSelectMultiple, help_text=_("不勾：都问")
    )
    purpose = forms.CharField(label=_("用途（敏感信息必填）"), max_length=300, required=False)
    purpose_en = forms.CharField(label=_("英文用途"), max_length=400, required=False)
    low = forms.IntegerField(label=_("下限"), required=False, help_text=_("最少字数、最小值或最少选项"))
    high = forms.IntegerField(label=_("上限"), required=False, help_text=_("最多字数、最大值或最多选项"))

    field_order = (
        "label", "label_en", "type", "section", "required", "options", "functions", "show_if_field", "show_if_values",
        "categories", "help", "help_en", "purpose", "purpose_en", "low", "high", "key",
    )  # fmt: skip

    def __init__(self, schema: FormSchema, sessions: list[tuple[str, str]], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        offer(self, "section", [(s.key, s.title) for s in schema.sections])
        asked = [f for f in schema.fields if f.type in ("choice", "choices", "yes_no")]
        offer(self, "show_if_field", [("", _("总是显示")), *((f.key, f.label) for f in asked)])
        offer(self, "categories", [(c.code, c.name) for c in schema.categories])
        offer(self, "functions", sessions)
        self.session_names = dict(sessions)

    def row(self) -> dict[str, Any]:
        """The field as the content keeps it."""
        given = self.cleaned_data
        found: dict[str, Any] = {
            name: given[name]
            for name in (
                "key",
                "label",
                "label_en",
                "type",
                "required",
                "help",
                "help_en",
                "purpose",
                "purpose_en",
                "low",
                "high",
            )
            if given.get(name) not in (None, "", False)
        }
        if given["type"] == "functions":
            limits = {o["value"]: o.get("limit") for o in options_of(given["options"])}
            found["options"] = [
                {"value": pk, "label": self.session_names[pk], "limit": limits.get(pk)} for pk in given["functions"]
            ]
        elif options := options_of(given["options"]):
            found["options"] = options
        if given["show_if_field"]:
            values = [part.strip() for part in given["show_if_values"].replace("，", ",").split(",") if part.strip()]
            found["show_if"] = {"field": given["show_if_field"], "values": values}
        if given["categories"]:
            found["categories"] = given["categories"]
        return found

    @staticmethod
    def initial_of(row: Mapping[str, Any], section: str) -> dict[str, Any]:
        shown = row.get("show_if") or {}
        lines = [
            " | ".join(
                str(part) for part in (o["value"], o.get("label", ""), o.get("label_en", ""), o.get("limit") or "")
            )
            for o in row.get("options") or ()
        ]
        return {
            **row,
            "section": section,
            "options": "\n".join(line.rstrip(" |") for line in lines),
            "functions": [o["value"] for o in row.get("options") or ()] if row.get("type") == "functions" else [],
            "show_if_field": shown.get("field", ""),
            "show_if_values": ", ".join(shown.get("values") or ()),
        }


def options_of(text: str) -> list[dict[str, Any]]:
    """`xl | XL 码 | XL | 20` a line → options; a bare word is value and label."""
    found = []
    for line in text.splitlines():
        parts = [part.strip() for part in line.replace("｜", "|").split("|")]
        if not parts[0]:
            continue
        value, label, english, limit = (*parts, "", "", "")[:4]
        option: dict[str, Any] = {"value": value, "label": label or value}
        option |= {"label_en": english} if english else {}
        option |= {"limit": int(limit)} if limit.isascii() and limit.isdigit() else {}
        found.append(option)
    return found


class CategoryForm(forms.Form):
    code = forms.SlugField(
        label=_("代码"), max_length=40, required=False, help_text=_("可不填。小写字母、数字、下划线，保存后不再改")
    )
    name = forms.CharField(label=_("名称"), max_length=80)
    name_en = forms.CharField(label=_("英文名称"), max_length=120, required=False)
    help = forms.CharField(label=_("说明"), max_length=300, required=False)
    help_en = forms.CharField(label=_("英文说明"), max_length=400, required=False)
    mode = forms.ChoiceField(label=_("报名方式"), choices=Mode.choices)
    fee = YuanField(label=_("费用"), required=False, empty=0)
    roles = forms.MultipleChoiceField(
        label=_("身份"), choices=AttendeeRole.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    field_order = ("name", "name_en", "mode", "fee", "roles", "help", "help_en", "code")


class QuotaForm(forms.Form):
    kind = forms.ChoiceField(label=_("限制什么"), choices=[c for c in QuotaKind.choices if c[0] != "choice"])
    category = forms.ChoiceField(label=_("类别"), required=False)
    organisation = forms.CharField(label=_("单位"), max_length=160, required=False)
    function = forms.ChoiceField(label=_("场次"), required=False)
    limit = forms.IntegerField(
        label=_("人数"), min_value=0, max_value=1_000_000, required=False, help_text=_("不填：不限")
    )
    has_waitlist = forms.BooleanField(label=_("满员后开候补"), required=False, initial=True)

    def __init__(self, categories: list[Category], sessions: list[tuple[str, str]], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        offer(self, "category", [("", "—"), *((row.code, row.name) for row in categories)])
        offer(self, "function", [("", "—"), *sessions])


class EntryCodesForm(forms.Form):
    category = forms.ChoiceField(label=_("类别"))
    labels = forms.CharField(
        label=_("发给谁"), widget=forms.Textarea(attrs={"rows": 4}), help_text=_("每行一个单位或一个人，各得一个码")
    )
    limit = forms.IntegerField(label=_("每码可用次数"), min_value=1, max_value=10000, initial=1)
    expires_on = day(_("有效至"), required=False)

    def __init__(self, categories: list[Category], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        offer(self, "category", [(row.code, row.name) for row in categories])


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("原因"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class FeeForm(forms.Form):
    amount = YuanField(label=_("金额"))
    method = forms.ChoiceField(label=_("方式"), choices=PaymentMethod.choices)
    reference = forms.CharField(label=_("流水号"), max_length=80, required=False, help_text=_("同一流水号只能登记一次"))
    paid_on = day(_("日期"))


class FilterForm(forms.Form):
    """The list's filters, in the address."""

    q = forms.CharField(label=_("查找"), required=False)
    state = forms.ChoiceField(label=_("状态"), required=False)
    category = forms.ChoiceField(label=_("类别"), required=False)
    payment = forms.ChoiceField(label=_("缴费"), required=False)
