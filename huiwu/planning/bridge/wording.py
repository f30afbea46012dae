"""What the engine says, in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import get_language, gettext_lazy, gettext_noop
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


HOLIDAYS = {
    name: gettext_lazy(name)
    for name in (
        gettext_noop("元旦"),
        gettext_noop("农历除夕"),
        gettext_noop("春节"),
        gettext_noop("清明节"),
        gettext_noop("劳动节"),
        gettext_noop("端午节"),
        gettext_noop("中秋节"),
        gettext_noop("国庆节"),
        gettext_noop("休息日"),
        gettext_noop("放假"),
    )
}
NOT_ANNOUNCED = gettext_noop("法定节日推算，放假与调休安排未发布")
NOTICE = gettext_noop("国务院办公厅关于 {year} 年部分节假日安排的通知")
NOTICE_YEAR = re.compile(r"国务院办公厅关于 (\d{4}) 年部分节假日安排的通知")


def holiday_word(name: str) -> str:
    """A public holiday in the reader's language; other names as they were typed."""
    return str(HOLIDAYS.get(name, name))


def holiday_in_chinese(name: str) -> str:
    """The way back, so that a table keeps the official names whichever language it is edited in."""
    return next((chinese for chinese, word in HOLIDAYS.items() if str(word) == name), name)


def source_word(source: str) -> str:
    """What a shipped table rests on, in the reader's language."""
    found = NOTICE_YEAR.fullmatch(source)
    if found:
        return _(NOTICE).format(year=found[1])
    return _(NOT_ANNOUNCED) if source == NOT_ANNOUNCED else source


def source_in_chinese(source: str) -> str:
    """The way back of `source_word`."""
    year = re.search(r"\d{4}", source)
    official = NOTICE.format(year=year[0]) if year else NOT_ANNOUNCED
    return official if source == source_word(official) else source
