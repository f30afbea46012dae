"""What suppliers are mailed, and what buyers and approvers are told."""

from django.utils.translation import gettext_lazy as _

from huiwu.foundation.registry.messages import message_kind

message_kind(
    "procurement.quote",
    title=_("请供应商报价"),
    group="access",
    subject=_("请报价：{rfq}（{due} 截止）"),
    body=_(
        "{person}，您好：\n{org}的{sender}请贵公司为“{rfq}”报价，{due} 截止。\n"
        "打开下面的链接即可看到询价明细并填写单价，手机或电脑都可以，不需要账号；截止前可以修改。链接只给贵公司，请不要转发。"
    ),
    channels=("email",),
    action=_("查看询价并报价"),
)
message_kind(
    "procurement.declined",
    title=_("落选通知"),
    group="access",
    subject=_("报价结果：{rfq}"),
    body=_(
        "{person}，您好：\n感谢贵公司为“{rfq}”报价。本次没有选用贵公司的报价，理由写在下面的页面上。期待今后的合作。"
    ),
    channels=("email",),
    action=_("查看结果"),
)
message_kind(
    "procurement.received",
    title=_("收到供应商报价"),
    group="change",
    subject=_("{supplier}报价了：{rfq}"),
    body=_("{supplier}提交了“{rfq}”的报价（第 {number} 次），已有 {entered} 家报价、共邀请 {invited} 家。"),
    action=_("查看报价"),
)
message_kind(
    "procurement.approve",
    title=_("请审批选定的供应商"),
    group="waiting",
    subject=_("请审批：{rfq}选定{supplier}"),
    body=_("“{rfq}”选定了{supplier}，金额超过审批限额，请看比价和理由后批准或退回。"),
    action=_("查看并审批"),
)
