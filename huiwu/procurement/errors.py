"""Refusals of procurement."""

from __future__ import annotations

from huiwu.kernel.errors import Refusal


class RfqFrozen(Refusal):
    """Everybody must quote on the same lines."""

    code = "rfq_frozen"
    sentence = "询价单已经发出，各家按同一份明细报价，明细不能再改。没有保存。需要改范围的，请取消本单后另发一份。"


class RfqClosed(Refusal):
    code = "rfq_closed"
    sentence = "询价单“{rfq}”已定标或取消，这一步没有做。"


class RfqEmpty(Refusal):
    code = "rfq_empty"
    sentence = "询价单还没有明细，没有发出。请先从模板、策划方案或手工加入要报价的项。"


class QuotingClosed(Refusal):
    """The supplier's link, after the due date or once a bidder was chosen."""

    code = "quoting_closed"
    sentence = "报价已于 {due} 截止或已经定标，这次填写没有提交。{kept}请联系发给您链接的人。"


class QuotationEmpty(Refusal):
    code = "quotation_empty"
    sentence = "一项单价也没有填，没有提交。填写的其他内容都在页面上。"


class ComparisonChanged(Refusal):
    """A quotation, score or amount changed after the page was opened."""

    code = "comparison_changed"
    sentence = "您打开页面以后，报价、打分或归一金额有变化，没有选定。请看过新的比价再选。"


class AlreadySelected(Refusal):
    code = "already_selected"
    sentence = "这份询价已由{who}选定“{supplier}”，没有再次选定。如需改选，请先撤销原来的选定并写明原因。"


class NotComparable(Refusal):
    """OM-038: chosen on another basis, or with scope missing."""

    code = "not_comparable"
    sentence = "“{supplier}”的报价与询价口径不一致或有缺项（{why}），不能选定。请先补齐口径说明或归一金额。"


class LowUnexplained(Refusal):
    """OM-041: far below the mean without a word why."""

    code = "low_unexplained"
    sentence = "“{supplier}”的报价只有均价的 {percent}%，没有说明原因，不能选定。请先请对方书面说明并登记。"


class SingleSourceUnexplained(Refusal):
    """OM-037: fewer quotations than the rule asks for."""

    code = "single_source_unexplained"
    sentence = "有效报价只有 {count} 家，少于 {fewest} 家。没有选定；请写明单一来源或不足家数的理由。"


class ScopeUnpriced(Refusal):
    """Nobody else quotes the missing line, so no assumption can be made."""

    code = "scope_unpriced"
    sentence = "其他各家也没有报“{item}”，无法按别家价格假设。请填写金额。"


class SelectionMoved(Refusal):
    """Approved, refused or revoked by somebody in between."""

    code = "selection_moved"
    sentence = "这次选定已被处理过，没有重复处理。请刷新页面看结果。"


class WorkbookRefused(Refusal):
    """A returned workbook has rows that could not be taken."""

    code = "workbook_refused"
    sentence = "表里有 {count} 处没能读取，什么都没有保存。请按提示更正后重新上传。"
