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

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiwu.documents.blocks import Block, Column, Heading, KeyValues, Paragraph, Table
from huiwu.documents.kinds import FieldDifference, Missing
from huiwu.documents.rules import FIELD_CHARS, LIST_ITEMS
from huiwu.kernel.money import cents_from_text, yuan

if TYPE_CHECKING:
    from huiwu.documents.fourstate_form import BoundSection

FieldType = Literal[
    "text",
    "longtext",
    "choice",
    "choices",
    "date",
    "dates",
    "integer",
    "cents",
    "yes_no",
    "rows",
    "headcounts",
    "person",
]
State = Literal["filled", "none", "not_applicable", "unfilled"]
Content = dict[str, Any]
Errors = dict[str, list[str]]
Choice = tuple[str, Any]

STATES: tuple[Choice, ...] = (
    ("filled", gettext_lazy("已填")),
    ("none", gettext_lazy("无")),
    ("not_applicable", gettext_lazy("不适用")),
    ("unfilled", gettext_lazy("未填")),
)
STATE_WORDS = dict(STATES)
PERSON_PARTS: tuple[Choice, ...] = (
    ("name", gettext_lazy("姓名")),
    ("title", gettext_lazy("职务")),
    ("phone", gettext_lazy("电话")),
    ("email", gettext_lazy("邮箱")),
)
TEXT_CHARS = 500
"""A one-line text; a longtext may have rules.FIELD_CHARS."""
SPARE_ROWS = 1
"""Empty rows offered below those filled, so that rows are added without script too."""


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field. `choices` are (code, label): the options, or the groups of head-counts; `bases` their 口径.

    `columns` are the columns of `rows`, of the types text, longtext, choice, date, integer, cents and yes_no. A column that
    is `required` must be filled in every row that is not empty. `allows` are the states offered beside filled and unfilled.
    """

    key: str
    label: Any
    section: str
    type: FieldType = "text"
    required: bool = False
    choices: tuple[Choice, ...] = ()
    bases: tuple[Choice, ...] = ()
    help: Any = ""
    unit: Any = ""
    sensitive: bool = False
    columns: tuple[FieldSpec, ...] = ()
    allows: tuple[State, ...] = ("none", "not_applicable")
    lowest: int = 0
    highest: int = 1_000_000_000

    @property
    def words(self) -> dict[str, str]:
        return {code: str(label) for code, label in self.choices}


def column(key: str, label: Any, type: FieldType = "text", **more: Any) -> FieldSpec:
    """A column of a `rows` field."""
    return FieldSpec(key, label, "", type, **more)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading under which fields stand."""

    key: str
    title: Any
    help: Any = ""


class Raw:
    """Posted values, from a QueryDict or a plain mapping (whose lists are several values)."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._data = data

    def __contains__(self, name: str) -> bool:
        return name in self._data

    def one(self, name: str) -> str:
        found = self.many(name)
        return found[-1] if found else ""

    def many(self, name: str) -> list[str]:
        if hasattr(self._data, "getlist"):
            found = self._data.getlist(name)
        else:
            held = self._data.get(name, [])
            found = list(held) if isinstance(held, (list, tuple)) else [held]
        return [clean_text(str(value)) for value in found if value is not None]

    def names(self) -> list[str]:
        return [str(name) for name in self._data]

    def row_count(self, key: str) -> int:
        """Rows the form was shown with; without the count, those whose names are there."""
        counted = self.one(f"{key}__rows")
        if counted.isdecimal():
            return min(int(counted), LIST_ITEMS + 1)
        pattern = re.compile(rf"{re.escape(key)}__(\d{{1,4}})__")
        found = [int(match[1]) for name in self._data if (match := pattern.match(name))]
        return min(max(found, default=-1) + 1, LIST_ITEMS + 1)


def clean_text(text: str) -> str:
    """NFC, line feeds alone, no characters that a database cannot hold, no white space at either end."""
    plain = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(c for c in plain if c in "\n\t" or not (c < " " or c == "\x7f" or "\ud800" <= c <= "\udfff")).strip()


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


class FieldFault(Exception):
    """What is wrong with one posted field, in sentences for the person who typed it."""

    def __init__(self, *sentences: str) -> None:
        self.sentences = list(sentences)
        super().__init__(*sentences)


def unfilled() -> dict[str, Any]:
    return {"state": "unfilled", "value": None}


def filled(value: Any) -> dict[str, Any]:
    """A filled field; an empty value is unfilled."""
    return unfilled() if value in (None, "", [], {}) else {"state": "filled", "value": value}


def none() -> dict[str, Any]:
    return {"state": "none", "value": None}


def not_applicable() -> dict[str, Any]:
    return {"state": "not_applicable", "value": None}


def value_of(content: Mapping[str, Any], key: str) -> Any:
    """The value when filled, else None."""
    held = _whole(content.get(key))
    return held["value"] if held["state"] == "filled" else None


def is_posted(spec: FieldSpec, raw: Raw) -> bool:
    """Whether the form showed the field at all."""
    names = [spec.key, f"{spec.key}__state", f"{spec.key}__rows", f"{spec.key}__total", f"{spec.key}__name"]
    return any(name in raw for name in names) or (spec.type == "rows" and raw.row_count(spec.key) > 0)


def read_field(spec: FieldSpec, raw: Raw) -> dict[str, Any]:
    """One posted field as `{"state", "value"}`. Raises FieldFault."""
    value = read_value(spec, raw, spec.key)
    state = raw.one(f"{spec.key}__state")
    if state in ("none", "not_applicable") and state in spec.allows:
        if value not in (None, "", [], {}):
            raise FieldFault(
                _("这里选了“{state}”，却又填了内容。请清空内容，或改选“已填”。").format(state=STATE_WORDS[state])
            )
        return {"state": state, "value": None}
    return filled(value)


def read_value(spec: FieldSpec, raw: Raw, name: str) -> Any:
    """The value of the field's type under a form name; None when nothing was typed."""
    if spec.type == "rows":
        return _read_rows(spec, raw)
    if spec.type == "headcounts":
        return _read_headcounts(spec, raw)
    if spec.type == "person":
        parts = {part: _bounded(raw.one(f"{name}__{part}"), 200) for part, _label in PERSON_PARTS}
        return parts if any(parts.values()) else None
    if spec.type == "choices":
        return _known(spec, [code for code in raw.many(name) if code])
    if spec.type == "dates":
        return sorted({_day(text) for typed in raw.many(name) for text in re.split(r"[\s,，、;；]+", typed) if text})
    typed = raw.one(name)
    return _read_one(spec, typed) if typed else None


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


def _read_rows(spec: FieldSpec, raw: Raw) -> list[dict[str, Any]]:
    count = raw.row_count(spec.key)
    if count > LIST_ITEMS:
        raise FieldFault(_("超过 {limit} 行的上限").format(limit=LIST_ITEMS))
    rows: list[dict[str, Any]] = []
    faults: list[str] = []
    for index in range(count):
        row = {}
        for c in spec.columns:
            try:
                row[c.key] = read_value(c, raw, f"{spec.key}__{index}__{c.key}")
            except FieldFault as fault:
                row[c.key] = ""
                where = _("第 {number} 行“{column}”：").format(number=index + 1, column=c.label)
                faults.extend(where + sentence for sentence in fault.sentences)
        if any(value not in (None, "") for value in row.values()):
            rows.append(row)
    if faults:
        raise FieldFault(*faults)
    return rows


def _read_headcounts(spec: FieldSpec, raw: Raw) -> dict[str, Any] | None:
    groups: dict[str, int | None] = {}
    faults: list[str] = []
    names = {**{code: f"{spec.key}__{code}" for code, _label in spec.choices}, "": f"{spec.key}__total"}
    for code, name in names.items():
        typed = raw.one(name)
        try:
            groups[code] = _whole_number(typed, 0, spec.highest) if typed else None
        except FieldFault as fault:
            faults.extend(f"{spec.words.get(code, _('合计'))}：{sentence}" for sentence in fault.sentences)
    basis = raw.one(f"{spec.key}__basis")
    if basis and basis not in dict(spec.bases):
        faults.append(_("请从所列的口径里选"))
    if faults:
        raise FieldFault(*faults)
    total = groups.pop("")
    if total is None and all(number is None for number in groups.values()):
        return None
    return {"basis": basis or None, "total": total, "groups": groups}


def _read_one(spec: FieldSpec, typed: str) -> Any:
    match spec.type:
        case "choice":
            return _known(spec, [typed])[0]
        case "date":
            return _day(typed)
        case "integer":
            return _whole_number(typed, spec.lowest, spec.highest)
        case "cents":
            return _amount(typed)
        case "yes_no":
            if typed not in ("yes", "no"):
                raise FieldFault(_("请选“是”或“否”"))
            return typed == "yes"
        case "longtext":
            return _bounded(typed, FIELD_CHARS)
        case _:
            return _bounded(typed, TEXT_CHARS)


def _bounded(typed: str, limit: int) -> str:
    if len(typed) > limit:
        raise FieldFault(_("有 {found} 个字，超过 {limit} 个字的上限，请删短").format(found=len(typed), limit=limit))
    return typed


def _known(spec: FieldSpec, codes: list[str]) -> list[str]:
    if any(code not in spec.words for code in codes):
        raise FieldFault(_("请从所列的选项里选"))
    return codes


def _day(typed: str) -> str:
    """2027-03-18, 2027/3/18, 2027.3.18 and 2027年3月18日."""
    found = re.fullmatch(r"(\d{4})\D(\d{1,2})\D(\d{1,2})日?", unicodedata.normalize("NFKC", typed))
    try:
        return (
            date(int(found[1]), int(found[2]), int(found[3])).isoformat()
            if found
            else date.fromisoformat(typed).isoformat()
        )
    except ValueError:
        raise FieldFault(_("“{typed}”不是一个日期，请写成 2027-03-18").format(typed=typed[:40])) from None


def _whole_number(typed: str, lowest: int, highest: int) -> int:
    plain = unicodedata.normalize("NFKC", typed).replace(",", "").replace(" ", "")
    if not re.fullmatch(r"-?\d{1,18}", plain):
        raise FieldFault(_("“{typed}”不是一个整数").format(typed=typed[:40]))
    number = int(plain)
    if not lowest <= number <= highest:
        raise FieldFault(_("请填 {lowest} 到 {highest} 之间的整数").format(lowest=lowest, highest=f"{highest:,}"))
    return number


def _amount(typed: str) -> int:
    try:
        cents = cents_from_text(typed)
    except ValueError:
        raise FieldFault(_("“{typed}”不是一个金额，最多两位小数").format(typed=typed[:40])) from None
    if abs(cents) > 10**15:
        raise FieldFault(_("金额过大"))
    return cents
