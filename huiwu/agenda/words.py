"""The agenda in words: moments, conflicts, what differs between two versions. Everything reads in the language of the page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from huiwu.agenda.choices import ItemKind, ItemLanguage, SpeakerRole
from huiwu.agenda.rules.conflicts import Conflict
from huiwu.agenda.rules.differences import ItemChange
from huiwu.agenda.rules.plan import Programme


def is_english() -> bool:
    return (get_language() or "").startswith("en")


def weekday(day: date) -> str:
    return (_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日"))[day.weekday()]


def day_words(day: date) -> str:
    """3 月 18 日 周四 / Thu 18 Mar."""
    if is_english():
        return f"{day:%a} {day.day} {day:%b}"
    return _("{month} 月 {day} 日 {weekday}").format(month=day.month, day=day.day, weekday=weekday(day))


def span_words(start: datetime, minutes: int, zone: ZoneInfo) -> str:
    """09:00–09:40, in the meeting's zone."""
    first = start.astimezone(zone)
    last = (start + timedelta(minutes=minutes)).astimezone(zone)
    tail = _("（次日）") if last.date() != first.date() else ""
    return f"{first:%H:%M}–{last:%H:%M}{tail}"


def moment_words(start: datetime, minutes: int, zone: ZoneInfo) -> str:
    return f"{day_words(start.astimezone(zone).date())} {span_words(start, minutes, zone)}"


def length_words(minutes: int) -> str:
    return ngettext("{count} 分钟", "{count} 分钟", minutes).format(count=minutes)


def person_words(speaker: dict[str, Any]) -> str:
    """As it stands on paper: name, organisation and title; in English the English name, where there is one."""
    name = speaker.get("name_en") if is_english() and speaker.get("name_en") else speaker["name"]
    rest = " ".join(filter(None, (speaker.get("org"), speaker.get("title"))))
    return _("{name}（{rest}）").format(name=name, rest=rest) if rest else str(name)


def speakers_words(speakers: Iterable[dict[str, Any]]) -> str:
    """主持：林岚；主旨演讲：王建国（启明科技 总裁）."""
    by_role: dict[str, list[str]] = {}
    for speaker in speakers:
        by_role.setdefault(speaker["role"], []).append(person_words(speaker))
    return _("；").join(
        _("{role}：{names}").format(role=SpeakerRole(role).label, names=_("、").join(names))
        for role, names in by_role.items()
    )


def languages_words(codes: Iterable[str]) -> str:
    known = dict(ItemLanguage.choices)
    return _("、").join(str(known.get(code, code)) for code in codes)


def notable_languages(codes: Iterable[str]) -> str:
    """As `languages_words`, and nothing where everybody speaks Chinese: it goes without saying."""
    spoken = list(codes)
    return "" if spoken == [ItemLanguage.ZH] else languages_words(spoken)


def uses_words(uses: Iterable[dict[str, Any]]) -> str:
    return _("、").join(f"{use['name']} × {use['count']}" if use["count"] > 1 else use["name"] for use in uses)


def title_of(item: dict[str, Any]) -> str:
    return str(item.get("title_en") or item["title"]) if is_english() else str(item["title"])


def conflict_words(conflict: Conflict, plan: Programme, zone: ZoneInfo) -> str:
    """A full sentence with both sides' values."""
    slots = {slot.id: slot for slot in plan.slots}
    rows = [slots[name] for name in conflict.slots if name in slots]
    told = [
        _("“{title}”（{when}）").format(title=slot.title, when=moment_words(slot.starts_at, slot.minutes, zone))
        for slot in rows
    ]
    values = dict(conflict.values)
    values |= {"first": told[0] if told else "", "second": told[1] if len(told) > 1 else "", "all": _("、").join(told)}
    if conflict.kind == "meal":
        values["when"] = day_words(date.fromisoformat(values["day"]))
        values["meal"] = _("午餐") if values["meal"] == "lunch" else _("晚餐")
    return _SENTENCES()[conflict.kind].format(**values)


def _SENTENCES() -> dict[str, str]:  # noqa: N802  (reads as the table it is)
    return {
        "speaker": _("{name}同时在{first}和{second}。"),
        "room": _("{space}同时安排了{first}和{second}。"),
        "equipment": _("“{name}”只有 {count} 件，{all}同时要用 {needed} 件。"),
        "interpreter": _("译员“{name}”同时被排在{all}。"),
        "interpreters_lacking": _("{first}需要同传，应有译员 {needed} 名，已排 {has} 名。"),
        "over_long": _("“{name}”共 {has} 分钟，其中环节与缓冲合计 {needs} 分钟，超出 {over} 分钟。"),
        "outside": _("{first}超出了“{name}”的起止时间。"),
        "before": _("{first}之前只有 {gap} 分钟缓冲，应有 {needed} 分钟；前一环节是{second}。"),
        "after": _("{first}之后只有 {gap} 分钟缓冲，应有 {needed} 分钟；后一环节是{second}。"),
        "short": _("{first}只有 {minutes} 分钟，按人数应有 {needed} 分钟。"),
        "change_room": _("由{from}换到{to}只有 {gap} 分钟，应有 {needed} 分钟：{second}之后是{first}。"),
        "meal": _("{when}的议程跨过 {from}–{to}，没有安排{meal}。"),
    }


def conflict_action(conflict: Conflict) -> str:
    """What to do about it."""
    return {
        "speaker": _("改动其中一个环节的时间，或换讲者。"),
        "room": _("改动时间，或把其中一个环节移到别的会场。"),
        "equipment": _("错开时间，或增加设备数量。"),
        "interpreter": _("错开时间，或另排译员。"),
        "interpreters_lacking": _("给这个环节排足译员。"),
        "over_long": _("缩短环节，或延长功能单元的时段。"),
        "outside": _("移动环节，或改功能单元的起止时间。"),
        "before": _("提前结束前一环节，或推后这一环节。"),
        "after": _("在这个环节后面留出缓冲，或推后下一环节。"),
        "short": _("延长这个环节，或写明为何够用。"),
        "change_room": _("在两个会场之间留出走动的时间。"),
        "meal": _("安排用餐的功能单元，或把环节移开。"),
    }[conflict.kind]


ASPECTS = ("time", "length", "space", "title", "speakers", "track", "kind", "languages", "needs", "added", "removed")


def aspect_words(aspect: str) -> str:
    return {
        "time": _("时间"),
        "length": _("时长"),
        "space": _("地点"),
        "title": _("名称"),
        "speakers": _("讲者"),
        "track": _("专场"),
        "kind": _("类型"),
        "languages": _("语言与同传"),
        "needs": _("设备与要求"),
        "added": _("新增环节"),
        "removed": _("取消环节"),
    }[aspect]


def side_words(aspect: str, item: dict[str, Any] | None, zone: ZoneInfo) -> str:
    """What one version says about one aspect of an item; empty where it does not have the item."""
    if item is None:
        return ""
    start = datetime.fromisoformat(item["starts_at"])
    when = moment_words(start, item["minutes"], zone)
    if aspect in ("added", "removed"):
        return " · ".join(filter(None, (when, item["space"], speakers_words(item["speakers"]))))
    spoken = languages_words(item["languages"])
    return {
        "time": when,
        "length": length_words(item["minutes"]),
        "space": item["space"] or _("待定"),
        "title": title_of(item),
        "speakers": speakers_words(item["speakers"]) or _("（没有讲者）"),
        "track": item["track"] or _("（不分专场）"),
        "kind": str(ItemKind(item["kind"]).label),
        "languages": _("；").join(filter(None, (spoken, _("配同传") if item["needs_interpretation"] else "")))
        or _("无"),
        "needs": _("；").join(filter(None, (uses_words(item["uses"]), item["equipment_note"]))) or _("无"),
    }[aspect]


def change_words(change: ItemChange, zone: ZoneInfo) -> str:
    """“主旨演讲”由 3 月 18 日 周四 09:00–09:40 改到 10:00–10:40。"""
    before, after = (side_words(change.aspect, item, zone) for item in (change.before, change.after))
    title = title_of(change.after or change.before or {"title": ""})
    if change.aspect == "added":
        return _("新增“{title}”：{after}。").format(title=title, after=after)
    if change.aspect == "removed":
        return _("取消“{title}”（原为 {before}）。").format(title=title, before=before)
    if change.aspect == "time" and change.before and change.after:
        if change.before["on"] == change.after["on"]:
            item = change.after
            after = span_words(datetime.fromisoformat(item["starts_at"]), item["minutes"], zone)
        return _("“{title}”由 {before} 改到 {after}。").format(title=title, before=before, after=after)
    if change.aspect == "title" and change.before:
        return _("“{before}”改名为“{after}”。").format(before=before, after=after)
    return _("“{title}”的{aspect}由“{before}”改为“{after}”。").format(
        title=title, aspect=aspect_words(change.aspect), before=before, after=after
    )


def unit_words(unit: str) -> str:
    return _("人") if unit == "person" else _("分钟")


def standard_label(key: str) -> str:
    """What a least time is called: 茶歇时长（100 人以内）…"""
    sizes = {"small": _("小型"), "medium": _("中型"), "large": _("大型")}
    plain = {
        "small_max": _("小型听众的上限"),
        "medium_max": _("中型听众的上限"),
        "interpreters": _("每个同传环节的译员"),
        "interpreter_alone": _("一名译员可以独自承担的时长"),
        "meal_straddle": _("跨过饭点多少分钟须有用餐"),
    }
    if key in plain:
        return plain[key]
    named = {
        "break_length": _("茶歇时长"),
        "photo_length": _("合影时长"),
        "before_photo": _("合影前缓冲"),
        "before_award": _("颁奖、签约前缓冲"),
        "after_stage": _("合影、颁奖、签约后缓冲"),
        "after_break": _("茶歇后缓冲"),
        "change_room": _("换会场的走动时间"),
    }
    name, _underscore, size = key.rpartition("_")
    return _("{what}（{size}）").format(what=named[name], size=sizes[size])
