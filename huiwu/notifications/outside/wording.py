"""The words of a delivery: registered texts of SMS, and holes for what must not be kept."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings

HOLE = re.compile(r"\{([a-z][a-z0-9_]*)\}")


@dataclass(frozen=True, slots=True)
class SmsText:
    """A text message some capability sends: `text` has `{names}`; an organisation registers it with its provider."""

    code: str
    title: Any
    text: Any

    @property
    def words(self) -> str:
        """The text in the language in use, with our own address in place of `{site}`: it is registered with the text."""
        return str(self.text).replace("{site}", settings.BASE_URL.rstrip("/"))


SMS_TEXTS: dict[str, SmsText] = {}


def sms_text(code: str, *, title: Any, text: Any) -> None:
    """Declare a text message in a capability's `messages.py`. Until an organisation has its provider's number for it,
    such messages fail as `no_template` (or are kept on the mailbox page, where no provider is set).
    """
    if code in SMS_TEXTS:
        raise ValueError(f"two text messages share the code {code}")
    SMS_TEXTS[code] = SmsText(code, title, text)


def holes(text: str) -> list[str]:
    """Names of the holes in their order, each once: `{a}{b}{a}` → a, b."""
    return list(dict.fromkeys(HOLE.findall(text)))


def filled(text: str, values: Mapping[str, str]) -> str:
    """`text` with the holes that have a value filled; others stay. A value is never looked into for further holes."""
    return HOLE.sub(lambda found: values.get(found[1], found[0]), text)
