"""Rates that are levied, and those usual for what a meeting buys. A rate that is not usual is asked about, never refused:
which applies depends on the taxpayer and on measures in force (compliance.md §3, 默认)."""

from __future__ import annotations

LEVIED = frozenset({0, 50, 100, 150, 200, 300, 500, 600, 900, 1300})
"""Basis points: 13 9 6 % of general taxpayers, levy rates 5 3 2 1.5 1 0.5 %, nought and exempt."""
SMALL = (300, 100, 0)
"""What small-scale taxpayers write."""

USUAL: tuple[tuple[tuple[str, ...], tuple[int, ...]], ...] = (
    (("会展服务", "会议服务", "展览服务", "会务"), (600,)),
    (("住宿",), (600,)),
    (("餐饮", "餐费", "茶歇"), (600,)),
    (("场地租赁", "不动产租赁", "房屋租赁", "场租"), (900, 500, 600)),
    (("设备租赁", "有形动产"), (1300,)),
    (("经营租赁",), (900, 1300, 500, 600)),
    (("客运服务", "旅客运输", "运输服务"), (900,)),
    (("印刷品", "纸制品", "办公用品", "工艺品", "日用品"), (1300,)),
    (("广告服务", "设计服务", "鉴证咨询", "咨询服务", "信息技术服务", "人力资源", "安保服务", "文化服务", "摄影"), (600,)),
    (("保险",), (600, 0)),
)  # fmt: skip


def usual_rates(item: str) -> tuple[int, ...]:
    """Usual rates for an item as printed (`*会展服务*会议服务费`), those of small taxpayers included; () for other things."""
    for words, rates in USUAL:
        if any(word in item for word in words):
            return (*rates, *(rate for rate in SMALL if rate not in rates))
    return ()
