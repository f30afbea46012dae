"""Bots of group chats: WeCom, DingTalk, Feishu. Many waiting messages become one digest within the size of a message."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from types import TracebackType
from typing import Any
from urllib.parse import quote_plus

from huiwu.foundation.secrets import unseal
from huiwu.kernel import clock
from huiwu.notifications.models import Bot, OutsideDelivery
from huiwu.notifications.outside import wire
from huiwu.notifications.outside.answers import SENT, Answer
from huiwu.notifications.outside.keeping import Fitting
from huiwu.notifications.outside.limits import Rate, empty, take
from huiwu.notifications.outside.signing import compact, dingtalk_sign, feishu_sign

SEAL = "notifications.bot"


@dataclass(frozen=True, slots=True)
class Manners:
    """What a provider documents: most bytes of a text, its rate, codes that mean "too fast" with the pause they ask for,
    and codes that pass by themselves.
    """

    most_bytes: int
    rate: Rate
    too_fast: dict[int, timedelta]
    later: frozenset[int]
    shuns_half_hours: bool = False


MANNERS = {
    "wecom": Manners(2048, Rate(10, 10 / 60), {45009: timedelta(minutes=1)}, frozenset({-1})),
    "dingtalk": Manners(
        18_000, Rate(10, 10 / 60), {130101: timedelta(minutes=10), 90030: timedelta(minutes=10)}, frozenset({-1})
    ),
    "feishu": Manners(18_000, Rate(4, 1), {11232: timedelta(minutes=1)}, frozenset(), shuns_half_hours=True),
}
"""WeCom: 20 a minute, text of 2,048 bytes. DingTalk: 20 a minute or 10 minutes of silence, 20,000 bytes of body.
Feishu: 100 a minute and 5 a second, 20 KB of body, best not on the hour or half-hour."""


class BotWay:
    """One group chat."""

    def __init__(self, bot: Bot) -> None:
        self.provider = bot.provider
        self.manners = MANNERS[bot.provider]
        self.key = f"bot:{bot.pk}"
        self.webhook, self.secret = unseal(bot.webhook, SEAL), unseal(bot.secret, SEAL)
        self.client = wire.client()

    def __enter__(self) -> BotWay:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.client.close()

    def fitting(self, waiting: Sequence[tuple[str, str]]) -> Fitting:
        """As many of the waiting as one message holds; a single one that is too long is cut at a character."""
        return digest(waiting, self.manners.most_bytes)

    def send_all(self, rows: Sequence[OutsideDelivery], fitting: Fitting) -> Answer:
        """One message for all `rows`; `busy` while our own bucket, or the provider's clock, holds it back."""
        now = clock.now()
        if self.manners.shuns_half_hours and now.minute % 30 == 0 and not any(row.is_essential for row in rows):
            return Answer("busy", wait=timedelta(seconds=61 - now.second))
        wait = take(self.key, self.manners.rate)
        if wait is not None:
            return Answer("busy", wait=wait)
        url, message = self._request(fitting.text)
        found = wire.post(self.client, url, headers={"content-type": "application/json"}, content=compact(message))
        return found if isinstance(found, Answer) else self._judged(found)

    def _request(self, text: str) -> tuple[str, dict[str, Any]]:
        if self.provider == "feishu":
            seconds = int(clock.now().timestamp())
            signed = {"timestamp": str(seconds), "sign": feishu_sign(secret=self.secret, seconds=seconds)}
            return self.webhook, {**(signed if self.secret else {}), "msg_type": "text", "content": {"text": text}}
        message = {"msgtype": "text", "text": {"content": text}}
        if self.provider == "dingtalk" and self.secret:
            stamp = int(clock.now().timestamp() * 1000)
            sign = quote_plus(dingtalk_sign(secret=self.secret, milliseconds=stamp))
            return f"{self.webhook}&timestamp={stamp}&sign={sign}", message
        return self.webhook, message

    def _judged(self, found: dict[str, Any]) -> Answer:
        """All three answer 200 with their own code in the body."""
        code = int(found.get("errcode", found.get("code", found.get("StatusCode", -1))))
        if code == 0:
            return SENT
        words = f"{code} {found.get('errmsg', found.get('msg', ''))}"
        if code in self.manners.too_fast:
            empty(self.key, self.manners.too_fast[code])
            return Answer("busy", words, wait=self.manners.too_fast[code])
        return Answer("temporary" if code in self.manners.later else "permanent", words)


def digest(waiting: Sequence[tuple[str, str]], most_bytes: int) -> Fitting:
    """`(subject, body)` pairs as one text of at most `most_bytes` in UTF-8 as JSON writes it. One alone stays itself; several
    are numbered by their subjects with their first line, as many as fit.
    """
    if len(waiting) == 1:
        return Fitting(1, cut("\n".join(part for part in waiting[0] if part), most_bytes))
    text, count = "", 0
    for number, (subject, body) in enumerate(waiting, start=1):
        first = body.strip().splitlines()[0] if body.strip() else ""
        line = f"{number}. " + "：".join(part for part in (subject, first) if part)
        grown = f"{text}\n{line}" if text else line
        if size(grown) > most_bytes:
            break
        text, count = grown, number
    return Fitting(count, text) if count > 1 else digest(waiting[:1], most_bytes)


def size(text: str) -> int:
    """Bytes of the text as it stands in a JSON body, quotes and line ends escaped."""
    return len(json.dumps(text, ensure_ascii=False).encode()) - 2


def cut(text: str, most_bytes: int) -> str:
    if size(text) <= most_bytes:
        return text
    kept = text
    while size(kept) + 3 > most_bytes:
        kept = kept[: max(0, len(kept) - max(1, (size(kept) + 3 - most_bytes) // 4))]
    return f"{kept.rstrip()}…"
