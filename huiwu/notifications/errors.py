"""Refusals of notifications."""

from __future__ import annotations

from huiwu.kernel.errors import Refusal


class AddressUnusable(Refusal):
    """Not an e-mail address."""

    code = "address_unusable"
    status = 422
    sentence = "“{address}”不是可用的邮箱地址，邮件没有发送。请改正地址后再发，或复制链接用其他方式发给对方。"


class NothingToRepeat(Refusal):
    """Only a refused delivery can be sent again, and only while its link is still known."""

    code = "nothing_to_repeat"
    sentence = "这封邮件不需要重发：它已发出、正在发送，或本来就不发。没有改变任何内容。"


class OutsideAddressUnusable(Refusal):
    """Not an e-mail address."""

    code = "outside_address_unusable"
    status = 422
    sentence = "“{address}”不是可用的邮箱地址，消息没有发送。请改正后再试。"


class NumberUnusable(Refusal):
    """Not a number in E.164."""

    code = "number_unusable"
    status = 422
    sentence = "“{address}”不是可用的手机号，短信没有发送。请填写手机号，境外号码以 + 和国家代码开头。"


class UnsubscribeLinkDamaged(Refusal):
    """The signed part of the link is not ours."""

    code = "unsubscribe_link_damaged"
    status = 404
    sentence = "这个退订链接不完整，没有改变任何设置。请从原邮件中重新打开，或直接回复会务组。"
