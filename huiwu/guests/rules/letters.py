"""What an invitation says: who is addressed how, which words are filled in, what its number reads.

The text is the client's; words in 【】 are filled in for each guest: 【姓名】, 【会议时间】 … (documents.md §6).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

WORDS = (
    "称谓", "姓名", "单位", "职务", "会议名称", "会议时间", "会议地点", "主办单位", "嘉宾角色", "环节",
    "环节时间", "演讲题目", "回执期限", "联系人", "联系电话", "回执链接",
)  # fmt: skip
"""Words that are filled in for each guest. They stand in 【】 in the Chinese and in the English text alike."""
PER_PERSON = frozenset({"称谓", "姓名", "单位", "职务", "嘉宾角色", "环节", "环节时间", "演讲题目", "回执链接"})

_WORD = re.compile(r"【([^【】\n]{1,20})】")


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whom a letter goes to. `salutation` is what was typed for this person (尊敬的 ×× 先生 / 部长), used as it stands."""

    name: str
    family_name: str = ""
    title: str = ""
    org_name: str = ""
    salutation: str = ""
    name_en: str = ""


def opening(who: Addressee, language: str) -> str:
    """The line of address: 尊敬的王明部长： / Dear Ms Wang Li,

    A typed salutation stands as typed; a bare 先生 or 女士 follows the name; else the first of the titles does; without
    any the name stands alone, since guessing 先生 or 女士 offends.
    """
    typed = who.salutation.strip().rstrip("：:，,")
    if language.startswith("en"):
        return _english(who, typed)
    if typed.startswith(("尊敬", "敬爱")):
        return f"{typed}："
    if typed:
        return (
            f"尊敬的{typed}："
            if who.name in typed or (who.family_name and who.family_name in typed)
            else (f"尊敬的{who.name}{typed}：")
        )
    return f"尊敬的{who.name}{first_title(who.title)}："


def _english(who: Addressee, typed: str) -> str:
    name = who.name_en or who.name
    if not typed:
        return f"Dear {name},"
    if typed.lower().startswith("dear "):
        return f"{typed},"
    return f"Dear {typed}," if name in typed else f"Dear {typed} {name},"


def first_title(title: str) -> str:
    """Of 副总裁、首席技术官 the first: two titles are not spoken."""
    return re.split(r"[、，,;；/|\n]", title.strip())[0].strip()


def unknown_words(text: str) -> tuple[str, ...]:
    """Words in 【】 that nobody fills in: a letter with one is not sent."""
    return tuple(dict.fromkeys(word for word in _WORD.findall(text) if word not in WORDS))


def used_words(texts: Iterable[str]) -> tuple[str, ...]:
    """Known words the texts use, in the order of `WORDS`."""
    found = {word for text in texts for word in _WORD.findall(text)}
    return tuple(word for word in WORDS if word in found)


def filled_in(text: str, values: Mapping[str, str]) -> str:
    """The text with its words filled in; what stands in a value is never read as a word again."""
    return _WORD.sub(lambda found: values.get(found[1], found[0]), text)


def lacking(texts: Iterable[str], values: Mapping[str, str]) -> tuple[str, ...]:
    """Words the texts use and nobody has a value for: 演讲题目 of a guest who does not speak."""
    return tuple(word for word in used_words(texts) if not values.get(word, "").strip())


def letter_number(prefix: str, year: int, nth: int) -> str:
    """邀〔2027〕0012号 by the six-cornered brackets of GB/T 9704."""
    return f"{prefix}〔{year}〕{nth:04d}号"
