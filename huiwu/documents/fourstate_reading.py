"""Posted values of a four-state form, read into values of each field's type."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from huiwu.documents.fourstate_spec import PERSON_PARTS, STATE_WORDS, TEXT_CHARS, FieldSpec, filled
from huiwu.documents.rules import FIELD_CHARS, LIST_ITEMS
from huiwu.kernel.money import cents_from_text


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


class FieldFault(Exception):
    """What is wrong with one posted field, in sentences for the person who typed it."""

    def __init__(self, *sentences: str) -> None:
        self.sentences = list(sentences)
        super().__init__(*sentences)


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
