"""Facts of the agenda: ids and counts, no names."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from huiwu.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class AgendaItemAdded(Fact):
    said = "排入了议程环节“{agenda_item}”"
    agenda_item_id: UUID


@dataclass(frozen=True, kw_only=True)
class AgendaItemChanged(Fact):
    """`keys` are the columns that differ, `speakers` and `uses` among them."""

    said = "修改了议程环节“{agenda_item}”（{keys}）"
    agenda_item_id: UUID
    keys: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class AgendaItemsMoved(Fact):
    """An item was moved; `count` items lie elsewhere now, those that moved along included."""

    said = "移动了议程环节“{agenda_item}”，共 {count} 个环节改了时间"
    agenda_item_id: UUID
    count: int


@dataclass(frozen=True, kw_only=True)
class AgendaItemRemoved(Fact):
    said = "删除了一个议程环节"
    agenda_item_id: UUID


@dataclass(frozen=True, kw_only=True)
class AgendaTracksSet(Fact):
    said = "修改了议程的专场"


@dataclass(frozen=True, kw_only=True)
class AgendaResourcesSet(Fact):
    said = "修改了议程可用的译员与设备"


@dataclass(frozen=True, kw_only=True)
class AgendaReleased(Fact):
    """The client has confirmed this version: it is the one to read. `former_version_id` was so before."""

    said = "议程第 {number} 版生效，以后以它为准"
    document_id: UUID
    version_id: UUID
    number: int
    version_hash: str
    former_version_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class AgendaPublished(Fact):
    said = "修改了议程的公开页（公开：{is_public}）"
    is_public: bool


@dataclass(frozen=True, kw_only=True)
class AgendaQuoted(Fact):
    """Something outside of the page carries the version of this number now."""

    said = "登记了引用议程第 {number} 版的材料（{place}）"
    agenda_quote_id: UUID
    place: str
    number: int


@dataclass(frozen=True, kw_only=True)
class AgendaQuoteWithdrawn(Fact):
    said = "停用了一份引用议程的材料（{place}）"
    agenda_quote_id: UUID
    place: str


@dataclass(frozen=True, kw_only=True)
class AgendaChangeTold(Fact):
    """One of those whom a released version concerns was told of it."""

    said = "告知了议程变更（{how}）"
    agenda_telling_id: UUID
    version_id: UUID
    how: str


@dataclass(frozen=True, kw_only=True)
class AgendaStandardsSet(Fact):
    """`org_id` travels beside the fact."""

    said = "修改了议程的时间标准，自 {effective_on} 起"
    effective_on: str
