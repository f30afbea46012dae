"""Refusals of planning."""

from __future__ import annotations

from typing import Any

from huiwu.kernel.errors import Refusal


class NoPlanYet(Refusal):
    """The meeting has no plan."""

    code = "no_plan_yet"
    status = 404
    sentence = "这个会议还没有计划。请客户签认需求简报，或由项目负责人手工生成计划。"


class PlanExists(Refusal):
    """A plan is launched once; later changes go through re-planning."""

    code = "plan_exists"
    sentence = "这个会议已有计划，没有重复生成。需要调整时请用“重排”。"


class PlanImpossible(Refusal):
    """The engine refuses the question: the days or numbers given cannot make a plan."""

    code = "plan_impossible"
    status = 422
    sentence = "按这些日期和条件排不出计划：{why}计划没有改变。"


class TemplateFaulty(Refusal):
    """The template breaks a rule of the catalogue; `problems` are (place, sentence)."""

    code = "template_faulty"
    status = 422
    sentence = "模板有问题，没有保存：{detail}"

    def __init__(self, problems: list[tuple[str, str]], **params: Any) -> None:
        self.problems = problems
        super().__init__(detail="".join(sentence for _, sentence in problems[:3]), **params)


class TemplatePublished(Refusal):
    """A published version is history; a change makes a new version."""

    code = "template_published"
    sentence = "这个版本已发布，不能再改。请先生成新版本，再改新版本。"


class NameTaken(Refusal):
    code = "name_taken"
    sentence = "本单位已有名为“{name}”的模板，没有保存。请换一个名称。"


class ProposalStale(Refusal):
    """The plan has changed since the proposal was computed."""

    code = "proposal_stale"
    sentence = "计划在这份方案算出之后已有变动，方案没有采用，计划保持原样。请重新计算一份。"


class ProposalDecided(Refusal):
    code = "proposal_decided"
    sentence = "这份方案已有人处理（{state}），没有重复执行。"


class EvidenceMissing(Refusal):
    """The step completes from data, and the data is not there."""

    code = "evidence_missing"
    sentence = "“{step}”由证据完成，现在还缺：{missing}。步骤没有改变。请先补齐证据，或由项目负责人写明理由例外放行。"


class NoteNeeded(Refusal):
    """A step without data is completed by a person who leaves a note or a photo."""

    code = "note_needed"
    status = 422
    sentence = "完成“{step}”须写一句说明或附一张照片。步骤没有改变。"


class ReasonNeeded(Refusal):
    code = "reason_needed"
    status = 422
    sentence = "代为放行须写明理由，会留痕。什么都没有改变。"


class StepNotOpen(Refusal):
    """Done, omitted or merged steps cannot be worked on."""

    code = "step_not_open"
    sentence = "“{step}”现在是“{state}”，不能做这个操作，没有改变。"


class PredecessorOpen(Refusal):
    """What must be done before is not done."""

    code = "predecessor_open"
    sentence = "“{step}”的前置还没有完成：{missing}。步骤没有改变。请先完成前置，或由项目负责人写明理由例外放行。"


class GateClosed(Refusal):
    """An act waits for a gate."""

    code = "gate_closed"
    sentence = "门禁 {gate}“{name}”还没有打开，不能继续。请先由{party}确认。"


class GateOnlyByClient(Refusal):
    """A gate that the SOP states: nobody inside may open it for the client."""

    code = "gate_only_by_client"
    status = 403
    sentence = "门禁 {gate}“{name}”是 SOP 明文要求客户确认的，内部任何人都不能代为打开。请把单据发给客户签认。"


class RaciBroken(Refusal):
    """RACI: exactly one A and at least one R on every step."""

    code = "raci_broken"
    status = 422
    sentence = "“{step}”的职责分配不对：{why}没有保存。"


class LevellingRunning(Refusal):
    code = "levelling_running"
    sentence = "这个会议正在计算均衡方案，没有重复开始。可以等它算完，或先取消。"


class NothingToChange(Refusal):
    """A proposal that would change nothing is not kept."""

    code = "nothing_to_change"
    sentence = "重新计算的结果与现在的计划一样，没有需要接受的变动。"


class LevellingUnavailable(Refusal):
    """The optional solver is not installed here."""

    code = "levelling_unavailable"
    status = 503
    sentence = "这套安装没有带求解器，算不了均衡与修补，计划没有改变。请系统管理员安装 huiwu[levelling]。"


class GateHasItsDocument(Refusal):
    """The gate opens by a document of its own; a sheet would be a second truth."""

    code = "gate_has_its_document"
    sentence = "{gate} 由它自己的单据确认，不另出确认单。请在那份单据上送客户签认。"
