"""What makes a template unusable. Every rule answers with a sentence that names the place of the fault."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from huiwu.engines.planning.sentences import Problem, Sentence, Value
from huiwu.engines.planning.vocabulary import (
    ANCHORS,
    KEPT_TOGETHER,
    MODES,
    PARTIES,
    PHASES,
    as_list,
    condition_codes,
    role_code,
)

type_of_rule = Callable[[Mapping[str, Any]], Iterator[Problem]]


def problems_in(data: Mapping[str, Any]) -> tuple[Problem, ...]:
    """Every fault of a template in the catalogue's JSON shape, in reading order; empty when it can be used."""
    shape = tuple(_shape(data))
    if shape:
        return shape
    return tuple(problem for rule in _RULES for problem in rule(data))


def _fault(place: str, code: str, /, **params: Value) -> Problem:
    return Problem(place, Sentence(code, params))


def _shape(data: Mapping[str, Any]) -> Iterator[Problem]:
    for key in ("steps", "gates", "size_tiers"):
        if not isinstance(data.get(key), list):
            yield _fault(key, "missing_part", key=key)
    for index, step in enumerate(_listed(data, "steps")):
        yield from _step_shape(index, step)
    for index, gate in enumerate(_listed(data, "gates")):
        yield from _gate_shape(index, gate)
    for index, tier in enumerate(_listed(data, "size_tiers")):
        yield from _tier_shape(index, tier)
    if data.get("steps") == []:
        yield _fault("steps", "no_steps")
    if data.get("size_tiers") == []:
        yield _fault("size_tiers", "no_tiers")


def _listed(data: Mapping[str, Any], key: str) -> list[Any]:
    found = data.get(key)
    return found if isinstance(found, list) else []


def _has_no_id(item: Any) -> bool:
    return not isinstance(item, Mapping) or not isinstance(item.get("id"), str) or not item["id"]


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _step_shape(index: int, step: Any) -> Iterator[Problem]:
    if _has_no_id(step):
        yield _fault(f"steps[{index}]", "no_id", number=index + 1)
        return
    name = step["id"]
    for key in ("order", "t0", "t1"):
        if not isinstance(step.get(key), int) or isinstance(step.get(key), bool):
            yield _fault(f"steps.{name}.{key}", "not_a_number", step=name, key=key)
    words = (("phase", PHASES), ("anchor", ANCHORS), ("anchor_end", ANCHORS), ("mode", MODES))
    for key, allowed in words:
        if step.get(key, "window" if key == "mode" else None) not in allowed:
            yield _fault(f"steps.{name}.{key}", "unknown_word", step=name, key=key, allowed=allowed)
    if not step.get("zh"):
        yield _fault(f"steps.{name}.zh", "no_name", step=name)
    length = step.get("length_days")
    if length is not None and (not isinstance(length, int) or length < 1):
        yield _fault(f"steps.{name}.length_days", "bad_length", step=name)


def _gate_shape(index: int, gate: Any) -> Iterator[Problem]:
    if _has_no_id(gate):
        yield _fault(f"gates[{index}]", "no_id.gate", number=index + 1)
        return
    if not gate.get("zh"):
        yield _fault(f"gates.{gate['id']}.zh", "no_name.gate", gate=gate["id"])
    if gate.get("party") not in PARTIES:
        yield _fault(f"gates.{gate['id']}.party", "unknown_party.gate", gate=gate["id"], party=str(gate.get("party")))


def _tier_shape(index: int, tier: Any) -> Iterator[Problem]:
    if _has_no_id(tier):
        yield _fault(f"size_tiers[{index}]", "no_id.tier", number=index + 1)
        return
    name = tier["id"]
    if not tier.get("zh"):
        yield _fault(f"size_tiers.{name}.zh", "no_name.tier", tier=name)
    for key in ("prep_start_day", "time_factor"):
        values = tier[key] if isinstance(tier.get(key), list) else [tier.get(key)]
        if not values or not all(_is_number(value) for value in values):
            yield _fault(f"size_tiers.{name}.{key}", "not_a_number.tier", tier=name, key=key)
        elif min(abs(value) for value in values) == 0 or (key == "time_factor" and min(values) < 0):
            yield _fault(f"size_tiers.{name}.{key}", "tier_without_time", tier=name)


def _unique_ids(data: Mapping[str, Any]) -> Iterator[Problem]:
    for part, key, name in (
        ("steps", "same_id_twice", "step"),
        ("gates", "same_id_twice.gate", "gate"),
        ("size_tiers", "same_id_twice.tier", "tier"),
    ):
        seen: set[str] = set()
        for item in data[part]:
            if item["id"] in seen:
                yield _fault(f"{part}.{item['id']}", key, **{name: item["id"]})
            seen.add(item["id"])


def _deps_exist(data: Mapping[str, Any]) -> Iterator[Problem]:
    ids = {step["id"] for step in data["steps"]}
    for step in data["steps"]:
        name, deps = step["id"], list(step.get("deps", ()))
        for dep in deps:
            if dep not in ids:
                yield _fault(f"steps.{name}.deps", "missing_dependency", step=name, dep=dep)
        for dep in step.get("deps_start_only", ()):
            if dep not in deps:
                place = f"steps.{name}.deps_start_only"
                yield _fault(place, "start_only_not_a_dependency", step=name, dep=dep)


def _no_cycle(data: Mapping[str, Any]) -> Iterator[Problem]:
    path = cycle_in({step["id"]: list(step.get("deps", ())) for step in data["steps"]})
    if path:
        yield _fault(f"steps.{path[0]}.deps", "cycle", path=" → ".join(path))


def cycle_in(deps: Mapping[str, list[str]]) -> list[str]:
    """One cycle as a path whose first and last id agree, or an empty list. Unknown ids are ignored."""
    done: set[str] = set()
    for root in deps:
        trail: list[str] = []
        on_trail: set[str] = set()
        stack: list[tuple[str, Iterator[str]]] = []
        if root not in done:
            stack.append((root, iter(deps[root])))
            trail.append(root)
            on_trail.add(root)
        while stack:
            node, rest = stack[-1]
            following = next((d for d in rest if d in deps and d not in done), None)
            if following is None:
                stack.pop()
                done.add(node)
                on_trail.discard(trail.pop())
            elif following in on_trail:
                return [*trail[trail.index(following) :], following]
            else:
                stack.append((following, iter(deps[following])))
                trail.append(following)
                on_trail.add(following)
    return []


def _raci(data: Mapping[str, Any]) -> Iterator[Problem]:
    for step in data["steps"]:
        name, accountable = step["id"], as_list(step.get("accountable"))
        place = f"steps.{name}.accountable"
        if not accountable or not accountable[0]:
            yield _fault(place, "no_accountable.template", step=name)
        elif len(accountable) > 1:
            yield _fault(place, "several_accountable", step=name, count=len(accountable))
        if not as_list(step.get("responsible")):
            yield _fault(f"steps.{name}.responsible", "no_responsible", step=name)
        for key in ("responsible", "accountable"):
            for role in as_list(step.get(key)):
                if role and not _known(role_code, role):
                    yield _fault(f"steps.{name}.{key}", "unknown_role", step=name, role=role)


def _windows(data: Mapping[str, Any]) -> Iterator[Problem]:
    for step in data["steps"]:
        name = step["id"]
        if step["anchor"] == step["anchor_end"] and step["t0"] > step["t1"]:
            yield _fault(f"steps.{name}.t0", "window_reversed", step=name, start=step["t0"], end=step["t1"])
        if step["anchor"] == "E" and step["anchor_end"] == "D":
            yield _fault(f"steps.{name}.anchor_end", "anchors_reversed", step=name)


def _windows_follow(data: Mapping[str, Any]) -> Iterator[Problem]:
    """Rule 3 of sop.md §2 on the catalogue's own numbers, for windows of the same anchors."""
    steps = {step["id"]: step for step in data["steps"]}
    for step in data["steps"]:
        for dep in (steps[d] for d in step.get("deps", ()) if d in steps):
            name, start_only = step["id"], dep["id"] in step.get("deps_start_only", ())
            ends = step["anchor_end"] == dep["anchor_end"] and step["t1"] < dep["t1"]
            if ends and not start_only:
                days: dict[str, Value] = {"end": step["t1"], "dep_end": dep["t1"]}
                yield _fault(f"steps.{name}.t1", "ends_before_dependency", step=name, dep=dep["id"], **days)
            if step["anchor"] == dep["anchor"] and step["t0"] < dep["t0"]:
                days = {"start": step["t0"], "dep_start": dep["t0"]}
                yield _fault(f"steps.{name}.t0", "starts_before_dependency", step=name, dep=dep["id"], **days)


def _gates(data: Mapping[str, Any]) -> Iterator[Problem]:
    ids = {step["id"] for step in data["steps"]}
    gates = {gate.get("id") for gate in data["gates"]}
    for gate in data["gates"]:
        for step in gate.get("steps", ()):
            if step not in ids:
                yield _fault(f"gates.{gate['id']}.steps", "missing_step.gate", gate=gate["id"], step=step)
    for step in data["steps"]:
        gate = step.get("gate")
        if gate and gate.get("id") and gate["id"] not in gates:
            yield _fault(f"steps.{step['id']}.gate", "unknown_gate", step=step["id"], gate=gate["id"])
        if gate and gate.get("party") not in PARTIES:
            yield _fault(f"steps.{step['id']}.gate", "unknown_party", step=step["id"], party=str(gate.get("party")))


def _conditions(data: Mapping[str, Any]) -> Iterator[Problem]:
    for step in data["steps"]:
        text = step.get("applies_when")
        if text and not _known(condition_codes, text):
            yield _fault(f"steps.{step['id']}.applies_when", "unknown_condition", step=step["id"], text=text)


def _tiers(data: Mapping[str, Any]) -> Iterator[Problem]:
    tiers = {tier.get("id") for tier in data["size_tiers"]}
    bounds = [tier.get("max_headcount") for tier in data["size_tiers"]]
    closed = [bound for bound in bounds[:-1] if isinstance(bound, int)]
    if bounds[-1] is not None or len(closed) != len(bounds) - 1 or closed != sorted(set(closed)):
        yield _fault("size_tiers", "tiers_out_of_order")
    for step in data["steps"]:
        for key in ("omittable_at", "simplify_at"):
            for tier in step.get(key, ()):
                if tier not in tiers:
                    yield _fault(f"steps.{step['id']}.{key}", "unknown_tier.step", step=step["id"], tier=tier)


def _merges(data: Mapping[str, Any]) -> Iterator[Problem]:
    ids = {step["id"] for step in data["steps"]}
    tiers = {tier.get("id") for tier in data["size_tiers"]}
    for tier, groups in data.get("merge_at", {}).items():
        if tier not in tiers:
            yield _fault(f"merge_at.{tier}", "unknown_tier.merge", tier=tier)
        flat = [groups] if groups and isinstance(groups[0], str) else groups
        seen: set[str] = set()
        for member in (m for group in flat for m in group):
            if member not in ids:
                yield _fault(f"merge_at.{tier}", "missing_step.merge", tier=tier, step=member)
            if member in seen:
                yield _fault(f"merge_at.{tier}", "merged_twice", tier=tier, step=member)
            seen.add(member)


def _rehearsal(data: Mapping[str, Any]) -> Iterator[Problem]:
    ids = {step["id"] for step in data["steps"]}
    for step, needed in KEPT_TOGETHER.items():
        for other in needed:
            if step in ids and other not in ids:
                yield _fault(f"steps.{step}", "needs_step.template", step=step, other=other)


def _known(read: Callable[[str], object], text: str) -> bool:
    try:
        read(text)
    except KeyError:
        return False
    return True


_RULES: tuple[type_of_rule, ...] = (
    _unique_ids,
    _deps_exist,
    _no_cycle,
    _raci,
    _windows,
    _windows_follow,
    _gates,
    _conditions,
    _tiers,
    _merges,
    _rehearsal,
)
