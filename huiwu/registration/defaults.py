"""What a new form asks before anybody changes it: the fewest fields a list of people needs (documents.md §7, PIPL 第6条)."""

from __future__ import annotations

from typing import Any

from huiwu.meetings.models import Meeting

WHO: list[dict[str, Any]] = [
    {"key": "display_name", "type": "text", "label": "姓名", "label_en": "Name", "required": True, "high": 40},
    {"key": "org_name", "type": "text", "label": "单位", "label_en": "Organisation", "required": True, "high": 100},
    {"key": "title", "type": "text", "label": "职务", "label_en": "Job title", "high": 80},
    {"key": "mobile", "type": "mobile", "label": "手机号", "label_en": "Mobile number", "required": True},
    {"key": "email", "type": "email", "label": "邮箱", "label_en": "E-mail"},
]
DIET: dict[str, Any] = {
    "key": "dietary_requirement",
    "type": "choice",
    "label": "餐别",
    "label_en": "Meals",
    "purpose": "为您备餐，只给餐饮组看，会后 30 天内删除",
    "purpose_en": "To prepare your meals; seen by the catering team only, erased within 30 days after the meeting",
    "options": [
        {"value": "none", "label": "无特殊要求", "label_en": "No special requirement"},
        {"value": "halal", "label": "清真", "label_en": "Halal"},
        {"value": "vegetarian", "label": "素食", "label_en": "Vegetarian"},
        {"value": "other", "label": "其他（会务组与您联系）", "label_en": "Other (we will contact you)"},
    ],
}


def first_content(meeting: Meeting) -> dict[str, Any]:
    """The content a form begins with."""
    sections = [{"key": "person", "title": "参会人", "title_en": "Participant", "fields": [dict(row) for row in WHO]}]
    consents = ["participation", "directory", "marketing"]
    if "has_meals" in meeting.conditions:
        sections.append({"key": "needs", "title": "用餐", "title_en": "Meals", "fields": [dict(DIET)]})
        consents.insert(1, "diet_health")
    return {
        "title": f"{meeting.name} 报名",
        "title_en": f"Registration: {meeting.name_en}" if meeting.name_en else "",
        "intro": "",
        "intro_en": "",
        "channels": "线上报名页；邮件与电话由会务组代录",
        "review": "会务组审核需要审核的类别，两个工作日内答复",
        "sections": sections,
        "categories": [
            {"code": "general", "name": "参会代表", "name_en": "Participant", "mode": "public", "fee_cents": 0}
        ],
        "consents": consents,
    }
