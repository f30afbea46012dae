"""What the demo orders by category: item, specification, unit, quantity for so many people, price with tax, rate."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from huiwu.orders.services import OrderLineValues

YUAN = 100


@dataclass(frozen=True, slots=True)
class Item:
    """`quantity` of the number of people; `follows` marks those that change with it."""

    name: str
    spec: str
    unit: str
    quantity: Callable[[int], int]
    price: int
    tax_bp: int = 600
    follows: bool = False

    def line(self, people: int) -> OrderLineValues:
        return OrderLineValues(
            item=self.name,
            spec=self.spec,
            unit=self.unit,
            quantity=Decimal(max(self.quantity(people), 1)),
            unit_cents=self.price * YUAN,
            tax_bp=self.tax_bp,
            follows_headcount=self.follows,
        )


def _one(_people: int) -> int:
    return 1


def _more(percent: int) -> Callable[[int], int]:
    return lambda people: people + people * percent // 100


ITEMS: dict[str, tuple[Item, ...]] = {
    "build": (
        Item("主舞台与背架", "桁架结构，B1 级面层，含安装与拆除", "项", _one, 32_000, 900),
        Item("签到背景板", "4 m × 2.5 m，双面画面", "块", _one, 3_600, 900),
    ),
    "av": (
        Item("扩声系统", "线阵主扩、返送两路、数字调音台", "天", _one, 9_800),
        Item("会议灯光", "面光、舞台效果灯与灯控", "天", _one, 6_500),
    ),
    "led": (Item("LED 主屏", "P2.5，含控制与备份", "天", _one, 18_000),),
    "interpretation": (
        Item("同传主机与译员间", "ISO 4043 双人间，备用主机一台", "套", _one, 7_200),
        Item("红外接收机", "按人数另加一成", "只", _more(10), 25, 600, True),
    ),
    "streaming": (Item("直播编码与推流", "主备双路，含平台调试", "天", _one, 8_600),),
    "photography": (
        Item("摄像机位", "4K，含切换与录制", "机位", lambda people: 3 if people > 200 else 2, 3_200),
        Item("摄影师", "全程，当日出精选图", "人天", lambda people: 2 if people > 200 else 1, 2_400),
    ),
    "printing": (
        Item("会议手册", "A5，48 页，四色", "册", _more(5), 16, 1300, True),
        Item("证件", "双面，含挂绳", "张", _more(10), 5, 1300, True),
        Item("指示牌", "立式，中英文", "块", lambda people: max(people // 40, 6), 160, 1300),
    ),
    "gifts": (Item("资料袋", "棉布，含笔记本", "个", _more(5), 22, 1300, True),),
    "transport": (Item("大巴", "50 座，含司机与停车费", "车天", lambda people: max(people // 150, 1), 1_800, 900),),
}
"""Categories that are not here get one line by their own name."""
