"""Refusals of contracts."""

from __future__ import annotations

from huiwu.kernel.errors import Refusal


class ContractClosed(Refusal):
    """Only a draft is edited; what is in review or signed changes by sending back or by an amendment."""

    code = "contract_closed"
    sentence = "合同“{title}”现在是“{status}”，不能直接修改，什么都没有保存。审核中的请先退回；已签订的请另出补充协议。"


class ContractIncomplete(Refusal):
    """What stands in the way of sending a contract to review; `missing` lists it."""

    code = "contract_incomplete"
    status = 422
    sentence = "合同还不能送审，内容都已保留。还缺：{missing}。"


class TermsDoNotAddUp(Refusal):
    code = "terms_do_not_add_up"
    status = 422
    sentence = "各期付款合计与合同额不符，没有保存。{detail}"


class LadderInvalid(Refusal):
    code = "ladder_invalid"
    status = 422
    sentence = "取消阶梯有误，没有保存。{detail}"


class NotInReview(Refusal):
    code = "contract_not_in_review"
    sentence = "合同“{title}”现在是“{status}”，不在审核中，没有记录任何审核意见。"


class OwnSubmission(Refusal):
    """Two pairs of eyes: whoever sent a contract to review does not approve it."""

    code = "own_submission"
    status = 403
    sentence = "这份合同由您送审，须由另一位有审核权限的同事审核。没有记录任何意见。"


class AlreadySigned(Refusal):
    code = "contract_already_signed"
    sentence = "合同“{title}”已由{who}登记为签订（{day}），没有再登记一次。"


class SigningBlocked(Refusal):
    """A gate is shut, or what must come first is missing; `obstacles` says what and whom to ask."""

    code = "signing_blocked"
    sentence = "合同“{title}”现在不能签订：{obstacles} 没有登记签订，已上传的扫描件没有使用。"


class ClientSignsItself(Refusal):
    code = "client_signs_itself"
    sentence = "主合同由客户签署：请把签署链接发给客户，或在版本页登记盖章纸本的扫描件。没有登记签订。"


class ScanNeeded(Refusal):
    code = "scan_needed"
    status = 422
    sentence = "请上传双方签署的合同扫描件（PDF 或图片）。没有登记签订。"


class NotInForce(Refusal):
    code = "contract_not_in_force"
    sentence = "合同“{title}”现在是“{status}”，只有已签订的合同才能这样做。没有记录。"


class BeyondContract(Refusal):
    """More accepted than the contract, with its amendments, is worth."""

    code = "acceptance_beyond_contract"
    status = 422
    sentence = "验收金额合计 {accepted} 元，超过合同总额 {total} 元，没有登记。超出部分请先签补充协议。"


class AlreadyRecorded(Refusal):
    code = "contract_already_recorded"
    sentence = "同样的记录已经有一条，没有再记一条。"


class TemplateUnusable(Refusal):
    """The Word template cannot be filled in; `place` quotes where."""

    code = "template_unusable"
    status = 422
    sentence = "这份 Word 模板不能使用，没有保留。{detail}"


class SourceTaken(Refusal):
    code = "contract_source_taken"
    sentence = "已经有一份合同（{number}）从这里起草，没有再起草一份。"
