"""The work groups most scripts share."""

from __future__ import annotations

from typing import Any

WORK_GROUPS: list[dict[str, Any]] = [
    {
        "name": "综合协调组",
        "duties": "总协调、客户对接、合同与预算、会务日报",
        "lead": "project_manager",
        "members": ["account_manager", "commercial_manager"],
    },
    {
        "name": "秘书组",
        "duties": "议程、名单、座次、手册、主持词、纪要",
        "lead": "secretariat",
        "members": ["planner"],
    },
    {"name": "嘉宾组", "duties": "邀请、回执、接待、陪同、礼仪", "lead": "guest_team"},
    {"name": "宣传组", "duties": "通稿、媒体、摄影摄像、直播内容", "lead": "publicity_team"},
    {"name": "物料组", "duties": "设计、制作、验收、发放、清退", "lead": "materials_team"},
    {"name": "签到组", "duties": "报名数据、报到、签到、证件", "lead": "check_in_team"},
    {
        "name": "食宿交通组",
        "duties": "分房、用餐、茶歇、接送、引导",
        "lead": "catering_team",
        "members": ["lodging_team", "transport_team"],
    },
    {"name": "会场技术组", "duties": "音视频、网络、同传、录制", "lead": "av_team", "members": ["venue_team"]},
    {
        "name": "安全保障组",
        "duties": "安保、医疗、应急、合规",
        "lead": "security_team",
        "members": ["compliance_officer"],
    },
]
SMALL: list[dict[str, Any]] = [
    {
        "name": "综合组",
        "duties": "总协调、客户对接、议程、名单、纪要",
        "lead": "project_manager",
        "members": ["account_manager", "secretariat", "planner"],
    },
    {
        "name": "会场组",
        "duties": "场地、设备、物料、签到",
        "lead": "venue_team",
        "members": ["av_team", "materials_team", "check_in_team"],
    },
    {
        "name": "后勤组",
        "duties": "用餐、住宿、交通、安全",
        "lead": "catering_team",
        "members": ["lodging_team", "security_team"],
    },
]
