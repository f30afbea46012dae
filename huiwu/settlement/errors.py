"""Refusals of settlement."""

from __future__ import annotations

from huiwu.kernel.errors import Refusal


class OverContract(Refusal):
    """OM-145: what is certain blocks."""

    code = "over_contract"
    sentence = (
        "结算额 {amount} 元超过合同加已签变更 {ceiling} 元，没有审批。请核减结算额，或先补签变更（补充协议）再审批。"
    )


class OverAccepted(Refusal):
    code = "over_accepted"
    sentence = "结算额 {amount} 元超过已验收的 {ceiling} 元，没有审批。请先补登验收，或按验收数结算。"


class DisputesOpen(Refusal):
    code = "disputes_open"
    sentence = "还有 {n} 项争议没有了结，没有审批。请逐项写明处理结果。"


class NotAgreed(Refusal):
    code = "not_agreed"
    sentence = "“{party}”还没有确认结算额，没有审批。请先登记对方的确认。"


class ApprovedAlready(Refusal):
    code = "approved_already"
    sentence = "这份结算已经审批，没有改动。要改，请先退回核对并写明原因。"


class OwnSettlement(Refusal):
    """Four eyes: whoever wrote the settlement does not approve it."""

    code = "own_settlement"
    status = 403
    sentence = "编制结算的人不能自己审批，没有记录。请由另一位有权的同事审批。"


class NoBudget(Refusal):
    code = "no_budget"
    sentence = "这场会议还没有预算，决算没有可比的数。请先建立预算。"
