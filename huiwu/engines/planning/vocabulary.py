"""The closed word lists of a template: roles, conditions, phases, modes. Chinese text on the left, glossary code on the right."""

from __future__ import annotations

from typing import Any

ROLES: dict[str, str] = {
    "客户经理": "account_manager",
    "项目负责人": "project_manager",
    "策划": "planner",
    "法务合规": "compliance_officer",
    "商务": "commercial_manager",
    "财务": "finance",
    "采购": "procurement",
    "场地组": "venue_team",
    "场地组长": "venue_team",
    "秘书组": "secretariat",
    "嘉宾组": "guest_team",
    "宣传组": "publicity_team",
    "设计": "materials_team",
    "物料组": "materials_team",
    "信息管理员": "data_admin",
    "签到组": "check_in_team",
    "签到组长": "check_in_team",
    "住宿组": "lodging_team",
    "交通组": "transport_team",
    "交通组长": "transport_team",
    "餐饮组": "catering_team",
    "餐饮组长": "catering_team",
    "技术组": "av_team",
    "技术负责人": "av_team",
    "翻译": "interpreter",
    "引导组": "usher_team",
    "礼仪组": "ceremony_team",
    "服务组": "room_service_team",
    "安保组": "security_team",
    "安保负责人": "security_team",
    "医疗组": "medical_team",
    "总控": "show_caller",
    "导演": "director",
    "总指挥": "incident_commander",
    "分会场负责人": "breakout_lead",
    "各组长": "group_lead",
    "搭建商": "build_contractor",
    "保密责任人": "confidentiality_officer",
    "个人信息保护负责人": "privacy_officer",
    "运营负责人": "operations_head",
    "部门负责人": "department_head",
    "客户": "client",
    "客户领导": "client",
}
ROLE_CODES: frozenset[str] = frozenset(ROLES.values())

# A step applies when any one of its conditions holds; steps without conditions always apply.
APPLIES_WHEN: dict[str, tuple[str, ...]] = {
    "有对外传播时": ("has_publicity",),
    "有住宿时": ("has_lodging",),
    "有接送时": ("has_transfers", "has_pickup", "has_shuttles"),
    "有用餐时": ("has_meals",),
    "有用餐或茶歇时": ("has_meals", "has_breaks"),
    "有接站时": ("has_pickup",),
    "仅有双语/多语场次时": ("has_interpretation",),
    "有分会场时": ("has_breakouts",),
    "有专项环节时": ("has_special_segments",),
    "有班车或考察时": ("has_shuttles",),
    "涉密载体或内部文件会议必做；公开会议可省": ("is_classified_or_internal_files",),
    "有劳务/讲课费时": ("has_speaker_fees",),
    "工作会、研讨会必做；年会、发布会可选": ("has_minutes",),
}
# Conditions that no step waits for but that bring a deadline which does not scale.
DEADLINE_CONDITIONS: tuple[str, ...] = ("has_sms", "has_foreign_guests", "has_government_press")
CONDITIONS: tuple[str, ...] = tuple(
    dict.fromkeys([code for codes in APPLIES_WHEN.values() for code in codes] + list(DEADLINE_CONDITIONS))
)

# sop.md §8: what a type brings with it, whatever else is said.
TYPE_CONDITIONS: dict[str, frozenset[str]] = {
    "seminar": frozenset({"has_minutes", "has_breakouts"}),
    "launch": frozenset({"has_publicity", "has_special_segments"}),
    "training": frozenset({"has_minutes", "has_speaker_fees"}),
    "annual_gala": frozenset({"has_special_segments", "has_meals"}),
    "gov_work": frozenset({"has_minutes", "is_classified_or_internal_files"}),
    "forum": frozenset(),
    "signing": frozenset({"has_special_segments"}),
    "other": frozenset(),
}
MEETING_TYPES: dict[str, str] = {
    "seminar": "研讨会",
    "launch": "发布会",
    "training": "培训会",
    "annual_gala": "年会",
    "gov_work": "政务工作会",
    "forum": "论坛",
    "signing": "签约仪式",
    "other": "其他会议",
}
# Held for the public unless the meeting says otherwise; a meeting inside an organisation needs no mass-event permit.
PUBLIC_TYPES: frozenset[str] = frozenset({"seminar", "launch", "forum"})

PHASES: tuple[str, ...] = ("pre_event", "setup", "live", "post_event")
MODES: tuple[str, ...] = ("window", "continuous", "triggered")
ANCHORS: tuple[str, ...] = ("D", "E")
PARTIES: tuple[str, ...] = ("client", "internal", "supplier", "venue", "authority")

# sop.md §2: with special segments (D22) the rehearsal (D06) must not be left out.
KEPT_TOGETHER: dict[str, tuple[str, ...]] = {"D22": ("D06",)}


def as_list(value: Any) -> list[str]:
    """Text fields that may be one word or a list of words."""
    if value is None:
        return []
    return [value] if isinstance(value, str) else list(value)


def role_code(text: str) -> str:
    """Glossary code of a Chinese role, or the code itself. KeyError for a word that is neither."""
    return text if text in ROLE_CODES else ROLES[text]


def condition_codes(text: str | None) -> tuple[str, ...]:
    """Codes of an `applies_when`: one of the known Chinese texts, or codes joined by `|`. KeyError otherwise."""
    if not text:
        return ()
    if text in APPLIES_WHEN:
        return APPLIES_WHEN[text]
    codes = tuple(part.strip() for part in text.split("|"))
    unknown = [code for code in codes if code not in CONDITIONS]
    if unknown:
        raise KeyError(unknown[0])
    return codes
