"""Web input of meetings to clean values."""

from __future__ import annotations

from datetime import date
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from huiwu.accounts.choices import Role
from huiwu.accounts.models import User
from huiwu.foundation.fields import day, offer, offer_rows
from huiwu.kernel.errors import InvalidInput
from huiwu.meetings.choices import (
    ClientKind,
    Condition,
    FunctionKind,
    HeadcountBasis,
    Layout,
    MeetingStatus,
    MeetingType,
    Part,
    Publicness,
    SetupField,
    SizeTier,
)
from huiwu.meetings.models import Function, Meeting
from huiwu.meetings.queries import MeetingFilter, assignable_people
from huiwu.meetings.rules.setup_order import CODES, entry
from huiwu.meetings.services import CLONED_PARTS

COMMON_ZONES = (
    "Asia/Shanghai",
    "Asia/Hong_Kong",
    "Asia/Macau",
    "Asia/Taipei",
    "Asia/Urumqi",
    "Asia/Singapore",
    "Asia/Tokyo",
    "Europe/London",
    "Europe/Paris",
    "Europe/Berlin",
    "America/New_York",
    "America/Los_Angeles",
)
PART_WORDS = {
    "organisations": _("主办、承办等单位"),
    "team": _("会务组成员与角色"),
    "work_groups": _("组别与职责"),
    "spaces": _("场地"),
    "functions": _("功能单元与功能布置单"),
}
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]


def show_refusal(form: forms.Form, refusal: InvalidInput) -> None:
    """Write the refusal's sentences beside the form's fields, those of no field at its head."""
    for name, sentences in refusal.fields.items():
        for sentence in sentences:
            form.add_error(name if name in form.fields else None, sentence)


def _instant(label: Any, **more: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, widget=widget, **more)


def _text(label: Any, most: int, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, **more)


def _zones() -> list[tuple[str, str]]:
    others = sorted(z for z in available_timezones() if "/" in z and not z.startswith("Etc/") and z not in COMMON_ZONES)
    return [(zone, zone) for zone in (*COMMON_ZONES, *others)]


class DetailsForm(forms.Form):
    """Everything of a meeting but its days, status, organisations and people."""

    name = _text(_("会议名称"), 160)
    name_en = _text(_("英文名称"), 200, required=False)
    theme = _text(_("主题"), 300, required=False)
    meeting_type = forms.ChoiceField(label=_("会议类型"), choices=MeetingType.choices)
    expected_headcount = forms.IntegerField(label=_("预计人数"), min_value=1)
    size_tier = forms.ChoiceField(
        label=_("规模级别"), choices=[("", _("按人数自动判定")), *SizeTier.choices], required=False
    )
    publicness = forms.ChoiceField(label=_("公开性"), choices=Publicness.choices)
    city = _text(_("城市"), 80, required=False)
    venue_name = _text(_("举办场地"), 160, required=False)
    time_zone = forms.ChoiceField(label=_("时区"), choices=_zones, help_text=_("换时区时，功能单元保持原来的钟点。"))
    language = forms.ChoiceField(label=_("会议语言"), choices=LANGUAGES)
    edition = _text(_("届次"), 40, required=False)
    contract_on = day(_("主合同签订日"), required=False)
    load_in_on = day(_("进场日期"), required=False)
    public_body_mode = forms.BooleanField(
        label=_("公共机构合规模式"), required=False, help_text=_("主办方为机关、事业单位等公共机构时开启。")
    )
    conditions = forms.MultipleChoiceField(
        label=_("本会议有"), choices=Condition.choices, widget=forms.CheckboxSelectMultiple, required=False
    )

    @classmethod
    def initial_of(cls, meeting: Meeting) -> dict[str, Any]:
        return {name: getattr(meeting, name) for name in cls.base_fields}


class OpenForm(forms.Form):
    """A new enquiry."""

    name = _text(_("会议名称"), 160)
    meeting_type = forms.ChoiceField(label=_("会议类型"), choices=MeetingType.choices)
    start_on = day(_("开始日期"))
    end_on = day(_("结束日期"))
    expected_headcount = forms.IntegerField(label=_("预计人数"), min_value=1)
    publicness = forms.ChoiceField(label=_("公开性"), choices=Publicness.choices, initial=Publicness.INVITED)
    city = _text(_("城市"), 80, required=False)
    time_zone = forms.ChoiceField(label=_("时区"), choices=_zones, initial="Asia/Shanghai")
    client_name = _text(_("客户单位"), 160)
    client_kind = forms.ChoiceField(label=_("客户性质"), choices=ClientKind.choices, initial=ClientKind.ENTERPRISE)
    contact_name = _text(_("联系人"), 80, required=False)
    contact_title = _text(_("职务"), 120, required=False)
    contact_phone = _text(_("电话"), 32, required=False)
    contact_email = _text(_("邮箱"), 254, required=False)
    contact_is_approver = forms.BooleanField(label=_("此人是客户决策人"), required=False)
    lead = forms.ModelChoiceField(label=_("项目负责人"), queryset=User.objects.none(), required=False)
    conditions = forms.MultipleChoiceField(
        label=_("本会议有"), choices=Condition.choices, widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, org_id: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.filter(memberships__org_id=org_id, is_active=True).order_by("name").distinct()
        offer_rows(self, "lead", people)


class DaysForm(forms.Form):
    """New days of a meeting."""

    start_on = day(_("开始日期"))
    end_on = day(_("结束日期"))


class ReasonForm(forms.Form):
    """Why a meeting is postponed or cancelled."""

    reason = forms.CharField(label=_("原因"), max_length=500, widget=forms.Textarea({"rows": 2}))


class CloneForm(forms.Form):
    """A new edition of a meeting."""

    name = _text(_("会议名称"), 160)
    edition = _text(_("届次"), 40, required=False)
    start_on = day(_("开始日期"))
    parts = forms.MultipleChoiceField(
        label=_("从上一届带过来"),
        choices=[(code, PART_WORDS[code]) for code in CLONED_PARTS],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        initial=CLONED_PARTS,
    )


class FilterForm(forms.Form):
    """The list's filters as they stand in the address."""

    q = forms.CharField(label=_("查找"), required=False)
    status = forms.ChoiceField(label=_("状态"), choices=[("", _("全部")), *MeetingStatus.choices], required=False)
    type = forms.ChoiceField(label=_("类型"), choices=[("", _("全部")), *MeetingType.choices], required=False)
    month = forms.DateField(
        label=_("月份"),
        required=False,
        input_formats=["%Y-%m"],
        widget=forms.DateInput({"type": "month"}, format="%Y-%m"),
    )
    mine = forms.BooleanField(label=_("只看我参与的"), required=False)
    sort = forms.CharField(required=False, widget=forms.HiddenInput)

    def asked(self) -> MeetingFilter:
        """What of the address can be understood; the rest is as if it were not there."""
        self.is_valid()
        values = self.cleaned_data
        return MeetingFilter(
            text=values.get("q") or "",
            status=values.get("status") or "",
            meeting_type=values.get("type") or "",
            month=values.get("month"),
            mine=bool(values.get("mine")),
            sort=values.get("sort") or "start_on",
        )


class OrganisationForm(forms.Form):
    part = forms.ChoiceField(label=_("参与方式"), choices=Part.choices, initial=Part.HOST_ORG)
    name = _text(_("单位全称"), 160)


class ContactForm(forms.Form):
    id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    name = _text(_("姓名"), 80)
    title = _text(_("职务"), 120, required=False)
    phone = _text(_("电话"), 32, required=False)
    email = _text(_("邮箱"), 254, required=False)
    is_approver = forms.BooleanField(label=_("决策人"), required=False)


class SpaceForm(forms.Form):
    id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    name = _text(_("名称"), 120)
    floor = _text(_("楼层或位置"), 40, required=False)


class PersonChoice(forms.ModelChoiceField):
    """People by name."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class WorkGroupForm(forms.Form):
    id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    name = _text(_("组别"), 60)
    duties = forms.CharField(label=_("职责"), required=False, widget=forms.Textarea({"rows": 2}))
    lead = forms.ChoiceField(label=_("组长"), required=False)

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "lead", [("", "—"), *people])


class MemberForm(forms.Form):
    """A person, their role, and the group."""

    user = PersonChoice(label=_("人员"), queryset=User.objects.none())
    role = forms.ChoiceField(label=_("角色"), choices=Role.choices)
    work_group: forms.ModelChoiceField = forms.ModelChoiceField(
        label=_("组别"), queryset=None, required=False, empty_label="—"
    )
    is_backup = forms.BooleanField(label=_("替补"), required=False)

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "user", assignable_people(meeting))
        offer_rows(self, "work_group", meeting.work_groups.all())


class FunctionForm(forms.Form):
    """The function sheet: what, where, when, how many, and the set-up order field by field."""

    name = _text(_("名称"), 120)
    kind = forms.ChoiceField(label=_("种类"), choices=FunctionKind.choices)
    space: forms.ModelChoiceField = forms.ModelChoiceField(
        label=_("场地"), queryset=None, required=False, empty_label=_("待定")
    )
    layout = forms.ChoiceField(label=_("台型"), choices=[("", _("待定")), *Layout.choices], required=False)
    load_in_at = _instant(_("进场搭建"), required=False)
    start_at = _instant(_("开始"))
    end_at = _instant(_("结束"))
    strike_by_at = _instant(_("撤场完毕"), required=False)

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "space", meeting.spaces.all())
        for basis, label in HeadcountBasis.choices:
            self.fields[f"headcount_{basis}"] = forms.IntegerField(label=label, min_value=0, required=False)
            self.fields[f"headcount_{basis}_absent"] = forms.BooleanField(label=_("不适用"), required=False)
        for code in CODES:
            self.fields[f"setup_{code}_state"] = forms.CharField(required=False)
            self.fields[f"setup_{code}"] = forms.CharField(
                label=SetupField(code).label, required=False, widget=forms.Textarea({"rows": 2})
            )

    @staticmethod
    def initial_of(row: Function) -> dict[str, Any]:
        names = ("name", "kind", "space", "layout", "load_in_at", "start_at", "end_at", "strike_by_at")
        values: dict[str, Any] = {name: getattr(row, name) for name in names}
        for basis, count in row.headcounts.items():
            values[f"headcount_{basis}"] = count
            values[f"headcount_{basis}_absent"] = basis in row.headcount_not_applicable
        for code in CODES:
            values[f"setup_{code}_state"], values[f"setup_{code}"] = entry(row.setup_order, code)
        return values

    def values(self) -> dict[str, Any]:
        """As the services take them."""
        clean = self.cleaned_data
        values = {name: clean[name] for name in ("name", "kind", "layout", "load_in_at", "start_at", "end_at")}
        values["strike_by_at"] = clean["strike_by_at"]
        values["space_id"] = clean["space"].pk if clean["space"] else None
        for basis in HeadcountBasis.values:
            values[f"headcount_{basis}"] = clean[f"headcount_{basis}"]
        values["headcount_not_applicable"] = [b for b in HeadcountBasis.values if clean[f"headcount_{b}_absent"]]
        values["setup_order"] = {
            code: {"state": clean[f"setup_{code}_state"] or "unfilled", "value": clean[f"setup_{code}"]}
            for code in CODES
        }
        return values


class CancelFunctionForm(forms.Form):
    reason = forms.CharField(label=_("原因"), max_length=300, required=False)


class SizeBordersForm(forms.Form):
    """Largest head-counts of S, M and L from a day on."""

    small_max = forms.IntegerField(label=_("小型（S）最多"), min_value=1)
    medium_max = forms.IntegerField(label=_("中型（M）最多"), min_value=1)
    large_max = forms.IntegerField(label=_("大型（L）最多"), min_value=1)
    source = _text(_("依据"), 200, required=False)
    effective_on = day(_("生效日期"))


def first_of_month(text: str, fallback: date) -> date:
    """`2027-03` → the first day of that month; anything else → the fallback's."""
    field = forms.DateField(input_formats=["%Y-%m"])
    try:
        return field.clean(text) or fallback.replace(day=1)
    except forms.ValidationError:
        return fallback.replace(day=1)
