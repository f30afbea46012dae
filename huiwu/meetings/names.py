"""What records of a meeting are called in the history."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiwu.foundation.registry.names import names
from huiwu.meetings.choices import HeadcountBasis
from huiwu.meetings.forms import DetailsForm, FunctionForm
from huiwu.meetings.models import Client, Function, Meeting

DETAILS = {name: field.label for name, field in DetailsForm.base_fields.items()}
FUNCTION = {
    **{name: field.label for name, field in FunctionForm.base_fields.items()},
    **{f"headcount_{basis.value}": basis.label for basis in HeadcountBasis},
    "headcount_not_applicable": _("不适用的人数"),
    "setup_order": _("布置单"),
}
JOINED = {"True": pgettext_lazy("history", "加入"), "False": pgettext_lazy("history", "移出")}
names("meeting_changed.keys")(lambda asked: {key: DETAILS[key] for key in asked & set(DETAILS)})
names("function_changed.keys")(lambda asked: {key: FUNCTION[key] for key in asked & set(FUNCTION)})
names("team_changed.joined")(lambda asked: {key: JOINED[key] for key in asked & set(JOINED)})


@names("meeting", "from_meeting", "archived_meeting")
def meetings(ids: set[str]) -> dict[str, Any]:
    return {str(pk): name for pk, name in Meeting.objects.filter(pk__in=ids).values_list("pk", "name")}


@names("client")
def clients(ids: set[str]) -> dict[str, Any]:
    return {str(pk): name for pk, name in Client.objects.filter(pk__in=ids).values_list("pk", "name")}


@names("function")
def functions(ids: set[str]) -> dict[str, Any]:
    rows = Function.objects.filter(pk__in=ids).values_list("pk", "number", "name")
    return {str(pk): f"{number} {name}" for pk, number, name in rows}
