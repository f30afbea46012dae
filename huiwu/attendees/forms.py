"""Web input of attendees to clean values."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from huiwu.attendees.choices import AttendeeRole, Language, Presence, SensitiveField
from huiwu.attendees.models import Attendee
from huiwu.attendees.queries import AttendeeFilter, active, delegations_of, functions_of, tally
from huiwu.attendees.queries.quality import Tally
from huiwu.attendees.queries.words import FIELDS
from huiwu.attendees.services import AttendeeValues
from huiwu.foundation.fields import offer
from huiwu.meetings.models import Meeting

ALL = ("", _("全部"))
SORTS = [
    ("", _("按编号")),
    ("name", _("按姓名拼音")),
    ("strokes", _("按姓氏笔画")),
    ("org", _("按单位")),
    ("rank", _("按位次")),
    ("newest", _("最新录入")),
]
LACKS = [ALL, ("required", _("缺单位、职务或手机"))]


def text(name: str, most: int, **more: Any) -> forms.CharField:
    return forms.CharField(label=FIELDS[name], max_length=most, required=more.pop("required", False), **more)


def phone(name: str) -> forms.CharField:
    widget = forms.TextInput({"type": "tel", "inputmode": "tel", "autocomplete": "off"})
    return forms.CharField(label=FIELDS[name], max_length=40, required=False, widget=widget)


def choice(label: Any, **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, **more)


class TagsField(forms.CharField):
    """Tags with a comma, a 、 or a blank line between them."""

    def prepare_value(self, value: Any) -> Any:
        return "、".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        found = super().to_python(value) or ""
        for mark in "，,；;\n":
            found = found.replace(mark, "、")
        return [part.strip() for part in found.split("、") if part.strip()]


class FilterForm(forms.Form):
    q = forms.CharField(label=_("查找"), required=False, max_length=80)
    role = choice(_("身份"), choices=[ALL, *AttendeeRole.choices])
    presence = choice(_("确认状态"), choices=[ALL, *Presence.choices])
    delegation = choice(_("代表团"))
    function = choice(_("参加场次"))
    tag = choice(_("标签"))
    lack = choice(_("缺项"), choices=LACKS)
    sort = choice(_("排序"), choices=SORTS)

    def __init__(self, meeting: Meeting, *args: Any, counts: Tally | None = None) -> None:
        super().__init__(*args)
        offer(self, "delegation", [ALL, *((str(d.pk), d.name) for d in delegations_of(meeting))])
        offer(self, "function", [ALL, *((str(f.pk), f.name) for f in functions_of(meeting))])
        offer(self, "tag", [ALL, *((tag, tag) for tag in (counts or tally(meeting)).by_tag)])

    def asked(self) -> AttendeeFilter:
        """What the address asks for; what cannot be understood is left out."""
        self.is_valid()
        found = self.cleaned_data
        names = ("role", "presence", "delegation", "function", "tag", "lack", "sort")
        return AttendeeFilter(
            text=found.get("q", ""),
            org=str(self.data.get("org", ""))[:160],
            **{name: found.get(name, "") for name in names},
        )


class AttendeeForm(forms.Form):
    """One person, as those keep it who keep the list."""

    display_name = text("display_name", 80, required=True)
    reading = text("reading", 160, help_text=_("姓氏读音特殊时填写，音节之间空格，如 shan xiao ming"))
    name_en = text("name_en", 120)
    salutation = text("salutation", 20, help_text=_("先生、女士、教授……用于称呼，不写进姓名"))
    org_name = text("org_name", 160)
    org_short = text("org_short", 60)
    title = text("title", 160)
    mobile = phone("mobile")
    email = forms.EmailField(label=FIELDS["email"], required=False, max_length=254)
    secretary_name = text("secretary_name", 80)
    secretary_mobile = phone("secretary_mobile")
    roles = forms.MultipleChoiceField(
        label=FIELDS["roles"], choices=AttendeeRole.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    delegation_id = choice(FIELDS["delegation"])
    group_name = text("group_name", 80)
    tags = TagsField(label=FIELDS["tags"], required=False, max_length=400, help_text=_("多个标签用顿号隔开"))
    accompanies_number = forms.IntegerField(
        label=FIELDS["accompanies"], required=False, min_value=1, help_text=_("填被随行人的编号")
    )
    substitute_for_number = forms.IntegerField(
        label=FIELDS["substitute_for"], required=False, min_value=1, help_text=_("填原参会人的编号")
    )
    language = choice(FIELDS["language"], choices=Language.choices)
    country = text("country", 2, help_text=_("两位代码，境内为 CN"))
    org_order = forms.IntegerField(label=FIELDS["org_order"], required=False, min_value=1, max_value=2_000_000_000)
    note = forms.CharField(label=FIELDS["note"], required=False, max_length=500, widget=forms.Textarea({"rows": 2}))
    directory_opt_in = forms.BooleanField(label=_("本人同意列入通讯录"), required=False)

    def __init__(self, meeting: Meeting, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.meeting = meeting
        offer(self, "delegation_id", [("", _("无")), *((str(d.pk), d.name) for d in delegations_of(meeting))])

    def clean(self) -> dict[str, Any]:
        found = dict(self.cleaned_data)
        for key in ("accompanies", "substitute_for"):
            number = found.pop(f"{key}_number", None)
            other = active(self.meeting).filter(number=number).first() if number else None
            if number and other is None:
                self.add_error(f"{key}_number", _("名单里没有这个编号。"))
            found[f"{key}_id"] = other.pk if other else None
        found["delegation_id"] = UUID(found["delegation_id"]) if found.get("delegation_id") else None
        found["country"] = (found.get("country") or "CN").upper()
        found["language"] = found.get("language") or Language.ZH_HANS
        return found

    def values(self) -> AttendeeValues:
        return AttendeeValues(**self.cleaned_data)  # type: ignore[typeddict-item]  # its fields are the columns


def initial_of(row: Attendee) -> dict[str, Any]:
    """What a form shows of a person."""
    shown = {name: getattr(row, name) for name in AttendeeForm.base_fields if hasattr(row, name)}
    return shown | {
        "mobile": row.spoken_mobile,
        "delegation_id": str(row.delegation_id or ""),
        "accompanies_number": row.accompanies.number if row.accompanies else None,
        "substitute_for_number": row.substitute_for.number if row.substitute_for else None,
    }


class PresenceForm(forms.Form):
    presence = forms.ChoiceField(label=_("确认状态"), choices=Presence.choices)
    reason = forms.CharField(label=_("原因"), required=False, max_length=300)


class FunctionsForm(forms.Form):
    functions = forms.MultipleChoiceField(label=_("场次"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, meeting: Meeting, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.offered = [str(f.pk) for f in functions_of(meeting)]
        offer(self, "functions", [(str(f.pk), f.name) for f in functions_of(meeting)])


class SensitiveForm(forms.Form):
    field = forms.ChoiceField(label=_("内容"), choices=SensitiveField.choices)
    text = forms.CharField(
        label=_("登记为"),
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("留空保存即删除。只登记会务必需的；须有本人的单独同意。"),
    )


class BulkForm(forms.Form):
    """One thing done to many people."""

    PRESENCE, TAG, UNTAG, ROLE, DELEGATION, FUNCTION = "presence", "tag", "untag", "role", "delegation", "function"
    act = forms.ChoiceField(
        label=_("批量操作"),
        choices=[
            (PRESENCE, _("改确认状态")),
            (TAG, _("加标签")),
            (UNTAG, _("去掉标签")),
            (ROLE, _("加身份")),
            (DELEGATION, _("归入代表团")),
            (FUNCTION, _("安排场次")),
        ],
    )
    presence = choice(_("确认状态"), choices=[("", "—"), *Presence.choices])
    tag = forms.CharField(label=_("标签"), required=False, max_length=30)
    role = choice(_("身份"), choices=[("", "—"), *AttendeeRole.choices])
    delegation = choice(_("代表团"))
    function = choice(_("场次"))
    everybody = forms.BooleanField(label=_("筛选出的全部，不只本页勾选的"), required=False)

    def __init__(self, meeting: Meeting, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        offer(self, "delegation", [("", "—"), *((str(d.pk), d.name) for d in delegations_of(meeting))])
        offer(self, "function", [("", "—"), *((str(f.pk), f.name) for f in functions_of(meeting))])

    def clean(self) -> dict[str, Any]:
        found = self.cleaned_data
        needed = {self.UNTAG: "tag"}.get(found.get("act", ""), found.get("act", ""))
        if needed and not found.get(needed):
            self.add_error(needed, _("请选择或填写。"))
        return found


class DelegationForm(forms.Form):
    name = forms.CharField(label=_("名称"), max_length=120)
    order = forms.IntegerField(label=_("次序"), required=False, min_value=0, max_value=9999)
    contact_name = forms.CharField(label=_("联系人"), required=False, max_length=80)
    contact_mobile = forms.CharField(label=_("联系人手机"), required=False, max_length=32)

    def clean_order(self) -> int:
        return self.cleaned_data["order"] or 0


class CheckForm(forms.Form):
    note = forms.CharField(label=_("核对说明"), required=False, max_length=300)


class OwnForm(forms.Form):
    """What people correct themselves."""

    display_name = text("display_name", 80, required=True)
    name_en = text("name_en", 120)
    org_name = text("org_name", 160)
    title = text("title", 160)
    mobile = phone("mobile")
    email = forms.EmailField(label=FIELDS["email"], required=False, max_length=254)
    secretary_name = text("secretary_name", 80)
    secretary_mobile = phone("secretary_mobile")
    language = choice(_("我希望收到的语言"), choices=Language.choices)
