"""The step catalogue as typed values: what an organisation's SOP template holds, read from the JSON of the domain catalogue.

Offsets are calendar days from the anchor at tier L (D = first day, E = last day), negative before it.
Factors are permille, so no date ever passes through a float.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from importlib import resources
from typing import Any

from huiwu.engines.planning.catalogue_rules import problems_in
from huiwu.engines.planning.sentences import Problem
from huiwu.engines.planning.vocabulary import as_list, condition_codes, role_code


class TemplateRefused(ValueError):
    """The template cannot be used; `problems` names every fault found."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(p.sentence for p in problems))


@dataclass(frozen=True, slots=True)
class StepGate:
    """The sign-off that closes a step; `id` is a gate of the template or None for a confirmation without number."""

    id: str | None
    party: str
    blocking: bool
    note: str


@dataclass(frozen=True, slots=True)
class Gate:
    id: str
    name: str
    party: str
    confirmed_by: str
    steps: tuple[str, ...]
    basis: str
    name_en: str = ""
    confirmed_by_en: str = ""
    basis_en: str = ""


@dataclass(frozen=True, slots=True)
class SizeTier:
    """`max_headcount` None = no upper bound. Ranges (XL) are (nearest, farthest) and are interpolated by head-count."""

    id: str
    name: str
    max_headcount: int | None
    prep_days: tuple[int, int]
    factor_permille: tuple[int, int]


@dataclass(frozen=True, slots=True)
class StepEnglish:
    """The step's words in English, as far as the template has them."""

    time_label: str = ""
    inputs: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    failures: tuple[str, ...] = ()
    differences: tuple[str, ...] = ()
    applies: str = ""
    note: str = ""
    gate_note: str = ""


@dataclass(frozen=True, slots=True)
class StepTemplate:
    """One SOP step. `start_only` is the part of `deps` marked `*`; `applies_when` holds if any of its conditions does.

    `minutes` is the window in minutes from the opening (T0) on the first day, where the catalogue gives one.
    `length_days` overrides the derived working length (in days at tier L).
    """

    id: str
    order: int
    phase: str
    sop_section: str | None
    completion: bool
    name: str
    name_en: str
    responsible: tuple[str, ...]
    accountable: str
    responsible_text: str
    accountable_text: str
    anchor: str
    start_offset: int
    anchor_end: str
    end_offset: int
    time_label: str
    mode: str
    applies_when: tuple[str, ...]
    applies_text: str | None
    omittable_at: tuple[str, ...]
    simplify_at: tuple[str, ...]
    deps: tuple[str, ...]
    start_only: frozenset[str]
    gate: StepGate | None
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    failures: tuple[str, ...]
    differences: tuple[str, ...]
    note: str | None
    length_days: int | None
    minutes: tuple[int, int] | None
    english: StepEnglish = StepEnglish()


@dataclass(frozen=True, slots=True)
class Template:
    title: str
    version: str
    gates: tuple[Gate, ...]
    tiers: tuple[SizeTier, ...]
    merges: Mapping[str, tuple[tuple[str, ...], ...]]
    not_scaled: tuple[str, ...]
    steps: tuple[StepTemplate, ...]

    def step(self, step_id: str) -> StepTemplate:
        """The step of that id; KeyError when there is none."""
        for step in self.steps:
            if step.id == step_id:
                return step
        raise KeyError(step_id)

    def tier_for(self, headcount: int) -> SizeTier:
        """The tier whose bound takes `headcount` people; thresholds are the template's (sop.md §2, configurable)."""
        for tier in self.tiers:
            if tier.max_headcount is None or headcount <= tier.max_headcount:
                return tier
        return self.tiers[-1]


def load_template(data: Mapping[str, Any]) -> Template:
    """Check `data` (the JSON shape of the domain catalogue) and read it. Raises TemplateRefused naming every fault."""
    problems = problems_in(data)
    if problems:
        raise TemplateRefused(problems)
    return Template(
        title=data.get("title", ""),
        version=str(data.get("version", "")),
        gates=tuple(_gate(g) for g in data["gates"]),
        tiers=tuple(_tier(t) for t in data["size_tiers"]),
        merges={tier: _groups(groups) for tier, groups in data.get("merge_at", {}).items()},
        not_scaled=tuple(data.get("not_scaled", ())),
        steps=tuple(_step(s) for s in data["steps"]),
    )


@lru_cache(maxsize=1)
def built_in_data() -> dict[str, Any]:
    """The JSON of the built-in template with its English, to be copied and edited; do not change the returned value."""
    return in_both_languages(_shipped("sop_catalogue.json"), _shipped("sop_catalogue_en.json"))


def in_both_languages(data: dict[str, Any], english: Mapping[str, Any]) -> dict[str, Any]:
    """`data` with the companion's words beside the Chinese: `english` on a step, `en` on gates and tiers, `title_en`."""
    steps = [step | {"english": english["steps"][step["id"]]} for step in data["steps"]]
    gates = [
        gate | {"en": said["name"], "confirmed_by_en": said["confirmed_by"], "basis_en": said["basis"]}
        for gate in data["gates"]
        for said in (english["gates"][gate["id"]],)
    ]
    tiers = [tier | {"en": english["size_tiers"][tier["id"]]} for tier in data["size_tiers"]]
    return data | {"title_en": english["title"], "steps": steps, "gates": gates, "size_tiers": tiers}


def _shipped(name: str) -> dict[str, Any]:
    source = resources.files("huiwu.engines.planning") / "data" / name
    data: dict[str, Any] = json.loads(source.read_text("utf-8"))
    return data


@lru_cache(maxsize=1)
def built_in_template() -> Template:
    """The 75 steps of the SOP that ship with the product."""
    return load_template(built_in_data())


def permille(factor: Any) -> int:
    """0.25 → 250, without a float surviving."""
    return round(float(factor) * 1000)


def minutes_of(label: str) -> tuple[int, int] | None:
    """`T0-60~-30min` → (-60, -30); `T0-90min~开场` → (-90, 0); `T0-120min 复测；T0-10min 再试` → (-120, -120), the first
    check counts and the later ones repeat it; else None."""
    span = re.search(r"T0(-\d+)~(-\d+)min", label)
    if span:
        return int(span[1]), int(span[2])
    to_opening = re.search(r"T0(-\d+)min~", label)
    if to_opening:
        return int(to_opening[1]), 0
    points = [int(p) for p in re.findall(r"T0(-\d+)min", label)]
    return (points[0], points[0]) if points else None


def _groups(groups: Any) -> tuple[tuple[str, ...], ...]:
    if groups and isinstance(groups[0], str):
        return (tuple(groups),)
    return tuple(tuple(group) for group in groups)


def _gate(data: Mapping[str, Any]) -> Gate:
    return Gate(
        data["id"],
        data["zh"],
        data["party"],
        data.get("confirmed_by", ""),
        tuple(data.get("steps", ())),
        data.get("basis", ""),
        data.get("en", ""),
        data.get("confirmed_by_en", ""),
        data.get("basis_en", ""),
    )


def _tier(data: Mapping[str, Any]) -> SizeTier:
    start, factor = data["prep_start_day"], data["time_factor"]
    days = sorted(abs(d) for d in (start if isinstance(start, list) else [start]))
    factors = sorted(permille(f) for f in (factor if isinstance(factor, list) else [factor]))
    return SizeTier(data["id"], data["zh"], data["max_headcount"], (days[0], days[-1]), (factors[0], factors[-1]))


def _step(data: Mapping[str, Any]) -> StepTemplate:
    gate = data.get("gate")
    accountable = as_list(data["accountable"])[0]
    return StepTemplate(
        id=data["id"],
        order=data["order"],
        phase=data["phase"],
        sop_section=data.get("sop_section"),
        completion=bool(data.get("completion", True)),
        name=data["zh"],
        name_en=data.get("en", ""),
        responsible=tuple(dict.fromkeys(role_code(r) for r in as_list(data["responsible"]))),
        accountable=role_code(accountable),
        responsible_text="、".join(as_list(data["responsible"])),
        accountable_text=accountable,
        anchor=data["anchor"],
        start_offset=data["t0"],
        anchor_end=data["anchor_end"],
        end_offset=data["t1"],
        time_label=data.get("time_label", ""),
        mode=data.get("mode", "window"),
        applies_when=condition_codes(data.get("applies_when")),
        applies_text=data.get("applies_when"),
        omittable_at=tuple(data.get("omittable_at", ())),
        simplify_at=tuple(data.get("simplify_at", ())),
        deps=tuple(data.get("deps", ())),
        start_only=frozenset(data.get("deps_start_only", ())),
        gate=StepGate(gate.get("id"), gate["party"], bool(gate["blocking"]), gate.get("note", "")) if gate else None,
        inputs=tuple(data.get("inputs", ())),
        outputs=tuple(data.get("outputs", ())),
        failures=tuple(data.get("failures", ())),
        differences=tuple(data.get("differences", ())),
        note=data.get("note"),
        length_days=data.get("length_days"),
        minutes=minutes_of(data.get("time_label", "")),
        english=_english(data.get("english") or {}),
    )


def _english(data: Mapping[str, Any]) -> StepEnglish:
    known = {field.name for field in fields(StepEnglish)}
    words: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in data.items() if k in known}
    return StepEnglish(**words)
