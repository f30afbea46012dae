"""Refusals of notices."""

from __future__ import annotations

from huiwu.kernel.errors import Refusal


class NoticeBreaksRules(Refusal):
    """The channel would refuse it (OM-071)."""

    code = "notice_breaks_rules"
    sentence = "这份通知不符合所选通道的规则，没有审批：{problems}。请修改后再审批。"


class NoticeNotOpen(Refusal):
    """It went out, or was withdrawn: its words stand."""

    code = "notice_not_open"
    sentence = "这份通知已经发出或撤回，内容不能再改。需要补充时请另拟一份。"


class NoticeNotApproved(Refusal):
    code = "notice_not_approved"
    sentence = "这份通知还没有审批，没有发出。请先由客户经理或项目负责人审批。"


class NoticeNotConfirmed(Refusal):
    """The client has not confirmed these words."""

    code = "notice_not_confirmed"
    sentence = "客户还没有确认这份通知的文案，没有发出。请先请客户确认；情况紧急时可写明原因后直接发出。"


class NobodyToTell(Refusal):
    code = "nobody_to_tell"
    sentence = "按现在的条件没有一位接收人，没有发出。请调整接收人条件，或先补全名单。"


class NothingToRepeat(Refusal):
    code = "nothing_to_send_again"
    sentence = "这一条不需要重发：它没有失败，或对方已退订。没有改变任何内容。"
