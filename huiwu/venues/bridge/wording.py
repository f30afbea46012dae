"""The engine's codes as people read them: the lines of a calculation, its notes, the standards and their units."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiwu.engines.capacity.standards import Standard, Value, standards
from huiwu.engines.capacity.working import Note, Step

UNITS = {
    "mm": gettext_lazy("mm"),
    "dm2": gettext_lazy("m²/人"),
    "permille": "‰",
    "people": gettext_lazy("人"),
    "seats": gettext_lazy("座"),
    "rows": gettext_lazy("排"),
    "count": gettext_lazy("个"),
    "times": gettext_lazy("倍"),
    "kbps": "kbps",
    "min": gettext_lazy("分钟"),
    "choice": "",
    "tables": gettext_lazy("桌"),
    "units": gettext_lazy("个"),
}
GROUPS = {
    "area": gettext_lazy("面积法"),
    "layout": gettext_lazy("排布法"),
    "exits": gettext_lazy("走道与疏散"),
    "sight": gettext_lazy("视线与屏幕"),
    "access": gettext_lazy("无障碍"),
    "network": gettext_lazy("网络"),
    "power": gettext_lazy("电力"),
    "hours": gettext_lazy("翻台与计费"),
}
LABELS = {
    "area_theatre": gettext_lazy("剧院式人均面积"),
    "area_classroom": gettext_lazy("课桌式人均面积"),
    "area_banquet": gettext_lazy("圆桌人均面积"),
    "area_cabaret": gettext_lazy("岛式人均面积"),
    "area_u_shape": gettext_lazy("U 型人均面积"),
    "area_hollow_square": gettext_lazy("回字人均面积"),
    "area_boardroom": gettext_lazy("董事会人均面积"),
    "area_cocktail": gettext_lazy("酒会人均面积"),
    "area_cocktail_least": gettext_lazy("酒会站立极限"),
    "phi_obstructed": gettext_lazy("有柱或异形的折减 φ"),
    "recommended_share": gettext_lazy("推荐值占排布的比例"),
    "first_row_gap_mm": gettext_lazy("首排距台"),
    "rear_depth_mm": gettext_lazy("后区深"),
    "stage_depth_mm": gettext_lazy("台深"),
    "side_aisle_mm": gettext_lazy("边走道"),
    "centre_aisle_mm": gettext_lazy("中间走道"),
    "cross_aisle_mm": gettext_lazy("横走道"),
    "seat_width_mm": gettext_lazy("座宽"),
    "row_pitch_mm": gettext_lazy("剧院式排距"),
    "seats_beside_most": gettext_lazy("两条走道之间最多座位（惯例）"),
    "desk_width_mm": gettext_lazy("课桌宽"),
    "desk_depth_mm": gettext_lazy("课桌深"),
    "desk_seats": gettext_lazy("每张课桌坐"),
    "desk_pitch_mm": gettext_lazy("课桌排距"),
    "round_table_mm": gettext_lazy("圆桌桌径"),
    "round_table_gap_mm": gettext_lazy("圆桌桌边净距"),
    "banquet_seats": gettext_lazy("围桌每桌坐"),
    "cabaret_seats": gettext_lazy("岛式每桌坐"),
    "meeting_seat_mm": gettext_lazy("会议桌每座桌边"),
    "meeting_margin_mm": gettext_lazy("会议桌外沿到墙"),
    "exit_width_per_100_mm": gettext_lazy("疏散门每 100 人总净宽"),
    "exit_least_mm": gettext_lazy("疏散门最小净宽"),
    "exit_people": gettext_lazy("每个疏散门平均人数"),
    "exit_people_beyond": gettext_lazy("超出部分每个疏散门人数"),
    "exit_people_border": gettext_lazy("按每门人数分档的界限"),
    "exits_least": gettext_lazy("疏散门最少个数"),
    "aisle_per_100_mm": gettext_lazy("走道每 100 人净宽"),
    "aisle_least_mm": gettext_lazy("走道最小净宽"),
    "side_aisle_least_mm": gettext_lazy("边走道最小净宽"),
    "rows_between_cross_aisles": gettext_lazy("横走道之间最多排数"),
    "seats_between_aisles": gettext_lazy("纵走道之间最多座位"),
    "seats_between_aisles_wide": gettext_lazy("大排距时纵走道之间最多座位"),
    "wide_pitch_mm": gettext_lazy("大排距的界限"),
    "reach_tables": gettext_lazy("细表格最远距离为屏高的"),
    "reach_slides": gettext_lazy("一般 PPT 最远距离为屏高的"),
    "reach_video": gettext_lazy("视频最远距离为屏高的"),
    "nearest_share": gettext_lazy("首排到屏为屏高的"),
    "nearest_least_mm": gettext_lazy("首排到屏最近"),
    "screen_bottom_mm": gettext_lazy("屏底离地"),
    "screen_top_gap_mm": gettext_lazy("屏顶到顶棚"),
    "stage_near_mm": gettext_lazy("用矮台的最远观众距离"),
    "stage_far_mm": gettext_lazy("用高台的最远观众距离"),
    "stage_low_least_mm": gettext_lazy("矮台下限"),
    "stage_low_most_mm": gettext_lazy("矮台上限"),
    "stage_high_least_mm": gettext_lazy("高台下限"),
    "stage_high_most_mm": gettext_lazy("高台上限"),
    "wheelchair_rule": gettext_lazy("轮椅席数口径"),
    "wheelchair_width_mm": gettext_lazy("轮椅席净宽"),
    "wheelchair_depth_mm": gettext_lazy("轮椅席净深"),
    "companions_permille": gettext_lazy("陪护位与轮椅席之比"),
    "devices_permille": gettext_lazy("人均设备"),
    "concurrency_permille": gettext_lazy("并发比例"),
    "rate_kbps": gettext_lazy("每并发速率"),
    "stream_1080p_kbps": gettext_lazy("1080p 直播上行"),
    "stream_4k_kbps": gettext_lazy("4K 直播上行"),
    "stream_share": gettext_lazy("直播码率余量"),
    "people_per_access_point": gettext_lazy("每个无线 AP 服务人数"),
    "power_reserve": gettext_lazy("用电余量"),
    "turnover_same_min": gettext_lazy("翻台：同台型"),
    "turnover_chairs_min": gettext_lazy("翻台：剧院、课桌等互换"),
    "turnover_tables_min": gettext_lazy("翻台：换成圆桌或从圆桌换出"),
    "half_day_min": gettext_lazy("半天"),
    "full_day_min": gettext_lazy("全天"),
}
CHOICES = {
    "gb55019": gettext_lazy("GB 55019-2021：≤100 座 1 席，101–400 座 2 席，以后每 200 座加 1"),
    "gb50763": gettext_lazy("GB 50763-2012：≤300 座 1 席，以上不少于 0.2% 且至少 2 席"),
}
STEPS = {
    "usable": gettext_lazy(
        "可用面积 = {floor} − 台 {stage} − 首排距带 {front} − 后区 {rear} − 其他 {other} = {result} m²"
    ),
    "by_area": gettext_lazy("面积法：{usable} m² × {share} ÷ {each} m²/人 = {result} 人"),
    "standing": gettext_lazy("站立极限：{usable} m² × {share} ÷ {each} m²/人 = {result} 人"),
    "blocks": gettext_lazy("{blocks} 块，每块宽 {block_mm} m ÷ {unit_mm} m = {per_block}，每排共 {result}"),
    "rows": gettext_lazy("排距 {pitch_mm} m，横走道 {crosses} 条：{result} 排"),
    "tables": gettext_lazy("中心距 {pitch_mm} m：{rows} 行 × {across} 列，可放 {result} 桌"),
    "columns": gettext_lazy("被柱子占去 {lost}，余 {result}"),
    "arranged": gettext_lazy("排布法：{units} × 每处 {seats} 人 = {result} 人"),
    "ring": gettext_lazy("排布法：桌外沿一周可坐 {result} 人"),
    "exits": gettext_lazy("疏散：{doors} 个门、总净宽 {width_mm} m，允许 {result} 人"),
    "contract": gettext_lazy("合同上限：{result} 人"),
    "maximum": gettext_lazy("最大 = 排布、疏散、合同三者最小 = {result} 人"),
    "share": gettext_lazy("排布的推荐部分：{arranged} × {share} = {result} 人"),
    "recommended": gettext_lazy("推荐 = 面积法、排布的推荐部分、疏散、合同四者最小 = {result} 人"),
    "whole_tables": gettext_lazy("按整桌取整：{people} ÷ {seats} = {tables} 桌，{result} 人"),
}
NOTES = {
    "exits_unknown": gettext_lazy("疏散门未填：没有计入疏散限制。"),
    "single_exit": gettext_lazy("只有 {doors} 个疏散门，少于 {least} 个；能否只设一个由场地方提供依据。"),
    "narrow_exit": gettext_lazy("{doors} 个疏散门净宽不足 {least_mm} m。"),
    "row_too_long": gettext_lazy("两条走道之间每排 {seats} 座，多于 {most} 座。"),
    "side_aisle_narrow": gettext_lazy("边走道 {mm} m，不足 {least_mm} m。"),
    "aisle_narrow": gettext_lazy("走道 {mm} m，不足 {least_mm} m。"),
    "aisles_too_narrow": gettext_lazy("走道总净宽 {mm} m，{people} 人坐满时需 {needed_mm} m：加宽或加设走道。"),
    "area_unknown": gettext_lazy("面积未填：不能用面积法。"),
    "measures_unknown": gettext_lazy("长或宽未填：不能排布。"),
    "first_row_near": gettext_lazy("首排到屏 {mm} m，近于 {least_mm} m。"),
    "rows_wide": gettext_lazy("一排宽 {mm} m，大于首排到屏的 {first_mm} m，两侧看屏偏斜。"),
    "height_unknown": gettext_lazy("净高未填：不能核对屏幕。"),
    "room_low": gettext_lazy("净高 {mm} m，低于这块屏所需的 {needed_mm} m。"),
}
AREAS = frozenset({"floor", "stage", "front", "rear", "other", "usable", "each"})


def metres(mm: int) -> str:
    """5350 → 5.35; shown to the centimetre."""
    return hundredths((mm + 5) // 10)


def hundredths(value: int) -> str:
    """160 → 1.6; exact, from whole numbers."""
    whole, part = divmod(value, 100)
    return f"{whole}.{part:02d}".rstrip("0").rstrip(".")


def _shown(name: str, value: int) -> str:
    if name.endswith("_mm") or name == "mm":
        return metres(value)
    if name in AREAS:
        return hundredths(value)
    if name == "share":
        return f"{value // 10}%" if value % 10 == 0 else f"{value}‰"
    return str(value)


def step_line(step: Step) -> str:
    """One line of the calculation with its figures."""
    values = {name: _shown(name, value) for name, value in step.values.items()}
    result = hundredths(step.result) if step.unit == "dm2" else str(step.result)
    return str(STEPS[step.code]).format(**values, result=result)


def note_text(note: Note) -> str:
    return str(NOTES[note.code]).format(**{name: _shown(name, value) for name, value in note.values.items()})


def source_texts(step: Step) -> list[str]:
    """Where the figures of a line come from, each once; 待核 where it is."""
    found = [standards()[key] for key in step.sources]
    texts = [f"{row.source}（{_('待核')}）" if row.is_pending else row.source for row in found]
    return list(dict.fromkeys(texts))


def standard_label(key: str) -> Any:
    return LABELS[key]


def value_text(row: Standard, value: Value) -> str:
    """A figure with its unit as people write it: 90 dm² → 0.9 m²/人."""
    if row.choices:
        return str(CHOICES[str(value)])
    if row.unit == "dm2":
        return f"{hundredths(int(value))} {UNITS['dm2']}"
    if row.unit == "permille":
        return f"{value}‰"
    return f"{value} {UNITS[row.unit]}"
