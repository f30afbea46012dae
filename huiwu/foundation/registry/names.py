"""What the ids in the history are called today, declared by each capability for its own records (drawer `names.py`).

Facts hold ids and codes only. A name found nowhere any more is an erased record, and reads so.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Find = Callable[[set[str]], dict[str, Any]]
FINDERS: dict[str, Find] = {}


def names(*kinds: str) -> Callable[[Find], Find]:
    """Register `find({id, …}) -> {id: label}` in one query, for fields `<kind>_id` and for fields named `<kind>`.

    `<fact>.<field>` stands for that field of that kind of fact alone.
    """

    def keep(find: Find) -> Find:
        for kind in kinds:
            if kind in FINDERS:
                raise ValueError(f"two finders of names for {kind}")
            FINDERS[kind] = find
        return find

    return keep


def words(choices: Any) -> Find:
    """A finder for a field that holds a code of these choices."""
    return lambda asked: {str(code): label for code, label in choices.choices if str(code) in asked}


def finder_of(fact: str, field: str) -> tuple[str, Find] | None:
    """The finder of a payload field and its key, the most particular first; None when the value itself is shown."""
    for kind in (f"{fact}.{field}", field.removesuffix("_id"), field):
        if kind in FINDERS:
            return kind, FINDERS[kind]
    return None
