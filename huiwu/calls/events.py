"""Facts of the callers' queue. What was said stands in the record only."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from huiwu.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class CallRequested(Fact):
    said = "列入电话联系：{attendee}，{call_why}"
    call_task_id: UUID
    attendee_id: UUID
    call_why: str


@dataclass(frozen=True, kw_only=True)
class CallRecorded(Fact):
    """Whoever asked for the call follows by its outcome: a guest's verbal yes, a wrong number."""

    said = "给 {attendee} 打了电话：{call_outcome}"
    call_record_id: UUID
    attendee_id: UUID
    call_outcome: str


@dataclass(frozen=True, kw_only=True)
class CallsDropped(Fact):
    said = "取消了 {count} 项电话联系"
    count: int
