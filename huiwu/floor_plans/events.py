"""Facts of floor plans."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from huiwu.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class FloorPlanSaved(Fact):
    said = "保存了会场平面图：{room_id}"
    room_id: UUID


@dataclass(frozen=True, kw_only=True)
class SetupPlanSaved(Fact):
    said = "保存了布置图：{function_id}"
    function_id: UUID
    setup_plan_id: UUID
