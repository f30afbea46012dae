"""Facts of notices: ids and counts, never whom."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from huiwu.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class NoticeSaved(Fact):
    said = "拟写了会议通知 {notice}"
    notice_id: UUID


@dataclass(frozen=True, kw_only=True)
class NoticeApproved(Fact):
    said = "审批了会议通知 {notice}"
    notice_id: UUID


@dataclass(frozen=True, kw_only=True)
class NoticeWaived(Fact):
    """Sent without the client's confirmation; the reason stands with the notice."""

    said = "未经客户确认文案即发出会议通知 {notice}"
    notice_id: UUID


@dataclass(frozen=True, kw_only=True)
class NoticeSent(Fact):
    said = "发出会议通知 {notice}，共 {count} 人"
    notice_id: UUID
    count: int


@dataclass(frozen=True, kw_only=True)
class NoticeWithdrawn(Fact):
    said = "撤回了会议通知 {notice}"
    notice_id: UUID


@dataclass(frozen=True, kw_only=True)
class NoticeRepeated(Fact):
    said = "重发了会议通知 {notice} 的一条"
    notice_id: UUID


@dataclass(frozen=True, kw_only=True)
class NoticeTemplateSaved(Fact):
    said = "保存了通知模板"
    org_id: UUID
    template_id: UUID
