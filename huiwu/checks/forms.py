"""Web input of the checks to clean values."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class ClaimForm(forms.Form):
    note = forms.CharField(label=_("怎么处理"), required=False, max_length=500)


class WaiveForm(forms.Form):
    reason = forms.CharField(
        label=_("放行理由"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("写明谁同意、凭什么。"),
    )
    expires_on = forms.DateField(
        label=_("放行到哪一天"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
