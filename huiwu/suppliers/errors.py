"""Refusals of suppliers."""

from __future__ import annotations

from huiwu.kernel.errors import NotFound, Refusal


class SupplierKnown(Refusal):
    """Another row of the library has the same code or the same name."""

    code = "supplier_known"
    sentence = "库里已有“{name}”（{why}相同），没有再建一家。请打开已有的供应商补充资料。"


class SupplierStopped(Refusal):
    code = "supplier_stopped"
    sentence = "“{name}”已停用（{reason}），没有加入本会议。请换一家，或先在供应商库里恢复使用。"


class SupplierElsewhere(NotFound):
    code = "supplier_elsewhere"
    sentence = "没有找到这家供应商，它可能属于另一个单位。"


class EngagementContracted(Refusal):
    """Signed suppliers leave by ending their contract."""

    code = "engagement_contracted"
    sentence = "“{name}”的{category}已签约，不能在这里改为不采用，没有改动。请先终止或取消合同。"


class EngagementMoved(Refusal):
    """The state has changed since the page was opened."""

    code = "engagement_moved"
    sentence = "“{name}”的{category}现在是“{state}”，没有改动。请刷新后再操作。"
