"""Whether a channel will take a text (expectations EX-104, EX-106; OM-071). Pure: texts in, problems out.

The limits are those of the SMS providers' review rules 「平台」 and change with them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

HOLE = re.compile(r"\{([a-z][a-z0-9_]*)\}")
ANY_HOLE = re.compile(r"\{([^{}]*)\}")
LONGEST_SMS = 500
LINK = re.compile(r"https?://|www\.|[a-z0-9-]+\.(?:com|cn|net|org|top|vip|cc|link|ltd)\b", re.IGNORECASE)
MOBILE = re.compile(r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d{9}(?!\d)")
VARIABLES = ("name", "title", "org", "meeting", "start", "end", "place", "parking", "weather", "dress", "contact")
CODE_VARIABLE = "code"
"""The reader's six letters; in text messages only, after our own address: `https://…/s/{code}`."""
LINK_VARIABLE = "link"
"""The reader's own page; in e-mail only, since no provider takes a link in a variable."""
ABOUT = ("place", "parking", "weather", "dress", "contact")
"""What EX-106 wants every batch to say."""

FORBIDDEN = {
    "invitation": ("邀请", "诚邀", "邀您", "特邀", "恭候"),
    "promotion": ("参展", "观展", "展位", "招展", "招商", "推广", "优惠", "促销"),
    "draw": ("抽奖", "中奖", "大奖", "红包", "幸运"),
    "live": ("直播",),
    "survey": ("问卷", "调查", "投票", "满意度"),
    "party": ("党委", "党建", "党组", "党支部"),
}
"""Words the providers' reviewers refuse in notices, by kind."""


@dataclass(frozen=True, slots=True)
class Problem:
    """`code`: no_sign too_long word adjacent link mobile unknown_variable empty no_subject no_text missing; `detail` what exactly."""

    code: str
    detail: str = ""
    is_blocking: bool = True


def problems_of_sms(text: str, *, sign: str, values: Mapping[str, str]) -> list[Problem]:
    """What keeps a text message from being sent. `values` are samples or the common values of its variables.

    `尊敬的{name}{title}` has two variables side by side; a sign is needed; 500 characters with sign and values.
    """
    found = [] if sign.strip() else [Problem("no_sign")]
    if not text.strip():
        found.append(Problem("no_text"))
    whole = f"【{sign}】{HOLE.sub(lambda hole: values.get(hole[1], hole[0]), text)}"
    if len(whole) > LONGEST_SMS:
        found.append(Problem("too_long", str(len(whole))))
    found += [Problem("word", word) for words in FORBIDDEN.values() for word in words if word in whole]
    found += [Problem("adjacent", pair) for pair in re.findall(r"\{[^{}]*\}\{[^{}]*\}", text)]
    used = HOLE.findall(text)
    found += [Problem("link", name) for name in dict.fromkeys(used) if name == LINK_VARIABLE or _has_link(values, name)]
    found += [Problem("mobile", number) for number in dict.fromkeys(MOBILE.findall(whole))]
    return found + _unknown(text, (*VARIABLES, LINK_VARIABLE, CODE_VARIABLE))


def _has_link(values: Mapping[str, str], name: str) -> bool:
    return bool(LINK.search(values.get(name, "")))


def problems_of_email(subject: str, text: str) -> list[Problem]:
    """An e-mail may say almost anything, but must have a subject and only variables we know."""
    found = [] if subject.strip() else [Problem("no_subject")]
    if not text.strip():
        found.append(Problem("no_text"))
    return found + _unknown(f"{subject}\n{text}", (*VARIABLES, LINK_VARIABLE))


def _unknown(text: str, known: tuple[str, ...]) -> list[Problem]:
    return [Problem("unknown_variable", name) for name in dict.fromkeys(ANY_HOLE.findall(text)) if name not in known]


def untold(text: str, about: Mapping[str, str], *, is_batch: bool, is_last: bool, channel: str) -> list[Problem]:
    """What a batch ought to say and does not (EX-106): hints, but the variable of an empty fact blocks.

    The last batch must lead to the reader's ticket: by the link in an e-mail, by the short code in a text message.
    """
    used = set(HOLE.findall(text))
    found = [Problem("empty", name) for name in ABOUT if name in used and not about.get(name, "").strip()]
    if is_batch and channel == "email":
        found += [Problem("missing", name, is_blocking=False) for name in ABOUT if name not in used]
    way_in = LINK_VARIABLE if channel == "email" else CODE_VARIABLE
    if is_batch and is_last and way_in not in used:
        found.append(Problem("missing", way_in, is_blocking=False))
    return found


def merged(text: str, values: Mapping[str, str]) -> str:
    """`text` with the variables that have a value filled in; a value is never looked into again."""
    return HOLE.sub(lambda hole: values.get(hole[1], hole[0]), text)
