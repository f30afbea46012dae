"""Web input of compliance to clean values."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiwu.compliance.choices import (
    Audience,
    BannedGoods,
    Decision,
    ExceptionPolicy,
    Nature,
    PackStatus,
    PermitKind,
    ReleaseKind,
    Severity,
    SpendingCategory,
    SpendingClass,
    Topic,
    VenueKind,
)
from huiwu.compliance.models import ComplianceProfile, Permit
from huiwu.compliance.rules.packs import Pack, flattened, nested
from huiwu.foundation.fields import YuanField, day
from huiwu.kernel.money import yuan
from huiwu.meetings.models import Meeting

UNTOLD = [("", _("按简报与会议信息"))]
MOST_PEOPLE = 200_000


class HalfDaysField(forms.DecimalField):
    """Days in steps of a half; its value is half days."""

    def __init__(self, **more: Any) -> None:
        widget = forms.NumberInput(attrs={"step": "0.5", "min": "0", "inputmode": "decimal"})
        super().__init__(widget=widget, min_value=Decimal(0), max_value=Decimal(60), **more)

    def prepare_value(self, value: Any) -> Any:
        return f"{value / 2:g}" if isinstance(value, int) else value

    def clean(self, value: Any) -> Any:
        found = super().clean(value)
        if found is None:
            return None
        if found * 2 != (found * 2).to_integral_value():
            raise forms.ValidationError(gettext("天数以半天为单位，例如 1.5"))
        return int(found * 2)


class DecisionForm(forms.Form):
    """One item judged. `seal` and `revision` say what was on the page."""

    decision = forms.ChoiceField(label=_("判断"), choices=Decision.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("依据与说明"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    attachment = forms.FileField(label=_("附件"), required=False)
    seal = forms.CharField(widget=forms.HiddenInput)
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class FactsForm(forms.Form):
    """What the rules ask; empty means as brief and meeting have it."""

    nature = forms.ChoiceField(label=_("主办性质"), required=False, choices=[*UNTOLD, *Nature.choices])
    spending_class = forms.ChoiceField(
        label=_("会议类别"), required=False, choices=[("", _("未定")), *SpendingClass.choices]
    )
    delegates = forms.IntegerField(label=_("代表人数"), required=False, min_value=0, max_value=MOST_PEOPLE)
    staff = forms.IntegerField(label=_("工作人员"), required=False, min_value=0, max_value=MOST_PEOPLE)
    session_half_days = HalfDaysField(label=_("会期天数"), required=False)
    travel_half_days = HalfDaysField(label=_("报到与离开"), required=False)
    is_conveying = forms.BooleanField(label=_("传达、布置类会议"), required=False)
    venue_kind = forms.ChoiceField(label=_("会议场所"), required=False, choices=[*UNTOLD, *VenueKind.choices])
    venue_exception = forms.CharField(
        label=_("场所例外说明"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    overseas = forms.IntegerField(label=_("境外参会人数"), required=False, min_value=0, max_value=MOST_PEOPLE)

    @classmethod
    def initial_of(cls, row: ComplianceProfile) -> dict[str, Any]:
        return {name: getattr(row, name) for name in cls.base_fields}


class PermitForm(forms.Form):
    kind = forms.ChoiceField(label=_("种类"), choices=PermitKind.choices)
    authority = forms.CharField(label=_("受理机关"), required=False, max_length=160)
    number = forms.CharField(label=_("受理号或文号"), required=False, max_length=80)
    deadline_on = day(_("最晚申请日"), required=False, help_text=_("大型群众性活动不填的，按规则包倒排。"))
    applied_on = day(_("申请日期"), required=False)
    granted_on = day(_("批准日期"), required=False)
    refused_on = day(_("不予许可日期"), required=False)
    note = forms.CharField(label=_("说明"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
    file = forms.FileField(label=_("文件"), required=False)

    @classmethod
    def initial_of(cls, row: Permit) -> dict[str, Any]:
        return {name: getattr(row, name) for name in cls.base_fields if name != "file"}


class SpendingForm(forms.Form):
    category = forms.ChoiceField(label=_("类别"), choices=SpendingCategory.choices)
    name = forms.CharField(label=_("名目"), max_length=120)
    unit_cents = YuanField(label=_("单价"))
    people = forms.IntegerField(label=_("人数"), min_value=1, max_value=MOST_PEOPLE)
    half_days = HalfDaysField(label=_("天数"))


class PrizeForm(forms.Form):
    name = forms.CharField(label=_("奖品"), max_length=120)
    value_cents = YuanField(label=_("每份价值"))
    count = forms.IntegerField(label=_("份数"), min_value=1, max_value=100_000, initial=1)
    audience = forms.ChoiceField(label=_("抽奖对象"), choices=Audience.choices)


class ReleaseForm(forms.Form):
    kind = forms.ChoiceField(label=_("发布了什么"), choices=ReleaseKind.choices)
    title = forms.CharField(label=_("标题"), max_length=160)
    place = forms.CharField(label=_("发布在哪里"), required=False, max_length=200)
    went_out_on = forms.DateTimeField(
        label=_("发布时间"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
    )

    def went_out_at(self, meeting: Meeting) -> datetime:
        """The time as typed is that of the meeting's place."""
        typed: datetime = self.cleaned_data["went_out_on"]
        return typed.replace(tzinfo=meeting.zone).astimezone(UTC)


PARAM_WORDS: dict[str, Any] = {
    "words": _("词语"),
    "types": _("适用的会议类型"),
    "people": _("人数上限"),
    "city_level_people": _("由市级许可的人数"),
    "apply_days_before": _("最晚提前几日申请"),
    "advise_days_before": _("建议提前几日申请"),
    "review_days": _("受理后几日内审查"),
    "materials": _("申请材料"),
    "heads_up_days": _("提前几日核办"),
    "lodging_cents": _("住宿（元/人天）"),
    "meals_cents": _("伙食（元/人天）"),
    "other_cents": _("其他（元/人天）"),
    "session_half_days": _("会期上限（天）"),
    "travel_half_days": _("报到与离开上限（天）"),
    "staff_permille": _("工作人员占代表的上限（‰）"),
    "conveying_half_days": _("传达、布置类会期上限（天）"),
    "banned": _("禁列"),
    "top_prize_cents": _("最高奖上限（元）"),
    "workdays_before": _("提前几个工作日备案"),
    "contract_items": _("合同须写明"),
    "keep_years": _("评估记录保存年数"),
    "article": _("条号"),
    "effective_from": _("生效日期"),
    "rate_cents": _("综合定额（元/人天）"),
    "lecture": _("讲课费（税后，元/学时）"),
    "associate_cents": _("副高及以下"),
    "professor_cents": _("正高"),
    "academician_cents": _("院士、全国知名专家（一般）"),
    "half_day_hours": _("每半天最多学时"),
    "long_after_days": _("超过几天的部分减计"),
    "long_permille": _("超出部分按标准的（‰）"),
    "arrival_half_days": _("报到最多计（天）"),
    "departure_half_days": _("撤离最多计（天）"),
    "senior": _("高级职称（税后，元/人天）"),
    "other": _("其他专业人员（税后，元/人天）"),
    "low_cents": _("下限"),
    "high_cents": _("上限"),
    "academician_permille": _("院士、全国知名专家可到高级标准的（‰）"),
    "half_day_permille": _("半天按标准的（‰）"),
    "reduced_after_days": _("超过几天的减计"),
    "reduced_permille": _("其后每天按标准的（‰）"),
    "exempt_cents": _("不扣税的收入（元）"),
    "fixed_until_cents": _("减除定额的收入上限（元）"),
    "fixed_cents": _("减除定额（元）"),
    "share_permille": _("超过的按比例减除（‰）"),
    "bracket_1": _("第一级"),
    "bracket_2": _("第二级"),
    "bracket_3": _("第三级"),
    "until_cents": _("应纳税所得额不超过（元）"),
    "rate_permille": _("税率（‰）"),
    "quick_cents": _("速算扣除数（元）"),
    **{f"class_{code}": label for code, label in SpendingClass.choices},
    **dict(BannedGoods.choices),
}


def param_label(path: str) -> str:
    """`class_3.lodging_cents` → 三类会议 · 住宿（元/人天）."""
    if path == "people":
        return gettext("许可线（人）")
    return " · ".join(str(PARAM_WORDS.get(part, part)) for part in path.split("."))


def param_text(path: str, value: Any) -> str:
    """A parameter as a person reads it."""
    if value is None:
        return gettext("不限") if path.endswith("until_cents") else gettext("按批准")
    if isinstance(value, list):
        return "、".join(str(v) for v in value)
    if path.endswith("_cents"):
        return yuan(value)
    if path.endswith("_half_days"):
        return f"{value / 2:g}"
    return str(value)


def param_rows(pack: Pack) -> list[tuple[str, str, bool]]:
    """(label, text, whether 待核) of every parameter."""
    rows = flattened(pack.params)
    return [(param_label(path), param_text(path, value), pack.is_pending(path)) for path, value in rows]


class PackForm(forms.Form):
    """A rule pack with a field for each of its parameters."""

    region = forms.CharField(label=_("地区"), max_length=200, help_text=_("CN 表示全国；几个城市用顿号分开。"))
    applies_to = forms.MultipleChoiceField(
        label=_("适用于"), required=False, choices=Nature.choices, widget=forms.CheckboxSelectMultiple
    )
    basis = forms.CharField(label=_("依据（名称与文号）"), max_length=300)
    effective_from = day(_("生效日期"))
    effective_to = day(_("失效日期"), required=False)
    status = forms.ChoiceField(label=_("核定"), choices=PackStatus.choices)
    severity = forms.ChoiceField(label=_("级别"), choices=Severity.choices)
    exception_policy = forms.ChoiceField(label=_("例外"), choices=ExceptionPolicy.choices)

    def __init__(self, data: Any = None, *, pack: Pack) -> None:
        self.pack = pack
        self.paths = dict(flattened(pack.params))
        names = ("region", "basis", "effective_from", "effective_to", "status", "severity", "exception_policy")
        start = {name: getattr(pack, name) for name in names} | {"applies_to": list(pack.applies_to)}
        super().__init__(data, initial=start)
        for path, value in self.paths.items():
            self.fields[f"param:{path}"] = _param_field(path, value)

    def values(self) -> dict[str, Any]:
        clean = self.cleaned_data
        own = {name: clean[name] for name in self.base_fields}
        params = nested((path, clean[f"param:{path}"]) for path in self.paths)
        return own | {"topic": self.pack.topic, "params": params, "pending": list(self.pack.pending)}

    def param_fields(self) -> list[Any]:
        return [self[f"param:{path}"] for path in self.paths]


class NewPackForm(forms.Form):
    """A local pack begins as a copy of one that is there."""

    source = forms.ChoiceField(label=_("以哪一个为底"))
    code = forms.SlugField(label=_("代号"), max_length=60, help_text=_("例如 shanghai-meetings-2027"))
    region = forms.CharField(label=_("地区"), max_length=200)

    def __init__(self, *args: Any, packs: list[Pack], **more: Any) -> None:
        super().__init__(*args, **more)
        source = self.fields["source"]
        assert isinstance(source, forms.ChoiceField)
        source.choices = [(p.code, f"{Topic(p.topic).label} · {p.basis}") for p in packs]


def _param_field(path: str, value: Any) -> forms.Field:
    label = param_label(path)
    if path.endswith("_cents"):
        return YuanField(label=label, required=False, initial="" if value is None else yuan(value).replace(",", ""))
    if path.endswith("_half_days"):
        return HalfDaysField(label=label, required=False, initial=value)
    if isinstance(value, list):
        return _LinesField(label=label, required=False, initial="\n".join(str(v) for v in value))
    if isinstance(value, int) or value is None:
        return forms.IntegerField(label=label, required=False, min_value=0, max_value=10_000_000, initial=value)
    return forms.CharField(label=label, required=False, max_length=500, initial=value)


class _LinesField(forms.CharField):
    """One word a line; its value is the list."""

    def __init__(self, **more: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 3}), max_length=5000, **more)

    def clean(self, value: Any) -> Any:
        text: str = super().clean(value) or ""
        return list(dict.fromkeys(line.strip() for line in text.replace("、", "\n").splitlines() if line.strip()))
