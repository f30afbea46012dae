"""Refusals of venues."""

from __future__ import annotations

from huiwu.kernel.errors import Refusal


class VenueNameTaken(Refusal):
    code = "venue_name_taken"
    sentence = "场地库里已有{city}的“{name}”，没有重复登记。请打开已有的一条补充，或改用能区分的名称。"


class RoomNameTaken(Refusal):
    code = "room_name_taken"
    sentence = "“{venue}”里已有叫“{name}”的会场，没有保存。请换一个名称。"


class RoomTaken(Refusal):
    """Another live booking keeps the room for that time."""

    code = "room_taken"
    sentence = (
        "“{room}”在 {span} 已有{who}的预订（{state}），这次没有登记。请换时间或会场；对方还没有确认时，可以先登记询位排队。"
    )


class BookingEnded(Refusal):
    code = "booking_ended"
    sentence = "这个预订已经{state}，没有改变。需要时请重新登记。"


class OptionLapsed(Refusal):
    code = "option_lapsed"
    sentence = "保留期限 {day} 已过，没有确认。请先与场地方延长期限并改正日期，再确认。"


class RoomRetired(Refusal):
    code = "room_retired"
    sentence = "“{room}”已停用，没有登记预订。请换一个会场，或先恢复它。"


class RoomInUse(Refusal):
    code = "room_in_use"
    sentence = "“{name}”还有 {count} 个未结束的预订，没有停用。请先释放这些预订。"


class TooManyPictures(Refusal):
    code = "too_many_pictures"
    sentence = "这里已有 {most} 张照片，没有再保存。请先删除不用的。"
