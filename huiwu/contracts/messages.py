"""What people are told about contracts."""

from django.utils.translation import gettext_lazy as _

from huiwu.foundation.registry.messages import message_kind

message_kind(
    "contracts.submitted",
    title=_("合同送审"),
    group="waiting",
    subject=_("请审核：{contract}"),
    body=_("{meeting}的合同“{contract}”（对方：{party}）已送审，请由送审人以外的同事审核。"),
    action=_("去审核"),
)
message_kind(
    "contracts.returned",
    title=_("合同被退回"),
    group="change",
    subject=_("退回：{contract}"),
    body=_("{meeting}的合同“{contract}”被退回，理由：{reason}"),
    action=_("去修改"),
)
message_kind(
    "contracts.signed",
    title=_("合同签订"),
    group="change",
    subject=_("已签订：{contract}"),
    body=_("{meeting}的合同“{contract}”（对方：{party}）已于 {day} 签订。"),
    action=_("查看合同"),
)
