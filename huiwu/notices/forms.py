"""Web input of notices to clean values."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiwu.attendees.choices import AttendeeRole, Presence
from huiwu.attendees.models import Delegation
from huiwu.foundation.fields import offer
from huiwu.meetings.models import Function, Meeting
from huiwu.notices.choices import Batch, NoticeChannel
from huiwu.notices.models import Notice
from huiwu.notices.queries.audience import USUAL_PRESENCE
from huiwu.notices.rules.texts import ABOUT
from huiwu.notices.services import NoticeValues
from huiwu.notifications.models import SmsTemplate

BOXES = forms.CheckboxSelectMultiple


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class NoticeForm(forms.Form):
    title = forms.CharField(label=_("名称"), max_length=120, help_text=_("给自己人看的名称，如“第一次通知（代表）”"))
    batch = forms.ChoiceField(label=_("批次"), choices=Batch.choices)
    channel = forms.ChoiceField(label=_("渠道"), choices=NoticeChannel.choices)
    subject = forms.CharField(label=_("标题"), max_length=200, required=False, help_text=_("邮件才需要"))
    text = forms.CharField(
        label=_("正文"),
        widget=_area(12),
        required=False,
        help_text=_("可用变量见下方；短信正文须与报备的模板一致，选了模板即可不填"),
    )
    sms_code = forms.ChoiceField(label=_("短信模板"), required=False)
    place = forms.CharField(label=_("地点"), max_length=200, required=False)
    parking = forms.CharField(label=_("停车"), max_length=200, required=False)
    weather = forms.CharField(label=_("天气"), max_length=200, required=False)
    dress = forms.CharField(label=_("着装"), max_length=200, required=False)
    contact = forms.CharField(
        label=_("联系电话"), max_length=80, required=False, help_text=_("短信里只能用固定电话或 400 电话")
    )
    roles = forms.MultipleChoiceField(label=_("身份"), choices=AttendeeRole.choices, required=False, widget=BOXES)
    presence = forms.MultipleChoiceField(label=_("确认状态"), choices=Presence.choices, required=False, widget=BOXES)
    delegations = forms.MultipleChoiceField(label=_("代表团"), required=False, widget=BOXES)
    functions = forms.MultipleChoiceField(label=_("参加的活动"), required=False, widget=BOXES)
    tags = forms.CharField(label=_("标签"), max_length=200, required=False, help_text=_("几个用逗号分开，有其一即可"))
    send_at = forms.DateTimeField(
        label=_("发出时间"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("不填则按批次在当天上午十点发；临时通知不填则审批后手动发"),
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        texts = SmsTemplate.objects.filter(org_id=meeting.org_id)
        self.texts = {row.code: row.text for row in texts}
        offer(self, "sms_code", [("", "—"), *((row.code, row.title) for row in texts)])
        delegations = Delegation.objects.filter(meeting=meeting).values_list("pk", "name")
        offer(self, "delegations", [(str(pk), name) for pk, name in delegations])
        functions = Function.objects.filter(meeting=meeting).order_by("starts_at").values_list("pk", "name")
        offer(self, "functions", [(str(pk), name) for pk, name in functions])
        self.zone = meeting.zone

    def clean_send_at(self) -> datetime | None:
        at: datetime | None = self.cleaned_data["send_at"]
        return at.replace(tzinfo=self.zone) if at else None

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("channel") == NoticeChannel.SMS and found.get("sms_code"):
            found["text"] = self.texts[found["sms_code"]]
        return found

    def values(self) -> NoticeValues:
        said = self.cleaned_data
        is_sms = said["channel"] == NoticeChannel.SMS
        tags = [tag.strip() for tag in said["tags"].replace("，", ",").replace("、", ",").split(",") if tag.strip()]
        return NoticeValues(
            title=said["title"],
            channel=said["channel"],
            batch=said["batch"],
            subject="" if is_sms else said["subject"],
            text=said["text"].replace("\r\n", "\n"),
            sms_code=said["sms_code"] if is_sms else "",
            about={key: said[key].strip() for key in ABOUT},
            audience={key: said[key] for key in ("roles", "presence", "delegations", "functions")} | {"tags": tags},
            send_at=said["send_at"],
        )


def initial_of(notice: Notice) -> dict[str, Any]:
    """What stands in the form when a notice is opened for change."""
    audience = notice.audience
    own = notice.send_at if notice.days_before is None else None
    return {
        **{key: getattr(notice, key) for key in ("title", "batch", "channel", "subject", "text", "sms_code")},
        **{key: notice.about.get(key, "") for key in ABOUT},
        **{key: audience.get(key, []) for key in ("roles", "delegations", "functions")},
        "presence": audience.get("presence") or USUAL_PRESENCE,
        "tags": "、".join(audience.get("tags", [])),
        "send_at": own.astimezone(notice.meeting.zone) if own else None,
    }


class TemplateForm(forms.Form):
    title = forms.CharField(label=_("名称"), max_length=120)
    batch = forms.ChoiceField(label=_("批次"), choices=Batch.choices)
    channel = forms.ChoiceField(label=_("渠道"), choices=NoticeChannel.choices)
    subject = forms.CharField(label=_("标题"), max_length=200, required=False)
    text = forms.CharField(label=_("正文"), widget=_area(12))
    sms_code = forms.CharField(
        label=_("短信模板代码"), max_length=60, required=False, help_text=_("在“短信与群机器人”里登记的模板代码")
    )
