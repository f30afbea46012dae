"""How an answer reads to people: legs, nights and meals in words; what is wrong with them, in sentences."""

from __future__ import annotations

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from huiwu.attendees.choices import RoomWish, Travel
from huiwu.foundation.permission import unasked
from huiwu.guests.choices import Diet
from huiwu.guests.rules.replies import Itinerary, Stay, leg_text, stay_text


@unasked("asks nothing of an actor")
def travel_texts(told: Itinerary | None) -> dict[str, str]:
    if told is None:
        return {"arrival": "", "departure": "", "pickup": ""}
    modes = {code: str(label) for code, label in Travel.choices}
    met = [str(_("接站"))] * told.needs_pickup + [str(_("送站"))] * told.needs_dropoff
    return {
        "arrival": leg_text(told.arrival, modes),
        "departure": leg_text(told.departure, modes),
        "pickup": _("、").join(met) or str(_("不需要接送")),
    }


@unasked("asks nothing of an actor")
def sentences() -> dict[str, str]:
    return {
        "number_missing": _("请填写车次或航班号。"),
        "time_missing": _("请填写时间。"),
        "leaves_before_arrival": _("返程时间须晚于到达时间。"),
        "arrives_after_the_end": _("到达时间晚于会议结束，请核对日期。"),
        "leaves_before_the_start": _("返程时间早于会议开始，请核对日期。"),
        "pickup_without_time": _("需要接站的，请填写到达时间。"),
        "dropoff_without_time": _("需要送站的，请填写返程时间。"),
        "say_whether": _("请选择是否需要住宿。"),
        "days_missing": _("请填写入住与离店日期。"),
        "leaves_before_check_in": _("离店日期须晚于入住日期。"),
        "too_long": _("住宿超过 30 天，请核对日期。"),
    }


@unasked("asks nothing of an actor")
def stay_words(told: Stay) -> str:
    rooms = {code: str(label) for code, label in RoomWish.choices}
    return stay_text(told, rooms, str(_("需要住宿")), str(_("不需要住宿")))


@unasked("asks nothing of an actor")
def diet_words(diet: str) -> str:
    """In the language of the source, whatever the guest reads: caterers count one word for one meal."""
    with translation.override(settings.LANGUAGE_CODE):
        return str(Diet(diet).label)
