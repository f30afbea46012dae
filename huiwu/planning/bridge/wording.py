"""What the engine says, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from huiwu.engines.planning.sentences import SENTENCES, Sentence

DEADLINE_KINDS = ("statutory", "contract", "platform", "visa")


def is_english() -> bool:
    return (get_language() or "").startswith("en")


def listed(words: Iterable[object]) -> str:
    """Words one after the other, as the language separates them."""
    return _("、").join(str(word) for word in words)


def worded(said: Sentence) -> str:
    """The sentence in the active language, with its values put in."""
    return sentence(said.key, said.params)


def sentence(key: str, params: Mapping[str, Any]) -> str:
    """As `worded`, from what was stored. Lists of words are joined as the language does it."""
    words = {k: listed(v) if isinstance(v, list | tuple) else v for k, v in params.items()}
    return _(SENTENCES[key]).format_map(words)


def deadline_name(item: Mapping[str, Any]) -> str:
    """The name of a built-in deadline in the reader's language; another one is called as it was called."""
    days = item.get("days", item.get("params", {}).get("days", 0))
    return sentence(item["code"], {"days": days}) if item["code"] in SENTENCES else str(item["name"])


def unmet_sentence(item: Mapping[str, Any]) -> str:
    """Why something of a plan's `notes.unmet` cannot be met. Plans computed before sentences had codes: as stored."""
    if "said" not in item:
        return str(item["why"])
    return sentence(item["said"], item["params"] | {"name": unmet_name(item)})


def unmet_name(item: Mapping[str, Any]) -> str:
    """What it is that cannot be met: a deadline, a step or a task."""
    if is_english() and item.get("name_en"):
        return str(item["name_en"][:1].upper() + item["name_en"][1:])
    return deadline_name(item) if item["kind"] in DEADLINE_KINDS else str(item["name"])
