"""The plan of an imagined meeting as plain JSON values, without a database."""

from __future__ import annotations

from datetime import date
from typing import Any

from huiwu.engines.planning.calendar import calendar_named
from huiwu.engines.planning.catalogue import built_in_template
from huiwu.engines.planning.plan import MeetingFacts, Plan, PlannedStep, PlanRefused, Settings
from huiwu.engines.planning.schedule import plan_meeting
from huiwu.engines.planning.vocabulary import CONDITIONS, MEETING_TYPES

__all__ = ["PlanRefused", "as_json", "as_text", "preview"]


def preview(
    *,
    meeting_type: str,
    people: int,
    start_on: date,
    end_on: date,
    today: date,
    holidays: str = "none",
    have: frozenset[str] | None = None,
    publicness: str | None = None,
    contract_on: date | None = None,
    load_in_on: date | None = None,
    prep_days: int | None = None,
) -> Plan:
    """Plan with the built-in template. `have` None: every condition is taken to hold. PlanRefused for impossible input."""
    if meeting_type not in MEETING_TYPES:
        raise PlanRefused("unknown_type", type=meeting_type, known=tuple(MEETING_TYPES))
    unknown = sorted((have or frozenset()) - set(CONDITIONS))
    if unknown:
        raise PlanRefused("unknown_condition.meeting", condition=unknown[0], known=CONDITIONS)
    if start_on < today:
        raise PlanRefused("start_before_today", start=start_on.isoformat(), today=today.isoformat())
    facts = MeetingFacts(
        type=meeting_type,
        headcount=people,
        start_on=start_on,
        end_on=end_on,
        today=today,
        conditions=have,
        publicness=publicness,
        contract_on=contract_on,
        load_in_on=load_in_on,
    )
    settings = Settings(prep_days=prep_days)
    return plan_meeting(built_in_template(), facts, calendar_named(holidays), settings=settings)


def as_json(plan: Plan) -> dict[str, Any]:
    """The document that `huiwu plan preview --format json` prints: days as ISO 8601, lengths as whole days."""
    facts = plan.facts
    return {
        "meeting": {
            "type": facts.type,
            "people": facts.headcount,
            "tier": plan.tier,
            "start": facts.start_on.isoformat(),
            "end": facts.end_on.isoformat(),
            "today": facts.today.isoformat(),
            "prep_start": plan.prep_start_on.isoformat(),
            "factor_permille": plan.factor_permille,
        },
        "feasible": plan.feasible,
        "calendar": {"unannounced_years": list(plan.unannounced_years), "note": plan.note},
        "critical_path": list(plan.critical_path),
        "driving_chain": list(plan.driving_chain),
        "steps": [_step(step) for step in plan.steps],
        "shortened": [
            {"step": s.id, "name": s.name, "from_days": s.from_days, "to_days": s.to_days, "rule": s.rule}
            for s in plan.shortened
        ],
        "postponed": [
            {"step": p.id, "name": p.name, "from": p.from_on.isoformat(), "to": p.to_on.isoformat(), "rule": p.rule}
            for p in plan.postponed
        ],
        "unmet": [
            {
                "id": u.id,
                "name": u.name,
                "kind": u.kind,
                "why": u.why,
                "needed_on": u.needed_on.isoformat(),
                "today": u.today.isoformat(),
            }
            for u in plan.unmet
        ],
        "deadlines": [
            {"id": d.id, "name": d.name, "needed_on": d.needed_on.isoformat(), "kind": d.kind} for d in plan.deadlines
        ],
    }


def as_text(plan: Plan) -> str:
    """The same for people: conclusions first, then one line per step."""
    facts = plan.facts
    head = f"{MEETING_TYPES[facts.type]} {facts.headcount} 人，{plan.tier_name}（{plan.tier}），首日 {facts.start_on}"
    lines = [head, "排期可行。" if plan.feasible else "排期不可行："]
    lines += [f"  {item.why}" for item in plan.unmet]
    lines += [f"{rule}：" for rule in dict.fromkeys(s.rule for s in plan.shortened)]
    lines += [f"  {s.id} {s.name}：{s.from_days} 天 → {s.to_days} 天" for s in plan.shortened]
    lines += [f"{rule}：" for rule in dict.fromkeys(p.rule for p in plan.postponed)]
    lines += [f"  {p.id} {p.name}：{p.from_on} → {p.to_on}" for p in plan.postponed]
    lines += [plan.note] if plan.note else []
    lines += [_line(step) for step in plan.steps]
    return "\n".join(lines)


def _line(step: PlannedStep) -> str:
    if step.omitted:
        return f"{step.id}  省略  {step.name}"
    marks = "".join((" 关键" if step.critical else "", " 已晚" if step.late else ""))
    merged = f"（并入 {step.merged_into}）" if step.merged_into else ""
    return (
        f"{step.id}  {step.early_start} ~ {step.early_finish}  最晚 {step.late_start} ~ {step.late_finish}"
        f"  余 {step.slack} 天{marks}  {step.name}{merged}"
    )


def _step(step: PlannedStep) -> dict[str, Any]:
    days = ("early_start", "early_finish", "late_start", "late_finish")
    return {
        "id": step.id,
        "name": step.name,
        "name_en": step.name_en,
        "phase": step.phase,
        "mode": step.mode,
        "gate": step.gate,
        **{day: _iso(getattr(step, day)) for day in days},
        "slack": step.slack,
        "unit": step.unit,
        "critical": step.critical,
        "late": step.late,
        "length_days": step.length_days,
        "merged_into": step.merged_into,
        "omitted": step.omitted is not None,
        "omitted_because": step.omitted,
        "simplified": step.simplified,
        "deps": [{"id": link.id, "start_only": link.start_only} for link in step.deps],
        "responsible": list(step.responsible),
        "accountable": step.accountable,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None
