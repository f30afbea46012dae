"""What a four-state field is: its type, its words, and the four states as values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from django.utils.translation import gettext_lazy

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


def unfilled() -> dict[str, Any]:
    return {"state": "unfilled", "value": None}


def filled(value: Any) -> dict[str, Any]:
    """A filled field; an empty value is unfilled."""
    return unfilled() if value in (None, "", [], {}) else {"state": "filled", "value": value}


def none() -> dict[str, Any]:
    return {"state": "none", "value": None}


def not_applicable() -> dict[str, Any]:
    return {"state": "not_applicable", "value": None}
