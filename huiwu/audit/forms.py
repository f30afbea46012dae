"""What of the history is asked for."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from huiwu.audit.queries import HistoryFilter
from huiwu.foundation.fields import offer


class HistoryForm(forms.Form):
    """Filters that live in the address; what cannot be understood does not filter."""

    person = forms.ChoiceField(label=_("人员"), required=False)
    kind = forms.ChoiceField(label=_("事项"), required=False)
    day = forms.DateField(label=_("日期"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))

    def __init__(self, *args: Any, people: list[tuple[str, str]], kinds: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "person", [("", _("全部")), *people])
        offer(self, "kind", [("", _("全部")), *kinds])

    def asked(self, zone: str) -> HistoryFilter:
        self.is_valid()
        found = self.cleaned_data
        person = found.get("person")
        return HistoryFilter(UUID(person) if person else None, found.get("kind") or "", found.get("day"), zone)
