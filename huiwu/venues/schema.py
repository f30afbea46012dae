"""The remaining facts of the inspection sheet (documents.md §3), by key: asked for alike in forms and on pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.translation import gettext_lazy as _

FactType = Literal["text", "number", "yes_no", "cents", "choice"]


@dataclass(frozen=True, slots=True)
class FactSpec:
    """One fact: its key, label, kind and unit. An absent key is 未填; `yes_no` knows 有 and 无."""

    key: str
    label: Any
    kind: FactType = "text"
    unit: Any = ""
    choices: tuple[str, ...] = ()
    most: int = 1_000_000


@dataclass(frozen=True, slots=True)
class FactGroup:
    key: str
    title: Any
    facts: tuple[FactSpec, ...]


VENUE_FACTS = (
    FactGroup(
        "catering",
        _("餐饮"),
        (
            FactSpec("restaurant_seats", _("餐厅座位"), "number", _("座")),
            FactSpec("largest_meal", _("最大同餐人数"), "number", _("人")),
            FactSpec("halal", _("清真餐能力"), "yes_no"),
            FactSpec("vegetarian", _("素食能力"), "yes_no"),
            FactSpec("coffee_area", _("茶歇区")),
            FactSpec("kitchen", _("厨房与出餐")),
            FactSpec("hygiene_grade", _("餐饮量化等级"), "choice", choices=("A", "B", "C")),
            FactSpec("keeps_samples", _("食品留样"), "yes_no"),
        ),
    ),
    FactGroup(
        "lodging",
        _("住宿"),
        (
            FactSpec("free_room_per", _("每多少间夜免费一间"), "number", _("间夜")),
            FactSpec("early_late", _("早到晚退")),
            FactSpec("cut_off_days", _("预留截止（会前）"), "number", _("天")),
            FactSpec("lodging_floors", _("客房楼层")),
        ),
    ),
    FactGroup(
        "safety",
        _("安全"),
        (
            FactSpec("fire_accepted", _("消防验收合格"), "yes_no"),
            FactSpec("evacuation", _("疏散出口与路线")),
            FactSpec("emergency_lighting", _("应急照明"), "yes_no"),
            FactSpec("cctv", _("监控"), "yes_no"),
            FactSpec("medical_room", _("医务室"), "yes_no"),
            FactSpec("aed_count", _("AED"), "number", _("台")),
            FactSpec("nearest_hospital", _("最近医院与车程")),
            FactSpec("recent_works", _("近期施工")),
        ),
    ),
    FactGroup(
        "business",
        _("商务条件"),
        (
            FactSpec("availability", _("档期")),
            FactSpec("build_deposit_cents", _("搭建押金"), "cents", _("元")),
            FactSpec("appointed_suppliers", _("指定供应商")),
            FactSpec("tax_point", _("开票税点"), "number", "%", most=100),
            FactSpec("payment", _("付款方式")),
            FactSpec("cancellation", _("取消阶梯")),
            FactSpec("generator", _("备用发电与 UPS")),
            FactSpec("experience", _("办会经验")),
        ),
    ),
)
ROOM_FACTS = (
    FactGroup(
        "space",
        _("会场条件"),
        (
            FactSpec("divisible", _("可分隔")),
            FactSpec("blackout", _("遮光"), "yes_no"),
            FactSpec("noise", _("噪声与隔音")),
            FactSpec("access_hours", _("可进撤场时段")),
            FactSpec("dock", _("卸货口")),
            FactSpec("lounges", _("休息室"), "number", _("间")),
            FactSpec("dressing_rooms", _("化妆间"), "number", _("间")),
            FactSpec("vip_lounges", _("贵宾休息室"), "number", _("间")),
            FactSpec("offices", _("办公间"), "number", _("间")),
            FactSpec("toilets", _("洗手间")),
        ),
    ),
    FactGroup(
        "equipment",
        _("设备"),
        (
            FactSpec("sound", _("音响")),
            FactSpec("wired_microphones", _("有线话筒"), "number", _("支")),
            FactSpec("wireless_microphones", _("无线话筒"), "number", _("支")),
            FactSpec("projection", _("投影流明")),
            FactSpec("led", _("LED 尺寸与点距")),
            FactSpec("lighting", _("灯光")),
            FactSpec("booths", _("同传间"), "number", _("间")),
            FactSpec("ups", _("UPS")),
        ),
    ),
    FactGroup(
        "utilities",
        _("电力与网络"),
        (
            FactSpec("circuits", _("电力回路")),
            FactSpec("wired_ports", _("有线网络点"), "number", _("个")),
            FactSpec("own_ssid", _("可设独立 SSID"), "yes_no"),
        ),
    ),
)


def specs(groups: tuple[FactGroup, ...]) -> Iterator[FactSpec]:
    for group in groups:
        yield from group.facts


def problems_with_facts(groups: tuple[FactGroup, ...], facts: Mapping[str, Any]) -> list[str]:
    """Keys whose value is not of their kind, and keys nobody knows."""
    known = {spec.key: spec for spec in specs(groups)}
    return [key for key, value in facts.items() if key not in known or not _fits(known[key], value)]


def _fits(spec: FactSpec, value: Any) -> bool:
    if spec.kind == "yes_no":
        return isinstance(value, bool)
    if spec.kind in ("number", "cents"):
        most = spec.most * 100 if spec.kind == "cents" else spec.most
        return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= most
    if spec.kind == "choice":
        return value in spec.choices
    return isinstance(value, str) and 0 < len(value) <= 500
