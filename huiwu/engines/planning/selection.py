"""Which steps a meeting needs: conditions, size, merging, and the dependencies that omitted steps hand on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from huiwu.engines.planning.catalogue import SizeTier, StepTemplate, Template
from huiwu.engines.planning.plan import Link, MeetingFacts, PlanRefused, Settings
from huiwu.engines.planning.vocabulary import KEPT_TOGETHER, TYPE_CONDITIONS


@dataclass(frozen=True, slots=True)
class Selection:
    """`omitted` maps a step to why; `merged_into` a step to the one that stands for it; `links` are effective."""

    omitted: Mapping[str, str]
    merged_into: Mapping[str, str]
    members: Mapping[str, tuple[str, ...]]
    links: Mapping[str, tuple[Link, ...]]


def select(template: Template, facts: MeetingFacts, tier: SizeTier, settings: Settings) -> Selection:
    """Omit, merge and re-link the template for one meeting. PlanRefused when a wish breaks a rule of the SOP."""
    omitted = _omitted(template, facts, tier, settings)
    merged_into = _merged(template, tier, settings, omitted)
    members: dict[str, list[str]] = {}
    for step, lead in merged_into.items():
        members.setdefault(lead, [lead]).append(step)
    links = _links(template, omitted, merged_into)
    return Selection(omitted, merged_into, {k: tuple(v) for k, v in members.items()}, links)


def holds(step: StepTemplate, facts: MeetingFacts) -> bool:
    """Whether the step's conditions hold, or are unknown."""
    if not step.applies_when or facts.conditions is None:
        return True
    known = facts.conditions | TYPE_CONDITIONS.get(facts.type, frozenset())
    return any(code in known for code in step.applies_when)


def _said_to_hold(step: StepTemplate, facts: MeetingFacts) -> bool:
    return (
        bool(step.applies_when)
        and facts.conditions is not None
        and any(code in facts.conditions for code in step.applies_when)
    )


def _omitted(template: Template, facts: MeetingFacts, tier: SizeTier, settings: Settings) -> dict[str, str]:
    found: dict[str, str] = {}
    for step in template.steps:
        if step.id in settings.keep:
            continue
        if step.id in settings.omit:
            found[step.id] = "chosen"
        elif not holds(step, facts):
            found[step.id] = "condition"
        elif tier.id in step.omittable_at and not _said_to_hold(step, facts):
            found[step.id] = "size"
    _keep_together(template, settings, found)
    return found


def _keep_together(template: Template, settings: Settings, omitted: dict[str, str]) -> None:
    ids = {step.id for step in template.steps}
    for step, needed in KEPT_TOGETHER.items():
        if step not in ids or step in omitted:
            continue
        for other in needed:
            if other in settings.omit and omitted.get(other) == "chosen":
                raise PlanRefused("needs_step.omitted", step=step, other=other)
            omitted.pop(other, None)


def _merged(template: Template, tier: SizeTier, settings: Settings, omitted: Mapping[str, str]) -> dict[str, str]:
    merged: dict[str, str] = {}
    if not settings.merge:
        return merged
    for group in template.merges.get(tier.id, ()):
        present = [step for step in group if step not in omitted]
        merged.update(dict.fromkeys(present[1:], present[0]))
    return merged


def _links(template: Template, omitted: Mapping[str, str], merged: Mapping[str, str]) -> dict[str, tuple[Link, ...]]:
    steps = {step.id: step for step in template.steps}
    resolved: dict[str, dict[str, bool]] = {}

    def inherited(step_id: str) -> dict[str, bool]:
        """Dependencies of a step with omitted ones replaced by theirs; a finish-dependency beats a start-only one."""
        if step_id not in resolved:
            found: dict[str, bool] = {}
            for dep in steps[step_id].deps:
                own = {dep: dep in steps[step_id].start_only} if dep not in omitted else inherited(dep)
                for name, start_only in own.items():
                    found[name] = found.get(name, True) and start_only
            resolved[step_id] = found
        return resolved[step_id]

    links: dict[str, dict[str, bool]] = {}
    for step in template.steps:
        if step.id in omitted:
            continue
        lead = merged.get(step.id, step.id)
        own = links.setdefault(lead, {})
        for dep, start_only in inherited(step.id).items():
            target = merged.get(dep, dep)
            if target != lead:
                own[target] = own.get(target, True) and start_only
    return {step: tuple(Link(dep, kind) for dep, kind in own.items()) for step, own in links.items()}
