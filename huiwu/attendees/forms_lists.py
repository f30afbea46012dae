"""Web input of lists to clean values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiwu.attendees import bridge
from huiwu.attendees.sheets.kinds import ListKind
from huiwu.meetings.models import Meeting
from huiwu.meetings.queries import functions_of
from huiwu.privacy.choices import Audience, EntrustState
from huiwu.privacy.models import EntrustedProcessing

FORM_WORDS = {"pdf": "PDF", "docx": "Word", "xlsx": "Excel", "csv": "CSV"}
AUDIENCES = (Audience.TEAM, Audience.CLIENT, Audience.ENTRUSTED, Audience.ATTENDEES, Audience.OTHER)


def choices_in(posted: Mapping[str, str]) -> dict[UUID, str]:
    """`row-<id>` → the choice made for that row."""
    found: dict[UUID, str] = {}
    for name, value in posted.items():
        if name.startswith("row-") and value:
            try:
                found[UUID(name.removeprefix("row-"))] = value
            except ValueError:
                continue
    return found


class DoorForm(forms.Form):
    """Who at the client gives the list, and how long the link is good."""

    person = forms.CharField(
        label=gettext_lazy("交名单的人"),
        max_length=80,
        widget=forms.TextInput(attrs={"list": "client-contacts", "autocomplete": "off"}),
    )
    recipient = forms.CharField(
        label=gettext_lazy("邮箱或手机"),
        max_length=254,
        required=False,
        help_text=gettext_lazy("填邮箱则立即把链接发过去；填手机只作记录，链接由您转发。"),
    )
    days = forms.IntegerField(label=gettext_lazy("链接有效天数"), min_value=1, max_value=180, initial=30)


class ExportForm(forms.Form):
    """One list: in which form, in which order, for whom and what for."""

    form = forms.ChoiceField(label=gettext_lazy("格式"))
    order = forms.ChoiceField(label=gettext_lazy("次序"), required=False)
    single_name = forms.ChoiceField(
        label=gettext_lazy("单名"),
        required=False,
        choices=[
            (bridge.BLANK_FIRST, gettext_lazy("单名在前（政协、党代会名单的排法）")),
            (bridge.COMPARE, gettext_lazy("与双名的第二字比笔画（人大名单的排法）")),
        ],
        help_text=gettext_lazy("只在按姓氏笔画时有用"),
    )
    function = forms.ChoiceField(label=gettext_lazy("场次"), required=False)
    audience = forms.ChoiceField(label=gettext_lazy("给谁"), choices=[(a.value, a.label) for a in AUDIENCES])
    entrusted = forms.ChoiceField(
        label=gettext_lazy("受托单位"),
        required=False,
        help_text=gettext_lazy("给供应商或酒店时须选已签订的委托处理协议"),
    )
    recipient = forms.CharField(label=gettext_lazy("收件人"), required=False, max_length=160)
    purpose = forms.CharField(label=gettext_lazy("用途"), max_length=300)

    def __init__(self, meeting: Meeting, kind: ListKind, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("form", [(code, FORM_WORDS[code]) for code in kind.forms])
        orders = {
            "number": _("编号"),
            "strokes": _("姓氏笔画"),
            "pinyin": _("姓氏拼音"),
            "org": _("单位"),
            "rank": _("位次"),
        }
        self.choose("order", [(code, orders[code]) for code in kind.orders])
        functions = [(str(row.pk), row.name) for row in functions_of(meeting)]
        self.choose("function", [("", _("全部人员")), *functions])
        agreements = EntrustedProcessing.objects.filter(meeting=meeting, state=EntrustState.IN_FORCE)
        self.choose("entrusted", [("", _("不适用")), *((str(row.pk), row.name) for row in agreements)])
        self.fields["audience"].initial = kind.audience
        if not kind.orders:
            for name in ("order", "single_name", "function"):
                del self.fields[name]

    def choose(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices
