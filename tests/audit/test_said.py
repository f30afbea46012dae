"""Every fact can be told: it has a sentence, whose holes are its own fields, and whose ids have a finder of names."""

from __future__ import annotations

from dataclasses import fields
from uuid import UUID

import pytest

from huiwu.audit.rules import field_of, holes, values_in, without_holes
from huiwu.foundation.registry.names import finder_of
from huiwu.kernel.facts import Fact


def facts() -> list[type[Fact]]:
    """All that are recorded: bases of others are not."""
    ours = [fact for fact in Fact.catalogue.values() if fact.__module__.startswith("huiwu.")]
    return [fact for fact in ours if not fact.__subclasses__()]


def test_every_fact_says_what_happened():
    assert [fact.kind() for fact in facts() if not fact.said] == []


def test_every_hole_is_a_field_of_the_fact():
    unknown = []
    for fact in facts():
        own = {field.name: "" for field in fields(fact)}
        unknown += [f"{fact.kind()}: {hole}" for hole in holes(fact.said) if field_of(hole, own) is None]
    assert unknown == []


def test_every_id_in_a_sentence_has_a_finder_of_its_name():
    nameless = []
    for fact in facts():
        own = {field.name: field.type for field in fields(fact)}
        for hole in holes(fact.said):
            name = field_of(hole, own)
            if name and "UUID" in str(own[name]) and finder_of(fact.kind(), name) is None:
                nameless.append(f"{fact.kind()}.{name}")
    assert nameless == []


@pytest.mark.parametrize("fact", facts(), ids=lambda fact: fact.kind())
def test_every_sentence_can_be_formatted(fact):
    assert "{" not in fact.said.format_map(dict.fromkeys(holes(fact.said), "x"))


def test_a_field_is_found_by_its_name_or_with_id_behind_it():
    assert [field_of(h, {"user_id": 1, "number": 2}) for h in ("user", "number", "other")] == [
        "user_id",
        "number",
        None,
    ]


def test_the_values_of_a_field_are_listed_one_by_one():
    pk = UUID(int=1)
    assert [values_in(v) for v in (["a", "b"], None, "", 3, False, str(pk))] == [
        ["a", "b"],
        [],
        [],
        ["3"],
        ["False"],
        [str(pk)],
    ]


def test_holes_are_dots_in_a_list_of_kinds():
    assert without_holes("把 {user} 移出本单位") == "把…移出本单位"
