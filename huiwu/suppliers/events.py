"""Facts of suppliers."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from huiwu.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class SupplierFact(Fact):
    """Base: what happens to a row of an organisation's library."""

    supplier_id: UUID
    org_id: UUID

    def topics(self) -> tuple[str, ...]:
        return (*super().topics(), f"org:{self.org_id}")


@dataclass(frozen=True, kw_only=True)
class SupplierAdded(SupplierFact):
    said = "把 {supplier} 加入供应商库"


@dataclass(frozen=True, kw_only=True)
class SupplierChanged(SupplierFact):
    said = "修改了供应商 {supplier}：{keys}"
    keys: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class SupplierStatusSet(SupplierFact):
    said = "把供应商 {supplier} 设为{status}"
    status: str


@dataclass(frozen=True, kw_only=True)
class SupplierContactsSet(SupplierFact):
    said = "修改了供应商 {supplier} 的联系人"


@dataclass(frozen=True, kw_only=True)
class QualificationKept(SupplierFact):
    said = "登记了供应商 {supplier} 的{qualification_kind}"
    qualification_id: UUID
    qualification_kind: str


@dataclass(frozen=True, kw_only=True)
class QualificationRemoved(SupplierFact):
    said = "删除了供应商 {supplier} 的{qualification_kind}"
    qualification_id: UUID
    qualification_kind: str


@dataclass(frozen=True, kw_only=True)
class SupplierEngaged(Fact):
    """A supplier stands in a category of a meeting, or has come further there."""

    said = "{supplier} 的{category}：{state}"
    supplier_id: UUID
    category: str
    state: str


@dataclass(frozen=True, kw_only=True)
class SupplierGroupSaved(Fact):
    said = "登记了与 {supplier} 的沟通群"
    supplier_id: UUID


@dataclass(frozen=True, kw_only=True)
class NeedDecided(Fact):
    said = "判断了{category}由谁提供：{decision}"
    category: str
    decision: str


@dataclass(frozen=True, kw_only=True)
class SupplierRated(Fact):
    said = "评价了供应商 {supplier}"
    supplier_id: UUID
