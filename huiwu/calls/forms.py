"""Web input of the callers' queue to clean values."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from huiwu.calls.choices import CallWhy, Outcome, Priority


class LocalMomentField(forms.DateTimeField):
    """A local date and time of the meeting's zone."""

    def __init__(self, **more: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(widget=widget, input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"], **more)


def aware(moment: datetime | None, zone: str) -> datetime | None:
    return moment.replace(tzinfo=ZoneInfo(zone)) if moment else None


class CallForm(forms.Form):
    outcome = forms.ChoiceField(label=_("结果"), choices=Outcome.choices, widget=forms.RadioSelect)
    said = forms.CharField(
        label=_("说了什么"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    next_at = LocalMomentField(
        label=_("何时再打"), required=False, help_text=_("不填：无人接听两小时后，占线半小时后。")
    )
    number = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)


class RequestForm(forms.Form):
    why = forms.ChoiceField(label=_("事由"), choices=CallWhy.choices)
    note = forms.CharField(label=_("要说什么"), max_length=300)
    priority = forms.TypedChoiceField(
        label=_("先后"), choices=Priority.choices, coerce=int, initial=Priority.NORMAL.value
    )
    due_at = LocalMomentField(label=_("何时以前要答复"), required=False)
