"""Refusals of invoices."""

from __future__ import annotations

from huiwu.kernel.errors import Refusal


class NumberUnread(Refusal):
    """Something was read, but no number by which to register it."""

    code = "invoice_number_unread"
    status = 422
    sentence = "文件“{name}”里没有读到发票号码，没有登记。请手工登记号码后，再把文件加到那张发票上。"


class InvoiceRepeated(Refusal):
    """Registered before, elsewhere or by hand: nothing is registered twice (OM-109)."""

    code = "invoice_repeated"
    sentence = "发票 {number} 已登记过：{first_by} 于 {first_at} 登记在{first_where}（{first_state}）。没有重复登记，这次已记下备查。"


class InvoiceChangedMeanwhile(Refusal):
    """Its state moved on since the page was opened."""

    code = "invoice_changed"
    sentence = "这张发票现在是“{state}”，{done}。没有改变任何数据，请看过现状再操作。"


class InvoiceFaulty(Refusal):
    """Something certain is wrong with it."""

    code = "invoice_faulty"
    sentence = "发票 {number} 有必须先解决的问题：{why} 没有验票。请退回开票方重开，或先更正登记。"


class InvoiceLocked(Refusal):
    """Verified invoices are not corrected silently."""

    code = "invoice_locked"
    sentence = "发票 {number} 已是“{state}”，不能再改。没有改变任何数据；确有错误的，请先撤销验票。"


class OtherNumber(Refusal):
    """The file given for an invoice is another invoice's."""

    code = "invoice_other_number"
    status = 422
    sentence = "文件“{name}”是发票 {read}，不是 {number}。没有加入，请核对后到登记簿上传。"


class NotReversible(Refusal):
    """A red invoice and the blue one it is said to reverse do not fit."""

    code = "invoice_not_reversible"
    sentence = "不能用 {red} 冲 {blue}：{why}。没有改变任何数据。"


class TitleInUse(Refusal):
    code = "title_in_use"
    sentence = "税号 {tax_id} 的抬头已经有了，没有再建一个。请修改原来的抬头。"


class ImportEmpty(Refusal):
    code = "invoice_import_empty"
    status = 422
    sentence = "没有可导入的文件，什么都没有做。可以选多个 XML、OFD、PDF、图片，或一个装有这些文件的 zip。"


class ImportTooMany(Refusal):
    code = "invoice_import_too_many"
    status = 413
    sentence = "一次最多导入 {limit} 个文件，这次有 {count} 个，没有导入。请分几次。"


class NoTermsToExpect(Refusal):
    """Every payment of the contract has its invoice or its expectation already."""

    code = "no_terms_to_expect"
    sentence = "合同“{contract}”没有还需登记待收发票的付款节点，什么都没有增加。"
