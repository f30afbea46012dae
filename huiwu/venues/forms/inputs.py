"""Fields of venues' forms: metres kept as millimetres, yuan as cents, 有 / 无 / 未填."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.forms import formset_factory
from django.utils.translation import gettext_lazy as _

from huiwu.kernel.errors import InvalidInput
from huiwu.venues.schema import FactGroup, FactSpec

KNOWN = [("", _("未填")), ("yes", _("有")), ("no", _("无"))]


def text(label: Any, most: int, *, required: bool = False, rows: int = 0, **more: Any) -> forms.CharField:
    widget = forms.Textarea({"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(label=label, max_length=most, required=required, widget=widget, **more)


def count(label: Any, *, most: int = 1_000_000, **more: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=most, required=False, **more)


def instant(label: Any, **more: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, widget=widget, **more)


class _Scaled(forms.DecimalField):
    """Typed with decimals, kept as a whole number of the smaller unit."""

    scale = 1
    places = 0

    def __init__(self, **more: Any) -> None:
        super().__init__(min_value=0, max_digits=12, decimal_places=self.places, **more)

    def clean(self, value: Any) -> Any:
        given = super().clean(value)
        return None if given is None else int(given * self.scale)

    def prepare_value(self, value: Any) -> Any:
        return f"{Decimal(value) / self.scale:f}" if isinstance(value, int) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


class Metres(_Scaled):
    """24.5 → 24500 mm."""

    scale, places = 1000, 3


class SquareMetres(_Scaled):
    """256.5 → 25650 dm²."""

    scale, places = 100, 2


class Yuan(_Scaled):
    """8000.50 → 800050 cents."""

    scale, places = 100, 2


class Degrees(forms.DecimalField):
    """31.2304 → 31230400 millionths."""

    def __init__(self, *, most: int, **more: Any) -> None:
        super().__init__(min_value=-most, max_value=most, max_digits=9, decimal_places=6, **more)

    def clean(self, value: Any) -> Any:
        given = super().clean(value)
        return None if given is None else int(given * 1_000_000)

    def prepare_value(self, value: Any) -> Any:
        return f"{Decimal(value) / 1_000_000:f}" if isinstance(value, int) else value


class YesNo(forms.ChoiceField):
    """有, 无, or not known."""

    def __init__(self, **more: Any) -> None:
        super().__init__(choices=KNOWN, required=False, **more)

    def clean(self, value: Any) -> Any:
        return {"yes": True, "no": False}.get(super().clean(value))

    def prepare_value(self, value: Any) -> Any:
        return {True: "yes", False: "no", None: ""}.get(value, value)


def fact_field(spec: FactSpec) -> forms.Field:
    if spec.kind == "yes_no":
        return YesNo(label=spec.label)
    if spec.kind == "number":
        return count(spec.label, most=spec.most)
    if spec.kind == "cents":
        return Yuan(label=spec.label, required=False)
    if spec.kind == "choice":
        choices = [("", _("未填")), *((code, code) for code in spec.choices)]
        return forms.ChoiceField(label=spec.label, choices=choices, required=False)
    return text(spec.label, 500)


class FactsForm(forms.Form):
    """A form with a field `fact_<key>` for every fact of its groups."""

    groups: tuple[FactGroup, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for group in self.groups:
            for spec in group.facts:
                self.fields[f"fact_{spec.key}"] = fact_field(spec)

    def facts(self) -> dict[str, Any]:
        """What was filled in, by key."""
        named = {name.removeprefix("fact_"): v for name, v in self.cleaned_data.items() if name.startswith("fact_")}
        return {key: value for key, value in named.items() if value not in (None, "")}

    def fact_groups(self) -> list[tuple[Any, list[tuple[Any, Any]]]]:
        """Title, and (field, unit), for the page."""
        return [(g.title, [(self[f"fact_{spec.key}"], spec.unit) for spec in g.facts]) for g in self.groups]

    @staticmethod
    def initial_of_facts(facts: dict[str, Any]) -> dict[str, Any]:
        return {f"fact_{key}": value for key, value in facts.items()}


def rows_of(form: type[forms.Form], *, extra: int = 2, prefix: str = "rows") -> Any:
    """Rows that can be added and ticked for removal without script; several sets on a page by their prefix."""
    made = formset_factory(form, extra=extra, can_delete=True, max_num=200)
    return type("Rows", (made,), {"get_default_prefix": classmethod(lambda cls: prefix)})


def filled_rows(formset: Any) -> list[dict[str, Any]]:
    """The rows that hold something and are not ticked for removal."""
    kept = [f.cleaned_data for f in formset.forms if f.has_changed() or f.initial]
    return [{k: v for k, v in row.items() if k != "DELETE"} for row in kept if row and not row.get("DELETE")]


def show_refusal(form: forms.Form, refusal: InvalidInput) -> None:
    """The refusal's sentences beside their fields, the others at the form's head."""
    for name, sentences in refusal.fields.items():
        for sentence in sentences:
            form.add_error(name if name in form.fields else None, sentence)
