"""What the forms of every capability are made of: money, days, and choices known only once a form is made."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from huiwu.kernel.money import cents_from_text, yuan

LARGEST_CENTS = 10**14


class YuanField(forms.CharField):
    """An amount in yuan with at most two decimals, full-width digits, thousands and ¥ too; its value is integer cents.

    Nothing typed gives `empty`. `is_signed` admits amounts below nought.
    """

    def __init__(self, *, is_signed: bool = False, empty: int | None = None, **more: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "num"})
        super().__init__(widget=widget, max_length=24, **more)
        self.is_signed, self.empty = is_signed, empty

    def prepare_value(self, value: Any) -> Any:
        return yuan(value) if isinstance(value, int) and not isinstance(value, bool) else value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return self.empty
        try:
            cents = cents_from_text(text)
        except ValueError:
            raise forms.ValidationError(_("请填写金额，最多两位小数")) from None
        if abs(cents) >= LARGEST_CENTS:
            raise forms.ValidationError(_("金额太大，请核对"))
        if cents < 0 and not self.is_signed:
            raise forms.ValidationError(_("请填写 0 以上的金额"))
        return cents


def day(label: Any, **more: Any) -> forms.DateField:
    """A day, chosen in the browser's own calendar."""
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more)


def offer(form: forms.BaseForm, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
    """What a choice field of this one form offers, known only once the form is made."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = list(choices)


def offer_rows(form: forms.BaseForm, name: str, rows: QuerySet[Any]) -> None:
    """The rows that a field of this one form chooses from."""
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows
