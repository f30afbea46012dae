"""The invented venues of the demo meetings: rooms large enough for what the scripts hold there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from huiwu.venues.choices import VenueKind

M = 1000


@dataclass(frozen=True, slots=True)
class Hall:
    """A room by its measures in metres: length, width, clear height, depth of the stage, and how many exits of 1.8 m."""

    name: str
    length: int
    width: int
    height: int
    stage: int = 0
    exits: int = 4
    uplink: int = 200
    power: int = 60
    wheelchairs: int = 2
    floor: str = ""
    columns: tuple[tuple[int, int], ...] = ()
    rate: int = 20_000

    def values(self) -> dict[str, Any]:
        """Columns of the room; prices per half day, full day and hour in yuan."""
        walls = ("back", "left", "right")
        doors = [
            {"wall": walls[n % 3], "offset_mm": (2 + 4 * (n // 3)) * M, "width_mm": 1800} for n in range(self.exits)
        ]
        return {
            "name": self.name,
            "floor": self.floor,
            "length_mm": self.length * M,
            "width_mm": self.width * M,
            "clear_height_mm": self.height * M,
            "stage_depth_mm": self.stage * M,
            "stage_width_mm": self.width * 600 if self.stage else None,
            "stage_height_mm": 800 if self.stage else None,
            "columns": [{"x_mm": x * M, "y_mm": y * M, "width_mm": 800, "depth_mm": 800} for x, y in self.columns],
            "exits": doors,
            "rigging": [{"x_mm": self.width * 250 * n, "y_mm": 3 * M, "load_kg": 500} for n in (1, 2, 3)],
            "floor_load_kg_m2": 500,
            "lift_width_mm": 2600,
            "lift_depth_mm": 3000,
            "lift_height_mm": 2600,
            "lift_load_kg": 3000,
            "power_kw": self.power,
            "is_three_phase": True,
            "uplink_mbps": self.uplink,
            "has_wired_uplink": True,
            "access_points": max(2, self.length * self.width // 80),
            "wheelchair_spaces": self.wheelchairs,
            "has_step_free_route": True,
            "has_stage_ramp": bool(self.stage),
            "has_accessible_toilet": True,
            "half_day_cents": self.rate * 60,
            "full_day_cents": self.rate * 100,
            "overtime_hour_cents": self.rate * 15,
            "facts": {
                "blackout": True,
                "noise": "与相邻会场隔声良好，无施工",
                "access_hours": "前一日 18:00 后可进场，当日 23:00 前撤完",
                "dock": "北侧卸货口，离货梯 20 米",
                "vip_lounges": 1,
                "sound": "固定扩声一套，备机一套",
                "wireless_microphones": 6,
                "wired_microphones": 4,
                "circuits": "舞台 380 V 两路，控台 220 V 四路",
                "wired_ports": 24,
                "own_ssid": True,
            },
        }


@dataclass(frozen=True, slots=True)
class House:
    """A venue of the scripts. `places` says which of the meeting's spaces is which room; the names agree where they can."""

    name: str
    city: str
    kind: str
    address: str
    halls: tuple[Hall, ...]
    star: int | None = None
    is_designated: bool = False
    guest_rooms: tuple[tuple[str, int, int], ...] = ()
    contact: tuple[str, str, str] = ("钱经理", "会议销售经理", "13900000701")
    parts: dict[str, str] = field(default_factory=dict)


HOUSES = (
    House(
        "上海滨江会议中心",
        "上海",
        VenueKind.CONVENTION_CENTRE,
        "滨江大道 88 号",
        (
            Hall(
                "大会堂", 48, 40, 9, stage=6, exits=8, uplink=1000, power=200, wheelchairs=8, floor="3 层", rate=80_000
            ),
            Hall("大会堂前厅", 30, 16, 5, exits=6, uplink=1000, wheelchairs=4, floor="3 层", rate=10_000),
            Hall("多功能厅 A", 36, 30, 6, stage=4, exits=4, uplink=400, power=100, wheelchairs=4, floor="2 层"),
            Hall("多功能厅 B", 36, 30, 6, stage=4, exits=4, uplink=400, power=100, wheelchairs=4, floor="2 层"),
            Hall("多功能厅 C", 36, 30, 6, stage=4, exits=4, uplink=400, power=100, wheelchairs=4, floor="2 层"),
            Hall("多功能厅（A、B、C 合并）", 36, 90, 6, stage=4, exits=12, uplink=1000, wheelchairs=8, floor="2 层"),
            Hall("宴会厅", 52, 40, 7, exits=8, uplink=400, power=120, wheelchairs=8, floor="1 层", rate=50_000),
            Hall("贵宾休息室", 10, 8, 3, exits=2, wheelchairs=1, floor="3 层", rate=3_000),
        ),
        contact=("钱樱", "会议销售经理", "13900000701"),
        parts=dict.fromkeys(("多功能厅 A", "多功能厅 B", "多功能厅 C"), "多功能厅（A、B、C 合并）"),
    ),
    House(
        "杭州湖畔国际酒店",
        "杭州",
        VenueKind.HOTEL,
        "湖畔路 18 号",
        (
            Hall(
                "大宴会厅", 40, 30, 8, stage=6, exits=6, uplink=600, power=200, wheelchairs=4, floor="2 层", rate=60_000
            ),
            Hall("宴会厅前厅", 24, 14, 5, exits=4, uplink=600, wheelchairs=4, floor="2 层", rate=8_000),
            Hall("化妆间", 8, 6, 3, exits=2, wheelchairs=1, floor="2 层", rate=1_500),
        ),
        star=5,
        guest_rooms=(("豪华大床房", 160, 68_000), ("豪华双床房", 200, 68_000), ("行政套房", 12, 168_000)),
        contact=("李湘", "宴会统筹经理", "13900000702"),
    ),
    House(
        "成都锦江培训中心",
        "成都",
        VenueKind.TRAINING_CENTRE,
        "锦江大道 6 号",
        (
            Hall("培训大厅", 24, 20, 4, stage=3, exits=3, uplink=200, wheelchairs=2, floor="1 层", columns=((1, 22),)),
            Hall("讨论室", 20, 20, 4, exits=3, uplink=200, wheelchairs=2, floor="2 层", rate=8_000),
            Hall("餐厅", 20, 16, 4, exits=3, wheelchairs=2, floor="1 层", rate=5_000),
        ),
        guest_rooms=(("标准间", 120, 32_000),),
        contact=("周蓉", "培训部主任", "13900000703"),
    ),
    House(
        "深圳湾艺术中心",
        "深圳",
        VenueKind.EXHIBITION,
        "深圳湾一路 3 号",
        (
            Hall(
                "主展厅", 30, 20, 8, stage=6, exits=5, uplink=400, power=160, wheelchairs=2, floor="1 层", rate=50_000
            ),
            Hall("体验区", 24, 16, 6, exits=4, uplink=400, power=80, wheelchairs=2, floor="1 层"),
            Hall("媒体专访间", 10, 8, 3, exits=2, wheelchairs=1, floor="2 层", rate=3_000),
        ),
        contact=("陈湾", "场馆运营", "13900000704"),
    ),
    House(
        "东川市机关会议中心",
        "东川",
        VenueKind.OWN,
        "市府大院 2 号楼",
        (
            Hall("第一会议厅", 32, 28, 5, exits=4, uplink=200, wheelchairs=2, floor="2 层", rate=0),
            Hall("机关食堂", 24, 18, 4, exits=4, wheelchairs=2, floor="1 层", rate=0),
        ),
        is_designated=True,
        contact=("杜东", "会议服务科", "13900000705"),
    ),
    House(
        "南京金陵学术交流中心",
        "南京",
        VenueKind.CAMPUS,
        "学府路 9 号",
        (Hall("学术报告厅", 18, 12, 4, exits=2, uplink=100, wheelchairs=1, floor="3 层", rate=4_000),),
        contact=("顾宁", "外联主任", "13900000706"),
    ),
)
