"""The words of notifications."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Group(models.TextChoices):
    """What a message is about, for people's preferences."""

    REMINDER = "reminder", _("到期提醒")
    ESCALATION = "escalation", _("逾期升级")
    WAITING = "waiting", _("客户确认与退回")
    CHANGE = "change", _("变更")
    DIGEST = "digest", _("每日汇总")
    FINDING = "finding", _("疏漏")
    ACCESS = "access", _("链接与邀请")


CHOOSABLE = tuple(group for group in Group if group != Group.ACCESS)


class Channel(models.TextChoices):
    IN_APP = "in_app", _("站内")
    EMAIL = "email", _("邮件")


class DeliveryState(models.TextChoices):
    """`failed`: refused for good by the mail server; `given_up`: tried as often as it may; `suppressed`: not wanted."""

    QUEUED = "queued", _("待发")
    SENDING = "sending", _("发送中")
    SENT = "sent", _("已发出")
    FAILED = "failed", _("被拒收")
    GIVEN_UP = "given_up", _("多次未成")
    SUPPRESSED = "suppressed", _("未发")


class Why(models.TextChoices):
    """Why a delivery was suppressed."""

    PREFERENCE = "preference", _("本人关闭了此类邮件")
    MEETING_STOPPED = "meeting_stopped", _("会议已延期、取消或结项")
    PERSON_GONE = "person_gone", _("账号已停用")


class Weekday(models.IntegerChoices):
    MONDAY = 0, _("周一")
    TUESDAY = 1, _("周二")
    WEDNESDAY = 2, _("周三")
    THURSDAY = 3, _("周四")
    FRIDAY = 4, _("周五")
    SATURDAY = 5, _("周六")
    SUNDAY = 6, _("周日")


class OutsideChannel(models.TextChoices):
    """Ways to people without an account, and to group chats."""

    EMAIL = "email", _("邮件")
    SMS = "sms", _("短信")
    BOT = "bot", _("群机器人")


class OutsideState(models.TextChoices):
    """`sent`: the other side took it; `delivered`: it reported that the reader's device has it; `read`: its link was opened."""

    QUEUED = "queued", _("待发")
    SENDING = "sending", _("发送中")
    SENT = "sent", _("已发出")
    DELIVERED = "delivered", _("已送达")
    READ = "read", _("已读")
    FAILED = "failed", _("未送达")
    SUPPRESSED = "suppressed", _("未发")


class OutsideWhy(models.TextChoices):
    """Why it failed or was not sent."""

    REFUSED = "refused", _("对方拒收")
    GIVEN_UP = "given_up", _("多次未成")
    BAD_ADDRESS = "bad_address", _("地址或号码不可用")
    NO_TEMPLATE = "no_template", _("短信模板未报备")
    UNDELIVERED = "undelivered", _("运营商回报未送达")
    UNSUBSCRIBED = "unsubscribed", _("对方已退订")
    BOUNCED = "bounced", _("地址此前已被退回")
    WITHDRAWN = "withdrawn", _("已撤回")
    MEETING_STOPPED = "meeting_stopped", _("会议已延期、取消或结项")
    BOT_OFF = "bot_off", _("机器人已停用")
    ERASED = "erased", _("个人信息已删除")


class SmsProvider(models.TextChoices):
    ALIYUN = "aliyun", _("阿里云短信")
    TENCENT = "tencent", _("腾讯云短信")


class BotProvider(models.TextChoices):
    WECOM = "wecom", _("企业微信")
    DINGTALK = "dingtalk", _("钉钉")
    FEISHU = "feishu", _("飞书")


class SuppressionReason(models.TextChoices):
    UNSUBSCRIBED = "unsubscribed", _("对方退订")
    BOUNCED = "bounced", _("地址不存在")
    BY_HAND = "by_hand", _("人工加入")
