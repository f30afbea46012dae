"""Web input of guests to clean values."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiwu.attendees.choices import Language, RoomWish, Travel
from huiwu.foundation.fields import day, offer, offer_rows
from huiwu.guests.choices import ContactBy, Diet, GuestRole, Medium, RsvpStatus
from huiwu.guests.queries import GuestFilter
from huiwu.guests.rules.paper import ENVELOPES, LABELS
from huiwu.guests.rules.replies import Invoice, Itinerary, Leg, Stay
from huiwu.guests.services import Companion, Proxy
from huiwu.guests.services.replying import MOST_COMPANIONS, NO, PROXY, YES
from huiwu.meetings.models import Meeting
from huiwu.meetings.queries import assignable_people

ALL = ("", _("全部"))
STATES = [ALL, ("waiting", _("未定")), ("overdue", _("过期未复")), *RsvpStatus.choices]


def text(label: Any, most: int, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, **more)


def long_text(label: Any, most: int, rows: int = 3, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, widget=forms.Textarea({"rows": rows}), **more)


def phone(label: Any, **more: Any) -> forms.CharField:
    widget = forms.TextInput({"type": "tel", "inputmode": "tel"})
    return forms.CharField(label=label, max_length=32, widget=widget, **more)


def instant(label: Any, **more: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, widget=widget, **more)


class FilterForm(forms.Form):
    """The ledger's filters as they stand in the address."""

    q = forms.CharField(label=_("查找"), required=False)
    state = forms.ChoiceField(label=_("状态"), choices=STATES, required=False)
    role = forms.ChoiceField(label=_("角色"), choices=[ALL, *GuestRole.choices], required=False)
    handler = forms.ChoiceField(label=_("对接人"), required=False)

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(str(user.pk), user.name) for user in assignable_people(meeting)]
        offer(self, "handler", [ALL, ("mine", _("我")), ("none", _("未指定")), *people])

    def asked(self) -> GuestFilter:
        """What of the address can be understood; the rest is as if it were not there."""
        self.is_valid()
        found = self.cleaned_data
        return GuestFilter(
            text=(found.get("q") or "").replace("\0", "").strip(),
            state=found.get("state") or "",
            role=found.get("role") or "",
            handler=found.get("handler") or "",
        )


class AddForm(forms.Form):
    """People of the meeting who become guests."""

    guest_role = forms.ChoiceField(label=_("嘉宾角色"), choices=GuestRole.choices)
    handler: forms.ModelChoiceField = forms.ModelChoiceField(
        label=_("对接人"), queryset=None, required=False, empty_label=_("未指定")
    )
    rsvp_deadline_on = day(_("回执期限"), required=False)

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "handler", assignable_people(meeting))


class BulkForm(forms.Form):
    """What is done with the chosen rows of the ledger."""

    handler: forms.ModelChoiceField = forms.ModelChoiceField(
        label=_("对接人"), queryset=None, required=False, empty_label=_("不指定")
    )
    rsvp_deadline_on = day(_("回执期限"), required=False)

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "handler", assignable_people(meeting))


class GuestForm(forms.Form):
    guest_role = forms.ChoiceField(label=_("嘉宾角色"), choices=GuestRole.choices)
    rsvp_deadline_on = day(_("回执期限"), required=False)
    talk_title = text(_("演讲题目"), 200, required=False)
    talk_abstract = long_text(_("演讲简介"), 2000, required=False)
    post_address = text(_("邮寄地址"), 200, required=False, help_text=_("纸质邀请函寄到哪里。"))
    postcode = text(_("邮编"), 10, required=False)
    note = long_text(_("备注"), 500, 2, required=False, help_text=_("例如礼宾要求、称呼习惯。"))


class MoveForm(forms.Form):
    after = forms.ChoiceField(label=_("改为"), choices=RsvpStatus.choices)
    reason = text(_("原因"), 300, required=False, help_text=_("取消、代参或改回时必填。"))


class ContactForm(forms.Form):
    how = forms.ChoiceField(label=_("方式"), choices=ContactBy.choices)
    said = long_text(_("对方怎么说"), 1000)
    next_on = day(_("下次跟进"), required=False)


class TemplateForm(forms.Form):
    name = text(_("名称"), 80, help_text=_("例如：主旨演讲嘉宾（中文）。"))
    language = forms.ChoiceField(label=_("语言"), choices=Language.choices)
    guest_roles = forms.MultipleChoiceField(
        label=_("适用角色"),
        choices=GuestRole.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("不选即适用于所有嘉宾。"),
    )


class RenameForm(TemplateForm):
    is_retired = forms.BooleanField(label=_("停用"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["language"]


class SendForm(forms.Form):
    """Which text, which way."""

    template = forms.ChoiceField(label=_("邀请函"))
    medium = forms.ChoiceField(label=_("方式"), choices=Medium.choices)

    def __init__(self, *args: Any, templates: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "template", templates)


class LabelForm(forms.Form):
    grid = forms.ChoiceField(
        label=_("标签纸"), choices=[(code, f"{g.columns} × {g.rows}") for code, g in LABELS.items()]
    )
    skip = forms.IntegerField(label=_("空开几张"), min_value=0, max_value=23, required=False, initial=0)


class EnvelopeForm(forms.Form):
    envelope = forms.ChoiceField(label=_("信封"), choices=[(code, code) for code in ENVELOPES])


class ReasonForm(forms.Form):
    reason = text(_("原因"), 300)


class AnswerForm(forms.Form):
    """出席、不出席、由他人代参."""

    answer = forms.ChoiceField(
        label=_("您能出席吗？"),
        choices=[(YES, _("出席")), (NO, _("不能出席")), (PROXY, _("由他人代为出席"))],
        widget=forms.RadioSelect,
    )
    reason = text(_("留言"), 300, required=False)
    proxy_name = text(_("代为出席的人"), 80, required=False)
    proxy_org = text(_("单位"), 160, required=False, help_text=_("与您相同可不填。"))
    proxy_title = text(_("职务"), 160, required=False)
    proxy_mobile = phone(_("手机"), required=False)

    def values(self) -> dict[str, Any]:
        found = self.cleaned_data
        proxy = Proxy(found["proxy_name"], found["proxy_org"], found["proxy_title"], found["proxy_mobile"])
        return {"answer": found["answer"], "reason": found["reason"], "proxy": proxy}


class TravelForm(forms.Form):
    arrival_mode = forms.ChoiceField(label=_("怎么来"), choices=[("", _("未定")), *Travel.choices], required=False)
    arrival_number = text(_("车次或航班号"), 20, required=False)
    arrival_at = instant(_("到达时间"), required=False)
    arrival_place = text(_("到达站、航站楼"), 80, required=False)
    needs_pickup = forms.BooleanField(label=_("需要接站"), required=False)
    departure_mode = forms.ChoiceField(label=_("怎么返程"), choices=[("", _("未定")), *Travel.choices], required=False)
    departure_number = text(_("返程车次或航班号"), 20, required=False)
    departure_at = instant(_("返程时间"), required=False)
    departure_place = text(_("出发站、航站楼"), 80, required=False)
    needs_dropoff = forms.BooleanField(label=_("需要送站"), required=False)
    car_plate = text(_("车牌"), 20, required=False, help_text=_("自驾的请填写，便于安排停车。"))
    consents = forms.BooleanField(label=_("我同意为安排接送与住宿使用我的行程信息"), required=False)

    @classmethod
    def initial_of(cls, told: Itinerary, car_plate: str) -> dict[str, Any]:
        found: dict[str, Any] = {
            "needs_pickup": told.needs_pickup,
            "needs_dropoff": told.needs_dropoff,
            "car_plate": car_plate,
        }
        for name, leg in (("arrival", told.arrival), ("departure", told.departure)):
            found |= {f"{name}_mode": leg.mode, f"{name}_number": leg.number, f"{name}_at": leg.moment}
            found[f"{name}_place"] = leg.place
        return found

    def values(self) -> dict[str, Any]:
        found = self.cleaned_data
        told = Itinerary(
            arrival=self._leg("arrival"),
            departure=self._leg("departure"),
            needs_pickup=found["needs_pickup"],
            needs_dropoff=found["needs_dropoff"],
        )
        return {"itinerary": told, "car_plate": found["car_plate"], "consents": found["consents"]}

    def _leg(self, name: str) -> Leg:
        found = self.cleaned_data
        at = found[f"{name}_at"]
        wall = f"{at:%Y-%m-%dT%H:%M}" if at else ""
        return Leg(found[f"{name}_mode"], found[f"{name}_number"], wall, found[f"{name}_place"])


class StayForm(forms.Form):
    is_needed = forms.ChoiceField(
        label=_("需要住宿吗？"), choices=[("yes", _("需要")), ("no", _("不需要"))], widget=forms.RadioSelect
    )
    room = forms.ChoiceField(label=_("房型"), choices=[("", _("未定")), *RoomWish.choices], required=False)
    share_with = text(_("与谁合住"), 80, required=False)
    check_in_on = day(_("入住日期"), required=False)
    check_out_on = day(_("离店日期"), required=False)
    consents = forms.BooleanField(label=_("我同意为安排接送与住宿使用我的行程信息"), required=False)

    @classmethod
    def initial_of(cls, told: Stay) -> dict[str, Any]:
        words = {None: "", True: "yes", False: "no"}
        return {
            "is_needed": words[told.is_needed],
            "room": told.room,
            "share_with": told.share_with,
            "check_in_on": told.check_in_on or None,
            "check_out_on": told.check_out_on or None,
        }

    def values(self) -> dict[str, Any]:
        found = self.cleaned_data
        days = {key: found[key].isoformat() if found[key] else "" for key in ("check_in_on", "check_out_on")}
        stay = Stay(found["is_needed"] == "yes", found["room"], found["share_with"], **days)
        return {"stay": stay, "consents": found["consents"]}


class CompanionForm(forms.Form):
    id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    name = text(_("姓名"), 80, required=False)
    title = text(_("身份"), 160, required=False, help_text=_("例如秘书、翻译、司机。"))
    mobile = phone(_("手机"), required=False)

    def companion(self) -> Companion:
        found = self.cleaned_data
        return Companion(found["name"], found["title"], found["mobile"], found["id"])


CompanionSet = forms.formset_factory(CompanionForm, extra=1, max_num=MOST_COMPANIONS, absolute_max=MOST_COMPANIONS)


class DietForm(forms.Form):
    diet = forms.ChoiceField(label=_("餐别"), choices=[("", _("不填")), *Diet.choices], required=False)
    note = text(_("饮食要求说明"), 200, required=False)
    accessibility = text(_("无障碍需求"), 300, required=False, help_text=_("例如轮椅席、陪护、手语。可以不填。"))
    consents = forms.BooleanField(label=_("我单独同意为安排用餐与无障碍服务使用这些信息"), required=False)

    def values(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class TalkForm(forms.Form):
    title = text(_("演讲题目"), 200, required=False)
    abstract = long_text(_("内容简介"), 2000, 5, required=False)

    def values(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class MoreForm(forms.Form):
    clothing_size = text(_("着装尺码"), 20, required=False, help_text=_("例如 175/92A、L。"))
    invoice_title = text(_("发票抬头"), 160, required=False)
    invoice_tax_id = text(_("税号"), 30, required=False)
    invoice_email = forms.EmailField(label=_("收票邮箱"), required=False)

    def values(self) -> dict[str, Any]:
        found = self.cleaned_data
        invoice = Invoice(found["invoice_title"], found["invoice_tax_id"], "", found["invoice_email"])
        return {"clothing_size": found["clothing_size"], "invoice": invoice}
