"""Refusals of speakers' fees."""

from __future__ import annotations

from huiwu.kernel.errors import Refusal


class FeeAboveStandard(Refusal):
    """The rule leaves no doubt."""

    code = "fee_above_standard"
    sentence = (
        "{name}的{kind}税后 {net} 元，超过标准上限 {limit} 元（{basis}），不能批准。没有改变任何数据，请退回改小金额。"
    )


class ReasonNeeded(Refusal):
    """Above what the rule calls usual, or above a figure that is not verified: a person must say why."""

    code = "reason_needed"
    status = 422
    sentence = (
        "{name}的{kind}税后 {net} 元，高于参照标准 {limit} 元（{basis}）。确需发放的，请写明理由（至少 4 个字）后批准。"
    )


class FeeMoved(Refusal):
    """Somebody took another decision in between, or the state forbids it."""

    code = "fee_moved"
    sentence = "{name}的劳务费现在是“{state}”，不能这样操作，数据没有改变。请刷新后再看。"


class OwnFee(Refusal):
    """Four eyes: whoever entered or submitted a fee does not approve it."""

    code = "own_fee"
    status = 403
    sentence = "这笔劳务费是您录入或提交的，须由另一位审批，数据没有改变。"


class NotDeclared(Refusal):
    code = "not_declared"
    sentence = "还有已发放而未申报个税的劳务费，证件与账号暂不能清除，数据没有改变。"


class CashForbidden(Refusal):
    code = "cash_forbidden"
    sentence = "公共机构会议的费用须用公务卡或转账支付，不得用现金，没有记录发放。"
