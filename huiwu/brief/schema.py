"""Every field of the 《会议需求简报》 (domain/documents.md 1), four-state, in the order of the sheet.

`special_*` fields hold requirements and numbers of people, never a person's name; those about religion and allergy are
sensitive personal information ⛔ and are kept as short as the work needs.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiwu.brief.choices import HeadcountBasis, HeadcountGroup, Origin
from huiwu.brief.rules import MOST_PEOPLE
from huiwu.documents.fourstate import FieldSpec, FieldType, Schema, Section, column
from huiwu.meetings.choices import MeetingType, Publicness

SECTIONS = (
    Section("basics", _("基本")),
    Section("headcount", _("人数")),
    Section("goals", _("目标")),
    Section("format", _("形式与议程")),
    Section("venue", _("场地要求")),
    Section("catering", _("餐饮")),
    Section("lodging", _("住宿")),
    Section("equipment", pgettext_lazy("brief", "设备")),
    Section("materials", _("物料")),
    Section("budget", _("预算")),
    Section("special", _("特殊要求")),
    Section("people", _("组织")),
)
NAMELESS = _("只写要求和人数，不写任何人的姓名。")

CLASSIFICATIONS = (
    ("open", _("公开")),
    ("internal", _("内部")),
    ("trade_secret", _("商业秘密")),
)
FORMATS = (("onsite", _("线下")), ("online", _("线上")), ("hybrid", _("线上线下结合")))
SEGMENTS = (
    ("breakout", _("分会场")),
    ("award", _("颁奖")),
    ("signing", _("签约")),
    ("launch", _("启动仪式")),
    ("performance", _("演出")),
    ("group_photo", _("合影")),
    ("visit", _("考察参观")),
    ("speaker_fee", _("付酬讲者或专家")),
)
VENUE_TYPES = (
    ("hotel", _("酒店")),
    ("conference_centre", _("会议中心")),
    ("designated", _("定点会议场所")),
    ("own", _("单位内部会议室")),
    ("exhibition", _("展馆")),
    ("campus", _("高校")),
    ("outdoor", _("户外")),
    ("other", _("其他")),
)
MEALS = (
    ("breakfast", _("早餐")),
    ("lunch", _("午餐")),
    ("dinner", _("晚餐")),
    ("banquet", _("宴会")),
    ("coffee_break", _("茶歇")),
    ("crew_meal", _("工作餐")),
)
TRANSPORT = (
    ("pickup", _("接站接机")),
    ("see_off", _("送站送机")),
    ("shuttle", _("班车")),
    ("visit_coach", _("考察用车")),
    ("parking", _("停车位")),
)
PAYERS = (
    ("host", _("主办方统一承担")),
    ("attendee", _("参会者自理")),
    ("by_group", _("分群承担")),
)
INTERACTION = (
    ("poll", _("投票")),
    ("check_in", _("签到")),
    ("lucky_draw", _("抽奖")),
    ("wall", _("上墙互动")),
)
TAX_TREATMENTS = (("inclusive", _("含税")), ("exclusive", _("不含税")))
INVOICE_KINDS = (
    ("special", _("增值税专用发票")),
    ("ordinary", _("增值税普通发票")),
    ("none", _("不需要发票")),
)


def _basics() -> list[FieldSpec]:
    f = _adder("basics")
    return [
        f("name", _("会议名称"), "text", required=True),
        f("meeting_type", _("会议类型"), "choice", required=True, choices=tuple(MeetingType.choices)),
        f("theme", _("主题"), "text", required=True),
        f("host_org", _("主办单位"), "longtext", help=_("几家并列时一行一家，按排名先后。")),
        f("organizer_org", _("承办单位"), "longtext", help=_("一行一家。")),
        f("co_organizer_org", _("协办单位"), "longtext", help=_("一行一家。")),
        f("supporter_org", _("支持单位"), "longtext", help=_("一行一家。")),
        f("guiding_org", _("指导单位"), "longtext", help=_("一行一家。")),
        f("start_date", _("开始日期"), "date", required=True),
        f("end_date", _("结束日期"), "date", required=True),
        f("alt_dates", _("备选日期"), "dates"),
        f("duration", _("预计时长"), "text", required=True, help=_("例如：1.5 天；或 14:00–17:30。")),
        f("city", _("举办城市"), "text"),
        f("publicness", _("公开性"), "choice", required=True, choices=tuple(Publicness.choices)),
        f("classification", _("密级"), "choice", choices=CLASSIFICATIONS, help=_("国家秘密不得进入本系统。")),
        f("edition", _("届次"), "text"),
    ]


def _headcount() -> list[FieldSpec]:
    f = _adder("headcount")
    return [
        f(
            "headcount",
            _("人数"),
            "headcounts",
            required=True,
            help=_("逐群填写，没有的填 0。合计须等于各群之和，并注明口径。"),
            choices=tuple(HeadcountGroup.choices),
            bases=tuple(HeadcountBasis.choices),
            allows=(),
            highest=MOST_PEOPLE,
            unit=_("人"),
        ),
        f(
            "origin",
            _("来源地结构"),
            "headcounts",
            help=_("本地、国内外地、境外各多少人；有境外人员即须核对涉外手续。"),
            choices=tuple(Origin.choices),
            highest=MOST_PEOPLE,
            unit=_("人"),
        ),
    ]


def _goals() -> list[FieldSpec]:
    f = _adder("goals")
    return [
        f("outcome", _("期望成果"), "longtext"),
        f("message", _("希望传递的信息"), "longtext"),
        f("impression", _("希望给参会者的印象"), "longtext"),
        f(
            "kpi",
            _("目标与成功标准"),
            "rows",
            help=_("每个指标都要能在会后测量，例如：到会率 ≥ 90%，按签到数 ÷ 确认数计。"),
            columns=(
                column("metric", _("指标"), required=True),
                column("target", _("目标值")),
                column("measure", _("测量方式")),
            ),
        ),
    ]


def _format() -> list[FieldSpec]:
    f = _adder("format")
    return [
        f("format", _("会议形式"), "choice", choices=FORMATS),
        f("segments", _("环节"), "choices", choices=SEGMENTS),
        f("agenda_outline", _("议程框架"), "longtext"),
    ]


def _venue() -> list[FieldSpec]:
    f = _adder("venue")
    return [
        f("venue_type", _("场地类型"), "choices", choices=VENUE_TYPES),
        f("venue_area", _("场地面积"), "text", help=_("例如：主会场不小于 600 m²，净高不低于 4 m。")),
        f("venue_layout", _("格局与台型"), "longtext"),
        f("venue_location", _("地理位置"), "text"),
        f("venue_transport", _("到达交通"), "text"),
        f("transport_needs", _("接送与用车"), "choices", choices=TRANSPORT),
    ]


def _catering() -> list[FieldSpec]:
    f = _adder("catering")
    return [
        f("catering_rate", _("餐标"), "cents", unit=_("元/人·餐")),
        f("meals", _("餐次"), "choices", choices=MEALS),
        f("alcohol", _("酒水"), "text"),
        f("halal_vegetarian", _("清真与素食"), "longtext", help=NAMELESS),
    ]


def _lodging() -> list[FieldSpec]:
    f = _adder("lodging")
    return [
        f("lodging_needed", _("是否安排住宿"), "yes_no"),
        f("lodging_standard", _("住宿标准"), "text"),
        f("room_nights", _("间夜数"), "integer", unit=_("间夜")),
        f("lodging_payer", _("住宿费用承担方"), "choice", choices=PAYERS),
    ]


def _equipment() -> list[FieldSpec]:
    f = _adder("equipment")
    return [
        f("sound", _("音响"), "text"),
        f("lighting", _("灯光"), "text"),
        f("projection", _("投影与 LED"), "text"),
        f("interpretation", _("同声传译（语种）"), "text"),
        f("network", _("网络（同时在线人数）"), "text"),
        f("live_stream", _("是否直播"), "yes_no"),
        f("recording", _("录音录像"), "text"),
        f("interaction", _("投票、签到、抽奖"), "choices", choices=INTERACTION),
    ]


def _materials() -> list[FieldSpec]:
    f = _adder("materials")
    return [
        f("style", _("风格"), "longtext"),
        f("brand_guideline", _("VI 规范"), "text"),
    ]


def _budget() -> list[FieldSpec]:
    f = _adder("budget")
    return [
        f("budget_floor", _("预算范围下限"), "cents", unit=_("元")),
        f("budget_total", _("预算总额（上限）"), "cents", unit=_("元")),
        f("budget_tax_included", _("是否含税"), "choice", choices=TAX_TREATMENTS),
        f("budget_payer", _("付款方"), "text"),
        f("budget_restrictions", _("科目限制"), "longtext", help=_("哪些科目不得列支，哪些有限额。")),
        f(
            "budget_payment_nodes",
            _("付款节点"),
            "rows",
            columns=(
                column("node", _("节点"), required=True),
                column("share", _("比例或金额")),
                column("condition", _("付款条件")),
            ),
        ),
        f("invoice_kind", _("发票类型"), "choice", choices=INVOICE_KINDS),
        f("invoice_title", _("发票抬头"), "text"),
        f("tax_id", _("税号"), "text"),
    ]


def _special() -> list[FieldSpec]:
    f = _adder("special", required=True, help=NAMELESS)
    return [
        f("special_ethnic", _("民族习俗"), "longtext"),
        f("special_religious", _("宗教禁忌"), "longtext", sensitive=True),
        f("special_accessibility", _("无障碍（残障通道、轮椅、手语）"), "longtext"),
        f("special_allergy", _("过敏"), "longtext", sensitive=True),
        f("special_minors", _("未成年人"), "longtext"),
        f("special_foreign", _("涉外"), "longtext"),
        f("special_animals", _("宠物与导盲犬"), "longtext"),
        f("special_confidentiality", _("保密"), "longtext"),
    ]


def _people() -> list[FieldSpec]:
    f = _adder("people")
    return [
        f("client_approver", _("客户决策人"), "person"),
        f("contact", _("对接人"), "person"),
        f(
            "approval_chain",
            _("审批链"),
            "rows",
            help=_("从先到后；最后一位是拍板的人，须留联系方式。"),
            columns=(
                column("name", _("姓名"), required=True),
                column("title", _("职务")),
                column("phone", _("电话")),
                column("email", _("邮箱")),
            ),
        ),
        f("communication", _("沟通频率与方式"), "text"),
        f("prior_edition", _("竞品与往届资料"), "longtext"),
        f("risk_notes", _("风险提示"), "longtext"),
        f(
            "open_questions",
            _("未决问题"),
            "rows",
            columns=(
                column("question", _("问题"), required=True),
                column("owner", _("谁来答复")),
                column("due", _("期限"), "date"),
            ),
        ),
    ]


def _adder(section: str, **common: Any) -> Callable[..., FieldSpec]:
    """FieldSpec of one section: key, label, type, and what differs from `common`."""

    def add(key: str, label: Any, type: FieldType, **more: Any) -> FieldSpec:
        return FieldSpec(key=key, label=label, section=section, type=type, **(common | more))

    return add


SCHEMA = Schema(
    sections=SECTIONS,
    fields=(
        *_basics(),
        *_headcount(),
        *_goals(),
        *_format(),
        *_venue(),
        *_catering(),
        *_lodging(),
        *_equipment(),
        *_materials(),
        *_budget(),
        *_special(),
        *_people(),
    ),
)
