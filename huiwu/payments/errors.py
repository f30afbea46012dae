"""Refusals of payments, each with its figures."""

from __future__ import annotations

from huiwu.kernel.errors import Refusal


class BeyondContract(Refusal):
    """More than the contract with its signed amendments, the order, or the speaker's fee."""

    code = "beyond_contract"
    sentence = (
        "{what}共 {limit} 元（含已签补充协议），已申请或已付 {used} 元，本次 {amount} 元，超出 {over} 元，没有提交。"
        "请减少金额，或先签补充协议。"
    )


class BeyondRequest(Refusal):
    code = "beyond_request"
    sentence = "付款申请 {request} 批准 {limit} 元，已付 {used} 元，本次 {amount} 元，超出 {over} 元，没有记录付款。"


class BeyondInvoice(Refusal):
    code = "beyond_invoice"
    sentence = (
        "发票 {invoice} 价税合计 {limit} 元，其他付款申请已用 {used} 元，本次 {amount} 元，超出 {over} 元，没有保存。"
    )


class InvoiceUnfit(Refusal):
    """Wrong title, returned, reversed, of another meeting, or our own."""

    code = "invoice_unfit"
    sentence = "发票 {invoice} 不能用于付款：{why}。没有保存。"


class AcceptanceMissing(Refusal):
    code = "acceptance_missing"
    sentence = "合同约定“{term}”验收后付款，还没有验收记录，没有提交。请先登记验收。"


class InvoicesMissing(Refusal):
    code = "invoices_missing"
    sentence = "合同约定“{term}”凭发票付款：申请 {amount} 元，所附发票 {attached} 元，还差 {short} 元，没有提交。"


class ContractNotSigned(Refusal):
    code = "contract_not_signed"
    sentence = "{contract} 还没有签订，不能申请付款。没有提交，请先登记签订。"


class RequestMoved(Refusal):
    code = "request_moved"
    sentence = "付款申请 {request} 现在是“{state}”，不能这样操作，数据没有改变。请刷新后再看。"


class OwnRequest(Refusal):
    """Four eyes: nobody approves what they asked for, and nobody approves twice."""

    code = "own_request"
    status = 403
    sentence = "付款申请 {request} 由您提出或已经过您审批，须由另一位审批，数据没有改变。"


class NotYourLevel(Refusal):
    code = "not_your_level"
    status = 403
    sentence = "付款申请 {request}（{amount} 元）现在须由{role}审批，数据没有改变。"


class CashNotAllowed(Refusal):
    code = "cash_not_allowed"
    sentence = "公共机构会议的费用须用公务卡或转账支付，不得用现金，没有记录付款。"


class KeyReused(Refusal):
    code = "payment_key_reused"
    sentence = "这张表单已经用来记过另一笔，没有再记。请打开新的表单。"


class FeeNotApproved(Refusal):
    code = "fee_not_approved"
    sentence = "劳务费 {fee} 还没有批准，不能申请付款。没有提交。"
