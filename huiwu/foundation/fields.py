"""Form fields that every capability types money and days into."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from huiwu.kernel.money import cents_from_text, yuan


class YuanField(forms.CharField):
    """An amount typed in yuan, kept in integer cents. `least_cents` may be negative."""

    def __init__(self, *, least_cents: int = 0, **more: Any) -> None:
        more.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        self.least_cents = least_cents
        super().__init__(max_length=24, **more)

    def prepare_value(self, value: Any) -> Any:
        return yuan(value) if isinstance(value, int) and not isinstance(value, bool) else value

    def clean(self, value: Any) -> int | None:
        text = super().clean(value)
        if text in (None, ""):
            return None
        try:
            cents = cents_from_text(text)
        except ValueError:
            raise forms.ValidationError(_("请填写金额，单位元，最多两位小数，例如 12,800.50。")) from None
        if cents < self.least_cents:
            raise forms.ValidationError(_("金额不能小于 {least} 元。").format(least=yuan(self.least_cents)))
        if abs(cents) >= 10**15:
            raise forms.ValidationError(_("金额太大，请核对。"))
        return cents


class DayField(forms.DateField):
    """A day, chosen in the browser's own calendar."""

    def __init__(self, **more: Any) -> None:
        more.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        super().__init__(**more)
