"""The words of site visits (glossary 4.3; documents.md §3): lists, points to look at, facts to measure, vetoes."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

VENUE_CHOICE = "venue_choice"
"""Kind of the document the client confirms before the venue contract is signed (G3b)."""

VISITS_NEEDED = 3
"""《场地考察表》×≥3 (SOP P08)."""


class ListState(models.TextChoices):
    """Where a venue stands for one meeting."""

    LONG = "long", _("长名单")
    SHORT = "short", _("短名单")
    RECOMMENDED = "recommended", _("推荐")
    CONFIRMED = "confirmed", _("客户已确认")
    DECLINED = "declined", _("未选")


IN_RUNNING = (ListState.SHORT, ListState.RECOMMENDED, ListState.CONFIRMED)
"""Compared and ranked with each other."""


class DateState(models.TextChoices):
    """档期, with set-up and strike."""

    UNKNOWN = "unknown", _("未问")
    FREE = "free", _("可用")
    OPTION = "option", _("有选择权")
    TAKEN = "taken", _("不可用")


class Group(models.TextChoices):
    """The parts of an inspection. All but safety are weighed; price is weighed beside them, from the quote."""

    TRANSPORT = "transport", _("位置与交通")
    FIT = "fit", _("会场适配")
    EQUIPMENT = "equipment", _("设备")
    CATERING = "catering", _("餐饮")
    LODGING = "lodging", _("住宿")
    SERVICE = "service", _("服务与办会经验")
    ACCESSIBILITY = "accessibility", _("无障碍")
    SAFETY = "safety", _("消防与安全")


class Dimension(models.TextChoices):
    """What is weighed (documents.md §3). The order is that of the form."""

    TRANSPORT = "transport", _("交通")
    FIT = "fit", _("会场适配")
    EQUIPMENT = "equipment", _("设备")
    CATERING = "catering", _("餐饮")
    LODGING = "lodging", _("住宿")
    SERVICE = "service", _("服务与办会经验")
    PRICE = "price", _("价格")
    ACCESSIBILITY = "accessibility", _("无障碍")


class Point(models.TextChoices):
    """One thing to look at and score 0–5; the group stands before the dot."""

    LOCATION = "transport.location", _("位置与路程")
    PUBLIC_TRANSPORT = "transport.public", _("机场、高铁、地铁接驳")
    PARKING = "transport.parking", _("停车场（大巴、小车）")
    SIZE = "fit.size", _("会场大小与格局")
    COLUMNS = "fit.columns", _("柱子与视线")
    HEIGHT = "fit.height", _("层高、吊点与荷载")
    LOAD_IN = "fit.load_in", _("货梯、卸货口与进撤场时段")
    SIDE_ROOMS = "fit.side_rooms", _("休息室、化妆间、贵宾室、办公间")
    NOISE = "fit.noise", _("隔音、噪声与遮光")
    SOUND = "equipment.sound", _("音响与话筒")
    DISPLAY = "equipment.display", _("投影、LED 与灯光")
    POWER = "equipment.power", _("电力、UPS 与发电")
    NETWORK = "equipment.network", _("网络（有线点、带宽、独立 SSID）")
    BOOTH = "equipment.booth", _("同传间与设备兼容性")
    DINING = "catering.dining", _("餐厅座位与最大同餐人数")
    FOOD = "catering.food", _("菜品与茶歇质量")
    DIETS = "catering.diets", _("清真、素食能力")
    KITCHEN = "catering.kitchen", _("许可、量化等级与留样")
    GUEST_ROOMS = "lodging.rooms", _("房型与数量")
    ROOM_STANDARD = "lodging.standard", _("客房条件")
    ROOM_TERMS = "lodging.terms", _("早到晚退、免费房与截止日")
    ATTITUDE = "service.attitude", _("对接人与服务")
    EXPERIENCE = "service.experience", _("同类会议的经验")
    RAMPS = "accessibility.ramps", _("坡道与电梯")
    WHEELCHAIRS = "accessibility.wheelchairs", _("轮椅位与无障碍卫生间")
    EXITS = "safety.exits", _("疏散出口与通道畅通")
    FIRE_GEAR = "safety.fire_gear", _("消防设施、应急照明与监控")
    MEDICAL = "safety.medical", _("医务室、AED 与最近医院")
    WORKS = "safety.works", _("近期施工")

    @property
    def group(self) -> str:
        return self.value.split(".")[0]


POINTS_OF: dict[str, tuple[Point, ...]] = {
    group: tuple(point for point in Point if point.group == group) for group in Group.values
}


class Measure(models.TextChoices):
    """A fact measured or seen on site."""

    CLEAR_HEIGHT = "clear_height_mm", _("净高（灯具、桁架下沿）")
    LENGTH = "length_mm", _("会场长")
    WIDTH = "width_mm", _("会场宽")
    POWER = "power_kw", _("可用电力")
    FREIGHT_LIFT = "freight_lift", _("货梯（轿厢、门、载重）")
    FIRE_ACCEPTANCE = "fire_acceptance", _("消防验收或检查合格证明")
    EXIT_COUNT = "exit_count", _("疏散出口数")
    LOADING = "loading", _("卸货口与最近货车停靠")


MEASURE_UNITS = {
    Measure.CLEAR_HEIGHT: "mm",
    Measure.LENGTH: "mm",
    Measure.WIDTH: "mm",
    Measure.POWER: "kW",
}
WHOLE_MEASURES = (Measure.CLEAR_HEIGHT, Measure.LENGTH, Measure.WIDTH, Measure.POWER, Measure.EXIT_COUNT)
"""Facts that are whole numbers; the others are a line of text, or a choice."""

ESSENTIAL_MEASURES = (Measure.CLEAR_HEIGHT, Measure.POWER, Measure.FREIGHT_LIFT, Measure.FIRE_ACCEPTANCE)
"""Without any of these no venue contract should be signed (OM-031)."""


class FireAcceptance(models.TextChoices):
    SEEN = "seen", _("看到证明原件或复印件")
    TOLD = "told", _("口头说有，没有看到")
    MISSING = "missing", _("没有")


class Veto(models.TextChoices):
    """一票否决 (documents.md §3)."""

    CAPACITY = "capacity", _("容量不足")
    DATE = "date", _("档期不可")
    FIRE = "fire", _("消防或疏散不合格")
    INVOICE = "invoice", _("不能合法开票")
    DESIGNATED = "designated", _("公共机构会议而非定点场所")


class Outcome(models.TextChoices):
    """What a person decided about one veto."""

    PASS = "pass", _("不构成否决")
    FAIL = "fail", _("否决")


class EntryKind(models.TextChoices):
    """What a device may send."""

    SCORE = "score", _("评分")
    NOTE = "note", _("备注")
    MEASURE = "measure", _("实测")
    PROMISE = "promise", _("赠送或免费项")
    UNPROMISE = "unpromise", _("删除赠送项")
    UNPHOTO = "unphoto", _("删除照片")
    SUMMARY = "summary", _("总体印象")
    FINISH = "finish", _("完成考察")


class EntryState(models.TextChoices):
    """What became of an entry; the same id again gets the same answer."""

    APPLIED = "applied", _("已生效")
    OLDER = "older", _("已有更新的填写，仅留痕")
    REFUSED = "refused", _("未接受")
