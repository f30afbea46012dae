"""What a budget begins with: the event plan's rows, or a template for the type of meeting."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from huiwu.budget.rules.quantities import EVERYBODY, Factors, units

OVERAGES = (0, 10, 20, 30, 50, 80, 100, 120, 150, 200)
PER_TABLE = 10
PEOPLE_UNITS = ("person", "person_day", "meal", "piece", "room_night", "set")
UNIT_OF_PLAN = {"session": "function", "item": "lump"}
"""Words of the event plan's budget that are called otherwise here."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A line before it is one. `unit_cents` with tax."""

    category: str
    item: str
    unit: str
    factors: Factors
    unit_cents: int
    spec: str = ""
    tax_bp: int = 0
    per_diem: str = ""
    is_adjustable: bool = True
    note: str = ""


def following(unit: str, quantity: int, people: int, days: int) -> Factors:
    """Factors that give exactly this quantity, following the expected head-count where that is plainly what it counts.

    A number that only happens to fit is no harm: at today's head-count it is the same. What fits nothing stays fixed.
    """
    plain = Factors(count=Decimal(quantity))
    if people < 5 or quantity <= 0:
        return plain
    each = Factors(basis="expected", subject=EVERYBODY)
    if unit == "table":
        tables = -(-people // PER_TABLE)
        return (
            replace(each, people_per_unit=PER_TABLE, spare=quantity - tables) if 0 <= quantity - tables <= 5 else plain
        )
    if unit not in PEOPLE_UNITS:
        return plain
    for overage in OVERAGES:
        one = replace(each, overage_permille=overage)
        whole, rest = divmod(quantity, units(people, one))
        if whole >= 1 and rest == 0 and whole <= 12:
            by_day, times = divmod(whole, days) if days > 1 else (0, whole)
            is_daily = days > 1 and times == 0 and by_day >= 1
            return replace(one, days=Decimal(days if is_daily else 1), times=Decimal(by_day if is_daily else whole))
    return plain


def from_plan(rows: list[Mapping[str, Any]], people: int, days: int) -> Iterator[Draft]:
    """One draft for each budget row of an event plan: same order, quantities and amounts to the cent."""
    for row in rows:
        unit = UNIT_OF_PLAN.get(str(row.get("unit")), str(row.get("unit") or "lump"))
        category = str(row.get("category") or "venue")
        yield Draft(
            category=category,
            item=str(row.get("item") or ""),
            spec=str(row.get("spec") or ""),
            unit=unit,
            factors=following(unit, int(row.get("quantity") or 0), people, days),
            unit_cents=int(row.get("price") or 0),
            tax_bp=TAX.get(category, 0),
            per_diem=PER_DIEM.get(category, "other"),
            is_adjustable=row.get("adjustable") is not False,
        )


TAX = {"catering": 600, "lodging": 600, "venue": 600, "staging": 600, "transport": 300, "print_gifts": 1300}
TAX |= {"staff": 600, "publicity": 600, "service_fee": 600, "permits": 600}
"""「默认」 rates of a general VAT payer; a line may have its own."""
PER_DIEM = {"lodging": "lodging", "catering": "meals"}

YUAN = 100


def _each(per: int = 1, **more: Any) -> Factors:
    return Factors(basis="guaranteed" if per == PER_TABLE else "expected", people_per_unit=per, **more)


def template(meeting_type: str, people: int, days: int, *, lodging: bool, is_plain: bool) -> list[Draft]:
    """Lines a meeting of this type usually has, sized by four sizes of meeting; prices are a start, not an offer."""
    size = next((n for n, most in enumerate((50, 200, 1000)) if people <= most), 3)
    d = Decimal(days)

    def sized(*yuan: int) -> int:
        return yuan[size] * YUAN

    lines = [
        Draft("venue", "主会场租金", "day", Factors(days=d), sized(3_000, 9_000, 38_000, 68_000)),
        Draft("staging", "音响灯光与屏幕", "day", Factors(days=d), sized(2_000, 12_000, 45_000, 70_000)),
        Draft("catering", "午餐", "meal", _each(days=d), (60 if is_plain else 128) * YUAN, "自助"),
        Draft("catering", "工作餐", "meal", Factors("expected", "staff", days=d, times=Decimal(2)), 30 * YUAN),
        Draft("print_gifts", "会议手册", "piece", _each(overage_permille=50), 16 * YUAN),
        Draft("print_gifts", "证件", "piece", _each(overage_permille=100), 5 * YUAN),
        Draft("staff", "礼仪与引导", "person_day", _each(50, days=d), 300 * YUAN),
        Draft("staff", "摄影摄像", "day", Factors(days=d), sized(1_200, 2_600, 6_000, 8_000)),
        Draft("staff", "安保", "person_day", _each(60, days=d), 280 * YUAN),
        Draft("permits", "公众责任险", "lump", Factors(), sized(500, 1_200, 4_800, 9_600)),
    ]
    if not is_plain:
        lines.insert(3, Draft("catering", "茶歇", "meal", _each(days=d), 38 * YUAN))
        lines.append(
            Draft("publicity", "主视觉设计与媒体服务", "lump", Factors(), sized(2_000, 12_000, 38_000, 60_000))
        )
    if lodging:
        nights = max(d - 1, Decimal(1))
        lines.insert(4, Draft("lodging", "标准双床间", "room_night", _each(2, days=nights), 480 * YUAN, "含双早"))
    lines += [maker(d, sized) for maker in OF_TYPE.get(meeting_type, ())]
    lines.append(Draft("service_fee", "会务服务费", "lump", Factors(), sized(3_000, 12_000, 60_000, 120_000)))
    lines.append(
        Draft("reserve", "不可预见费", "lump", Factors(), sized(2_000, 8_000, 40_000, 80_000), is_adjustable=False)
    )
    return [
        replace(line, tax_bp=TAX.get(line.category, 0), per_diem=PER_DIEM.get(line.category, "other")) for line in lines
    ]


def _sessions(d: Decimal, sized: Any) -> Draft:
    return Draft("venue", "分会场租金", "function", Factors(count=Decimal(2), days=d), sized(800, 2_000, 5_000, 8_000))


def _interpreters(d: Decimal, sized: Any) -> Draft:
    return Draft("staging", "同声传译", "day", Factors(days=d), sized(4_000, 8_000, 18_000, 26_000))


def _dinner(_d: Decimal, _sized: Any) -> Draft:
    return Draft("catering", "晚宴", "table", _each(PER_TABLE, spare=1), 2_600 * YUAN, "10 人一桌")


def _teachers(d: Decimal, _sized: Any) -> Draft:
    return Draft(
        "guests", "讲课费", "person_day", Factors("expected", "guest", days=d), 4_000 * YUAN, "税后标准另计个税"
    )


def _show(_d: Decimal, sized: Any) -> Draft:
    return Draft("guests", "演出与主持", "lump", Factors(), sized(3_000, 15_000, 60_000, 120_000))


def _press(_d: Decimal, _sized: Any) -> Draft:
    return Draft("publicity", "媒体资料袋", "piece", Factors("expected", "media", overage_permille=100), 60 * YUAN)


OF_TYPE: dict[str, tuple[Any, ...]] = {
    "forum": (_sessions, _interpreters, _dinner),
    "seminar": (_sessions,),
    "launch": (_press, _show),
    "training": (_teachers,),
    "annual_gala": (_dinner, _show),
    "signing": (_press, _dinner),
}
