"""Facts of speakers' materials: ids and codes only, no personal data."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from huiwu.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class MaterialFact(Fact):
    """Base: what happens to one material."""

    material_id: UUID


@dataclass(frozen=True, kw_only=True)
class MaterialsFollowed(Fact):
    """The list of what is wanted follows the agenda: `added` are new, `dropped` are wanted no more."""

    said = "按议程更新了讲者资料清单（新增 {added} 项，不再需要 {dropped} 项）"
    added: int
    dropped: int


@dataclass(frozen=True, kw_only=True)
class MaterialAsked(MaterialFact):
    said = "加要了讲者资料 {material}"


@dataclass(frozen=True, kw_only=True)
class MaterialReceived(MaterialFact):
    said = "收到讲者资料 {material} 第 {number} 版"
    number: int
    by_speaker: bool


@dataclass(frozen=True, kw_only=True)
class MaterialAccepted(MaterialFact):
    said = "讲者资料 {material} 第 {number} 版通过"
    number: int


@dataclass(frozen=True, kw_only=True)
class MaterialReturned(MaterialFact):
    said = "退回了讲者资料 {material} 第 {number} 版"
    number: int


@dataclass(frozen=True, kw_only=True)
class MaterialWaived(MaterialFact):
    """`is_waived` False: it is waited for again."""

    said = "调整了讲者资料 {material}（免交：{is_waived}）"
    is_waived: bool


@dataclass(frozen=True, kw_only=True)
class MaterialDueSet(MaterialFact):
    said = "改了讲者资料 {material} 的期限"


@dataclass(frozen=True, kw_only=True)
class SpeakersAsked(Fact):
    """Speakers were written to, or put on the callers' list, about what they still owe."""

    said = "向 {count} 位讲者索取资料"
    count: int


@dataclass(frozen=True, kw_only=True)
class ShowStandardsSet(Fact):
    said = "修改了放映要求"
