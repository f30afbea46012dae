"""The clauses of each kind of contract, four-state (documents.md §5, compliance.md §5), in the order they are printed.

What is figures and rows (amounts, terms, ladder, guarantees, hours, inclusions) stands in the models, not here.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from huiwu.contracts.choices import Kind
from huiwu.documents.fourstate import FieldSpec, Schema, Section, filled

RULES = Section("rules", _("服务与人数"))
PLACE = Section("place", _("场地与用房"))
MONEY = Section("money", _("价款、变更与取消"))
WORK = Section("work", _("履行与验收"))
RIGHTS = Section("rights", _("权利与信息"))
RISK = Section("risk", _("安全、责任与争议"))


def _field(section: Section, key: str, label: Any, *, required: bool = True, help: Any = "") -> FieldSpec:
    return FieldSpec(key=key, label=label, section=section.key, type="longtext", required=required, help=help)


def _risk(*more: FieldSpec) -> list[FieldSpec]:
    """What every contract ends with."""
    return [
        *more,
        _field(RISK, "force_majeure", _("不可抗力")),
        _field(RISK, "breach", _("违约与上限")),
        _field(RISK, "invoice", _("发票")),
        _field(RISK, "dispute", _("争议解决")),
    ]


CLIENT = Schema(
    (RULES, MONEY, WORK, RIGHTS, RISK),
    (
        _field(RULES, "scope", _("标的与服务清单")),
        _field(RULES, "headcount_rule", _("人数口径与调整窗口")),
        _field(MONEY, "price_rule", _("价格与结算")),
        _field(MONEY, "change", _("变更"), help=_("双方授权代表签字，按实结算。")),
        _field(MONEY, "cancellation_rule", _("取消")),
        _field(WORK, "subcontract", _("供应商与转包")),
        _field(WORK, "command", _("现场指挥权")),
        _field(WORK, "acceptance_rule", _("验收标准")),
        _field(RIGHTS, "ip", _("知识产权"), help=_("设计源文件、照片的归属。")),
        _field(RIGHTS, "portrait", _("肖像")),
        _field(RIGHTS, "confidentiality", _("保密")),
        _field(RIGHTS, "personal_information", _("个人信息委托处理")),
        *_risk(_field(RISK, "safety_insurance", _("安全责任与保险"))),
        _field(RISK, "annex_priority", _("附件优先级")),
    ),
)
VENUE = Schema(
    (RULES, PLACE, MONEY, RIGHTS, RISK),
    (
        _field(RULES, "authority", _("主体与授权")),
        _field(RULES, "headcount_rule", _("人数调整窗口")),
        _field(PLACE, "rooms_rule", _("场地清单与台型")),
        _field(PLACE, "hours_rule", _("使用时段与超时")),
        _field(PLACE, "no_substitution", _("会场不得擅换")),
        _field(PLACE, "hold_24h", _("24 小时占用")),
        _field(PLACE, "lodging_rule", _("用房与保底")),
        _field(PLACE, "free_rooms", _("免费房与升级")),
        _field(PLACE, "early_late", _("早到晚退")),
        _field(PLACE, "catering_rule", _("餐饮保底")),
        _field(PLACE, "equipment_staff", _("设备与技术人员")),
        _field(PLACE, "utilities", _("水电网")),
        _field(MONEY, "build_deposit", _("搭建与押金")),
        _field(MONEY, "cancellation_rule", _("取消")),
        _field(RIGHTS, "ip_ads", _("知识产权与广告")),
        _field(RIGHTS, "confidentiality", _("保密")),
        _field(RIGHTS, "personal_information", _("个人信息")),
        *_risk(
            _field(RISK, "safety_insurance", _("安全责任与保险")),
            _field(RISK, "food_safety", _("食品安全")),
            _field(RISK, "damage", _("损坏赔偿")),
        ),
    ),
)
SUPPLIER = Schema(
    (RULES, MONEY, WORK, RIGHTS, RISK),
    (
        _field(RULES, "scope", _("标的与质量标准")),
        _field(RULES, "delivery", _("交付、安装与撤场")),
        _field(MONEY, "change", _("变更")),
        _field(MONEY, "cancellation_rule", _("取消")),
        _field(WORK, "acceptance_rule", _("验收标准")),
        _field(WORK, "warranty", _("质量责任与值守")),
        _field(WORK, "subcontract", _("转包")),
        _field(RIGHTS, "ip", _("知识产权")),
        _field(RIGHTS, "confidentiality", _("保密")),
        _field(RIGHTS, "personal_information", _("个人信息")),
        *_risk(_field(RISK, "safety_insurance", _("安全责任与保险"))),
    ),
)
SPEAKER = Schema(
    (RULES, MONEY, RIGHTS, RISK),
    (
        _field(RULES, "task", _("讲课任务")),
        _field(RULES, "materials", _("讲稿与简介")),
        _field(MONEY, "fee_rule", _("报酬与个人所得税")),
        _field(MONEY, "travel", _("差旅与食宿")),
        _field(MONEY, "cancellation_rule", _("取消")),
        _field(RIGHTS, "recording", _("录音录像与知识产权")),
        _field(RIGHTS, "portrait", _("肖像")),
        _field(RIGHTS, "confidentiality", _("保密")),
        _field(RIGHTS, "personal_information", _("个人信息")),
        _field(RISK, "force_majeure", _("不可抗力")),
        _field(RISK, "dispute", _("争议解决")),
    ),
)
SCHEMAS: dict[str, Schema] = {
    Kind.CLIENT: CLIENT,
    Kind.VENUE: VENUE,
    Kind.SUPPLIER: SUPPLIER,
    Kind.SPEAKER: SPEAKER,
}

CLIENT_ESSENTIALS = ("change", "cancellation_rule", "headcount_rule", "personal_information")
"""Without any of these the main contract is one of price alone (OM-044)."""


@cache
def standard_wording() -> dict[str, dict[str, str]]:
    """The wording a new draft begins with, by kind and clause: data of the package, in the contracts' own language."""
    place = Path(__file__).parent / "data" / "clauses.json"
    found: dict[str, dict[str, str]] = json.loads(place.read_text(encoding="utf-8"))
    return found


def begun(kind: str) -> dict[str, Any]:
    """The clauses of a new draft: the standard wording, for people to read and change."""
    schema, words = SCHEMAS[kind], standard_wording()[kind]
    return {**schema.blank(), **{key: filled(text) for key, text in words.items()}}
