"""Kinds of message that notifications itself writes, also about the capabilities below it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiwu.foundation.registry.messages import message_kind

message_kind(
    "notifications.due",
    title=_("即将到期"),
    group="reminder",
    subject=_("即将到期 {count} 项：{first}｜{meeting}"),
    body=_("《{meeting}》中由您负责的以下事项即将到期。"),
    action=_("打开会议"),
)
message_kind(
    "notifications.late",
    title=_("已逾期"),
    group="escalation",
    subject=_("已逾期 {count} 项：{first}｜{meeting}"),
    body=_("《{meeting}》中以下事项已过期未完成，请处理或调整计划。"),
    action=_("打开会议"),
)
message_kind(
    "notifications.digest",
    title=_("每日汇总"),
    group="digest",
    subject=_("{day} 工作汇总：逾期 {late} 项，今天到期 {today} 项"),
    body=_("今天需要您留意的 {count} 项："),
    action=_("打开会务"),
)
message_kind(
    "notifications.not_delivered",
    title=_("邮件没有送达"),
    group="waiting",
    subject=_("发给{reader}的邮件没有送达"),
    body=_(
        "您请系统发给{reader}的邮件“{subject}”没有送达。邮件服务器的答复：{answer}\n请核对地址后重发，或用其他方式联系对方。"
    ),
    channels=("in_app",),
    action=_("查看发送情况"),
)
message_kind(
    "documents.signed",
    title=_("单据已确认"),
    group="waiting",
    subject=_("{person}确认了《{document}》第 {number} 版｜{meeting}"),
    body=_("{person}已确认《{document}》第 {number} 版，可以按此版本往下做。"),
    action=_("查看确认记录"),
)
message_kind(
    "documents.returned",
    title=_("单据被退回"),
    group="waiting",
    subject=_("{person}退回了《{document}》第 {number} 版｜{meeting}"),
    body=_("{person}退回了《{document}》第 {number} 版，请看意见后修改再送。"),
    action=_("查看意见"),
)
message_kind(
    "meetings.moved",
    title=_("会议改期"),
    group="change",
    subject=_("改期：{meeting}，现为 {start} 至 {end}"),
    body=_(
        "《{meeting}》已改期：原为 {before} 开始，现为 {start} 至 {end}。未完成的事项将按新日期重排，请核对您手上的安排。"
    ),
    action=_("打开会议"),
    urgent=True,
)
message_kind(
    "meetings.cancelled",
    title=_("会议取消"),
    group="change",
    subject=_("已取消：{meeting}"),
    body=_("《{meeting}》已取消，相关提醒已停止。请停止未发生的采购与预订，并按合同处理已发生的。"),
    action=_("打开会议"),
    urgent=True,
)
message_kind(
    "meetings.postponed",
    title=_("会议延期"),
    group="change",
    subject=_("已延期，日期待定：{meeting}"),
    body=_("《{meeting}》已延期，新日期待定，相关提醒已停止。"),
    action=_("打开会议"),
    urgent=True,
)
message_kind(
    "meetings.resumed",
    title=_("会议恢复"),
    group="change",
    subject=_("恢复筹备：{meeting}，{start} 至 {end}"),
    body=_("《{meeting}》恢复筹备，会期 {start} 至 {end}。"),
    action=_("打开会议"),
)
message_kind(
    "meetings.joined",
    title=_("加入会务组"),
    group="change",
    subject=_("您已加入会务组：{meeting}"),
    body=_("您已加入《{meeting}》的会务组，岗位：{role}。会期 {start} 至 {end}。"),
    action=_("打开会议"),
)
message_kind(
    "accounts.invited",
    title=_("开通账号"),
    group="access",
    subject=_("{org}邀请您使用会务系统"),
    body=_("{org}为您开通了会务系统的账号，登录名是本邮箱。请点下面的链接设置自己的密码；链接只能用一次，会过期。"),
    channels=("email",),
    action=_("设置密码"),
)
