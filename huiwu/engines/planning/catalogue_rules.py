"""What makes a template unusable. Every rule answers with a sentence that names the place of the fault."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from huiwu.engines.planning.catalogue import Problem, as_list, condition_codes, role_code
from huiwu.engines.planning.vocabulary import ANCHORS, KEPT_TOGETHER, MODES, PARTIES, PHASES

type_of_rule = Callable[[Mapping[str, Any]], Iterator[Problem]]


def problems_in(data: Mapping[str, Any]) -> tuple[Problem, ...]:
    """Every fault of a template in the catalogue's JSON shape, in reading order; empty when it can be used."""
    shape = tuple(_shape(data))
    if shape:
        return shape
    return tuple(problem for rule in _RULES for problem in rule(data))


def _shape(data: Mapping[str, Any]) -> Iterator[Problem]:
    for key in ("steps", "gates", "size_tiers"):
        if not isinstance(data.get(key), list):
            yield Problem(key, "missing_part", f"模板缺少“{key}”这一部分，或它不是列表。")
    for index, step in enumerate(data.get("steps") or [] if isinstance(data.get("steps"), list) else []):
        yield from _step_shape(index, step)
    if data.get("steps") == []:
        yield Problem("steps", "no_steps", "模板里一个步骤也没有。")
    if data.get("size_tiers") == []:
        yield Problem("size_tiers", "no_tiers", "模板里没有规模级别，无法换算时间。")


def _step_shape(index: int, step: Any) -> Iterator[Problem]:
    if not isinstance(step, Mapping) or not isinstance(step.get("id"), str) or not step.get("id"):
        yield Problem(f"steps[{index}]", "no_id", f"第 {index + 1} 个步骤没有编号。")
        return
    name = step["id"]
    for key in ("order", "t0", "t1"):
        if not isinstance(step.get(key), int) or isinstance(step.get(key), bool):
            yield Problem(f"steps.{name}.{key}", "not_a_number", f"步骤 {name} 的“{key}”应为整数。")
    for key, allowed in (("phase", PHASES), ("anchor", ANCHORS), ("anchor_end", ANCHORS)):
        if step.get(key) not in allowed:
            yield Problem(
                f"steps.{name}.{key}", "unknown_word", f"步骤 {name} 的“{key}”应为 {'、'.join(allowed)} 之一。"
            )
    if step.get("mode", "window") not in MODES:
        yield Problem(f"steps.{name}.mode", "unknown_word", f"步骤 {name} 的“mode”应为 {'、'.join(MODES)} 之一。")
    if not step.get("zh"):
        yield Problem(f"steps.{name}.zh", "no_name", f"步骤 {name} 没有名称。")
    length = step.get("length_days")
    if length is not None and (not isinstance(length, int) or length < 1):
        yield Problem(f"steps.{name}.length_days", "bad_length", f"步骤 {name} 的工期应为不小于 1 的整数天。")


def _unique_ids(data: Mapping[str, Any]) -> Iterator[Problem]:
    seen: set[str] = set()
    for step in data["steps"]:
        if step["id"] in seen:
            yield Problem(f"steps.{step['id']}", "same_id_twice", f"步骤编号 {step['id']} 出现了不止一次。")
        seen.add(step["id"])


def _deps_exist(data: Mapping[str, Any]) -> Iterator[Problem]:
    ids = {step["id"] for step in data["steps"]}
    for step in data["steps"]:
        name, deps = step["id"], list(step.get("deps", ()))
        for dep in deps:
            if dep not in ids:
                yield Problem(f"steps.{name}.deps", "missing_dependency", f"步骤 {name} 依赖的 {dep} 不存在。")
        for dep in step.get("deps_start_only", ()):
            if dep not in deps:
                sentence = f"步骤 {name} 把 {dep} 标为“已开始即可”，但 {dep} 不在它的依赖里。"
                yield Problem(f"steps.{name}.deps_start_only", "start_only_not_a_dependency", sentence)


def _no_cycle(data: Mapping[str, Any]) -> Iterator[Problem]:
    path = cycle_in({step["id"]: list(step.get("deps", ())) for step in data["steps"]})
    if path:
        yield Problem(f"steps.{path[0]}.deps", "cycle", f"依赖成环：{' → '.join(path)}。请去掉其中一条依赖。")


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
            yield Problem(place, "no_accountable", f"步骤 {name} 没有负责人（A）。")
        elif len(accountable) > 1:
            yield Problem(
                place, "several_accountable", f"步骤 {name} 有 {len(accountable)} 个负责人（A），只能有一个。"
            )
        if not as_list(step.get("responsible")):
            yield Problem(f"steps.{name}.responsible", "no_responsible", f"步骤 {name} 没有执行人（R）。")
        for key in ("responsible", "accountable"):
            for role in as_list(step.get(key)):
                if role and not _known(role_code, role):
                    yield Problem(f"steps.{name}.{key}", "unknown_role", f"步骤 {name} 用了不认识的角色“{role}”。")


def _windows(data: Mapping[str, Any]) -> Iterator[Problem]:
    for step in data["steps"]:
        name = step["id"]
        if step["anchor"] == step["anchor_end"] and step["t0"] > step["t1"]:
            sentence = f"步骤 {name} 的开始（{step['t0']}）晚于结束（{step['t1']}）。"
            yield Problem(f"steps.{name}.t0", "window_reversed", sentence)
        if step["anchor"] == "E" and step["anchor_end"] == "D":
            yield Problem(f"steps.{name}.anchor_end", "anchors_reversed", f"步骤 {name} 从末日算起，却按首日结束。")


def _windows_follow(data: Mapping[str, Any]) -> Iterator[Problem]:
    """Rule 3 of sop.md §2 on the catalogue's own numbers, for windows of the same anchors."""
    steps = {step["id"]: step for step in data["steps"]}
    for step in data["steps"]:
        for dep in (steps[d] for d in step.get("deps", ()) if d in steps):
            name, start_only = step["id"], dep["id"] in step.get("deps_start_only", ())
            ends = step["anchor_end"] == dep["anchor_end"] and step["t1"] < dep["t1"]
            if ends and not start_only:
                sentence = f"步骤 {name} 的结束（{step['t1']}）早于它依赖的 {dep['id']} 的结束（{dep['t1']}）。"
                yield Problem(f"steps.{name}.t1", "ends_before_dependency", sentence)
            if step["anchor"] == dep["anchor"] and step["t0"] < dep["t0"]:
                sentence = f"步骤 {name} 的开始（{step['t0']}）早于它依赖的 {dep['id']} 的开始（{dep['t0']}）。"
                yield Problem(f"steps.{name}.t0", "starts_before_dependency", sentence)


def _gates(data: Mapping[str, Any]) -> Iterator[Problem]:
    ids = {step["id"] for step in data["steps"]}
    gates = {gate.get("id") for gate in data["gates"]}
    for gate in data["gates"]:
        for step in gate.get("steps", ()):
            if step not in ids:
                yield Problem(
                    f"gates.{gate['id']}.steps", "missing_step", f"门禁 {gate['id']} 指向不存在的步骤 {step}。"
                )
    for step in data["steps"]:
        gate = step.get("gate")
        if gate and gate.get("id") and gate["id"] not in gates:
            yield Problem(
                f"steps.{step['id']}.gate", "unknown_gate", f"步骤 {step['id']} 用了不存在的门禁 {gate['id']}。"
            )
        if gate and gate.get("party") not in PARTIES:
            sentence = f"步骤 {step['id']} 的门禁确认方“{gate.get('party')}”不认识。"
            yield Problem(f"steps.{step['id']}.gate", "unknown_party", sentence)


def _conditions(data: Mapping[str, Any]) -> Iterator[Problem]:
    for step in data["steps"]:
        text = step.get("applies_when")
        if text and not _known(condition_codes, text):
            sentence = f"步骤 {step['id']} 的适用条件“{text}”不认识。"
            yield Problem(f"steps.{step['id']}.applies_when", "unknown_condition", sentence)


def _tiers(data: Mapping[str, Any]) -> Iterator[Problem]:
    tiers = {tier.get("id") for tier in data["size_tiers"]}
    bounds = [tier.get("max_headcount") for tier in data["size_tiers"]]
    closed = [bound for bound in bounds[:-1] if isinstance(bound, int)]
    if bounds[-1] is not None or len(closed) != len(bounds) - 1 or closed != sorted(set(closed)):
        yield Problem("size_tiers", "tiers_out_of_order", "规模级别的人数上限应从小到大，且最后一级不设上限。")
    for step in data["steps"]:
        for key in ("omittable_at", "simplify_at"):
            for tier in step.get(key, ()):
                if tier not in tiers:
                    yield Problem(
                        f"steps.{step['id']}.{key}", "unknown_tier", f"步骤 {step['id']} 提到不存在的级别 {tier}。"
                    )


def _merges(data: Mapping[str, Any]) -> Iterator[Problem]:
    ids = {step["id"] for step in data["steps"]}
    tiers = {tier.get("id") for tier in data["size_tiers"]}
    for tier, groups in data.get("merge_at", {}).items():
        if tier not in tiers:
            yield Problem(f"merge_at.{tier}", "unknown_tier", f"合并表提到不存在的级别 {tier}。")
        flat = [groups] if groups and isinstance(groups[0], str) else groups
        seen: set[str] = set()
        for member in (m for group in flat for m in group):
            if member not in ids:
                yield Problem(f"merge_at.{tier}", "missing_step", f"级别 {tier} 的合并表提到不存在的步骤 {member}。")
            if member in seen:
                yield Problem(f"merge_at.{tier}", "merged_twice", f"级别 {tier} 的合并表里 {member} 出现了两次。")
            seen.add(member)


def _rehearsal(data: Mapping[str, Any]) -> Iterator[Problem]:
    ids = {step["id"] for step in data["steps"]}
    for step, needed in KEPT_TOGETHER.items():
        for other in needed:
            if step in ids and other not in ids:
                yield Problem(
                    f"steps.{step}", "needs_step", f"模板有 {step}，就不能没有 {other}（启用专项环节时彩排不得省）。"
                )


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
