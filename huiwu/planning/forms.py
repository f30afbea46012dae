"""Web input to clean values."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from huiwu.accounts.choices import Role
from huiwu.accounts.models import User
from huiwu.foundation.fields import offer
from huiwu.meetings.choices import Condition, SizeTier
from huiwu.meetings.models import Meeting
from huiwu.planning.bridge import wording
from huiwu.planning.choices import AbsenceReason, TableState, TemplateStatus
from huiwu.planning.models import Plan, SopTemplate

BUILT_IN = "built_in"


def day_field(label: Any, *, required: bool = True) -> forms.DateField:
    return forms.DateField(
        label=label, required=required, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


def team_of(meeting: Meeting) -> Any:
    """People of the meeting's team, by name."""
    return (
        User.objects.filter(meeting_roles__meeting=meeting)
        .exclude(meeting_roles__role=Role.CLIENT)
        .distinct()
        .order_by("name")
    )


def people_choices(meeting: Meeting) -> list[tuple[str, str]]:
    return [("", _("未指定")), *((str(user.pk), user.name) for user in team_of(meeting))]


class LaunchForm(forms.Form):
    """What a plan is computed from, preset from the meeting."""

    template = forms.ChoiceField(label=_("SOP 模板"))
    tier = forms.ChoiceField(label=_("规模级别"), required=False)
    conditions_known = forms.BooleanField(
        label=_("会议条件已经问清"),
        required=False,
        help_text=_("没有问清时，所有带条件的步骤都先列入计划，以免遗漏。"),
    )
    conditions = forms.MultipleChoiceField(
        label=_("本会有"), choices=Condition.choices, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, meeting: Meeting, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "template", self.templates(meeting))
        offer(self, "tier", [("", _("按人数")), *SizeTier.choices])
        self.fields["conditions"].initial = meeting.conditions
        self.fields["conditions_known"].initial = bool(meeting.conditions)

    def templates(self, meeting: Meeting) -> list[tuple[str, Any]]:
        own = SopTemplate.objects.filter(org_id=meeting.org_id, status=TemplateStatus.PUBLISHED).defer("content")
        return [(BUILT_IN, _("内建：会务服务标准操作流程")), *((str(row.pk), str(row)) for row in own)]

    def anchors(self, anchors: dict[str, Any]) -> dict[str, Any]:
        """The meeting's anchors with what was said here."""
        known = self.cleaned_data["conditions_known"]
        return anchors | {"conditions": sorted(self.cleaned_data["conditions"]) if known else None}

    def settings(self) -> dict[str, Any]:
        tier = self.cleaned_data["tier"]
        return {"tier": tier} if tier else {}

    def template_id(self) -> UUID | None:
        chosen = self.cleaned_data["template"]
        return None if chosen == BUILT_IN else UUID(chosen)


class ReplanForm(LaunchForm):
    """Re-plan with other facts, another tier or another SOP version."""

    reason = forms.CharField(label=_("重排原因"), max_length=300)
    field_order = ["reason", "template", "tier", "conditions_known", "conditions"]

    def __init__(self, plan: Plan, *args: Any, **kwargs: Any) -> None:
        super().__init__(plan.meeting, *args, **kwargs)
        said = plan.anchors.get("conditions")
        self.fields["conditions"].initial = said or []
        self.fields["conditions_known"].initial = said is not None
        self.fields["tier"].initial = plan.settings.get("tier", "")

    def templates(self, meeting: Meeting) -> list[tuple[str, Any]]:
        return [("keep", _("沿用启动时的模板")), *super().templates(meeting)]


class CompleteForm(forms.Form):
    note = forms.CharField(label=_("说明"), required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=4000)
    photo = forms.FileField(label=_("照片或文件"), required=False)


class OverrideForm(CompleteForm):
    override = forms.CharField(
        label=_("例外放行理由"),
        required=False,
        max_length=500,
        help_text=_("证据或前置不齐时才写；会留痕，SOP 明文门禁不适用。"),
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("理由"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class SheetForm(forms.Form):
    """What the client confirms, one item a line."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    items = forms.CharField(
        label=_("请客户确认的事项"),
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("每行一项，写明版本与附件名称"),
        max_length=8000,
    )


class DaysForm(forms.Form):
    revision = forms.IntegerField(widget=forms.HiddenInput)
    start_on = day_field(_("计划开始"))
    finish_on = day_field(_("计划完成"))


class OwnerForm(forms.Form):
    owner = forms.ChoiceField(label=_("负责人"), required=False)

    def __init__(self, meeting: Meeting, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "owner", people_choices(meeting))

    def owner_id(self) -> UUID | None:
        return UUID(self.cleaned_data["owner"]) if self.cleaned_data["owner"] else None


class RolesForm(forms.Form):
    """RACI of one step: a role or a person per letter; exactly one A."""

    accountable = forms.ChoiceField(label=_("负责 A（恰好一个）"))
    responsible = forms.MultipleChoiceField(label=_("执行 R（至少一个）"))
    consulted = forms.MultipleChoiceField(label=_("征询 C"), required=False)
    informed = forms.MultipleChoiceField(label=_("知会 I"), required=False)
    LETTERS = (("accountable", "A"), ("responsible", "R"), ("consulted", "C"), ("informed", "I"))

    def __init__(self, meeting: Meeting, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(f"user:{user.pk}", user.name) for user in team_of(meeting)]
        choices = [(_("岗位"), [(f"role:{c}", t) for c, t in Role.choices]), (_("人员"), people)]
        for name, _letter in self.LETTERS:
            offer(self, name, choices)

    def rows(self) -> list[tuple[str, str, UUID | None]]:
        found: list[tuple[str, str, UUID | None]] = []
        for name, letter in self.LETTERS:
            value = self.cleaned_data[name]
            for item in [value] if isinstance(value, str) else value:
                kind, _colon, key = item.partition(":")
                found.append((letter, key, None) if kind == "role" else (letter, "", UUID(key)))
        return found


class TaskForm(forms.Form):
    name = forms.CharField(label=_("任务名称"), max_length=160)
    parent = forms.ChoiceField(label=_("属于步骤"), required=False)
    owner = forms.ChoiceField(label=_("负责人"), required=False)
    length_days = forms.IntegerField(label=_("工期（工作日）"), min_value=1, max_value=400, initial=1)
    not_before_on = day_field(_("不早于"), required=False)
    due_on = day_field(_("必须完成日"), required=False)
    needs = forms.CharField(label=_("前置"), required=False, help_text=_("步骤或任务编号，用空格分开，如 P06 T01"))
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, plan: Plan, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        steps = plan.steps.filter(kind="step").exclude(status="omitted")
        offer(self, "parent", [("", "—"), *((s.code, str(s)) for s in steps)])
        offer(self, "owner", people_choices(plan.meeting))

    def wish(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "name": data["name"],
            "parent": data["parent"],
            "owner_id": UUID(data["owner"]) if data["owner"] else None,
            "length_days": data["length_days"],
            "not_before_on": data["not_before_on"],
            "due_on": data["due_on"],
            "needs": tuple(data["needs"].replace("，", " ").replace(",", " ").split()),
        }


class AbsenceForm(forms.Form):
    user = forms.ChoiceField(label=_("人员"))
    from_on = day_field(_("从"))
    to_on = day_field(_("到"))
    reason = forms.ChoiceField(label=_("原因"), choices=AbsenceReason.choices)

    def __init__(self, people: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "user", people)


class CapacityForm(forms.Form):
    parallel = forms.IntegerField(label=_("每天同时承担几项（不是小时）"), min_value=1, max_value=20)


class TemplateNameForm(forms.Form):
    name = forms.CharField(label=_("模板名称"), max_length=120)


class WorkdayForm(forms.Form):
    """One year: days off as lines `2027-02-06 春节`, make-up workdays as lines of days."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    state = forms.ChoiceField(label=_("官方通知"), choices=TableState.choices)
    source = forms.CharField(label=_("依据"), required=False, max_length=200)
    holidays = forms.CharField(
        label=_("放假日"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_("每行一天，如：2027-02-06 春节"),
    )
    workdays = forms.CharField(
        label=_("调休上班日"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("每行一天，如：2027-02-20"),
    )

    def clean_holidays(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for day, name in self._days("holidays"):
            found[day] = wording.holiday_in_chinese(name) or "放假"
        return found

    def clean_source(self) -> str:
        return wording.source_in_chinese(self.cleaned_data["source"])

    def clean_workdays(self) -> list[str]:
        return [day for day, _name in self._days("workdays")]

    def _days(self, field: str) -> list[tuple[str, str]]:
        from datetime import date

        found = []
        for number, line in enumerate(self.cleaned_data[field].splitlines(), start=1):
            if not line.strip():
                continue
            day, _space, name = line.strip().partition(" ")
            try:
                found.append((date.fromisoformat(day).isoformat(), name.strip()))
            except ValueError:
                message = _("第 {number} 行“{line}”不是日期，应像 2027-02-06。")
                raise forms.ValidationError(str(message).format(number=number, line=line.strip())) from None
        return found


class StepTemplateForm(forms.Form):
    """One step of a template. Lists are one entry a line; dependencies are codes, `*` after one that need only have begun."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    id = forms.CharField(label=_("编号"), max_length=12)
    zh = forms.CharField(label=_("名称"), max_length=160)
    en = forms.CharField(label=_("英文名称"), max_length=160, required=False)
    phase = forms.ChoiceField(label=_("阶段"))
    mode = forms.ChoiceField(label=_("方式"))
    anchor = forms.ChoiceField(label=_("开始从哪天算"), choices=[("D", _("首日")), ("E", _("末日"))])
    t0 = forms.IntegerField(label=_("开始（天）"), help_text=_("负数在前"))
    anchor_end = forms.ChoiceField(label=_("结束从哪天算"), choices=[("D", _("首日")), ("E", _("末日"))])
    t1 = forms.IntegerField(label=_("结束（天）"))
    responsible = forms.MultipleChoiceField(label=_("执行 R"))
    accountable = forms.ChoiceField(label=_("负责 A"))
    deps = forms.CharField(
        label=_("前置"), required=False, help_text=_("编号用空格分开；已开始即可的在后面加 *，如 P06* P08")
    )
    omittable_at = forms.MultipleChoiceField(
        label=_("可省略的规模"), choices=SizeTier.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    inputs = forms.CharField(label=_("输入"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    outputs = forms.CharField(label=_("输出与证据"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    failures = forms.CharField(label=_("典型失误"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    differences = forms.CharField(label=_("类型与规模差异"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    time_label_en = forms.CharField(label=_("目录时间（英文）"), max_length=160, required=False)
    inputs_en = forms.CharField(label=_("输入（英文）"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    outputs_en = forms.CharField(
        label=_("输出与证据（英文）"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    failures_en = forms.CharField(label=_("典型失误（英文）"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    differences_en = forms.CharField(
        label=_("类型与规模差异（英文）"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("英文可以不填，英文界面就显示中文。中文改了而英文没改的那一栏，英文会清空，以免两边不一致。"),
    )
    LISTS = ("inputs", "outputs", "failures", "differences")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        from huiwu.planning.choices import Mode, Phase

        super().__init__(*args, **kwargs)
        offer(self, "phase", [c for c in Phase.choices if c[0] != "task"])
        offer(self, "mode", Mode.choices)
        for name in ("responsible", "accountable"):
            offer(self, name, Role.choices)

    @classmethod
    def initial_of(cls, step: dict[str, Any], codes: dict[str, str]) -> dict[str, Any]:
        """The form's values of a step; `codes` maps the catalogue's Chinese roles to codes."""
        starts, english = set(step.get("deps_start_only", ())), step.get("english") or {}
        accountable = step["accountable"]
        return step | {
            "deps": " ".join(f"{d}*" if d in starts else d for d in step.get("deps", ())),
            "responsible": [codes.get(r, r) for r in step["responsible"]],
            "accountable": codes.get(accountable, accountable),
            **{name: "\n".join(step.get(name, ())) for name in cls.LISTS},
            **{f"{name}_en": "\n".join(english.get(name, ())) for name in cls.LISTS},
            "time_label_en": english.get("time_label", ""),
        }

    def step(self, before: dict[str, Any]) -> dict[str, Any]:
        """The step in the catalogue's shape, keeping what the form does not show."""
        data = {k: v for k, v in self.cleaned_data.items() if k != "revision" and not k.endswith("_en")}
        deps = data["deps"].replace("，", " ").split()
        return (
            before
            | data
            | {
                "deps": [d.rstrip("*") for d in deps],
                "deps_start_only": [d.rstrip("*") for d in deps if d.endswith("*")],
                **{name: lines(data[name]) for name in self.LISTS},
                "english": self._english(before),
            }
        )

    def _english(self, before: dict[str, Any]) -> dict[str, Any]:
        """What was typed; a list whose Chinese changed while its English did not is emptied, so that it never says other things."""
        had, data = before.get("english") or {}, self.cleaned_data
        typed = {name: lines(data[f"{name}_en"]) for name in self.LISTS}
        for name in self.LISTS:
            if lines(data[name]) != list(before.get(name, ())) and typed[name] == list(had.get(name, ())):
                typed[name] = []
        found = {**had, **typed, "time_label": data["time_label_en"]}
        return {key: value for key, value in found.items() if value}


def lines(text: str) -> list[str]:
    """Each line that says something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


class TemplateJsonForm(forms.Form):
    """The whole template as JSON, for those who prefer it."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    content = forms.CharField(label=_("模板 JSON"), widget=forms.Textarea(attrs={"rows": 30, "spellcheck": "false"}))

    def clean_content(self) -> dict[str, Any]:
        try:
            data = json.loads(self.cleaned_data["content"])
        except ValueError as fault:
            raise forms.ValidationError(str(_("不是有效的 JSON：{fault}")).format(fault=fault)) from None
        if not isinstance(data, dict):
            raise forms.ValidationError(_("模板应是一个 JSON 对象。"))
        return data
