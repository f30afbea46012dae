"""Web input of notifications to clean values."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiwu.foundation.fields import offer
from huiwu.notifications.choices import CHOOSABLE, BotProvider, SmsProvider, Weekday

ZONES = (
    ("Asia/Shanghai", _("北京时间")),
    ("Asia/Hong_Kong", _("香港")),
    ("Asia/Tokyo", _("东京")),
    ("Asia/Singapore", _("新加坡")),
    ("Asia/Dubai", _("迪拜")),
    ("Europe/Paris", _("巴黎")),
    ("Europe/London", _("伦敦")),
    ("America/New_York", _("纽约")),
    ("America/Los_Angeles", _("洛杉矶")),
    ("UTC", _("世界时 UTC")),
)


class QuietHoursForm(forms.Form):
    is_on = forms.BooleanField(
        label=_("免打扰时段内不发邮件"), required=False, help_text=_("到时段结束再发；改期、取消等紧急消息不受限制")
    )
    starts = forms.TimeField(label=_("开始"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    ends = forms.TimeField(
        label=_("结束"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_("早于开始则到第二天"),
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=_("哪几天开始"),
        choices=Weekday.choices,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    zone = forms.ChoiceField(label=_("时区"), choices=ZONES)
    digest_on = forms.BooleanField(label=_("每天发一份汇总"), required=False)
    digest_time = forms.TimeField(label=_("汇总时间"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zone = str((kwargs.get("initial") or {}).get("zone", ""))
        if zone and zone not in dict(ZONES):  # set from elsewhere: still shown, and kept
            offer(self, "zone", [(zone, zone), *ZONES])


class ReminderRulesForm(forms.Form):
    days_before = forms.CharField(
        label=_("到期前几天提醒"), help_text=_("可填几个，用逗号分隔；0 是到期当天"), max_length=60
    )
    owner_after_days = forms.IntegerField(label=_("逾期几天提醒负责人"), min_value=1, max_value=60)
    leads_after_days = forms.IntegerField(label=_("逾期几天报项目负责人与客户经理"), min_value=1, max_value=60)

    def clean_days_before(self) -> list[int]:
        parts = [part for part in re.split(r"[,，、;；\s]+", self.cleaned_data["days_before"]) if part]
        if not parts or not all(part.isdigit() for part in parts):
            raise forms.ValidationError(_("请填天数，例如 3, 1, 0"))
        return [int(part) for part in parts]


class OutsideForm(forms.Form):
    is_test = forms.BooleanField(
        label=_("测试模式：什么都不发到外面"),
        required=False,
        help_text=_("邮件、短信、群消息都留在“未发出的邮件”页，供试用和演练"),
    )
    sms_provider = forms.ChoiceField(
        label=_("短信服务商"), choices=[("", _("不用短信")), *SmsProvider.choices], required=False
    )
    sms_key_id = forms.CharField(
        label=_("访问密钥编号"), max_length=120, required=False, help_text="AccessKeyId / SecretId"
    )
    sms_secret = forms.CharField(
        label=_("访问密钥"),
        max_length=200,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("加密保存，不再显示；不改就留空"),
    )
    sms_sign = forms.CharField(
        label=_("短信签名"), max_length=40, required=False, help_text=_("已过审的签名，不带【】")
    )
    sms_app_id = forms.CharField(label=_("应用编号"), max_length=40, required=False, help_text=_("腾讯云的 SdkAppId"))
    sms_region = forms.CharField(
        label=_("地域"), max_length=40, required=False, help_text=_("腾讯云，默认 ap-guangzhou")
    )


class SmsTemplateForm(forms.Form):
    code = forms.RegexField(
        r"^[a-z][a-z0-9_.]*$",
        label=_("代码"),
        max_length=60,
        help_text=_("小写字母、数字、点；系统自带的短信用自带的代码"),
    )
    title = forms.CharField(label=_("名称"), max_length=120)
    text = forms.CharField(
        label=_("正文"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("与过审文字逐字相同，变量写成 {name}，次序与报备时一致，不带签名"),
    )
    provider_id = forms.CharField(label=_("服务商的模板编号"), max_length=40, required=False)
    is_approved = forms.BooleanField(label=_("已过审"), required=False)


class BotForm(forms.Form):
    name = forms.CharField(label=_("群名"), max_length=80)
    provider = forms.ChoiceField(label=_("平台"), choices=BotProvider.choices)
    webhook = forms.CharField(
        label=_("机器人地址"), max_length=500, widget=forms.PasswordInput(attrs={"autocomplete": "off"})
    )
    secret = forms.CharField(
        label=_("加签密钥"),
        max_length=200,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("钉钉、飞书开了签名校验才有"),
    )
    meeting = forms.ChoiceField(label=_("哪场会议"), required=False)
    tells = forms.MultipleChoiceField(
        label=_("群里要听到的"),
        choices=[(group.value, group.label) for group in CHOOSABLE],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, meetings: Iterable[Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "meeting", [("", _("全部会议")), *((str(one.pk), one.name) for one in meetings)])


class BotChangeForm(BotForm):
    """Of a chat that is there: an empty address keeps the former."""

    is_on = forms.BooleanField(label=_("启用"), required=False, help_text=_("停用期间群里听不到消息，地址保留"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("webhook", "secret"):
            self.fields[name].required = False
            self.fields[name].help_text = _("加密保存，不再显示；不改就留空")
        del self.fields["provider"]
