"""Rows to engine values, a plan computed, and back to values that services write. Writes nothing itself."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from typing import Any

from huiwu.engines.planning.calendar import WorkCalendar, chinese_calendar
from huiwu.engines.planning.catalogue import (
    StepTemplate,
    Template,
    TemplateRefused,
    built_in_data,
    built_in_template,
    load_template,
)
from huiwu.engines.planning.plan import Fixed, MeetingFacts, OwnTask, PlannedStep, PlanRefused, Settings
from huiwu.engines.planning.plan import Plan as EnginePlan
from huiwu.engines.planning.raci import RaciRow, raci_problems
from huiwu.engines.planning.schedule import plan_meeting
from huiwu.engines.planning.sentences import BadTable
from huiwu.engines.planning.vocabulary import ROLES
from huiwu.meetings.models import Meeting
from huiwu.planning.bridge.wording import is_english, worded
from huiwu.planning.choices import StepKind, StepStatus
from huiwu.planning.errors import PlanImpossible, TemplateFaulty
from huiwu.planning.models import Plan, Step, WorkdayTable

CONDITION_CODES = {"has_controlled_files": "is_classified_or_internal_files"}
"""Where a meeting's word for a condition differs from the catalogue's."""


def built_in() -> dict[str, Any]:
    """The product's own template, as JSON. Not to be changed by the caller."""
    return built_in_data()


def template_of(content: Mapping[str, Any]) -> Template:
    """The typed template; read once per content. Raises TemplateFaulty naming every fault and its place."""
    if content is built_in_data():
        return built_in_template()
    return _loaded(json.dumps(content, ensure_ascii=False, sort_keys=True))


@lru_cache(maxsize=64)
def _loaded(text: str) -> Template:
    try:
        return load_template(json.loads(text))
    except TemplateRefused as fault:
        raise TemplateFaulty([(p.place, worded(p.said)) for p in fault.problems]) from fault


def calendar_of(org_id: Any) -> WorkCalendar:
    """The shipped Chinese calendar with the organisation's own years put in."""
    calendar = chinese_calendar()
    for row in WorkdayTable.objects.filter(org_id=org_id):
        calendar = calendar.edited(
            row.year, state=row.state, source=row.source, **table_days(row.holidays, row.workdays)
        )
    return calendar


def table_days(holidays: Mapping[str, str], workdays: Iterable[str]) -> dict[str, Any]:
    """The days of a table's JSON columns as dates."""
    return {
        "holidays": {date.fromisoformat(d): name for d, name in holidays.items()},
        "workdays": [date.fromisoformat(d) for d in workdays],
    }


def shipped_years() -> dict[int, dict[str, Any]]:
    """The shipped tables as the columns of a WorkdayTable, by year."""
    return {
        year: {
            "state": table.state,
            "source": table.source,
            "holidays": {d.isoformat(): name for d, name in sorted(table.holidays.items())},
            "workdays": [d.isoformat() for d in sorted(table.workdays)],
        }
        for year, table in chinese_calendar().years.items()
    }


def refuse_bad_table(year: int, holidays: Mapping[str, str], workdays: Iterable[str]) -> str:
    """Why the table cannot be used, as a sentence; empty when it can."""
    try:
        chinese_calendar().edited(year, state="announced", **table_days(holidays, workdays))
    except BadTable as fault:
        return worded(fault.said)
    return ""


def anchors_of(meeting: Meeting) -> dict[str, Any]:
    """What the schedule rests on, as JSON. No condition noted = not known yet, so every conditional step is planned."""
    return {
        "type": meeting.meeting_type,
        "headcount": meeting.expected_headcount,
        "start_on": meeting.start_on.isoformat(),
        "end_on": meeting.end_on.isoformat(),
        "conditions": sorted(meeting.conditions) or None,
        "publicness": meeting.publicness,
        "contract_on": meeting.contract_on.isoformat() if meeting.contract_on else None,
        "load_in_on": meeting.load_in_on.isoformat() if meeting.load_in_on else None,
        "timezone": meeting.time_zone,
    }


@dataclass(frozen=True)
class Given:
    """Everything a plan is computed from."""

    content: Mapping[str, Any]
    anchors: Mapping[str, Any]
    settings: Mapping[str, Any]
    today: date
    calendar: WorkCalendar
    fixed: Sequence[Fixed] = ()
    tasks: Sequence[OwnTask] = ()
    keep: frozenset[str] = field(default_factory=frozenset)

    @cached_property
    def template(self) -> Template:
        """`content`, read once."""
        return template_of(self.content)


def compute(given: Given) -> EnginePlan:
    """The engine's plan. Raises PlanImpossible with the engine's sentence, TemplateFaulty for a bad template."""
    try:
        return plan_meeting(
            given.template,
            _facts(given.anchors, given.today),
            given.calendar,
            tasks=given.tasks,
            fixed=given.fixed,
            settings=_settings(given.settings, given.keep),
        )
    except PlanRefused as refused:
        raise PlanImpossible(why=worded(refused.said)) from refused


def _facts(anchors: Mapping[str, Any], today: date) -> MeetingFacts:
    said = anchors.get("conditions")
    conditions = None if said is None else frozenset(CONDITION_CODES.get(c, c) for c in said)
    return MeetingFacts(
        type=anchors["type"],
        headcount=anchors["headcount"],
        start_on=date.fromisoformat(anchors["start_on"]),
        end_on=date.fromisoformat(anchors["end_on"]),
        today=today,
        conditions=conditions,
        publicness=anchors.get("publicness"),
        contract_on=day(anchors.get("contract_on")),
        load_in_on=day(anchors.get("load_in_on")),
        timezone=anchors.get("timezone", "Asia/Shanghai"),
    )


def _settings(chosen: Mapping[str, Any], keep: frozenset[str]) -> Settings:
    return Settings(
        tier=chosen.get("tier") or None,
        prep_days=chosen.get("prep_days") or None,
        keep=frozenset(chosen.get("keep", ())) | keep,
        omit=frozenset(chosen.get("omit", ())) - keep,
        merge=chosen.get("merge", True),
        lead_days=chosen.get("lead_days", {}),
    )


def given_of(plan: Plan, steps: Iterable[Step], *, today: date, calendar: WorkCalendar, **changed: Any) -> Given:
    """What re-planning `plan` starts from: what is done, begun, pinned or signed stays. `changed` replaces content,
    anchors or settings. `steps` as `steps_to_plan` reads them."""
    rows = list(steps)
    known = {s["id"] for s in changed.get("content", plan.snapshot)["steps"]}
    tasks = [row for row in rows if row.kind == StepKind.TASK and row.status != StepStatus.DONE]
    codes = known | {t.code for t in tasks}
    fixed = [f for row in rows if row.is_live and row.code in codes for f in _fixed(row)]
    return Given(
        content=changed.get("content", plan.snapshot),
        anchors=changed.get("anchors", plan.anchors),
        settings=changed.get("settings", plan.settings),
        today=today,
        calendar=calendar,
        fixed=fixed,
        tasks=[_own_task(row, codes) for row in tasks],
        keep=frozenset(f.id for f in fixed if f.id in known),
    )


def _fixed(row: Step) -> list[Fixed]:
    if row.start_on is None or row.finish_on is None:
        return []
    if row.status == StepStatus.DONE and row.done_on is not None:
        return [Fixed(row.code, min(row.start_on, row.done_on), row.done_on, "done")]
    if row.is_pinned:
        return [Fixed(row.code, row.start_on, row.finish_on, "pinned")]
    if getattr(row, "is_signed", False):
        return [Fixed(row.code, row.start_on, row.finish_on, "signed")]
    if row.status == StepStatus.DOING:
        return [Fixed(row.code, row.start_on, None, "started")]
    return []


def _own_task(row: Step, codes: set[str]) -> OwnTask:
    needs = [(code, start_only) for code, start_only in row.waits_for if code in codes]
    return OwnTask(
        id=row.code,
        name=row.name,
        length_days=max(1, row.length_days),
        deps=tuple(code for code, _only in needs),
        start_only=frozenset(code for code, start_only in needs if start_only),
        not_before=row.not_before_on,
        due_on=row.due_on,
        assignee=str(row.owner_id) if row.owner_id else None,
        step=row.parent.code if row.parent else None,
    )


def result_of(engine: EnginePlan, given: Given) -> dict[str, Any]:
    """The whole answer as JSON: `plan` (columns of Plan), `steps` (columns of Step by code, with deps)."""
    template = {step.id: step for step in given.template.steps}
    return {
        "plan": {
            "anchors": dict(given.anchors),
            "settings": dict(given.settings),
            "tier": engine.tier,
            "factor_permille": engine.factor_permille,
            "prep_start_on": engine.prep_start_on.isoformat(),
            "feasible": engine.feasible,
            "computed_on": given.today.isoformat(),
            "notes": _notes(engine),
        },
        "steps": {step.id: _columns(step, template.get(step.id)) for step in engine.steps},
    }


def _notes(engine: EnginePlan) -> dict[str, Any]:
    names = {step.id: step.name_en for step in engine.steps}
    days = {item.id: {"days": item.days} for item in engine.deadlines}
    return {
        "shortened": [{"code": s.id, "from": s.from_days, "to": s.to_days} for s in engine.shortened],
        "postponed": [
            {"code": p.id, "from": p.from_on.isoformat(), "to": p.to_on.isoformat()} for p in engine.postponed
        ],
        "unmet": [
            {
                "code": u.id,
                "name": u.name,
                "name_en": names.get(u.id, ""),
                "kind": u.kind,
                "said": u.said.key,
                "params": dict(u.said.params) | days.get(u.id, {}),
                "why": u.why,
                "needed_on": u.needed_on.isoformat(),
            }
            for u in engine.unmet
        ],
        "deadlines": [
            {"code": d.id, "name": d.name, "kind": d.kind, "days": d.days, "needed_on": d.needed_on.isoformat()}
            for d in engine.deadlines
        ],
        "unannounced_years": list(engine.unannounced_years),
        "driving_chain": list(engine.driving_chain),
        "note": engine.note,
    }


def _columns(step: PlannedStep, template: StepTemplate | None) -> dict[str, Any]:
    gate = template.gate if template else None
    return {
        "kind": step.kind,
        "name": step.name,
        "name_en": step.name_en,
        "phase": step.phase,
        "mode": step.mode,
        "order": step.order,
        "start_on": _iso(step.early_start),
        "finish_on": _iso(step.early_finish),
        "early_start_on": _iso(step.early_start),
        "early_finish_on": _iso(step.early_finish),
        "late_start_on": _iso(step.late_start),
        "late_finish_on": _iso(step.late_finish),
        "length_days": step.length_days,
        "unit": step.unit,
        "slack": step.slack,
        "is_critical": step.critical,
        "is_simplified": step.simplified,
        "omitted": step.omitted or "",
        "merged_into": step.merged_into or "",
        "gate_code": (gate.id or "") if gate else "",
        "gate_party": gate.party if gate else "",
        "gate_note": gate.note if gate else "",
        "gate_note_en": template.english.gate_note if template and gate else "",
        "deps": [[link.id, link.start_only] for link in step.deps] if not step.merged_into else [],
    }


def gates_of(content: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The template's gates as columns of Gate, with the codes of their steps."""
    return [
        {
            "code": gate.id,
            "name": gate.name,
            "party": gate.party,
            "name_en": gate.name_en,
            "confirmed_by": gate.confirmed_by,
            "confirmed_by_en": gate.confirmed_by_en,
            "basis": gate.basis,
            "basis_en": gate.basis_en,
            "order": index,
            "steps": list(gate.steps),
        }
        for index, gate in enumerate(template_of(content).gates)
    ]


def roles_of(content: Mapping[str, Any]) -> dict[str, list[tuple[str, str]]]:
    """(letter, role code) per step code: every R and the one A."""
    return {
        step.id: [("A", step.accountable), *(("R", role) for role in step.responsible)]
        for step in template_of(content).steps
    }


def role_codes() -> dict[str, str]:
    """The catalogue's Chinese role words and their codes."""
    return ROLES


@dataclass(frozen=True, slots=True)
class StepText:
    """What the template says about one step: for its page."""

    sop_section: str
    is_from_sop: bool
    time_label: str
    responsible: str
    accountable: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    failures: tuple[str, ...]
    differences: tuple[str, ...]
    applies: str
    note: str


def text_of(content: Mapping[str, Any], code: str) -> StepText | None:
    """The template's words for the step; None for an own task or a step that the template no longer has."""
    try:
        step = template_of(content).step(code)
    except KeyError:
        return None
    english = step.english if is_english() else None
    return StepText(
        sop_section=section_word(step.sop_section or ""),
        is_from_sop=not step.completion,
        time_label=(english and english.time_label) or step.time_label,
        responsible=step.responsible_text,
        accountable=step.accountable_text,
        inputs=(english and english.inputs) or step.inputs,
        outputs=(english and english.outputs) or step.outputs,
        failures=(english and english.failures) or step.failures,
        differences=(english and english.differences) or step.differences,
        applies=(english and english.applies) or step.applies_text or "",
        note=(english and english.note) or step.note or "",
    )


def merge_groups(content: Mapping[str, Any], tier: str) -> list[list[str]]:
    """Groups of step codes that are merged at the tier; the JSON may hold one group or a list of them."""
    groups = content.get("merge_at", {}).get(tier, [])
    return [groups] if groups and isinstance(groups[0], str) else groups


def section_word(section: str) -> str:
    """The SOP's own numbering; in English with figures: `一、(三)1` is `1.(3)1`."""
    if not is_english():
        return section
    return "SOP " + section.translate(str.maketrans("一二三四五、", "12345."))


def raci_faults(rows: Iterable[tuple[str, str, str]], codes: Iterable[str]) -> list[tuple[str, str]]:
    """(step code, sentence) for each step that has not exactly one A and at least one R. Rows: (code, who, letter)."""
    found = raci_problems([RaciRow(code, who, letter) for code, who, letter in rows], codes)
    return [(problem.step, worded(problem.said)) for problem in found]


def _iso(value: date | None) -> str | None:
    return value.isoformat() if value else None


def day(value: Any) -> date | None:
    return date.fromisoformat(value) if value else None
