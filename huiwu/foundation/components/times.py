"""Instants, days and money as people of the trade write them."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from huiwu.foundation.components.library import register
from huiwu.kernel import clock, money

WEEKDAYS_ZH = "一二三四五六日"
WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
DEFAULT_ZONE = "Asia/Shanghai"


def _english() -> bool:
    return (get_language() or "").startswith("en")


def day_text(value: date, *, year: bool = True, weekday: bool = True) -> str:
    """2027年3月18日（周四）, or Thu 18 Mar 2027."""
    if _english():
        parts = [WEEKDAYS_EN[value.weekday()] if weekday else "", str(value.day), MONTHS_EN[value.month - 1]]
        return " ".join(part for part in [*parts, str(value.year) if year else ""] if part)
    written = f"{value.year}年" if year else ""
    written += f"{value.month}月{value.day}日"
    return written + (f"（周{WEEKDAYS_ZH[value.weekday()]}）" if weekday else "")


def day_span_text(first: date, last: date) -> str:
    """2027年3月18日（周四）至19日（周五）; what both days share is written once."""
    if first == last:
        return day_text(first)
    if _english():
        same_year, same_month = first.year == last.year, (first.year, first.month) == (last.year, last.month)
        opening = f"{WEEKDAYS_EN[first.weekday()]} {first.day}" if same_month else day_text(first, year=not same_year)
        return f"{opening} – {day_text(last)}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{day_text(first)}至{last.day}日（周{WEEKDAYS_ZH[last.weekday()]}）"
    return f"{day_text(first)}至{day_text(last, year=first.year != last.year)}"


def instant_text(value: datetime, zone: str = DEFAULT_ZONE, *, seconds: bool = False, weekday: bool = False) -> str:
    """2027年3月18日 09:30 in `zone`, with the zone named when it is not China's."""
    local = value.astimezone(ZoneInfo(zone or DEFAULT_ZONE))
    clock_face = local.strftime("%H:%M:%S" if seconds else "%H:%M")
    named = "" if zone in ("", DEFAULT_ZONE) else f" {local.tzname()}"
    return f"{day_text(local.date(), weekday=weekday)} {clock_face}{named}"


@register.simple_tag
def day(value: date | str | None, year: bool = True, weekday: bool = True) -> SafeString | str:
    """One calendar day, also from its ISO text as documents keep it; nothing for None."""
    if value is None:
        return ""
    if isinstance(value, str):
        value = date.fromisoformat(value)
    return format_html(
        '<time class="day" datetime="{}">{}</time>', value.isoformat(), day_text(value, year=year, weekday=weekday)
    )


@register.simple_tag
def day_span(first: date | None, last: date | None) -> SafeString | str:
    """From one day to another, both included."""
    if first is None or last is None:
        return day(first or last)
    return format_html('<span class="day">{}</span>', day_span_text(first, last))


@register.simple_tag
def instant(value: datetime | None, zone: str = DEFAULT_ZONE, seconds: bool = False, weekday: bool = False) -> Any:
    """A moment in the meeting's zone; nothing for None."""
    if value is None:
        return ""
    words = instant_text(value, zone, seconds=seconds, weekday=weekday)
    return format_html('<time class="instant" datetime="{}">{}</time>', value.isoformat(), words)


@register.simple_tag
def clock_time(value: datetime | time | None, zone: str = DEFAULT_ZONE) -> Any:
    """Only hour and minute, in the meeting's zone."""
    if value is None:
        return ""
    local = value.astimezone(ZoneInfo(zone or DEFAULT_ZONE)).time() if isinstance(value, datetime) else value
    return format_html('<time class="instant" datetime="{0}">{0}</time>', local.strftime("%H:%M"))


@register.simple_tag
def ago(value: datetime | None) -> Any:
    """How long ago, roughly; the exact moment on hover."""
    if value is None:
        return ""
    return format_html(
        '<time class="instant" datetime="{}" title="{}">{}</time>',
        value.isoformat(),
        instant_text(value, seconds=True),
        ago_text(value),
    )


def ago_text(value: datetime) -> str:
    """刚刚 · 5分钟前 · 3小时前 · 2天前, later the day itself."""
    minutes = int((clock.now() - value).total_seconds() // 60)
    if minutes < 1:
        return _("刚刚")
    if minutes < 60:
        return _("%(n)d分钟前") % {"n": minutes}
    if minutes < 24 * 60:
        return _("%(n)d小时前") % {"n": minutes // 60}
    if minutes < 14 * 24 * 60:
        return _("%(n)d天前") % {"n": minutes // (24 * 60)}
    return day_text(value.astimezone(ZoneInfo(DEFAULT_ZONE)).date(), weekday=False)


@register.simple_tag
def yuan(cents: int | None, sign: bool = True) -> SafeString | str:
    """123450 → ¥1,234.50 in tabular figures; an em dash for None (unknown is not zero)."""
    if cents is None:
        return format_html('<span class="money">{}</span>', "—")
    amount = money.yuan(abs(cents))
    lead = ("−" if cents < 0 else "") + ("¥" if sign else "")
    return format_html('<span class="money">{}{}</span>', lead, amount)


@register.simple_tag
def countdown(start_on: date, end_on: date, today: date | None = None) -> SafeString:
    """T-12 before the meeting, D1/D2 on its days, T+3 after it, with the words for a screen reader."""
    now = today or clock.today()
    before, after = (start_on - now).days, (now - end_on).days
    if before > 0:
        short, words = f"T-{before}", _("距开幕%(n)d天") % {"n": before}
    elif after > 0:
        short, words = f"T+{after}", _("闭幕后第%(n)d天") % {"n": after}
    else:
        short, words = f"D{1 - before}", _("会期第%(n)d天") % {"n": 1 - before}
    return format_html('<span class="countdown" title="{0}"><b>{1}</b> <span>{0}</span></span>', words, short)
