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
