"""Refusals of floor plans."""

from __future__ import annotations

from huiwu.kernel.errors import Refusal


class RoomUnmeasured(Refusal):
    """A plan is drawn to scale, so the room's measures must be known."""

    code = "room_unmeasured"
    sentence = "“{room}”还没有长和宽，平面图无法按比例绘制。请先在会场资料里填上尺寸。"


class NoRoomBooked(Refusal):
    code = "no_room_booked"
    sentence = "“{function}”所在的场地还没有对应到一间会场。请先为它预订会场，再画布置图。"
