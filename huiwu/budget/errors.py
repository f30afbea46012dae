"""Refusals of the budget."""

from __future__ import annotations

from huiwu.kernel.errors import Refusal


class BudgetExists(Refusal):
    code = "budget_exists"
    sentence = "这场会议已经有预算表，没有再建一份。请在现有的预算表里修改或导入。"


class NothingToBeginFrom(Refusal):
    code = "nothing_to_begin_from"
    sentence = "策划方案里还没有预算明细，没有建立预算表。请先填写策划方案的预算，或改用模板。"


class NoBaseline(Refusal):
    """Draws, transfers and change orders change a baseline; there is none yet."""

    code = "no_baseline"
    sentence = "预算基线还没有经客户确认，这时直接改预算行即可。什么都没有改动。"


class ReserveTooSmall(Refusal):
    code = "reserve_too_small"
    sentence = "不可预见费只剩 ¥{left}，不够 ¥{asked}。没有动用，也没有改动任何一行。"


class OwnRequest(Refusal):
    code = "own_request"
    sentence = "动用不可预见费须由申请人以外的人审批。申请保留，等另一位有权的人处理。"


class AlreadyDecided(Refusal):
    code = "already_decided"
    sentence = "这份申请已经审批过了，没有改变原来的结果。"


class NotAdjustable(Refusal):
    code = "not_adjustable"
    sentence = "“{line}”不允许调剂，没有改动任何一行。要增加它的预算，请走变更单或动用不可预见费。"


class BudgetTooSmall(Refusal):
    code = "budget_too_small"
    sentence = "“{line}”的现行预算只有 ¥{left}，调不出 ¥{asked}。没有改动任何一行。"


class PartsDoNotAddUp(Refusal):
    code = "parts_do_not_add_up"
    sentence = "各行合计 ¥{sum}，应为 ¥{amount}，相差 ¥{off}。没有保存，填写的数都还在。"
    status = 422


class ChangeOrderNotSigned(Refusal):
    code = "change_order_not_signed"
    sentence = "变更单还没有经客户确认，不能计入预算。"


class ReportGone(Refusal):
    code = "report_gone"
    sentence = "这一期简报已经发出或撤掉，没有再发一次。"


class UnknownSource(Refusal):
    code = "unknown_source"
    status = 404
    sentence = "没有找到这笔款项，它可能已被撤销。没有保存任何分摊。"
