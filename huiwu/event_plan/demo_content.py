"""Invented content of an event plan, made to the measure of its meeting: numbers follow people, days and conditions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from huiwu.documents.fourstate import filled, none, not_applicable
from huiwu.event_plan.rules import subtotal
from huiwu.event_plan.schema import SCHEMA
from huiwu.kernel.money import share
from huiwu.meetings.choices import Condition, FunctionKind, MeetingType
from huiwu.meetings.models import Meeting
from huiwu.meetings.queries import functions_of

Rows = list[dict[str, Any]]
YUAN = 100


@dataclass(frozen=True, slots=True)
class Measure:
    """What sizes everything: people, days, and which of four sizes fixed costs take."""

    meeting: Meeting
    people: int

    @property
    def days(self) -> int:
        return self.meeting.day_count

    @property
    def nights(self) -> int:
        return max(self.days - 1, 1)

    @property
    def is_plain(self) -> bool:
        """A public body's meeting goes without backdrop, flowers, gifts and banquet (compliance.md)."""
        return self.meeting.public_body_mode or self.meeting.meeting_type == MeetingType.GOV_WORK

    @property
    def has_gala(self) -> bool:
        return self.meeting.meeting_type == MeetingType.ANNUAL_GALA

    def has(self, condition: Condition) -> bool:
        return condition in self.meeting.conditions

    def sized(self, *yuan: int) -> int:
        """One of four prices, in cents: up to 50, 200, 1000 people, and above."""
        place = next((n for n, most in enumerate((50, 200, 1000)) if self.people <= most), 3)
        return yuan[place] * YUAN

    def more(self, pct: int) -> int:
        """People with an overage in per cent, rounded up."""
        return -(-self.people * (100 + pct) // 100)


def content_for(
    draft: Mapping[str, Any],
    meeting: Meeting,
    people: int,
    ceiling: int | None,
    script: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """A whole plan: `draft` (what it began with) filled up. No budget exceeds `ceiling` cents."""
    m = Measure(meeting, people)
    budget = _within(budget_lines(m), ceiling)
    said: dict[str, Any] = {
        **_texts(m),
        "rooms": _rooms(m) if m.has(Condition.LODGING) else None,
        "transport": _transport(m),
        "materials": _materials(m),
        "equipment": _equipment(m),
        "contingency": _contingency(m),
        "risks": RISKS,
        "budget": budget,
        "budget_total": sum(map(subtotal, budget)),
        "budget_tax": "inclusive",
        "contacts": _contacts(meeting),
    }
    content = {key: dict(held) for key, held in draft.items() if key != "live"}
    content |= {key: filled(value) for key, value in said.items() if value is not None}
    if content["name_en"]["state"] == "unfilled":
        content["name_en"] = none()
    if not m.has(Condition.LODGING):
        content |= {"rooms": not_applicable(), "lodging_note": not_applicable()}
    for key, value in (script or {}).items():
        content[key] = dict(value) if isinstance(value, Mapping) and "state" in value else filled(value)
    return {spec.key: content[spec.key] for spec in SCHEMA.fields}


def _texts(m: Measure) -> dict[str, Any]:
    meeting, after = m.meeting, timedelta(days=7)
    alternatives = [(meeting.start_on + after * n).isoformat() for n in (1, 2)]
    city = meeting.city or "上海"
    said = {
        "name": meeting.name,
        "banner": "不设会标" if m.is_plain else meeting.name,
        "time_note": _times(meeting),
        "alt_dates": alternatives,
        "city": city,
        "venue": meeting.venue_name or f"{city}滨江会议中心",
        "venue_address": "滨江大道 88 号，地铁 4 号线会展站 2 号口步行 5 分钟",
        "alt_venues": [
            {"venue": f"{city}东湖国际酒店", "capacity": m.more(15), "note": "同期可留一层会议区，7 天内回复"},
        ],
        "theme": meeting.theme or "同行致远",
        "agenda_note": "各环节之间留 10 分钟换场；主讲人提前 30 分钟到试讲间。",
        "division": "客户方设总联系人一名、各口对接人各一名；会务组由项目负责人总负责，各组长每日 17:00 报进度；现场由总控统一口令。",
        "setup_scheme": _setup(m),
        "catering_note": "清真单独备餐、单独取餐台；过敏原逐菜标注；工作人员错时用餐。",
        "lodging_note": "入住 14:00 后，退房 12:00 前；早到、延住由住宿组逐人登记；房费按名单结算，杂费自理。",
        "transport_note": f"场地地下停车位 {max(m.people // 6, 10)} 个，凭会议证免费；大巴在北门落客。",
        "reporting_line": "发现人报组长，组长 3 分钟内报总控；是否暂停会议由总指挥与客户决策人共同决定；对外只由客户指定发言人答复。",
        "budget_note": "含税；不可预见费动用须客户书面同意；单项超出 5% 先报批。",
        "background": "总结上一年度合作成果，发布新一年计划，促成务实合作。",
        "topics": "年度计划；合作机制；典型案例；分组讨论形成清单。",
        "results": "会后 5 日内出纪要与行动项，由客户督办；讲稿、影像按授权归档。",
        "participants": "主办方领导、合作单位代表、专家、媒体与工作人员；各分群人数见需求简报。",
        "arrival": "凭电子码报到，领取证件与手册；未预先报名的由报到台补录，经客户对接人同意后入场。",
        "dress": "商务正装" if not m.is_plain else "着装得体",
        "security": f"出入口与通道设安保 {max(m.people // 60, 2)} 人，凭证入场，后台与控台限授权人员。",
        "medical": "前厅设医护点一处、AED 一台；就近送诊医院距场地 2.5 公里。",
        "waste": "电子手册为主，纸质按保底数印；饮水用大瓶与自带杯。",
        "energy": "空调 26 ℃，散场 15 分钟内关屏关灯。",
        "supply_chain": "优先本地供应商，展具租赁而不新制。",
        "legacy": "剩余文具捐给会场所在社区学校。",
    }
    if m.has(Condition.PUBLICITY):
        said |= {
            "publicity_before": "会前 14 天发预告，7 天发嘉宾与议程，3 天发参会须知。",
            "publicity_during": "图文直播与主会场视频直播；当日通稿 18:00 前由客户审定后发布。",
            "publicity_after": "会后 3 日内发综述与精选照片，7 日内发视频。",
            "press": "媒体席设于前排两侧，机位高台一处；专访间一间，预约制。",
        }
    return said


def _times(meeting: Meeting) -> str:
    """First and last hour as the functions have them."""
    held = [f for f in functions_of(meeting) if not f.is_cancelled and f.kind != FunctionKind.REHEARSAL]
    if not held:
        return "首日 9:00 开幕，末日 17:00 闭幕。"
    first, last = held[0].start_at.astimezone(meeting.zone), max(f.end_at for f in held).astimezone(meeting.zone)
    return f"首日 {first:%H:%M} 起“{held[0].name}”；末日 {last:%H:%M} 结束，之后 1 小时内撤离。"


def _setup(m: Measure) -> str:
    if m.is_plain:
        return "会场整洁朴素：课桌式，主席台一排，席卡与饮用水；不设背景板，不摆花草，不挂横幅。"
    return "主视觉深蓝配白；入口至签到台、签到台至会场两段动线分开，VIP 由东侧通道入场；主席台由屏幕呈现主题，台口留 1.2 米通道。"


def _rooms(m: Measure) -> Rows:
    doubles, kings = m.people * 2 // 10, max(m.people // 10, 1)
    return [
        {"room_type": "标准双床间", "rooms": doubles, "nights": m.nights, "price": 480 * YUAN, "note": "含双早"},
        {"room_type": "大床间", "rooms": kings, "nights": m.nights, "price": 520 * YUAN, "note": "含单早，VIP 优先"},
    ]


def _transport(m: Measure) -> Rows | None:
    if not (m.has(Condition.PICKUP) or m.has(Condition.SHUTTLES)):
        return None
    first, last = m.meeting.start_on - timedelta(days=1), m.meeting.end_on
    coaches = max(m.people // 150, 1)
    rows = [
        {
            "day": first.isoformat(),
            "what": "接站",
            "route": "高铁站、机场 — 会场",
            "vehicle": f"45 座大巴 {coaches} 辆",
            "people": coaches * 45,
            "owner": "交通组",
        },
        {
            "day": last.isoformat(),
            "what": "送站",
            "route": "会场 — 高铁站、机场",
            "vehicle": f"45 座大巴 {coaches} 辆",
            "people": coaches * 45,
            "owner": "交通组",
        },
    ]
    return rows


def _line(category: str, item: str, unit: str, quantity: int, price: int, spec: str = "") -> dict[str, Any]:
    return {
        "category": category,
        "item": item,
        "spec": spec,
        "unit": unit,
        "quantity": quantity,
        "price": price,
        "adjustable": None,
    }


def budget_lines(m: Measure) -> Rows:
    """Every line the lists need, and the rest of the tree of accounts; fee and reserve follow from the others."""
    rows = [*_place_lines(m), *_hospitality_lines(m), *_print_lines(m), *_people_lines(m)]
    direct = sum(map(subtotal, rows))
    rows.append(_line("service_fee", "会务服务费", "item", 1, _whole(share(direct, 80)), "直接费用的 8%"))
    rows.append(_line("reserve", "不可预见费", "item", 1, _whole(share(direct, 50)), "直接费用的 5%"))
    return rows


def _place_lines(m: Measure) -> Rows:
    rows = [
        _line("venue", "主会场租金", "day", m.days, m.sized(3_000, 9_000, 38_000, 68_000), "含前一日进场"),
        _line("staging", "舞台与屏幕", "set", 1, m.sized(2_000, 22_000, 86_000, 150_000)),
        _line("staging", "音响灯光", "day", m.days, m.sized(1_500, 6_000, 24_000, 36_000)),
        _line("staging", "网络专线", "item", 1, m.sized(600, 2_400, 8_000, 12_000), "200 Mbps，含接入点"),
        _line("staging", "录制与直播", "day", m.days, m.sized(1_500, 5_000, 13_000, 16_000)),
    ]
    if m.has(Condition.BREAKOUTS):
        rows.insert(1, _line("venue", "分会场租金", "session", 2 * m.days, m.sized(800, 2_000, 5_000, 8_000)))
    if m.has(Condition.INTERPRETATION):
        rows.append(_line("staging", "同声传译设备", "day", m.days, m.sized(4_000, 8_000, 18_000, 26_000)))
    return rows


def _hospitality_lines(m: Measure) -> Rows:
    crew = max(m.people // 12, 4)
    rows = [
        _line("catering", "午餐", "meal", m.people * m.days, (60 if m.is_plain else 128) * YUAN, "自助"),
        _line("catering", "工作餐", "meal", crew * m.days * 2, 30 * YUAN),
    ]
    if m.has(Condition.BREAKS) and not m.is_plain:
        rows.append(_line("catering", "茶歇", "meal", m.people * m.days, 38 * YUAN))
    if not m.is_plain:
        rows.append(_line("catering", "晚宴", "table", -(-m.people // 10), 2_600 * YUAN, "10 人一桌，酒水另计"))
    if m.has(Condition.LODGING):
        rows += [
            _line("lodging", row["room_type"], "room_night", row["rooms"] * row["nights"], row["price"], row["note"])
            for row in _rooms(m)
        ]
    if _transport(m):
        rows.append(_line("transport", "接送大巴", "vehicle_day", 2 * max(m.people // 150, 1), 1_500 * YUAN, "45 座"))
    return rows


def _print_lines(m: Measure) -> Rows:
    rows = [
        _line("print_gifts", "会议手册", "piece", m.more(5), 16 * YUAN, "A5，48 页，四色"),
        _line("print_gifts", "证件", "piece", m.more(10), 5 * YUAN, "双面，含挂绳"),
        _line("print_gifts", "指示牌", "piece", max(m.people // 40, 6), 160 * YUAN, "立式，中英文"),
        _line("print_gifts", "席卡与签到簿", "set", 1, m.sized(200, 600, 1_800, 2_600)),
    ]
    if not m.is_plain:
        rows.append(_line("print_gifts", "资料袋", "piece", m.more(5), 22 * YUAN, "棉布，含笔记本"))
    if m.has_gala:
        rows.append(_line("print_gifts", "奖品", "item", 1, m.sized(2_000, 8_000, 30_000, 50_000), "见奖品台账"))
    return rows


def _people_lines(m: Measure) -> Rows:
    rows = [
        _line("staff", "礼仪与引导", "person_day", max(m.people // 50, 2) * m.days, 300 * YUAN),
        _line("staff", "摄影摄像", "day", m.days, m.sized(1_200, 2_600, 6_000, 8_000)),
        _line("staff", "安保", "person_day", max(m.people // 60, 2) * m.days, 280 * YUAN),
        _line("staff", "医护", "day", m.days, 1_200 * YUAN, "医生、护士各一名"),
        _line("permits", "公众责任险", "item", 1, m.sized(500, 1_200, 4_800, 9_600)),
    ]
    if m.has(Condition.SPEAKER_FEES):
        rows.insert(0, _line("guests", "讲课费与劳务", "person", 6, 2_500 * YUAN, "税前，代扣个税"))
    if m.has(Condition.PUBLICITY):
        rows.append(_line("publicity", "主视觉设计与媒体服务", "item", 1, m.sized(2_000, 12_000, 38_000, 60_000)))
    return rows


def _whole(cents: int) -> int:
    """Down to whole hundreds of yuan; at least one hundred."""
    return max(cents // (100 * YUAN), 1) * 100 * YUAN


def _within(rows: Rows, ceiling: int | None) -> Rows:
    """The same lines with every price cut by one share, to whole yuan, where they exceed the client's ceiling."""
    total = sum(map(subtotal, rows))
    if ceiling is None or total <= ceiling:
        return rows
    permille = ceiling * 970 // total
    return [{**row, "price": max(share(row["price"], permille) // YUAN * YUAN, YUAN)} for row in rows]


def _item(
    category: str, name: str, spec: str, basis: str, overage: int | None, quantity: int, line: str
) -> dict[str, Any]:
    return {
        "category": category,
        "name": name,
        "spec": spec,
        "basis": basis,
        "overage_pct": overage,
        "quantity": quantity,
        "budget_line": line,
        "free": None,
    }


def _materials(m: Measure) -> Rows:
    rows = [
        _item("print", "会议手册", "A5，48 页，四色", "confirmed", 5, m.more(5), ""),
        _item("print", "议程折页", "三折页", "confirmed", 5, m.more(5), "会议手册"),
        _item("credential", "证件", "代表、嘉宾、媒体、工作四色", "confirmed", 10, m.more(10), ""),
        _item("signage", "指示牌", "60 × 160 cm，中英文", "fixed", None, max(m.people // 40, 6), ""),
        _item("office", "席卡", "双面折叠，20 × 10 cm", "confirmed", 10, max(m.people // 5, 20), "席卡与签到簿"),
        _item("office", "纸质签到簿", "断电备用，按单位分页", "fixed", None, max(m.people // 100, 2), "席卡与签到簿"),
        {**_item("first_aid", "急救箱", "含 AED 指示牌", "fixed", None, 2, ""), "free": True},
    ]
    if not m.is_plain:
        rows.insert(3, _item("backdrop", "合影背景", "6 × 3 m，可拆", "fixed", None, 1, "舞台与屏幕"))
        rows.append(_item("gift", "资料袋", "棉布，含笔记本", "confirmed", 5, m.more(5), ""))
    if m.has_gala:
        rows.append(_item("gift", "奖品", "按奖项等级", "fixed", None, 30, ""))
    return rows


def _gear(name: str, model: str, quantity: int, source: str, place: str, spare: str, line: str) -> dict[str, Any]:
    return {
        "name": name,
        "model": model,
        "quantity": quantity,
        "source": source,
        "place": place,
        "spare": spare,
        "owner": "技术组",
        "budget_line": line,
        "free": True if not line else None,
    }


def _equipment(m: Measure) -> Rows:
    rows = [
        _gear(
            "主屏",
            "LED P2.5，10 m × 4 m" if m.people > 200 else "激光投影 10000 流明",
            1,
            "rental",
            "主会场",
            "备用投影一台",
            "舞台与屏幕",
        ),
        _gear("扩声系统", "线阵主扩，返送两路", 1, "rental", "主会场", "备用功放一台", "音响灯光"),
        _gear(
            "无线手持话筒",
            "UHF 真分集",
            max(m.people // 120, 4),
            "rental",
            "主会场、分会场",
            "备 2 支，电池两套",
            "音响灯光",
        ),
        _gear("面光与会议灯", "LED 面光", 1, "venue", "主会场", "", "音响灯光"),
        _gear("摄像机与切换台", "三机位 4K", 1, "rental", "主会场", "备机一台", "录制与直播"),
        _gear("无线接入点", "Wi-Fi 6，双频", max(m.people // 60, 2), "rental", "全部会场", "备 2 台", "网络专线"),
        _gear("签到终端", "扫码枪、平板", max(m.people // 80, 2), "own", "签到台", "备 1 套，可离线", ""),
        _gear("对讲机", "双频道", max(m.people // 40, 6), "own", "各组", "备 4 台", ""),
    ]
    if m.has(Condition.INTERPRETATION):
        rows.append(
            _gear("同传主机与接收机", f"红外，{m.more(10)} 只", 1, "rental", "主会场", "备用主机一台", "同声传译设备")
        )
    return rows


def _case(kind: str, trigger: str, response: str, owner: str, backup: str, resources: str) -> dict[str, Any]:
    return {
        "kind": kind,
        "trigger": trigger,
        "response": response,
        "owner": owner,
        "backup": backup,
        "resources": resources,
    }


def _contingency(m: Measure) -> Rows:
    return [
        _case(
            "weather",
            "会前 72 小时起，气象台发布暴雨、大风、高温橙色以上预警",
            "0–1 分钟：总控收预警，通报各组；1–5 分钟：合影、接站改用室内方案，通知司机与参会者；"
            "5–30 分钟：增派引导与雨具，必要时推迟开场并由主持人说明。",
            "项目负责人",
            "客户经理",
            "雨伞 200 把，室内合影位一处",
        ),
        _case(
            "equipment",
            "话筒无声、屏幕黑屏、播放中断超过 10 秒",
            "0–1 分钟：技术组切备机，主持人串场；1–5 分钟：排查线路，换备用话筒；5–30 分钟：改用无屏讲解，调整环节顺序。",
            "技术负责人",
            "总控",
            "备用功放、备用电脑、UPS",
        ),
        _case(
            "guest_absent",
            "开场前 2 小时主讲人未到，或当面告知不能出席",
            "0–1 分钟：嘉宾组报总控与客户；1–5 分钟：启用备用主讲或前移下一环节；5–30 分钟：重排席卡与主持词，双人核对后更换。",
            "嘉宾组组长",
            "策划",
            "备用主讲两名，讲稿已备份",
        ),
        _case(
            "overcrowding",
            f"实到超过 {m.more(5)} 人，或任一会场达到核定容量的 95%",
            "0–1 分钟：签到组停止现场补录；1–5 分钟：开放分会场视频转播席；5–30 分钟：加餐、加座，由安保限流并疏导。",
            "签到组组长",
            "安保负责人",
            "转播席、备用椅、应急餐",
        ),
        _case(
            "illness",
            "有人晕倒、胸痛、严重过敏",
            "0–1 分钟：就近人员呼救并取 AED；1–5 分钟：医护到场，拨打 120，清出通道；5–30 分钟：专人陪同就医并联系单位。",
            "医疗组组长",
            "项目负责人",
            "AED、急救箱、送诊车辆",
        ),
    ]


def _risk(
    risk: str, kind: str, grades: tuple[int, int], trigger: str, response: str, owner: str, backup: str
) -> dict[str, Any]:
    return {
        "risk": risk,
        "kind": kind,
        "probability": str(grades[0]),
        "impact": str(grades[1]),
        "trigger": trigger,
        "response": response,
        "owner": owner,
        "backup": backup,
    }


RISKS = [
    _risk(
        "场地合同迟签，档期被占",
        "supplier_default",
        (3, 5),
        "T-35 仍未签约",
        "同步推进备选场地，T-37 报客户决策",
        "场地组",
        "商务",
    ),
    _risk(
        "到会人数与确认数相差一成以上",
        "undersized",
        (3, 3),
        "T-7 确认数低于预计九成",
        "T-5 前调整保底数与台型",
        "信息管理员",
        "餐饮组",
    ),
    _risk("主讲人临时缺席", "guest_absent", (2, 4), "T-3 未书面确认", "备用主讲与视频发言", "嘉宾组", "策划"),
    _risk("断网致签到停滞", "network", (2, 4), "签到超过 30 秒无响应", "离线签到与纸质簿", "技术组", "签到组"),
    _risk(
        "过敏或食品安全", "food_poisoning", (1, 5), "同餐次 2 人以上不适", "封存留样，送医并报告", "餐饮组", "医疗组"
    ),
    _risk(
        "名单泄露", "data_leak", (2, 4), "名单外发或丢失", "最小授权、加密传输、会后清理", "信息管理员", "项目负责人"
    ),
]


def _contacts(meeting: Meeting) -> Rows | None:
    words = {"project_manager": "总协调", "account_manager": "客户对接", "planner": "方案与议程"}
    found = [row for row in meeting.team.select_related("user") if row.role in words]
    ordered = sorted(found, key=lambda row: list(words).index(row.role))
    return [{"name": row.user.name, "role": words[row.role], "phone": ""} for row in ordered] or None
