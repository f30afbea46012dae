"""Lines for a request out of what the meeting already says: the event plan's equipment and materials, its functions."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from huiwu.documents.queries import latest
from huiwu.event_plan import rules
from huiwu.event_plan.choices import EVENT_PLAN
from huiwu.meetings.choices import FunctionKind
from huiwu.meetings.models import Meeting
from huiwu.suppliers.choices import SupplierCategory

WORDS: dict[str, tuple[str, ...]] = {
    SupplierCategory.LED: ("LED", "屏"),
    SupplierCategory.AV: ("音", "话筒", "麦", "灯", "调音", "投影", "幕布"),
    SupplierCategory.INTERPRETATION: ("同传", "翻译", "接收机", "译员"),
    SupplierCategory.STREAMING: ("直播", "推流", "导播"),
    SupplierCategory.BUILD: ("舞台", "背景", "桁架", "搭建", "展架", "讲台"),
    SupplierCategory.PRINTING: ("手册", "议程", "证", "名牌", "桌牌", "席卡", "印", "指示", "海报", "签到簿", "易拉宝"),
    SupplierCategory.GIFTS: ("礼品", "伴手礼", "礼品袋"),
    SupplierCategory.DECORATION: ("花", "绿植"),
    SupplierCategory.PHOTOGRAPHY: ("摄影", "摄像", "相机"),
    SupplierCategory.MEDICAL: ("急救", "药", "AED"),
}
"""By which words a line of the plan belongs to a category; a person looks over them before they are sent."""
MEALS = (FunctionKind.MEAL, FunctionKind.COFFEE_BREAK)


def plan_lines(meeting: Meeting, category: str) -> list[dict[str, Any]]:
    """Equipment and materials of the event plan that this category supplies; not what is the venue's, ours or free."""
    document = latest(meeting, EVENT_PLAN)
    if document is None:
        return []
    words = WORDS.get(category, ())
    rows = [
        (row, row.get("model", "")) for row in rules.rows(document.draft, "equipment") if row.get("source") == "rental"
    ]
    rows += [(row, row.get("spec", "")) for row in rules.rows(document.draft, "materials")]
    return [
        {
            "section": "",
            "item": str(row["name"]),
            "spec": str(spec or ""),
            "unit": "",
            "quantity": Decimal(row["quantity"]),
        }
        for row, spec in rows
        if row.get("quantity") and not row.get("free") and any(word in str(row.get("name", "")) for word in words)
    ]


def function_lines(meeting: Meeting, category: str) -> list[dict[str, Any]]:
    """For catering: a line for each meal, for as many people as are guaranteed or expected."""
    if category != SupplierCategory.CATERING:
        return []
    rows = meeting.functions.filter(is_cancelled=False).order_by("start_at")
    return [
        {
            "section": "",
            "item": row.name,
            "spec": "",
            "unit": "人",
            "quantity": Decimal(row.headcount_guaranteed or row.headcount_expected or 0),
            "function_id": row.pk,
        }
        for row in rows
        if row.kind in MEALS and (row.headcount_guaranteed or row.headcount_expected)
    ]
