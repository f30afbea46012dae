"""Refusals of first contact and of the brief."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiwu.kernel.errors import Refusal


class TooManySubmissions(Refusal):
    """More forms came through one link or from one address than a person fills in."""

    code = "too_many_submissions"
    status = 429
    sentence = "短时间内从这里提交的次数过多，这一份没有保存。请过一小时再提交，或直接联系发给您链接的人。"


class AlreadySent(Refusal):
    """The same form was sent before with other content; the first one stands."""

    code = "already_sent"
    sentence = "这份接洽表此前已经提交，原来的内容没有改变。您修改后的文字还在下面，再次提交会作为新的一份送达。"


class IntakeDecided(Refusal):
    """Somebody has accepted, declined or merged this record before."""

    code = "intake_decided"
    sentence = "这份接洽记录已由{who}处理（{status}），没有重复处理。请刷新页面查看结果。"


class MergeIntoItself(Refusal):
    """A record can only be merged into another, still standing one of the same organisation."""

    code = "merge_into_itself"
    sentence = "不能把这份接洽记录并入所选的那一份，两份都没有改变。请选择本单位另一份未被合并或婉拒的记录。"


class GoalNotAgreed(Refusal):
    """Only goals of the brief the client has signed are judged."""

    code = "goal_not_agreed"
    sentence = "客户确认的《会议需求简报》里没有这个指标，评定没有保存。请先在简报中补充该指标并请客户确认。"


class NothingToAcknowledge(Refusal):
    """The dates clash with nothing, so there is nothing to acknowledge."""

    code = "nothing_to_acknowledge"
    sentence = "目前的会期没有撞期，不需要知悉说明，什么都没有保存。"


SENTENCES = {
    "unreachable": _("手机或邮箱至少留一项，否则无法联系。"),
    "end_before_start": _("结束日期早于开始日期，请核对。"),
    "alternative_out_of_order": _("备选日期中结束早于开始，请核对。"),
    "unusable_answer": _("按会议类型提的问题，回答须为数字或不超过 1000 字的文字。"),
    "unusable_headcount": _("人数须为 0 到 200000 之间的整数。"),
    "basis_missing": _("填了人数，请选择口径：预估、保底还是上限。"),
    "too_long_for_meeting": _("文字过长，会议信息里放不下，请删短。"),
    "does_not_add_up": _("各群人数之和与合计不一致。"),
    "nobody_comes": _("总人数不能为 0。"),
    "organisation_too_long": _("有一家单位的名称超过 160 字。"),
}
"""What the codes of the rules say."""
