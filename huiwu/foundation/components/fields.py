"""Form fields drawn from Django bound fields, whole forms, and the four-state field."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from huiwu.foundation.components.library import attributes, drawn, register

FOUR_STATES = (
    ("filled", _("已填")),
    ("none", _("无")),
    ("not_applicable", _("不适用")),
    ("unfilled", _("未填")),
)


def _shape(field: Any) -> str:
    """How the widget is laid out: box (label beside it), choices (a group), file, hidden, or line."""
    widget = field.field.widget
    if widget.is_hidden:
        return "hidden"
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "choices"
    if isinstance(widget, forms.CheckboxInput):
        return "box"
    return "file" if isinstance(widget, forms.FileInput) else "line"


@register.simple_tag
def field(bound: Any, help: Any = "", kind: str = "", unit: Any = "", **extra: Any) -> SafeString:
    """Label, help, widget and errors of one bound field. `kind`: "", cards (radio or check cards), toggle, inline.

    Extra attributes go to the widget: `hx_post=…`, `placeholder=…`, `autocomplete=…`, `inputmode=…`.
    """
    shape = _shape(bound)
    helped = help or bound.help_text
    described = " ".join(
        [f"{bound.id_for_label}-help"] * bool(helped) + [f"{bound.id_for_label}-error"] * bool(bound.errors)
    )
    attrs = {name.rstrip("_").replace("_", "-"): value for name, value in extra.items()}
    if shape != "choices" and described:
        attrs["aria-describedby"] = described
    if bound.errors and shape != "choices":
        attrs["aria-invalid"] = "true"
    return drawn(
        "field", field=bound, shape=shape, help=helped, kind=kind, unit=unit, described=described,
        widget=bound.as_widget(attrs=attrs) if shape != "choices" else "",
    )  # fmt: skip


@register.simple_tag
def form_fields(form: Any, only: str = "") -> SafeString:
    """The form's error summary and all its fields, or those named in `only` (comma separated)."""
    names = [name.strip() for name in only.split(",") if name.strip()] or list(form.fields)
    return drawn("form_fields", form=form, fields=[form[name] for name in names])


@register.simple_tag
def error_summary(form: Any) -> SafeString:
    """All errors of a form at its head, each a link to its field; nothing when there are none."""
    if not form.is_bound or not form.errors:
        return SafeString("")
    rows = [(form[name], errors) for name, errors in form.errors.items() if name in form.fields]
    return drawn("error_summary", rows=rows, general=form.non_field_errors())


@register.simple_block_tag(end_name="endfieldset")
def fieldset(content: str, legend: Any, help: Any = "") -> SafeString:
    """Fields that answer one question together."""
    return drawn("fieldset", legend=legend, help=help, content=content)


@register.simple_block_tag(end_name="endfour_state")
def four_state(
    content: str,
    name: str,
    label: Any,
    state: str = "unfilled",
    help: Any = "",
    error: Any = "",
    required: bool = False,
) -> SafeString:
    """已填 / 无 / 不适用 / 未填 as radios named `<name>_state`; the block's content is the input for 已填.

    Without script: CSS shows the input only while 已填 is chosen.
    """
    return drawn(
        "four_state", name=name, label=label, state=str(state or "unfilled"), help=help, error=error,
        required=required, choices=FOUR_STATES, content=content,
    )  # fmt: skip


@register.simple_tag
def upload(name: str, label: Any, accept: str = "", multiple: bool = False, help: Any = "", **extra: Any) -> SafeString:
    """A file input with a place to drop files on (script adds the dropping)."""
    return drawn("upload", name=name, label=label, accept=accept, multiple=multiple, help=help, extra=attributes(extra))


@register.simple_tag
def hidden(name: str, value: Any) -> SafeString:
    """A hidden input."""
    return drawn("hidden", name=name, value=value)
