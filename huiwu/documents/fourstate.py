"""Content whose every field says which of four things it is: filled, none, not applicable, unfilled.

A gate asks whether a field is *unfilled*, not whether it is empty (documents.md §0; APEX: "not applicable" is written
out). Content is `{key: {"state": …, "value": …}}`; the value is None unless the state is `filled`. Values by type:

text longtext choice  str                       dates     list of ISO days
choices               list of codes             yes_no    bool
date                  ISO day                   integer   int
cents                 int, in cents             rows      list of {column key: plain value or None}
person                {"name" "title" "phone" "email"}
headcounts            {"basis": code or None, "total": int or None, "groups": {code: int or None}}, None = unfilled

Form names: `KEY`, `KEY__state`; rows `KEY__ROW__COLUMN` with `KEY__rows` as their count; head-counts `KEY__GROUP`,
`KEY__total`, `KEY__basis`; people `KEY__name` and so on; several days or choices repeat `KEY`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from django.utils.translation import gettext as _

from huiwu.documents.blocks import Block, Column, Heading, KeyValues, Paragraph, Table
from huiwu.documents.fourstate_reading import FieldFault, Raw, clean_text, is_posted, read_field
from huiwu.documents.fourstate_spec import (
    PERSON_PARTS,
    SPARE_ROWS,
    STATE_WORDS,
    STATES,
    TEXT_CHARS,
    Choice,
    Content,
    Errors,
    FieldSpec,
    FieldType,
    Section,
    State,
    column,
    filled,
    none,
    not_applicable,
    unfilled,
)
from huiwu.documents.kinds import FieldDifference, Missing
from huiwu.kernel.money import yuan

__all__ = [
    "PERSON_PARTS", "SPARE_ROWS", "STATES", "STATE_WORDS", "TEXT_CHARS", "Choice", "Content", "Errors", "FieldFault",
    "FieldSpec", "FieldType", "Raw", "Schema", "Section", "State", "clean_text", "column", "filled", "gaps", "is_posted",
    "none", "not_applicable", "read_field", "shown", "shown_value", "unfilled", "value_of",
]  # fmt: skip

if TYPE_CHECKING:
    from huiwu.documents.fourstate_form import BoundSection


@dataclass(frozen=True)
class Schema:
    """Sections and fields, in the order they are shown. Keys are unique."""

    sections: tuple[Section, ...]
    fields: tuple[FieldSpec, ...]
    _by_key: dict[str, FieldSpec] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        known = {section.key for section in self.sections}
        for spec in self.fields:
            if spec.key in self._by_key or "__" in spec.key or spec.section not in known:
                raise ValueError(f"field {spec.key}: a key used twice, with two underscores, or of no known section")
            self._by_key[spec.key] = spec

    def __getitem__(self, key: str) -> FieldSpec:
        return self._by_key[key]

    def blank(self) -> Content:
        """Every field unfilled."""
        return {spec.key: unfilled() for spec in self.fields}

    def whole(self, content: Mapping[str, Any]) -> Content:
        """The content with fields it lacks as unfilled, and without keys the schema does not know."""
        return {spec.key: _whole(content.get(spec.key)) for spec in self.fields}

    def clean(self, raw: Mapping[str, Any], before: Mapping[str, Any] | None = None) -> tuple[Content, Errors]:
        """Posted values → (content, errors by field key). Fields not posted at all keep their value in `before`.

        A field with an error keeps its value in `before` (or is unfilled): show the posted values again with `form`.
        """
        posted, content, errors = Raw(raw), self.whole(before or {}), Errors()
        for spec in self.fields:
            if not is_posted(spec, posted):
                continue
            try:
                content[spec.key] = read_field(spec, posted)
            except FieldFault as fault:
                errors[spec.key] = fault.sentences
        return content, errors

    def missing(self, content: Mapping[str, Any]) -> list[Missing]:
        """Required fields that are unfilled, and parts of filled ones that are."""
        found = []
        for spec in self.fields:
            held = _whole(content.get(spec.key))
            if spec.required and held["state"] == "unfilled":
                found.append(Missing(spec.key, str(spec.label), _("未填")))
            elif held["state"] == "filled" and (why := gaps(spec, held["value"])):
                found.append(Missing(spec.key, str(spec.label), why))
        return found

    def differences(self, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[FieldDifference]:
        """Fields that read differently, in the order of the schema."""
        titles = {section.key: str(section.title) for section in self.sections}
        found = []
        for spec in self.fields:
            old, new = (shown(spec, _whole(side.get(spec.key))) for side in (before, after))
            if old != new:
                found.append(FieldDifference(spec.key, str(spec.label), old, new, titles[spec.section]))
        return found

    def to_blocks(self, content: Mapping[str, Any], *, masked: bool = False) -> tuple[Block, ...]:
        """The content as blocks of a sheet, every field with its state written out. `masked` hides sensitive values."""
        blocks: list[Block] = []
        for section in self.sections:
            specs = [spec for spec in self.fields if spec.section == section.key]
            if specs:
                blocks.append(Heading(1, str(section.title)))
                blocks.extend(_section_blocks(specs, content, masked))
        return tuple(blocks)

    def field_list(self) -> list[tuple[str, str, str]]:
        """(key, label, section title) of every field: `DocumentKind.fields`."""
        titles = {section.key: str(section.title) for section in self.sections}
        return [(spec.key, str(spec.label), titles[spec.section]) for spec in self.fields]

    def form(
        self,
        content: Mapping[str, Any],
        *,
        raw: Mapping[str, Any] | None = None,
        errors: Mapping[str, Sequence[str]] | None = None,
        theirs: Mapping[str, Any] | None = None,
    ) -> list[BoundSection]:
        """What the template `documents/_fields.html` shows: stored values, or the posted ones as they were typed.

        With `theirs` (the content somebody else saved meanwhile) fields that differ show both sides.
        """
        from huiwu.documents.fourstate_form import bind

        return bind(self, content, raw=raw, errors=errors or {}, theirs=theirs)


def value_of(content: Mapping[str, Any], key: str) -> Any:
    """The value when filled, else None."""
    held = _whole(content.get(key))
    return held["value"] if held["state"] == "filled" else None


def gaps(spec: FieldSpec, value: Any) -> str:
    """Which parts of a filled field are still unfilled, as a phrase; empty when none are."""
    if spec.type == "headcounts":
        lacking = [word for code, word in spec.words.items() if value.get("groups", {}).get(code) is None]
        lacking += [_("合计")] if value.get("total") is None else []
        lacking += [_("口径")] if spec.bases and not value.get("basis") else []
        return _("未填：{parts}").format(parts="、".join(lacking)) if lacking else ""
    if spec.type == "rows":
        for number, row in enumerate(value, 1):
            lacking = [str(c.label) for c in spec.columns if c.required and row.get(c.key) in (None, "")]
            if lacking:
                return _("第 {number} 行未填：{parts}").format(number=number, parts="、".join(lacking))
    if spec.type == "person" and not value.get("name"):
        return _("未填：{parts}").format(parts=_("姓名"))
    return ""


def shown(spec: FieldSpec, held: Mapping[str, Any], *, masked: bool = False) -> str:
    """A field as a person reads it: its value, or the word of its state."""
    if held["state"] != "filled":
        return str(STATE_WORDS.get(held["state"], STATE_WORDS["unfilled"]))
    if masked and spec.sensitive:
        return _("（敏感信息，此处不显示）")
    return shown_value(spec, held["value"])


def shown_value(spec: FieldSpec, value: Any) -> str:
    """A value of the field's type as text; the empty text for None."""
    if value is None or value == "":
        return ""
    unit = f" {spec.unit}" if spec.unit else ""
    match spec.type:
        case "choice":
            return spec.words.get(value, str(value))
        case "choices":
            return "、".join(spec.words.get(code, str(code)) for code in value)
        case "dates":
            return "、".join(value)
        case "yes_no":
            return _("是") if value else _("否")
        case "integer":
            return f"{value:,}{unit}"
        case "cents":
            return f"¥{yuan(value)}{unit}"
        case "person":
            return " ".join(str(value[part]) for part, _label in PERSON_PARTS if value.get(part))
        case "headcounts":
            return _headcounts_text(spec, value)
        case "rows":
            return "\n".join(_row_text(spec, number, row) for number, row in enumerate(value, 1))
        case _:
            return f"{value}{unit}"


def _headcounts_text(spec: FieldSpec, value: Mapping[str, Any]) -> str:
    groups = value.get("groups", {})
    parts = [f"{word} {_count(groups.get(code))}" for code, word in spec.words.items()]
    parts.append(f"{_('合计')} {_count(value.get('total'))}")
    if spec.bases:
        basis = {code: str(label) for code, label in spec.bases}.get(value.get("basis") or "", _("未填"))
        parts.append(f"{_('口径')} {basis}")
    return "；".join(parts)


def _count(number: int | None) -> str:
    return _("未填") if number is None else f"{number:,}"


def _row_text(spec: FieldSpec, number: int, row: Mapping[str, Any]) -> str:
    cells = [f"{c.label} {text}" for c in spec.columns if (text := shown_value(c, row.get(c.key)))]
    return f"{number}. " + "；".join(cells)


def _section_blocks(specs: Iterable[FieldSpec], content: Mapping[str, Any], masked: bool) -> list[Block]:
    """Short fields gather into one list of labels and values; long texts and tables stand under their own heading."""
    blocks: list[Block] = []
    pairs: list[tuple[str, str]] = []
    for spec in specs:
        held = _whole(content.get(spec.key))
        is_large = held["state"] == "filled" and spec.type in ("rows", "longtext") and not (masked and spec.sensitive)
        if not is_large:
            pairs.append((str(spec.label), shown(spec, held, masked=masked)))
            continue
        if pairs:
            blocks.append(KeyValues(tuple(pairs)))
            pairs = []
        blocks.append(Heading(2, str(spec.label)))
        blocks.append(_table(spec, held["value"]) if spec.type == "rows" else Paragraph(str(held["value"])))
    if pairs:
        blocks.append(KeyValues(tuple(pairs)))
    return blocks


def _table(spec: FieldSpec, rows: Sequence[Mapping[str, Any]]) -> Table:
    kinds: dict[str, Literal["text", "number", "money", "date"]] = {"integer": "number", "cents": "money"}
    columns = tuple(
        Column(str(c.label), 2.0 if c.type == "longtext" else 1.0, kind=kinds.get(c.type, "text")) for c in spec.columns
    )
    cells = tuple(
        tuple(
            row.get(c.key) if c.type in ("integer", "cents") else shown_value(c, row.get(c.key)) for c in spec.columns
        )
        for row in rows
    )
    return Table(columns, cells)


def _whole(held: Any) -> dict[str, Any]:
    if isinstance(held, Mapping) and held.get("state") in STATE_WORDS:
        return {"state": held["state"], "value": held.get("value")}
    return unfilled()
