"""The demo meeting's parties, groups, spaces and functions, through the real services.

`ctx.script` may hold (all keys optional; what is missing comes from PROGRAMME):
organisations  [{"part", "name"}]
contacts       [{"name", "title", "phone", "email", "is_approver"}]
work_groups    [{"name", "duties", "lead": role code of ctx.cast, "members": [role codes]}]
spaces         [{"name", "floor"}]
functions      [{"name", "kind", "space", "day": 0 = first day, "start": "09:00", "end": "10:30", "load_in": minutes
               before, "strike": minutes after, "layout", "share": permille of the people, "guarantee": permille of the
               expected, "setup": {field: text or state}}]
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any

from huiwu.foundation.actors import SYSTEM
from huiwu.foundation.registry.demo import DemoContext, demo
from huiwu.meetings.models import Meeting
from huiwu.meetings.rules.setup_order import CODES, NOT_APPLICABLE, STATES
from huiwu.meetings.services import (
    ContactValues,
    GroupValues,
    SpaceValues,
    add_function,
    add_team_member,
    place_team_member,
    set_contacts,
    set_organisations,
    set_spaces,
    set_work_groups,
)

STANDING: dict[str, str] = {
    "access": "开始前 2 小时开门，钥匙由场地组保管",
    "lighting": "会议场景：台面 500 lx，观众席 300 lx",
    "power": "舞台 380 V 一路，控台 220 V 16 A 两路",
    "internet": "专线 200 Mbps，会务专用 SSID",
    "climate": "24 ℃，开始前 1 小时开机",
    "billing": "计入主账户",
    "security": "出入口各 1 人",
    "medical": "前厅 AED 一台，医护 1 名",
    "accessibility": "靠过道 4 席轮椅位，旁设陪护位",
    "round_the_clock_hold": "none",
    "voting": "not_applicable",
    "flags": "not_applicable",
}
PROGRAMME: dict[str, list[dict[str, Any]]] = {
    "work_groups": [
        {"name": "秘书组", "duties": "议程、名单、座次、手册、纪要", "lead": "planner"},
        {"name": "签到组", "duties": "报到、签到、引导", "lead": "check_in_team"},
        {"name": "餐饮住宿组", "duties": "茶歇、用餐、分房", "lead": "catering_team"},
        {"name": "技术组", "duties": "音视频、网络、直播", "lead": "av_team"},
    ],
    "spaces": [
        {"name": "宴会厅", "floor": "3 层"},
        {"name": "宴会厅前厅", "floor": "3 层"},
        {"name": "1 号会议室", "floor": "2 层"},
        {"name": "2 号会议室", "floor": "2 层"},
        {"name": "西餐厅", "floor": "1 层"},
    ],
    "functions": [
        {"name": "彩排", "kind": "rehearsal", "space": "宴会厅", "day": -1, "start": "16:00", "end": "18:00"},
        {
            "name": "报到",
            "kind": "registration_desk",
            "space": "宴会厅前厅",
            "start": "07:30",
            "end": "09:00",
            "load_in": 60,
            "share": 1000,
            "setup": {"tables": "签到台 6 张，按姓氏首字母分道", "signage": "分道牌 6 块"},
        },
        {
            "name": "开幕式与主旨演讲",
            "kind": "opening",
            "space": "宴会厅",
            "start": "09:00",
            "end": "10:30",
            "load_in": 120,
            "layout": "theatre",
            "share": 1000,
            "setup": {
                "room_set": "剧院式，中间走道 1.8 m，前排留 20 席",
                "stage": "12 m × 5 m，高 0.6 m，两侧带扶手台阶",
                "sound": "主扩 + 无线手持 4、头戴 2，备机各 1",
                "screens": "P3 LED 主屏 10 m × 4 m，侧屏 2 块",
                "recording": "三机位，全程",
                "backdrop": "主背景画面由 LED 呈现",
            },
        },
        {
            "name": "茶歇",
            "kind": "coffee_break",
            "space": "宴会厅前厅",
            "start": "10:30",
            "end": "11:00",
            "load_in": 60,
            "strike": 30,
            "share": 900,
            "guarantee": 900,
            "setup": {"catering": "咖啡、茶、点心 6 种，清真单列", "service_staff": "服务员 8 名"},
        },
        {
            "name": "平行论坛一",
            "kind": "breakout",
            "space": "1 号会议室",
            "start": "14:00",
            "end": "17:00",
            "layout": "classroom",
            "share": 400,
        },
        {
            "name": "平行论坛二",
            "kind": "breakout",
            "space": "2 号会议室",
            "start": "14:00",
            "end": "17:00",
            "layout": "classroom",
            "share": 400,
        },
        {
            "name": "欢迎晚宴",
            "kind": "meal",
            "space": "宴会厅",
            "start": "18:30",
            "end": "20:30",
            "load_in": 60,
            "strike": 60,
            "layout": "banquet",
            "share": 800,
            "guarantee": 900,
            "setup": {"catering": "中式围餐，10 人一桌", "water": "矿泉水与热茶"},
        },
    ],
}


@demo(10)
def furnish_meeting(ctx: DemoContext) -> None:
    """People first, then parties, spaces and functions; made functions stand in `ctx.made["functions"]` by name."""
    meeting: Meeting = ctx.meeting
    script = {**PROGRAMME, **ctx.script}
    for role, user in ctx.cast.items():
        if user is not None and not meeting.team.filter(user=user, role=role).exists():
            add_team_member(actor=SYSTEM, meeting=meeting, user=user, role=role)
    if rows := script.get("organisations", _parties(meeting, ctx.org.name)):
        set_organisations(actor=SYSTEM, meeting=meeting, rows=[(row["part"], row["name"]) for row in rows])
    if meeting.client and script.get("contacts"):
        set_contacts(actor=SYSTEM, meeting=meeting, contacts=[ContactValues(**row) for row in script["contacts"]])
    _groups(ctx, meeting, script["work_groups"])
    spaces = [SpaceValues(name=row["name"], floor=row.get("floor", "")) for row in script["spaces"]]
    places = {row.name: row.pk for row in set_spaces(actor=SYSTEM, meeting=meeting, spaces=spaces)}
    made = {}
    for row in script["functions"]:
        made[row["name"]] = add_function(actor=SYSTEM, meeting=meeting, **_values(ctx, meeting, row, places))
    ctx.made["functions"] = made


def _parties(meeting: Meeting, organiser: str) -> list[dict[str, str]]:
    host = [{"part": "host_org", "name": meeting.client.name}] if meeting.client else []
    return [*host, {"part": "organizer_org", "name": organiser}]


def _groups(ctx: DemoContext, meeting: Meeting, rows: list[dict[str, Any]]) -> None:
    values = [
        GroupValues(
            name=row["name"],
            duties=row.get("duties", ""),
            lead_id=ctx.cast[row["lead"]].pk if ctx.cast.get(row.get("lead", "")) else None,
        )
        for row in rows
    ]
    groups = {group.name: group for group in set_work_groups(actor=SYSTEM, meeting=meeting, groups=values)}
    for row in rows:
        roles = [row.get("lead", ""), *row.get("members", [])]
        for member in meeting.team.filter(role__in=[role for role in roles if role]):
            place_team_member(actor=SYSTEM, member=member, work_group=groups[row["name"]], is_backup=member.is_backup)


def _values(ctx: DemoContext, meeting: Meeting, row: dict[str, Any], places: dict[str, Any]) -> dict[str, Any]:
    day = meeting.start_on + timedelta(days=row.get("day", 0))

    def at(text: str) -> datetime:
        return datetime.combine(day, time.fromisoformat(text), tzinfo=meeting.zone).astimezone(UTC)

    start_at, end_at = at(row["start"]), at(row["end"])
    expected = ctx.people * row["share"] // 1000 if "share" in row else None
    guaranteed = expected * row["guarantee"] // 1000 if expected and "guarantee" in row else None
    absent = [basis for basis, count in (("expected", expected), ("guaranteed", guaranteed)) if count is None]
    return {
        "name": row["name"],
        "kind": row["kind"],
        "space_id": places.get(row.get("space", "")),
        "start_at": start_at,
        "end_at": end_at,
        "load_in_at": start_at - timedelta(minutes=row["load_in"]) if "load_in" in row else None,
        "strike_by_at": end_at + timedelta(minutes=row["strike"]) if "strike" in row else None,
        "layout": row.get("layout", ""),
        "headcount_expected": expected,
        "headcount_guaranteed": guaranteed,
        "headcount_not_applicable": absent,
        "setup_order": _setup(ctx, row),
    }


def _setup(ctx: DemoContext, row: dict[str, Any]) -> dict[str, dict[str, str]]:
    """While planning only what the script says; later the standing orders of the house fill the rest, and nothing is open."""
    settled = {} if ctx.stage == "planning" else dict.fromkeys(CODES, NOT_APPLICABLE) | STANDING
    given: dict[str, str] = {**settled, **row.get("setup", {})}
    return {
        code: {"state": text, "value": ""} if text in STATES else {"state": "filled", "value": text}
        for code, text in given.items()
    }
