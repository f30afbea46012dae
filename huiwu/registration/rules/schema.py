"""The registration form as data: sections of fields in two languages, categories, consents (domain/documents.md §7).

The content of the document `registration_form` is plain JSON; here it becomes typed values, and its faults are named.
Nothing here reads a database or a clock.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

TYPES = ("text", "longtext", "choice", "choices", "yes_no", "integer", "date", "mobile", "email", "functions")
WITH_OPTIONS = ("choice", "choices", "functions")
PERSON_KEYS = ("display_name", "name_en", "org_name", "title", "mobile", "email")
"""Answers that are columns of the attendee, not of the registration."""
SEALED_KEYS = (
    "dietary_requirement",
    "dietary_reason",
    "health",
    "accessibility",
    "id_type",
    "id_number",
    "itinerary",
    "lodging_wish",
    "clothing_size",
    "car_plate",
    "emergency_contact",
)
"""Answers kept sealed with the attendee, never with the registration."""
CONSENT_OF = {
    "dietary_requirement": "diet_health",
    "dietary_reason": "diet_health",
    "health": "diet_health",
    "accessibility": "diet_health",
    "id_type": "itinerary",
    "id_number": "itinerary",
    "itinerary": "itinerary",
    "lodging_wish": "itinerary",
}
"""Which separate consent covers which sensitive answer (PIPL 第28、29条)."""
SOUNDS_SENSITIVE = re.compile(
    r"身份证|护照|证件号|民族|宗教|信仰|清真|过敏|疾病|病史|健康|残疾|银行卡|账号|航班|车次|行程|人脸"
)
"""Words of a label that show a field asks for sensitive data under a key of its own, where nothing would seal it."""
KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
MOST_FIELDS, MOST_OPTIONS, MOST_CATEGORIES = 80, 60, 20
MODES = ("public", "invited", "approval")


@dataclass(frozen=True, slots=True)
class Option:
    """One answer of a choice; `limit` None is without limit."""

    value: str
    label: str
    label_en: str = ""
    limit: int | None = None

    def words(self, language: str) -> str:
        return self.label_en or self.label if language == "en" else self.label


@dataclass(frozen=True, slots=True)
class Condition:
    """The field is asked only when `field` was answered with one of `values`."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One question. `categories` empty: asked of every category. `low`/`high`: least and most of a number, or of letters."""

    key: str
    type: str
    label: str
    label_en: str = ""
    help: str = ""
    help_en: str = ""
    required: bool = False
    options: tuple[Option, ...] = ()
    show_if: Condition | None = None
    categories: tuple[str, ...] = ()
    purpose: str = ""
    purpose_en: str = ""
    low: int | None = None
    high: int | None = None

    def words(self, language: str) -> str:
        return self.label_en or self.label if language == "en" else self.label

    def helps(self, language: str) -> str:
        return self.help_en or self.help if language == "en" else self.help

    def purposes(self, language: str) -> str:
        return self.purpose_en or self.purpose if language == "en" else self.purpose

    @property
    def is_sensitive(self) -> bool:
        """Of a kind that the law calls so."""
        return self.key in CONSENT_OF

    @property
    def consent(self) -> str:
        """The purpose whose separate consent this answer needs; empty for what is not sensitive."""
        return CONSENT_OF.get(self.key, "")


@dataclass(frozen=True, slots=True)
class Section:
    key: str
    title: str
    title_en: str
    help: str
    help_en: str
    fields: tuple[FieldSpec, ...]

    def words(self, language: str) -> str:
        return self.title_en or self.title if language == "en" else self.title

    def helps(self, language: str) -> str:
        return self.help_en or self.help if language == "en" else self.help


@dataclass(frozen=True, slots=True)
class CategorySpec:
    """A class of registrants: who may come in (`mode`), what it costs, which roles they get."""

    code: str
    name: str
    name_en: str = ""
    help: str = ""
    help_en: str = ""
    mode: str = "public"
    fee_cents: int = 0
    roles: tuple[str, ...] = ("representative",)

    def words(self, language: str) -> str:
        return self.name_en or self.name if language == "en" else self.name

    def helps(self, language: str) -> str:
        return self.help_en or self.help if language == "en" else self.help


@dataclass(frozen=True)
class FormSchema:
    """A whole form, ready to be shown and answered."""

    title: str
    title_en: str
    intro: str
    intro_en: str
    sections: tuple[Section, ...]
    categories: tuple[CategorySpec, ...]
    consents: tuple[str, ...]

    @cached_property
    def fields(self) -> tuple[FieldSpec, ...]:
        return tuple(field for section in self.sections for field in section.fields)

    @cached_property
    def by_key(self) -> dict[str, FieldSpec]:
        return {field.key: field for field in self.fields}

    @cached_property
    def category_by_code(self) -> dict[str, CategorySpec]:
        return {category.code: category for category in self.categories}

    def words(self, language: str) -> str:
        return self.title_en or self.title if language == "en" else self.title

    def intros(self, language: str) -> str:
        return self.intro_en or self.intro if language == "en" else self.intro

    def asked_of(self, category: str) -> tuple[FieldSpec, ...]:
        """The fields of one category, whether their conditions hold or not."""
        return tuple(f for f in self.fields if not f.categories or category in f.categories)


def schema_of(content: Mapping[str, Any]) -> FormSchema:
    """Typed values of the document's content; unknown keys are passed over, missing ones are empty."""
    return FormSchema(
        title=_text(content, "title"),
        title_en=_text(content, "title_en"),
        intro=_text(content, "intro"),
        intro_en=_text(content, "intro_en"),
        sections=tuple(_section(row) for row in _rows(content, "sections")),
        categories=tuple(_category(row) for row in _rows(content, "categories")),
        consents=tuple(str(code) for code in content.get("consents") or ()),
    )


def field_of(row: Mapping[str, Any]) -> FieldSpec:
    """One field of the content."""
    shown = row.get("show_if") or {}
    return FieldSpec(
        key=_text(row, "key"),
        type=_text(row, "type"),
        label=_text(row, "label"),
        label_en=_text(row, "label_en"),
        help=_text(row, "help"),
        help_en=_text(row, "help_en"),
        required=bool(row.get("required")),
        options=tuple(
            Option(_text(o, "value"), _text(o, "label"), _text(o, "label_en"), o.get("limit"))
            for o in _rows(row, "options")
        ),
        show_if=Condition(_text(shown, "field"), tuple(map(str, shown.get("values") or ()))) if shown else None,
        categories=tuple(map(str, row.get("categories") or ())),
        purpose=_text(row, "purpose"),
        purpose_en=_text(row, "purpose_en"),
        low=row.get("low"),
        high=row.get("high"),
    )


def _section(row: Mapping[str, Any]) -> Section:
    fields = tuple(field_of(each) for each in _rows(row, "fields"))
    return Section(
        _text(row, "key"),
        _text(row, "title"),
        _text(row, "title_en"),
        _text(row, "help"),
        _text(row, "help_en"),
        fields,
    )


def _category(row: Mapping[str, Any]) -> CategorySpec:
    return CategorySpec(
        code=_text(row, "code"),
        name=_text(row, "name"),
        name_en=_text(row, "name_en"),
        help=_text(row, "help"),
        help_en=_text(row, "help_en"),
        mode=_text(row, "mode") or "public",
        fee_cents=int(row.get("fee_cents") or 0),
        roles=tuple(row.get("roles") or ("representative",)),
    )


def _text(row: Mapping[str, Any], key: str) -> str:
    return str(row.get(key) or "")


def _rows(row: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    return [each for each in row.get(key) or () if isinstance(each, Mapping)]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a form: where (a field's or category's key, or the part of the form) and a code with values."""

    key: str
    code: str
    label: str = ""
    other: str = ""


def faults_of(schema: FormSchema) -> list[Fault]:
    """Everything that forbids a version of this form: first the whole, then field by field."""
    return [
        *_whole(schema),
        *_categories(schema),
        *(fault for f in schema.fields for fault in _field(schema, f)),
        *_privacy(schema),
    ]


def _whole(schema: FormSchema) -> Iterator[Fault]:
    if not schema.title:
        yield Fault("title", "no_title")
    if not schema.categories:
        yield Fault("categories", "no_category")
    if len(schema.fields) > MOST_FIELDS:
        yield Fault("sections", "too_many_fields", other=str(MOST_FIELDS))
    name = schema.by_key.get("display_name")
    if name is None or not name.required or name.categories or name.show_if:
        yield Fault("display_name", "no_name_field")
    if not {"mobile", "email"} & set(schema.by_key):
        yield Fault("mobile", "no_contact_field")
    if "participation" not in schema.consents:
        yield Fault("consents", "no_participation_consent")


def _categories(schema: FormSchema) -> Iterator[Fault]:
    seen: set[str] = set()
    for category in schema.categories:
        if not KEY.fullmatch(category.code):
            yield Fault(category.code, "bad_key", category.name)
        if category.code in seen:
            yield Fault(category.code, "category_twice", category.name)
        seen.add(category.code)
        if not category.name:
            yield Fault(category.code, "no_label", category.code)
        if category.mode not in MODES:
            yield Fault(category.code, "bad_mode", category.name)


def _field(schema: FormSchema, field: FieldSpec) -> Iterator[Fault]:
    if not KEY.fullmatch(field.key):
        yield Fault(field.key, "bad_key", field.label)
    if sum(1 for other in schema.fields if other.key == field.key) > 1 and schema.by_key[field.key] is field:
        yield Fault(field.key, "field_twice", field.label)
    if not field.label:
        yield Fault(field.key, "no_label", field.key)
    if field.type not in TYPES:
        yield Fault(field.key, "bad_type", field.label, field.type)
    if field.type in WITH_OPTIONS:
        yield from _options(field)
    if field.low is not None and field.high is not None and field.low > field.high:
        yield Fault(field.key, "low_above_high", field.label)
    if unknown := [code for code in field.categories if code not in schema.category_by_code]:
        yield Fault(field.key, "unknown_category", field.label, "、".join(unknown))
    yield from _condition(schema, field)


def _options(field: FieldSpec) -> Iterator[Fault]:
    values = [option.value for option in field.options]
    if len(values) < (1 if field.type == "functions" else 2):
        yield Fault(field.key, "few_options", field.label)
    if len(set(values)) < len(values) or not all(values):
        yield Fault(field.key, "option_twice", field.label)
    if len(values) > MOST_OPTIONS:
        yield Fault(field.key, "too_many_options", field.label, str(MOST_OPTIONS))


def _condition(schema: FormSchema, field: FieldSpec) -> Iterator[Fault]:
    """A condition looks at a field that stands before it, so that conditions never run in a circle."""
    if field.show_if is None:
        return
    keys = [each.key for each in schema.fields]
    asked = schema.by_key.get(field.show_if.field)
    if asked is None or keys.index(asked.key) >= keys.index(field.key):
        yield Fault(field.key, "condition_not_before", field.label, field.show_if.field)
        return
    known = (
        {o.value for o in asked.options}
        if asked.type in WITH_OPTIONS
        else {"yes", "no"}
        if asked.type == "yes_no"
        else None
    )
    if known is None:
        yield Fault(field.key, "condition_on_text", field.label, asked.label)
    elif not field.show_if.values or not set(field.show_if.values) <= known:
        yield Fault(field.key, "condition_value", field.label, asked.label)


def _privacy(schema: FormSchema) -> Iterator[Fault]:
    for field in unexplained(schema):
        yield Fault(field.key, "sensitive_unexplained" if field.is_sensitive else "sounds_sensitive", field.label)


def unexplained(schema: FormSchema) -> list[FieldSpec]:
    """OM-064: sensitive fields without a stated purpose, without the separate consent of PIPL 第29条, or under a key of
    their own, where they would lie unsealed among the other answers."""
    return [f for f in schema.fields if _is_unexplained(schema, f)]


def _is_unexplained(schema: FormSchema, field: FieldSpec) -> bool:
    if field.is_sensitive:
        return not field.purpose.strip() or field.consent not in schema.consents
    return field.key not in SEALED_KEYS and bool(SOUNDS_SENSITIVE.search(field.label))
