from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiwu.documents.rules import canonical, canonical_json, content_hash, excesses, snapshot_hash

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)


def test_the_hash_is_the_same_for_every_order_of_keys_and_composition_of_characters():
    one = {"b": ["\u00e9", 1, None, True], "a": {"y": "会", "x": ""}}
    other = {"a": {"x": "", "y": "会"}, "b": ["e\u0301", 1, None, True]}
    assert canonical_json(one) == '{"a":{"x":"","y":"会"},"b":["é",1,null,true]}'
    assert content_hash(one) == content_hash(other)


def test_the_hash_is_pinned():
    """A change of this value would void every sign-off ever given."""
    assert content_hash({"name": "启明", "n": 1}) == PINNED
    assert snapshot_hash({"version": 1}, {}) == content_hash({"header": {"version": 1}, "content": {}})


PINNED = "d2fa22003068b9b5cf00d0ccad759ba328f5e2822317952ad550b94a6e0e0282"


def test_yes_and_one_are_not_the_same_answer():
    assert content_hash({"a": True}) != content_hash({"a": 1})


@pytest.mark.parametrize("value", [1.5, b"x", {1, 2}, object()])
def test_what_two_databases_would_print_differently_is_refused(value):
    with pytest.raises(TypeError):
        canonical_json({"a": value})


@given(PLAIN)
def test_canonical_content_survives_a_database_that_keeps_json(content):
    assert canonical_json(json.loads(canonical_json(content))) == canonical_json(content)
    assert canonical(canonical(content)) == canonical(content)


def test_content_nested_beyond_sense_is_refused():
    deep: object = "x"
    for _ in range(20):
        deep = [deep]
    assert [excess.kind for excess in excesses({"a": deep})] == ["depth"]
