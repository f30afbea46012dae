from __future__ import annotations

import json
import re
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from huiwu.brief.schema import SCHEMA
from huiwu.documents.fourstate import FieldSpec, none, not_applicable, unfilled
from huiwu.documents.fourstate_form import as_posted
from huiwu.documents.rules import canonical

WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"]), min_size=1, max_size=30
)
DAYS = st.dates().map(lambda day: day.isoformat()).filter(lambda day: day >= "1000")


def value_of(spec: FieldSpec) -> st.SearchStrategy:
    match spec.type:
        case "choice":
            return st.sampled_from([code for code, _label in spec.choices])
        case "choices":
            return st.lists(st.sampled_from([code for code, _label in spec.choices]), min_size=1, unique=True)
        case "date":
            return DAYS
        case "dates":
            return st.lists(DAYS, min_size=1, max_size=4, unique=True).map(sorted)
        case "integer" | "cents":
            return st.integers(0, 10**9)
        case "yes_no":
            return st.booleans()
        case "person":
            return st.fixed_dictionaries(dict.fromkeys(("name", "title", "phone", "email"), WORDS))
        case "rows":
            return st.lists(st.fixed_dictionaries({c.key: value_of(c) for c in spec.columns}), min_size=1, max_size=3)
        case "headcounts":
            return heads(spec)
        case _:
            return WORDS


def heads(spec: FieldSpec) -> st.SearchStrategy:
    number = st.none() | st.integers(0, spec.highest)
    groups = st.fixed_dictionaries({code: number for code, _label in spec.choices})
    basis = st.none() | st.sampled_from([code for code, _label in spec.bases]) if spec.bases else st.none()
    return st.fixed_dictionaries({"basis": basis, "total": st.integers(1, spec.highest), "groups": groups})


def field_of(spec: FieldSpec) -> st.SearchStrategy:
    others = [unfilled(), *([none(), not_applicable()] if spec.allows else [])]
    return st.sampled_from(others) | value_of(spec).map(lambda value: {"state": "filled", "value": canonical(value)})


CONTENT = st.fixed_dictionaries({spec.key: field_of(spec) for spec in SCHEMA.fields})


@settings(max_examples=25, deadline=None)
@given(CONTENT)
def test_what_the_form_shows_and_posts_unchanged_is_the_same_content(content):
    posted = {name: value for spec in SCHEMA.fields for name, value in as_posted(spec, content[spec.key]).items()}
    assert SCHEMA.clean(posted) == (content, {})
    assert SCHEMA.differences(content, json.loads(json.dumps(content))) == []


@settings(max_examples=10, deadline=None)
@given(CONTENT)
def test_any_content_has_a_sheet_that_names_every_field(content):
    text = repr(SCHEMA.to_blocks(content))
    assert [str(spec.label) for spec in SCHEMA.fields if str(spec.label) not in text] == []


def test_a_blank_brief_is_unfilled_throughout():
    assert {held["state"] for held in SCHEMA.blank().values()} == {"unfilled"}


def test_fields_that_must_not_stay_unfilled():
    assert [row.key for row in SCHEMA.missing({})] == [
        "name",
        "meeting_type",
        "theme",
        "start_date",
        "end_date",
        "duration",
        "publicness",
        "headcount",
        "special_ethnic",
        "special_religious",
        "special_accessibility",
        "special_allergy",
        "special_minors",
        "special_foreign",
        "special_animals",
        "special_confidentiality",
    ]


def test_religion_and_allergy_are_sensitive_and_every_special_requirement_asks_for_no_name():
    special = [spec for spec in SCHEMA.fields if spec.section == "special"]
    assert [spec.key for spec in special if spec.sensitive] == ["special_religious", "special_allergy"]
    assert {str(spec.help) for spec in special} == {"只写要求和人数，不写任何人的姓名。"}


def test_every_label_choice_and_column_has_its_english():
    catalogue = Path("huiwu/brief/locale/en/LC_MESSAGES/django.po").read_text("utf-8")
    known = set(re.findall(r'msgid "((?:[^"\\]|\\.)+)"', catalogue))
    words = {str(section.title) for section in SCHEMA.sections}
    for spec in SCHEMA.fields:
        words |= {str(spec.label), str(spec.help), str(spec.unit)}
        if spec.key not in ("meeting_type", "publicness"):  # meetings' own words
            words |= {str(label) for _code, label in (*spec.choices, *spec.bases)}
        words |= {str(column.label) for column in spec.columns}
    assert sorted(words - known - {""}) == []
