"""What the editing pages share: both sides of a stale edit, and lists edited row by row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, cast

from django import forms
from django.forms import formset_factory
from django.utils.formats import localize
from django.utils.timezone import localtime
from django.utils.translation import gettext as _


def both_sides(form: forms.Form, theirs: Mapping[str, Any]) -> list[dict[str, str]]:
    """Fields where what was typed differs from what somebody else saved meanwhile, as words."""
    rows = []
    for name, field in form.fields.items():
        if name not in theirs:
            continue
        mine, other = words(field, form[name].value()), words(field, theirs[name])
        if mine != other:
            rows.append({"name": name, "label": str(field.label or name), "mine": mine, "theirs": other})
    return rows


def words(field: forms.Field, value: Any) -> str:
    """A field's value as a person reads it: labels for codes, local times."""
    if isinstance(field, forms.ModelChoiceField):
        key = getattr(value, "pk", value)
        found = field.queryset.filter(pk=key).first() if key else None  # type: ignore[union-attr]  # set by the form
        return str(found) if found else "—"
    if isinstance(value, list | tuple):
        return "、".join(words(field, one) for one in value) or "—"
    if isinstance(field, forms.ChoiceField):
        labels = {str(code): str(label) for code, label in cast(Any, field.choices)}
        return labels.get(str(value), str(value))
    if isinstance(field, forms.BooleanField):
        return str(_("是") if value else _("否"))
    if isinstance(field, forms.DateTimeField) and hasattr(value, "astimezone"):
        return localtime(value).strftime("%Y-%m-%d %H:%M")
    if isinstance(field, forms.DateTimeField) and value:
        return str(value).replace("T", " ")
    if isinstance(field, forms.DateField) and hasattr(value, "isoformat"):
        return str(value.isoformat())
    return str(localize(value)) if value not in (None, "") else "—"


def row_forms(form: type[forms.Form], *, extra: int = 3) -> Any:
    """A set of rows that can be ordered and removed without script: a number and a tick beside each."""
    return formset_factory(form, extra=extra, can_delete=True, can_order=True, max_num=200)


def rows_in_order(formset: Any) -> list[dict[str, Any]]:
    """The filled rows that are not ticked for removal, in the order of their numbers."""
    kept = [f.cleaned_data for f in formset.forms if f.has_changed() or f.initial]
    kept = [row for row in kept if row and not row.get("DELETE")]
    return sorted(kept, key=lambda row: row.get("ORDER") if row.get("ORDER") is not None else 10_000)


def show_row_refusal(formset: Any, fields: Mapping[str, Iterable[str]]) -> list[str]:
    """The refusal's sentences, for the head of a list of rows."""
    return [sentence for sentences in fields.values() for sentence in sentences]
