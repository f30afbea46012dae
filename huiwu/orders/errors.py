"""Refusals of orders."""

from __future__ import annotations

from huiwu.kernel.errors import NotFound, Refusal


class OrderMoved(Refusal):
    """The order is not in a state that allows this."""

    code = "order_moved"
    sentence = "订单 {number} 现在是“{state}”，不能这样操作，没有改动。请刷新后再看。"


class OrderNotWhole(Refusal):
    """An order that cannot be carried out is not sent."""

    code = "order_not_whole"
    status = 422
    sentence = "订单 {number} 还不能发出：{lacks}。没有发出任何内容，请补齐后再发。"


class OrderSuperseded(Refusal):
    """The supplier answers an order that has been changed since it was read."""

    code = "order_superseded"
    sentence = "您打开页面以后，订单内容有了变化。您的答复没有记录，请看过下面的新内容再答复。"


class OrderWithdrawn(Refusal):
    """Taken back by us, or cancelled."""

    code = "order_withdrawn"
    sentence = "这份订单已被我方收回或取消，不能再答复。请联系发给您链接的人。"


class TooManyPhotos(Refusal):
    code = "too_many_photos"
    status = 422
    sentence = "一次最多 {most} 张照片，这次有 {count} 张，什么都没有保存。请分几次上传。"


class NoSuchOrder(NotFound):
    code = "no_such_order"
    sentence = "没有找到这份订单，它可能属于另一场会议。"


class NothingToOrder(Refusal):
    """A selection without priced lines makes no order."""

    code = "nothing_to_order"
    sentence = "这份选定没有带单价的报价行，没有起草订单。请先补齐报价，或手工新建订单。"
