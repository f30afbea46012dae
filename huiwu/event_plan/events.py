"""Facts of the event plan."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from huiwu.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class EventPlanSigned(Fact):
    """The client has confirmed this version of the plan and its total budget, recognised by its hash."""

    said = "策划方案生效，后续以它为准"
    document_id: UUID
    version_id: UUID
    version_hash: str
    budget_total_cents: int
