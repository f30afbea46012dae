"""From what people type in a list to values: pure readers of cells, none raises."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from huiwu.attendees.choices import AttendeeRole, Language, Presence
from huiwu.attendees.rules import phones
from huiwu.foundation.sheets.values import Parsed, shown, tidy

SUFFIXES = ("先生", "女士", "小姐", "同志", "老师")
_HAN_BLANK = re.compile(r"(?<=[〇㐀-鿿\U00020000-\U0003fffd])\s+(?=[〇㐀-鿿\U00020000-\U0003fffd])")
_PLAIN_NAME = re.compile(r"[㐀-鿿]{2}")
_APART = re.compile(r"[/、;；,，|\n\r]+|\s+(?=\+?\d{7,})|\s{2,}|(?<=\d)\s*(?:或|和|及)\s*(?=\d)")
_LABEL = re.compile(r"(?:手机|电话|联系电话|tel|mobile|办公|座机)\s*[:：]?", re.IGNORECASE)
_POWER = re.compile(r"\d(?:\.\d+)?[eE]\+?\d+")
_LIST = re.compile(r"[、,，;；/|\s]+")
_LANDLINE = re.compile(r"(?:\+?86)?0\d{2,3}-?\d{7,8}(?:-\d{1,5})?|\d{7,8}|[48]00-?\d{3}-?\d{4}")


def name(cell: Any) -> Parsed:
    """A name: blanks between Chinese characters, polite suffixes and emoji taken off; the rest as it was written."""
    text = tidy(unicodedata.normalize("NFC", shown(cell)))
    if _PLAIN_NAME.fullmatch(text):
        return Parsed(text)
    plain = "".join(c for c in text if unicodedata.category(c) not in ("So", "Sk", "Cs", "Co", "Cc", "Cf"))
    plain = _HAN_BLANK.sub("", " ".join(plain.split()))
    for suffix in SUFFIXES:
        if plain.endswith(suffix) and len(plain) - len(suffix) >= 2:
            plain = plain[: -len(suffix)].rstrip()
    if not plain or not any(c.isalpha() for c in plain):
        return Parsed(None, refused=_("不是姓名"))
    if re.search(r"[/、;；]", plain):
        return Parsed(None, refused=_("一格里有两个姓名，请分成两行"))
    if len(plain) < len(text) and any(unicodedata.category(c) == "So" for c in text):
        return Parsed(plain, flagged=_("去掉了表情符号，读作“{name}”").format(name=plain))
    return Parsed(plain)


def salutation_in(cell: Any) -> str:
    """先生 or 女士 at the end of a name."""
    text = tidy(shown(cell))
    return next((suffix for suffix in ("先生", "女士") if text.endswith(suffix) and len(text) > len(suffix) + 1), "")


def mobile(cell: Any) -> Parsed:
    """The first mobile number of the cell in E.164; others, and landlines beside it, are named."""
    text = unicodedata.normalize("NFKC", shown(cell)).strip().strip("'’")
    if plain := phones.MAINLAND.fullmatch(text):
        return Parsed("+86" + plain[1])
    if _POWER.fullmatch(text):
        return Parsed(None, refused=_("号码变成了科学计数，后几位已丢失。请把这一列设为“文本”后重新填写"))
    pieces = [piece for part in _APART.split(_LABEL.sub("\n", text)) if (piece := part.strip(" ：:()（）"))]
    whole = phones.e164("".join(pieces)) if len(pieces) > 1 else ""
    read = [whole] if whole else [phones.e164(piece) for piece in pieces]
    found = [number for number in read if number]
    if not found:
        return Parsed(None, refused=_why_not(text))
    rest = [phones.spoken(number) for number in found[1:]]
    rest += [piece for piece, number in zip(pieces, read, strict=False) if not number and not whole]
    if rest:
        said = _("一格里有几个号码：用 {first}，其余记在备注（{rest}）")
        return Parsed(found[0], flagged=said.format(first=phones.spoken(found[0]), rest="、".join(rest)))
    return Parsed(found[0])


def other_numbers(cell: Any) -> str:
    """The numbers of the cell beside the first mobile, for the note."""
    text = unicodedata.normalize("NFKC", shown(cell)).strip()
    if phones.MAINLAND.fullmatch(text) or not text:
        return ""
    first = mobile(cell)
    if not first.flagged:
        return ""
    pieces = [piece for part in _APART.split(_LABEL.sub("\n", text)) if (piece := part.strip(" ：:()（）"))]
    return "、".join(piece for piece in pieces if phones.e164(piece) != first.value)


def _why_not(text: str) -> str:
    if _LANDLINE.fullmatch(re.sub(r"\s+", "", text)):
        return _("“{text}”是座机，请填手机号；座机可写在备注里").format(text=text[:30])
    digits = re.sub(r"\D", "", text)
    if digits and len(digits) != 11:
        return _("“{text}”有 {count} 位，手机号应为 11 位；境外号码以 + 和国家代码开头").format(
            text=text[:30], count=len(digits)
        )
    return _("“{text}”不是手机号").format(text=text[:30])


def email(cell: Any) -> Parsed:
    text = tidy(shown(cell)).replace("＠", "@").replace(" ", "").strip("<>;；,，").lower()
    if not re.fullmatch(r"[^@\s,;，；]+@[^@\s,;，；]+\.[a-z0-9-]{2,}", text):
        return Parsed(None, refused=_("“{text}”不是邮箱地址").format(text=text[:60]))
    return Parsed(text)


_ROLES: dict[str, str] = {
    "代表": "representative",
    "正式代表": "representative",
    "参会代表": "representative",
    "参会人员": "representative",
    "参会": "representative",
    "嘉宾": "guest",
    "特邀嘉宾": "guest",
    "列席": "observer",
    "列席代表": "observer",
    "演讲嘉宾": "speaker",
    "讲者": "speaker",
    "主讲": "speaker",
    "演讲人": "speaker",
    "贵宾": "vip",
    "领导": "vip",
    "媒体": "media",
    "记者": "media",
    "工作人员": "staff",
    "会务": "staff",
    "会务组": "staff",
    "随员": "entourage",
    "陪同": "entourage",
    "司机": "driver",
}


def roles(cell: Any) -> Parsed:
    """Roles in words or codes, several with marks between."""
    return _roles(tidy(shown(cell)), get_language())


@lru_cache(maxsize=500)
def _roles(text: str, _language: str) -> Parsed:
    known = (
        _ROLES | {str(role.label).lower(): role.value for role in AttendeeRole} | {r: r for r in AttendeeRole.values}
    )
    found = [known.get(word.lower()) for word in _LIST.split(text) if word]
    if not found or None in found:
        words = "、".join(str(role.label) for role in AttendeeRole)
        return Parsed(None, refused=_("身份只能是：{words}").format(words=words))
    return Parsed([role for role in AttendeeRole.values if role in found])


_PRESENCE = {
    "参加": Presence.CONFIRMED,
    "出席": Presence.CONFIRMED,
    "确认": Presence.CONFIRMED,
    "已确认": Presence.CONFIRMED,
    "是": Presence.CONFIRMED,
    "不参加": Presence.DECLINED,
    "否": Presence.DECLINED,
    "取消": Presence.CANCELLED,
    "待确认": Presence.LISTED,
    "邀请中": Presence.INVITED,
}


def presence(cell: Any) -> Parsed:
    return _presence(tidy(shown(cell)), get_language())


@lru_cache(maxsize=500)
def _presence(text: str, _language: str) -> Parsed:
    asked = (Presence.LISTED, Presence.INVITED, Presence.CONFIRMED, Presence.DECLINED, Presence.CANCELLED)
    known = _PRESENCE | {str(state.label): state for state in asked}
    found = known.get(text)
    if found is None:
        words = "、".join(str(state.label) for state in asked)
        return Parsed(None, refused=_("确认状态只能是：{words}").format(words=words))
    return Parsed(found.value)


def language(cell: Any) -> Parsed:
    text = tidy(shown(cell)).lower()
    known = {"中文": Language.ZH_HANS, "汉语": Language.ZH_HANS, "zh": Language.ZH_HANS, "zh-hans": Language.ZH_HANS}
    known |= {"英文": Language.EN, "英语": Language.EN, "english": Language.EN, "en": Language.EN}
    return Parsed(known[text].value) if text in known else Parsed(None, refused=_("语言只能是：中文、英文"))


def tags(cell: Any) -> Parsed:
    words = [word for word in re.split(r"[、,，;；|\n]+", tidy(shown(cell))) if word.strip()]
    return Parsed(list(dict.fromkeys(word.strip() for word in words)))


def number(cell: Any) -> Parsed:
    """The number a person was given here; never a new one."""
    text = re.sub(r"\D", "", tidy(shown(cell)))
    if not text or len(text) > 7:
        return Parsed(None, refused=_("编号是系统给出的数字；新的人请留空"))
    return Parsed(int(text))


def order(cell: Any) -> Parsed:
    text = tidy(shown(cell))
    if not text.isdigit() or not 0 < int(text) < 100_000:
        return Parsed(None, refused=_("单位排序号须是 1 以上的整数"))
    return Parsed(int(text))
