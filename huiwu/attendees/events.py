"""Facts of attendees: ids only, no personal data."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from huiwu.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class AttendeeFact(Fact):
    """Base: what happens to one person's record."""

    attendee_id: UUID


@dataclass(frozen=True, kw_only=True)
class AttendeeAdded(AttendeeFact):
    said = "录入了{attendee}"
    source: str


@dataclass(frozen=True, kw_only=True)
class AttendeesAdded(Fact):
    """Many at once: by import, a group's contact, or the demo."""

    said = "录入了 {count} 人"
    count: int
    source: str


@dataclass(frozen=True, kw_only=True)
class AttendeeChanged(AttendeeFact):
    """`keys` are the names of the fields that changed."""

    said = "修改了{attendee}的资料"
    keys: tuple[str, ...]
    source: str


@dataclass(frozen=True, kw_only=True)
class AttendeesChanged(Fact):
    """Many at once; `keys` are the names of the fields that changed in any of them, `attendee_ids` those people of whom
    something changed that stands on cards and in lists (choices.TOLD)."""

    said = "修改了 {count} 人的资料"
    count: int
    keys: tuple[str, ...]
    source: str
    attendee_ids: tuple[UUID, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PresenceChanged(AttendeeFact):
    said = "把{attendee}的确认状态从“{before}”改为“{after}”"
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class ParticipationsChanged(AttendeeFact):
    """Put into, or taken out of, functions."""

    said = "调整了{attendee}参加的场次"
    function_ids: tuple[UUID, ...]
    state: str


@dataclass(frozen=True, kw_only=True)
class SensitiveKept(AttendeeFact):
    said = "登记了{attendee}的敏感信息"
    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class AttendeesMerged(Fact):
    said = "把两条记录合并为{attendee}"
    attendee_id: UUID
    gone_id: UUID
    merge_id: UUID


@dataclass(frozen=True, kw_only=True)
class MergeTakenBack(Fact):
    said = "撤销了与{attendee}的合并"
    attendee_id: UUID
    gone_id: UUID
    merge_id: UUID


@dataclass(frozen=True, kw_only=True)
class ToldApart(Fact):
    """Two records that look alike are two people."""

    said = "裁决了两条相似记录不是同一人"
    first_id: UUID
    second_id: UUID


@dataclass(frozen=True, kw_only=True)
class RanksConfirmed(Fact):
    said = "确认了 {count} 人的位次"
    count: int


@dataclass(frozen=True, kw_only=True)
class PersonalLinkMade(AttendeeFact):
    said = "生成了{attendee}的个人链接"
    link_id: UUID


@dataclass(frozen=True, kw_only=True)
class PersonalLinksMade(Fact):
    """Many at once: invitations, notices."""

    said = "生成了 {count} 人的个人链接"
    count: int


@dataclass(frozen=True, kw_only=True)
class CodeReissued(AttendeeFact):
    said = "为{attendee}补发了新码，旧码作废"


@dataclass(frozen=True, kw_only=True)
class DelegationKept(Fact):
    said = "保存了代表团"
    delegation_id: UUID


@dataclass(frozen=True, kw_only=True)
class DelegationRemoved(Fact):
    said = "删除了代表团"
    delegation_id: UUID


@dataclass(frozen=True, kw_only=True)
class PresencesChanged(Fact):
    """Many at once, by the team."""

    said = "把 {count} 人的确认状态改为“{after}”"
    count: int
    after: str
    attendee_ids: tuple[UUID, ...]


@dataclass(frozen=True, kw_only=True)
class ManyPutInFunctions(Fact):
    said = "为 {count} 人安排了场次"
    count: int
    function_ids: tuple[UUID, ...]
    state: str


@dataclass(frozen=True, kw_only=True)
class SensitiveKeptOfMany(Fact):
    said = "登记了 {count} 人的敏感信息"
    count: int
    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class SensitiveListSeen(Fact):
    """A sensitive field of many people was read in full, for a list or a count."""

    said = "查看了 {count} 人的{field}"
    field: str
    count: int


@dataclass(frozen=True, kw_only=True)
class ListChecked(Fact):
    said = "核对完参会人员名单，共 {count} 人"
    count: int
    check_id: UUID


@dataclass(frozen=True, kw_only=True)
class ListFact(Fact):
    """Base: what happens to an uploaded list."""

    batch_id: UUID


@dataclass(frozen=True, kw_only=True)
class ListUploaded(ListFact):
    said = "上传了一份名单"


@dataclass(frozen=True, kw_only=True)
class ListAskedFor(Fact):
    """The client was sent a link by which to give the list."""

    said = "给客户做了交名单的链接"
    link_id: UUID


@dataclass(frozen=True, kw_only=True)
class ListHandedOver(ListFact):
    """The client looked it through and gave it to the team; `count` rows to take in."""

    said = "客户交来一份 {count} 行的名单"
    count: int


@dataclass(frozen=True, kw_only=True)
class ListLookedThrough(ListFact):
    said = "预览了一份 {count} 行的名单"
    count: int


@dataclass(frozen=True, kw_only=True)
class ListTakenIn(ListFact):
    said = "导入了一份名单：新增 {added} 人，更新 {changed} 人"
    added: int
    changed: int


@dataclass(frozen=True, kw_only=True)
class ListTakenBack(ListFact):
    said = "撤销了一次导入：删除 {removed} 人，还原 {restored} 人"
    removed: int
    restored: int


@dataclass(frozen=True, kw_only=True)
class ListDropped(ListFact):
    said = "放弃了一份名单"
