"""What people answer: which questions they see, and what their answers mean."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from huiwu.attendees.rules.phones import spoken
from huiwu.registration.rules.schema import FieldSpec, FormSchema

TEXT, LONG = 200, 2000
EMAIL = re.compile(r"[^@\s<>\"',;:]{1,64}@[^@\s<>\"',;:.]+(\.[^@\s<>\"',;:.]+)+")
MAINLAND = re.compile(r"1[3-9]\d{9}")
ABROAD = re.compile(r"\+[1-9]\d{6,14}")
YES = frozenset({"yes", "on", "true", "1", "是"})
NO = frozenset({"no", "off", "false", "0", "否"})


@dataclass(frozen=True, slots=True)
class AnswerFault:
    """What is wrong with one answer: a code and the values of its sentence."""

    key: str
    code: str
    values: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answers:
    """Clean answers by key (only of questions that were asked), and the faults in the order of the form."""

    values: dict[str, Any]
    faults: tuple[AnswerFault, ...]


def clean(schema: FormSchema, category: str, raw: Mapping[str, Any]) -> Answers:
    """Read answers of one category.

    Raw values may be text or lists of text, as posted, or JSON's own types. Answers to questions that are not asked
    (another category, a condition that does not hold) are dropped, never kept by accident.
    """
    values: dict[str, Any] = {}
    faults: list[AnswerFault] = []
    for spec in schema.asked_of(category):
        if not is_asked(spec, values):
            continue
        value, fault = _read(spec, raw.get(spec.key))
        if fault is None and spec.required and _is_empty(value):
            fault = AnswerFault(spec.key, "required")
        if fault is not None:
            faults.append(fault)
        elif not _is_empty(value):
            values[spec.key] = value
    return Answers(values, tuple(faults))


def is_asked(spec: FieldSpec, values: Mapping[str, Any]) -> bool:
    """Whether the condition holds for the answers given so far."""
    if spec.show_if is None:
        return True
    given = values.get(spec.show_if.field)
    if isinstance(given, bool):
        given = "yes" if given else "no"
    found = set(given) if isinstance(given, list) else {given}
    return bool(found & set(spec.show_if.values))


def _is_empty(value: Any) -> bool:
    return value is None or value == "" or value == []


def _read(spec: FieldSpec, raw: Any) -> tuple[Any, AnswerFault | None]:
    if spec.type in ("choices", "functions"):
        return _many(spec, raw, {option.value for option in spec.options})
    if isinstance(raw, (list, tuple)):
        raw = raw[0] if raw else ""
    if spec.type == "yes_no":
        return _yes_no(spec, raw)
    text = plain("" if raw is None else str(raw), lines=spec.type == "longtext")
    return READERS[spec.type](spec, text) if text else ("", None)


def plain(text: str, *, lines: bool = False) -> str:
    """Full-width letters and digits made half-width, unseen characters taken out, blanks trimmed; the words stay as typed."""
    text = "".join(_half(letter) for letter in text.replace("\r\n", "\n").replace("\r", "\n"))
    kept = "".join(c for c in text if c == "\n" or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co"))
    return kept.strip() if lines else " ".join(kept.split())


def _half(letter: str) -> str:
    """Full-width digits, letters and the signs of addresses; Chinese punctuation stays."""
    code = ord(letter)
    if 0xFF01 <= code <= 0xFF5E and (chr(code - 0xFEE0).isalnum() or letter in "＋＠．－＿"):
        return chr(code - 0xFEE0)
    return " " if code == 0x3000 else letter


def _text(spec: FieldSpec, text: str) -> tuple[Any, AnswerFault | None]:
    most = spec.high or (LONG if spec.type == "longtext" else TEXT)
    if len(text) > most:
        return None, AnswerFault(spec.key, "too_long", {"most": str(most), "count": str(len(text))})
    if spec.low and len(text) < spec.low:
        return None, AnswerFault(spec.key, "too_short", {"least": str(spec.low)})
    return text, None


def _choice(spec: FieldSpec, text: str) -> tuple[Any, AnswerFault | None]:
    if any(option.value == text for option in spec.options):
        return text, None
    return None, AnswerFault(spec.key, "not_offered")


def _integer(spec: FieldSpec, text: str) -> tuple[Any, AnswerFault | None]:
    if not re.fullmatch(r"-?\d{1,9}", text) or not text.isascii():
        return None, AnswerFault(spec.key, "not_a_number")
    number = int(text)
    if (spec.low is not None and number < spec.low) or (spec.high is not None and number > spec.high):
        low, high = ("" if end is None else str(end) for end in (spec.low, spec.high))
        return None, AnswerFault(spec.key, "out_of_range", {"low": low, "high": high})
    return number, None


def _date(spec: FieldSpec, text: str) -> tuple[Any, AnswerFault | None]:
    try:
        return date.fromisoformat(text.replace("/", "-").replace(".", "-")).isoformat(), None
    except ValueError:
        return None, AnswerFault(spec.key, "not_a_date")


def _mobile(spec: FieldSpec, text: str) -> tuple[Any, AnswerFault | None]:
    number = mobile_number(text)
    return (number, None) if number else (None, AnswerFault(spec.key, "not_a_mobile"))


def _email(spec: FieldSpec, text: str) -> tuple[Any, AnswerFault | None]:
    if len(text) <= 254 and EMAIL.fullmatch(text):
        return text.lower(), None
    return None, AnswerFault(spec.key, "not_an_email")


def mobile_number(text: str) -> str:
    """`138 0000 0001` → `+8613800000001`; a number abroad keeps its own prefix; anything else is empty."""
    digits = re.sub(r"[\s\-()·.（）]", "", text)
    digits = "+" + digits[2:] if digits.startswith("00") else digits
    if MAINLAND.fullmatch(digits):
        return f"+86{digits}"
    if digits.startswith("+86"):
        return digits if MAINLAND.fullmatch(digits[3:]) else ""
    if digits.startswith("86") and MAINLAND.fullmatch(digits[2:]):
        return f"+{digits}"
    return digits if ABROAD.fullmatch(digits) else ""


READERS: dict[str, Callable[[FieldSpec, str], tuple[Any, AnswerFault | None]]] = {
    "text": _text,
    "longtext": _text,
    "choice": _choice,
    "integer": _integer,
    "date": _date,
    "mobile": _mobile,
    "email": _email,
}


def _many(spec: FieldSpec, raw: Any, offered: set[str]) -> tuple[Any, AnswerFault | None]:
    given = [raw] if isinstance(raw, str) else list(raw or ())
    chosen = list(dict.fromkeys(str(value) for value in given if value))
    if not set(chosen) <= offered:
        return None, AnswerFault(spec.key, "not_offered")
    if spec.high is not None and len(chosen) > spec.high:
        return None, AnswerFault(spec.key, "too_many", {"most": str(spec.high)})
    if chosen and spec.low is not None and len(chosen) < spec.low:
        return None, AnswerFault(spec.key, "too_few", {"least": str(spec.low)})
    return chosen, None


def _yes_no(spec: FieldSpec, raw: Any) -> tuple[Any, AnswerFault | None]:
    if raw is None or raw == "":
        return None, None
    word = str(raw).strip().lower()
    if word in YES:
        return True, None
    return (False, None) if word in NO else (None, AnswerFault(spec.key, "not_offered"))


def choices_taken(schema: FormSchema, values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The limited options that these answers use up: (field, option)."""
    found: list[tuple[str, str]] = []
    for spec in schema.fields:
        if spec.type == "functions":
            continue
        given = values.get(spec.key)
        picked = given if isinstance(given, list) else [given]
        found += [(spec.key, o.value) for o in spec.options if o.limit is not None and o.value in picked]
    return found


def functions_chosen(schema: FormSchema, values: Mapping[str, Any]) -> list[str]:
    """The ids of the sessions these answers choose, in the order of the form."""
    return [str(pk) for spec in schema.fields if spec.type == "functions" for pk in values.get(spec.key) or ()]


def without_consent(schema: FormSchema, values: Mapping[str, Any], consents: Collection[str]) -> list[AnswerFault]:
    """Consents that are lacking: to take part at all, and the separate one for each sensitive answer that was given."""
    found = [AnswerFault("consents", "consent_required")] if "participation" not in consents else []
    lacking = [spec for spec in schema.fields if spec.key in values and spec.consent and spec.consent not in consents]
    return [*(AnswerFault(spec.key, "needs_consent") for spec in lacking), *found]


def shown(spec: FieldSpec, value: Any, language: str = "zh-hans") -> str:
    """An answer as people read it."""
    if value is None or value == "" or value == []:
        return ""
    if isinstance(value, bool):
        return {"zh-hans": ("否", "是"), "en": ("No", "Yes")}.get(language, ("否", "是"))[value]
    if spec.type == "mobile":
        return spoken(str(value))
    names = {option.value: option.words(language) for option in spec.options}
    if isinstance(value, list):
        return ("; " if language == "en" else "、").join(names.get(str(one), str(one)) for one in value)
    return names.get(str(value), str(value))
