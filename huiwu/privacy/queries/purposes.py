"""What people are asked for: the meeting's own wording, or the usual one."""

from __future__ import annotations

from collections.abc import Iterable

from huiwu.foundation.registry.personal import SENSITIVE_GROUPS, FieldGroup
from huiwu.meetings.choices import Condition
from huiwu.meetings.models import Meeting
from huiwu.privacy.choices import PurposeCode
from huiwu.privacy.models import Purpose

USUAL: dict[str, tuple[str, str, tuple[FieldGroup, ...]]] = {
    PurposeCode.PARTICIPATION: (
        "办理报名、参会与现场服务：核对身份、安排座位、签到、发送会议通知。",
        "To register you and serve you at the meeting: identity, seating, check-in and meeting notices.",
        (
            FieldGroup.IDENTITY,
            FieldGroup.CONTACT,
            FieldGroup.PRESENCE,
            FieldGroup.MESSAGES,
            FieldGroup.HISTORY,
            FieldGroup.OTHER,
        ),
    ),
    PurposeCode.DIET_HEALTH: (
        "按您填写的餐别、健康与无障碍需求安排餐食与服务。不填不影响参会。",
        "To arrange meals and services for your dietary, health and accessibility needs. Optional.",
        (FieldGroup.DIET, FieldGroup.HEALTH),
    ),
    PurposeCode.ITINERARY: (
        "按您的行程安排接送与客房；只在订房、出票确需时收集证件。不填不影响参会。",
        "To arrange transfers and rooms from your itinerary; identity documents only where a booking needs them. Optional.",
        (FieldGroup.ITINERARY, FieldGroup.LODGING, FieldGroup.ID_DOCUMENT),
    ),
    PurposeCode.DIRECTORY: (
        "把您的姓名、单位、职务与联系方式列入发给其他参会人员的通讯录。",
        "To list your name, organisation, title and contact details in the directory given to other attendees.",
        (),
    ),
    PurposeCode.PORTRAIT: (
        "会议期间拍照、录音、录像，用于名牌、会议资料与对外报道。",
        "To photograph and record you at the meeting for badges, proceedings and publicity.",
        (FieldGroup.PORTRAIT,),
    ),
    PurposeCode.MARKETING: (
        "会后向您发送主办方后续活动的消息，可随时退订。",
        "To tell you of the host's later events. You may unsubscribe at any time.",
        (),
    ),
}
NEEDS = {
    PurposeCode.DIET_HEALTH: {Condition.MEALS, Condition.BREAKS},
    PurposeCode.ITINERARY: {Condition.LODGING, Condition.PICKUP},
}
"""A purpose is offered where the meeting has what it is for."""


def purposes_of(meeting: Meeting) -> list[Purpose]:
    """All six, in order; those that nobody has edited are as usual and not saved. One query."""
    kept = {row.code: row for row in Purpose.objects.filter(meeting=meeting)}
    return [kept.get(code) or usual(meeting, code, order) for order, code in enumerate(USUAL)]


def offered_purposes(meeting: Meeting) -> list[Purpose]:
    """What a form or a page shows to be ticked, the required one first."""
    return [row for row in purposes_of(meeting) if row.is_offered]


def usual(meeting: Meeting, code: str, order: int) -> Purpose:
    text, text_en, groups = USUAL[code]
    needed = NEEDS.get(PurposeCode(code))
    return Purpose(
        meeting=meeting,
        code=code,
        text=text,
        text_en=text_en,
        groups=[group.value for group in groups],
        is_required=code == PurposeCode.PARTICIPATION,
        is_offered=not needed or bool(needed & set(meeting.conditions)),
        order=order,
        revision=0,
    )


def sensitive_groups_of(meeting: Meeting, purpose: str, *, beside: Iterable[str] = ()) -> list[str]:
    """Sensitive groups that rest on this purpose and on none of those `beside` it."""
    groups = {row.code: set(row.groups) for row in purposes_of(meeting)}
    covered = set().union(*(groups.get(code, set()) for code in beside))
    return sorted((groups.get(purpose, set()) & {group.value for group in SENSITIVE_GROUPS}) - covered)
