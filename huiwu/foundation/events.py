"""Facts of the mechanisms."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from huiwu.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class JobGivenUp(Fact):
    """Background work failed as often as it may; a person must look."""

    said = "放弃了后台工作 {work}：多次没有成功，须由人查看"
    job_id: UUID
    work: str
