"""Four-state content as form fields, for the templates `documents/_fields.html` and `documents/_field.html`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiwu.documents.fourstate import (
    PERSON_PARTS,
    SPARE_ROWS,
    STATE_WORDS,
    TEXT_CHARS,
    Choice,
    FieldSpec,
    Raw,
    Schema,
    Section,
    is_posted,
    shown,
)
from huiwu.documents.rules import FIELD_CHARS
from huiwu.kernel.money import yuan

_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
STATE_TOTAL = gettext_lazy("合计")
STATE_BASIS = gettext_lazy("口径")


@dataclass(slots=True)
class Input:
    """One control: its form name, what it is, and what stands in it as typed."""

    name: str
    type: str
    label: Any = ""
    value: str = ""
    values: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    unit: Any = ""
    required: bool = False
    limit: int = TEXT_CHARS

    @property
    def is_typed_date(self) -> bool:
        """A browser's day input would drop what is not a day: show it as text, so that it can be mended."""
        return self.type == "date" and bool(self.value) and not _ISO_DAY.fullmatch(self.value)


@dataclass(slots=True)
class BoundRow:
    index: int
    number: int
    inputs: list[Input]


@dataclass(slots=True)
class BoundField:
    """A field as shown: `state` chosen, its `inputs` or `rows`, sentences of `errors`, and `theirs` when sides differ."""

    spec: FieldSpec
    state: str
    states: tuple[Choice, ...]
    inputs: list[Input]
    rows: list[BoundRow] = field(default_factory=list)
    errors: Sequence[str] = ()
    theirs: str | None = None

    @property
    def choices_of_state(self) -> tuple[Choice, ...]:
        """The states to choose from; 未填 is not among them: it is what an emptied field is."""
        return tuple(("filled", _("填写")) if code == "filled" else (code, word) for code, word in self.states[:-1])

    @property
    def chosen_state(self) -> str:
        return "filled" if self.state == "unfilled" else self.state

    @property
    def described(self) -> str:
        """Ids of the help and the first error."""
        ids = [f"{self.element}-help"] * bool(self.spec.help) + [f"{self.element}-error"] * bool(self.errors)
        return " ".join(ids)

    @property
    def row_count(self) -> int:
        return len(self.rows)

    @property
    def element(self) -> str:
        """The id of its element in the page."""
        return f"field-{self.spec.key}"


@dataclass(slots=True)
class BoundSection:
    section: Section
    fields: list[BoundField]

    @property
    def unfilled(self) -> int:
        return sum(bound.state == "unfilled" for bound in self.fields)

    @property
    def unfilled_required(self) -> int:
        return sum(bound.state == "unfilled" and bound.spec.required for bound in self.fields)


def bind(
    schema: Schema,
    content: Mapping[str, Any],
    *,
    raw: Mapping[str, Any] | None,
    errors: Mapping[str, Sequence[str]],
    theirs: Mapping[str, Any] | None,
) -> list[BoundSection]:
    """Every section with its fields. A button `add_row=KEY` or `remove_row=KEY:INDEX` in `raw` is obeyed."""
    whole, other = schema.whole(content), schema.whole(theirs) if theirs is not None else None
    posted = Raw(raw) if raw is not None else None
    sections = {section.key: BoundSection(section, []) for section in schema.sections}
    for spec in schema.fields:
        bound = bind_field(spec, whole[spec.key], posted)
        bound.errors = errors.get(spec.key, ())
        if other is not None and shown(spec, other[spec.key]) != shown(spec, whole[spec.key]):
            bound.theirs = shown(spec, other[spec.key])
        sections[spec.section].fields.append(bound)
    return [section for section in sections.values() if section.fields]


def bind_field(spec: FieldSpec, held: Mapping[str, Any], posted: Raw | None = None) -> BoundField:
    """One field: as posted when it was, else as stored."""
    states = tuple((code, STATE_WORDS[code]) for code in ("filled", *spec.allows, "unfilled"))
    if posted is not None and is_posted(spec, posted):
        typed = posted
        state = _posted_state(spec, posted)
    else:
        typed = Raw(as_posted(spec, held))
        state = held["state"]
    bound = BoundField(spec, state, states, _inputs(spec, spec.key, typed))
    if spec.type == "rows":
        bound.inputs = []
        bound.rows = _rows(spec, typed, posted)
    return bound


def _posted_state(spec: FieldSpec, posted: Raw) -> str:
    """The state chosen; 未填 when "filled" was chosen and nothing typed."""
    chosen = posted.one(f"{spec.key}__state")
    if chosen in spec.allows:
        return chosen
    names = [name for name in posted.names() if name == spec.key or name.startswith(f"{spec.key}__")]
    typed = [name for name in names if not name.endswith(("__state", "__rows", "__basis"))]
    return "filled" if any(text for name in typed for text in posted.many(name)) else "unfilled"


def as_posted(spec: FieldSpec, held: Mapping[str, Any]) -> dict[str, Any]:
    """A stored field in the form's own names: what a browser would post for it unchanged."""
    names: dict[str, Any] = {f"{spec.key}__state": held["state"]}
    value = held["value"]
    if spec.type == "rows":
        rows = value or []
        names[f"{spec.key}__rows"] = str(len(rows) + SPARE_ROWS)
        for index, row in enumerate(rows):
            for c in spec.columns:
                names[f"{spec.key}__{index}__{c.key}"] = typed_text(c, row.get(c.key))
    elif spec.type == "headcounts":
        held_groups = (value or {}).get("groups", {})
        for code, _label in spec.choices:
            names[f"{spec.key}__{code}"] = _number(held_groups.get(code))
        names[f"{spec.key}__total"] = _number((value or {}).get("total"))
        names[f"{spec.key}__basis"] = (value or {}).get("basis") or ""
    elif spec.type == "person":
        for part, _label in PERSON_PARTS:
            names[f"{spec.key}__{part}"] = (value or {}).get(part, "")
    elif spec.type in ("choices", "dates"):
        names[spec.key] = list(value or [])
    else:
        names[spec.key] = typed_text(spec, value)
    return names


def typed_text(spec: FieldSpec, value: Any) -> str:
    """A simple value as a person would type it."""
    if value is None:
        return ""
    if spec.type == "cents":
        return yuan(value).replace(",", "") if isinstance(value, int) else str(value)
    if spec.type == "yes_no":
        return "yes" if value else "no"
    return str(value)


def _rows(spec: FieldSpec, typed: Raw, posted: Raw | None) -> list[BoundRow]:
    indexes = list(range(max(typed.row_count(spec.key), SPARE_ROWS)))
    if posted is not None:
        asked, _colon, which = posted.one("remove_row").partition(":")
        if asked == spec.key and which.isdecimal():
            indexes = [index for index in indexes if index != int(which)]
        if posted.one("add_row") == spec.key:
            indexes.append(max(indexes, default=-1) + 1)
    rows = []
    for place, index in enumerate(indexes):
        inputs = [one for c in spec.columns for one in _inputs(c, f"{spec.key}__{index}__{c.key}", typed)]
        for one, c in zip(inputs, spec.columns, strict=True):
            one.name = f"{spec.key}__{place}__{c.key}"  # numbered anew, so that a removed row leaves no gap
        rows.append(BoundRow(place, place + 1, inputs))
    return rows


def _inputs(spec: FieldSpec, name: str, typed: Raw) -> list[Input]:
    if spec.type == "headcounts":
        groups = [*spec.choices, ("total", STATE_TOTAL)]
        inputs = [
            Input(f"{name}__{code}", "integer", label, typed.one(f"{name}__{code}"), unit=spec.unit)
            for code, label in groups
        ]
        if spec.bases:
            basis = typed.one(f"{name}__basis")
            inputs.append(Input(f"{name}__basis", "choice", STATE_BASIS, basis, choices=spec.bases))
        return inputs
    if spec.type == "person":
        return [
            Input(
                f"{name}__{part}",
                {"phone": "tel", "email": "email"}.get(part, "text"),
                label,
                typed.one(f"{name}__{part}"),
            )
            for part, label in PERSON_PARTS
        ]
    if spec.type == "dates":
        days = [*typed.many(name), ""]
        return [Input(name, "date", spec.label, day) for day in days]
    return [
        Input(
            name,
            spec.type,
            spec.label,
            typed.one(name),
            tuple(typed.many(name)),
            spec.choices,
            spec.unit,
            spec.required,
            FIELD_CHARS if spec.type == "longtext" else TEXT_CHARS,
        )
    ]


def _number(value: int | None) -> str:
    return "" if value is None else str(value)
