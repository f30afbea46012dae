"""Every typed field of the 《会议策划方案》, four-state, in the order of the sheet (domain/documents.md 2).

The first fourteen sections are the SOP's thirteen contents, meals and lodging apart; those behind them complete it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from huiwu.documents.fourstate import FieldSpec, FieldType, Schema, Section, column
from huiwu.event_plan.choices import (
    BudgetCategory,
    EquipmentSource,
    Grade,
    HeadcountBasis,
    MaterialCategory,
    RiskKind,
    TaxTreatment,
    Typography,
    Unit,
)
from huiwu.event_plan.rules import CORE_SECTIONS

SOP_SECTIONS = (
    Section("name", _("会议名称")),
    Section("time", _("会议时间")),
    Section("place", _("会议地点")),
    Section("theme", _("会议主题")),
    Section("agenda", _("会议议程"), _("不逐条填写时，方案按功能单元列出日程。")),
    Section("organisation", _("组织架构与人员分工")),
    Section("setup", _("场地布置方案")),
    Section("catering", _("餐饮安排")),
    Section("lodging", _("住宿安排")),
    Section("transport", _("交通方案")),
    Section("materials", _("物料清单"), _("每项须在预算明细里有对应行；预算行名称不同的，写在“对应预算行”。")),
    Section("equipment", _("设备清单"), _("每项须在预算明细里有对应行；自有或场地免费提供的，在“不计费”处选“是”。")),
    Section("contingency", _("应急预案"), _("天气变化、设备故障、嘉宾临时缺席、人数超预期四类必须写明措施与责任人。")),
    Section("budget", _("预算明细"), _("各行小计之和须等于预算总额。")),
)
MORE_SECTIONS = (
    Section("purpose", _("宗旨、议题与成果")),
    Section("participants", _("与会人员与报到")),
    Section("publicity", _("宣传与新闻报道")),
    Section("schedule", _("会务进度")),
    Section("raci", _("职责分配")),
    Section("safety", _("安保与医疗")),
    Section("risks", _("风险登记")),
    Section("sustainability", _("可持续目标")),
    Section("contacts", _("会务联系方式")),
)
LAYOUT = Section("layout", _("版式"))
SECTIONS = (*SOP_SECTIONS, *MORE_SECTIONS, LAYOUT)
assert tuple(section.key for section in SOP_SECTIONS) == CORE_SECTIONS

KINDS = tuple(RiskKind.choices)


def _adder(section: str) -> Callable[..., FieldSpec]:
    """FieldSpec of one section: key, label, type, and the rest."""

    def add(key: str, label: Any, type: FieldType = "longtext", **more: Any) -> FieldSpec:
        return FieldSpec(key=key, label=label, section=section, type=type, **more)

    return add


def _head() -> list[FieldSpec]:
    name, time, place, theme = map(_adder, ("name", "time", "place", "theme"))
    return [
        name("name", _("会议名称"), "text", required=True, allows=()),
        name("name_en", _("英文名称"), "text"),
        name("banner", _("会标内容"), "text", help=_("背景板、横幅上的字，逐字照写。")),
        time("start_date", _("开始日期"), "date", required=True, allows=()),
        time("end_date", _("结束日期"), "date", required=True, allows=()),
        time("time_note", _("时间说明"), help=_("报到、开幕、闭幕、撤离的时刻。")),
        time("alt_dates", _("备选日期"), "dates", help=_("场地合同未签时，方案须有备选日期。")),
        place("city", _("举办城市"), "text", required=True, allows=()),
        place("venue", _("会议场地"), "text", required=True, allows=(), help=_("场地名称；未定的写首选场地。")),
        place("venue_address", _("地址"), "text"),
        place(
            "alt_venues",
            _("备选场地"),
            "rows",
            help=_("首选场地落空时改用哪里。"),
            columns=(
                column("venue", _("场地"), required=True),
                column("capacity", _("可容纳"), "integer", unit=_("人")),
                column("note", _("档期与条件")),
            ),
        ),
        theme("theme", _("会议主题"), "text", required=True, allows=()),
    ]


def _agenda() -> list[FieldSpec]:
    add = _adder("agenda")
    return [
        add(
            "agenda",
            _("议程"),
            "rows",
            columns=(
                column("day", _("日期"), "date", required=True),
                column("from", _("开始"), required=True),
                column("to", _("结束")),
                column("item", _("环节"), required=True),
                column("speaker", _("主持人、主讲人")),
                column("place", _("地点")),
            ),
        ),
        add("agenda_note", _("议程说明")),
    ]


def _arrangements() -> list[FieldSpec]:
    organisation, setup, catering = map(_adder, ("organisation", "setup", "catering"))
    lodging, transport = map(_adder, ("lodging", "transport"))
    return [
        organisation("division", _("分工说明"), help=_("组别与组员取自会务组，这里写架构、汇报线和客户方分工。")),
        setup(
            "setup_scheme", _("布置说明"), help=_("台型与布置单取自功能单元，这里写整体风格、主视觉、签到区、动线。")
        ),
        catering(
            "meals",
            _("用餐安排"),
            "rows",
            columns=(
                column("day", _("日期"), "date", required=True),
                column("meal", _("餐次"), required=True),
                column("form", _("形式")),
                column("place", _("地点")),
                column("people", _("人数"), "integer"),
                column("basis", _("口径"), "choice", choices=tuple(HeadcountBasis.choices)),
                column("rate", _("餐标"), "cents"),
            ),
        ),
        catering("catering_note", _("菜单与饮食要求")),
        lodging(
            "rooms",
            _("用房安排"),
            "rows",
            columns=(
                column("room_type", _("房型"), required=True),
                column("rooms", _("间数"), "integer", required=True),
                column("nights", _("晚数"), "integer", required=True),
                column("price", _("房价"), "cents"),
                column("note", _("说明")),
            ),
        ),
        lodging("lodging_note", _("入住与结算")),
        transport(
            "transport",
            _("接送与用车"),
            "rows",
            columns=(
                column("day", _("日期"), "date"),
                column("what", _("事项"), required=True),
                column("route", _("线路")),
                column("vehicle", _("车型与数量")),
                column("people", _("人数"), "integer"),
                column("owner", _("负责人")),
            ),
        ),
        transport("transport_note", _("停车与公共交通")),
    ]


def _lists() -> list[FieldSpec]:
    materials, equipment = map(_adder, ("materials", "equipment"))
    charged = (
        column("budget_line", _("对应预算行")),
        column("free", _("不计费"), "yes_no"),
    )
    return [
        materials(
            "materials",
            _("物料"),
            "rows",
            columns=(
                column("category", _("类别"), "choice", required=True, choices=tuple(MaterialCategory.choices)),
                column("name", _("名称"), required=True),
                column("spec", _("规格尺寸")),
                column("basis", _("基数口径"), "choice", required=True, choices=tuple(HeadcountBasis.choices)),
                column("overage_pct", _("冗余 %"), "integer", highest=100),
                column("quantity", _("应备数"), "integer", required=True),
                *charged,
            ),
        ),
        equipment(
            "equipment",
            _("设备"),
            "rows",
            columns=(
                column("name", _("设备"), required=True),
                column("model", _("品牌型号")),
                column("quantity", _("数量"), "integer", required=True),
                column("source", _("来源"), "choice", required=True, choices=tuple(EquipmentSource.choices)),
                column("place", _("位置")),
                column("spare", _("备机")),
                column("owner", _("负责人")),
                *charged,
            ),
        ),
    ]


def _contingency() -> list[FieldSpec]:
    plan, risks = map(_adder, ("contingency", "risks"))
    return [
        plan(
            "contingency",
            _("应急措施"),
            "rows",
            required=True,
            allows=(),
            columns=(
                column("kind", _("类别"), "choice", required=True, choices=KINDS),
                column("trigger", _("触发条件"), "longtext", required=True),
                column("response", _("处置步骤"), "longtext", required=True),
                column("owner", _("责任人"), required=True),
                column("backup", _("替补")),
                column("resources", _("资源"), "longtext"),
            ),
        ),
        plan("reporting_line", _("报告线与对外口径")),
        risks(
            "risks",
            _("风险"),
            "rows",
            help=_("概率与影响各分五级，乘积即风险值。"),
            columns=(
                column("risk", _("风险"), required=True),
                column("kind", _("类别"), "choice", choices=KINDS),
                column("probability", _("概率"), "choice", required=True, choices=tuple(Grade.choices)),
                column("impact", _("影响"), "choice", required=True, choices=tuple(Grade.choices)),
                column("trigger", _("触发条件")),
                column("response", _("应对"), "longtext", required=True),
                column("owner", _("责任人"), required=True),
                column("backup", _("替补")),
            ),
        ),
    ]


def _budget() -> list[FieldSpec]:
    add = _adder("budget")
    return [
        add("budget_total", _("预算总额"), "cents", required=True, allows=()),
        add("budget_tax", _("税"), "choice", required=True, allows=(), choices=tuple(TaxTreatment.choices)),
        add(
            "budget",
            _("预算行"),
            "rows",
            required=True,
            allows=(),
            columns=(
                column("category", _("科目"), "choice", required=True, choices=tuple(BudgetCategory.choices)),
                column("item", _("项目"), required=True),
                column("spec", _("规格")),
                column("unit", _("口径"), "choice", required=True, choices=tuple(Unit.choices)),
                column("quantity", _("数量"), "integer", required=True),
                column("price", _("单价"), "cents", required=True),
                column("adjustable", _("可调剂"), "yes_no"),
            ),
        ),
        add("budget_note", _("预算说明")),
    ]


def _more() -> list[FieldSpec]:
    purpose, people, publicity = map(_adder, ("purpose", "participants", "publicity"))
    schedule, safety, green, contacts = map(_adder, ("schedule", "safety", "sustainability", "contacts"))
    return [
        purpose("background", _("背景与宗旨")),
        purpose("topics", _("议题")),
        purpose("results", _("成果运用")),
        people("participants", _("与会人员构成")),
        people("arrival", _("报到要求")),
        people("dress", _("着装"), "text"),
        publicity("publicity_before", _("会前宣传")),
        publicity("publicity_during", _("会中宣传")),
        publicity("publicity_after", _("会后宣传")),
        publicity("press", _("新闻报道")),
        schedule("schedule_note", _("进度说明")),
        safety("security", _("安保")),
        safety("medical", _("医疗")),
        green("waste", _("减废")),
        green("energy", _("能耗")),
        green("supply_chain", _("供应链")),
        green("legacy", _("社会与地方遗产")),
        contacts(
            "contacts",
            _("联系人"),
            "rows",
            columns=(
                column("name", _("姓名"), required=True),
                column("role", _("职责"), required=True),
                column("phone", _("电话")),
            ),
        ),
    ]


def _layout() -> list[FieldSpec]:
    add = _adder("layout")
    return [
        add("typography", _("版式"), "choice", allows=(), choices=tuple(Typography.choices)),
        add("issuer", _("落款单位"), "text"),
    ]


SCHEMA = Schema(
    sections=SECTIONS,
    fields=(
        *_head(),
        *_agenda(),
        *_arrangements(),
        *_lists(),
        *_contingency(),
        *_budget(),
        *_more(),
        *_layout(),
    ),
)
NOT_PRINTED = frozenset({"layout"})
