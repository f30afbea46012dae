"""Facts of orders."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from huiwu.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class OrderFact(Fact):
    """Base: what happens to one order."""

    order_id: UUID


@dataclass(frozen=True, kw_only=True)
class OrderDrafted(OrderFact):
    said = "起草了订单 {order}"


@dataclass(frozen=True, kw_only=True)
class OrderChanged(OrderFact):
    said = "修改了订单 {order}"


@dataclass(frozen=True, kw_only=True)
class OrderSent(OrderFact):
    said = "把订单 {order} 发给了供应商"


@dataclass(frozen=True, kw_only=True)
class OrderLinkMade(OrderFact):
    said = "生成了订单 {order} 的确认链接"
    link_id: UUID


@dataclass(frozen=True, kw_only=True)
class OrderLinkRevoked(OrderFact):
    said = "停用了订单 {order} 的确认链接"
    link_id: UUID


@dataclass(frozen=True, kw_only=True)
class OrderRecalled(OrderFact):
    said = "收回了订单 {order}"


@dataclass(frozen=True, kw_only=True)
class OrderReplied(OrderFact):
    """The supplier answered: confirmed, returned, in production, on the way, delivered."""

    said = "供应商答复订单 {order}：{reply}"
    reply_id: UUID
    reply: str


@dataclass(frozen=True, kw_only=True)
class OrderCancelled(OrderFact):
    said = "取消了订单 {order}"


@dataclass(frozen=True, kw_only=True)
class DeliveryAccepted(OrderFact):
    said = "验收了订单 {order} 的到货"
    acceptance_id: UUID
    is_final: bool
