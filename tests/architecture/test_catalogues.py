from __future__ import annotations

import argparse
from importlib import import_module

from django.conf import settings

from huiwu.config import environment, reactions
from huiwu.config.cli import parser
from huiwu.foundation import outbox
from huiwu.kernel.facts import Fact
from tests.stand import ROOT


def kinds() -> set[str]:
    for name in settings.CAPABILITIES:
        if (ROOT / f"huiwu/{name}/events.py").exists():
            import_module(f"huiwu.{name}.events")
    return {kind for kind, fact in Fact.catalogue.items() if fact.__module__.startswith("huiwu.")}


def test_every_fact_has_its_reactions_or_is_declared_quiet():
    named = set(reactions.NOW) | set(reactions.LATER)
    assert sorted(kinds() - named - set(reactions.QUIET)) == []


def test_the_table_of_reactions_names_only_facts_and_functions_that_exist():
    named = set(reactions.NOW) | set(reactions.LATER) | set(reactions.QUIET)
    assert sorted(named - kinds() - {"*"}) == []
    paths = [path for table in (reactions.NOW, reactions.LATER) for row in table.values() for path in row]
    assert [path for path in paths if not callable(outbox.reaction(path))] == []


def test_every_environment_variable_that_is_read_is_documented():
    page = (ROOT / "docs/reference/settings.md").read_text(encoding="utf-8")
    assert [name for name in sorted(environment.READ) if f"`{name}`" not in page] == []


def commands(of: argparse.ArgumentParser, words: str) -> list[str]:
    for action in of._actions:
        if isinstance(action, argparse._SubParsersAction):
            return [line for word, sub in action.choices.items() for line in commands(sub, f"{words} {word}")]
    return [words]


def test_every_command_is_documented():
    page = (ROOT / "docs/reference/commands.md").read_text(encoding="utf-8")
    assert [line for line in commands(parser(), "huiwu") if f"`{line}" not in page] == []
