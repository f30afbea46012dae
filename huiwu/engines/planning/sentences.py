"""What the engine has to say, as codes with values. `str()` gives the Chinese sentence; whoever shows it elsewhere looks the
code up in `SENTENCES`, translates, and puts the values in. Part of a code after the dot tells apart sentences of one code.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Value = str | int | tuple[str, ...]
"""Days are ISO 8601; a tuple is a list of words."""


def _(text: str) -> str:
    """Marks a sentence for translation; the engine itself speaks Chinese."""
    return text


SENTENCES: dict[str, str] = {
    # a question that has no answer
    "unknown_type": _("不认识的会议类型 {type}，可选：{known}。"),
    "unknown_condition.meeting": _("不认识的条件 {condition}，可选：{known}。"),
    "start_before_today": _("会议首日 {start} 早于今天 {today}。"),
    "not_a_day": _("{option} 的“{text}”不是日期，请写成 2026-10-20 的样子。"),
    "not_a_number.option": _("{option} 的“{text}”不是整数。"),
    "headcount_below_one": _("人数 {count} 不对，至少要有 1 人。"),
    "end_before_start": _("会议末日 {end} 早于首日 {start}。"),
    "year_out_of_range": _("{day} 超出可以排期的年份。"),
    "unknown_tier.setting": _("模板里没有规模级别 {tier}。"),
    "prep_days_below_one": _("筹备天数 {days} 不对，至少 1 天。"),
    "load_in_after_start": _("进场日 {day} 晚于会议首日。"),
    "fixed_reversed": _("{id} 的完成日早于开始日。"),
    "same_id_twice.task": _("任务编号 {task} 已被使用。"),
    "bad_length.task": _("任务 {task} 的工期应为不小于 1 的整数天。"),
    "missing_dependency.task": _("任务 {task} 依赖的 {dep} 不存在。"),
    "needs_step.omitted": _("本会有 {step}，{other} 不得省略（启用专项环节时彩排不得省）。"),
    "cycle": _("依赖成环：{path}。请去掉其中一条依赖。"),
    "cycle.tasks": _("任务的依赖成环，无法排期。"),
    "unknown_person": _("{person} 不在人员表里。"),
    "unknown_person.task": _("任务 {task} 的执行人 {person} 不在人员表里。"),
    # what cannot be met
    "deadline_passed": _("{name}最迟应在 {needed} 办理，今天（{today}）已过，这项时限不随规模缩短。"),
    "deadline_before_preparation": _(
        "{name}最迟应在 {needed} 办理，而按规模缩放后的筹备起点是 {start}；请把筹备起点提前到 {needed} 或更早。"
    ),
    "step_passed": _("{name}按最短工期倒排也应在 {limit} 前完成，今天已过。"),
    "fixed_before_dependency": _("{name}已固定在 {limit}，早于它的前置。请改前置或放开它。"),
    "step_overruns": _("{name}最迟应在 {limit} 完成，按最短工期最早也要到 {earliest}。"),
    # names of deadlines
    "mass_event_permit": _("大型群众性活动安全许可申请（举办日 {days} 日前）"),
    "sms_template": _("短信模板与小程序审核"),
    "visa": _("邀请信与签证办理"),
    "government_press": _("政务发布会备案（待核）"),
    "contract": _("主合同签订日"),
    # rules that were applied
    "shortened": _("前置时间不足：按目录最小规模的时间系数压缩，到能赶上为止"),
    "postponed": _("目录期限已过或赶不上：顺延到最早可完成日，后续按压缩后的工期追赶"),
    "unannounced_years": _(
        "{years} 年放假与调休安排未发布，暂按法定节日和周末推算；正式通知发布后请更新工作日历并重排。"
    ),
    # faults of a table of days off
    "day_of_another_year": _("{day} 不在 {year} 年内。"),
    "day_off_and_on": _("{day} 既是放假日又是调休上班日。"),
    # who answers for a step
    "no_accountable": _("步骤 {step} 没有负责人（A）：没人负责。"),
    "several_accountable": _("步骤 {step} 有 {count} 个负责人（A），只能有一个。"),
    "no_responsible": _("步骤 {step} 没有执行人（R）。"),
    "unknown_letter": _("步骤 {step} 的职责“{letter}”不是 R、A、C、I 之一。"),
    "same_twice": _("步骤 {step} 把同一职责 {letter} 给了 {who} {times} 次。"),
    "unknown_step": _("职责表提到不存在的步骤 {step}。"),
    # faults of a template
    "missing_part": _("模板缺少“{key}”这一部分，或它不是列表。"),
    "no_steps": _("模板里一个步骤也没有。"),
    "no_tiers": _("模板里没有规模级别，无法换算时间。"),
    "no_id": _("第 {number} 个步骤没有编号。"),
    "no_id.gate": _("第 {number} 道门禁没有编号。"),
    "no_id.tier": _("第 {number} 个规模级别没有编号。"),
    "not_a_number": _("步骤 {step} 的“{key}”应为整数。"),
    "not_a_number.tier": _("规模级别 {tier} 的“{key}”应为数字。"),
    "unknown_word": _("步骤 {step} 的“{key}”应为 {allowed} 之一。"),
    "no_name": _("步骤 {step} 没有名称。"),
    "no_name.gate": _("门禁 {gate} 没有名称。"),
    "no_name.tier": _("规模级别 {tier} 没有名称。"),
    "bad_length": _("步骤 {step} 的工期应为不小于 1 的整数天。"),
    "same_id_twice": _("步骤编号 {step} 出现了不止一次。"),
    "same_id_twice.gate": _("门禁编号 {gate} 出现了不止一次。"),
    "same_id_twice.tier": _("规模级别 {tier} 出现了不止一次。"),
    "missing_dependency": _("步骤 {step} 依赖的 {dep} 不存在。"),
    "start_only_not_a_dependency": _("步骤 {step} 把 {dep} 标为“已开始即可”，但 {dep} 不在它的依赖里。"),
    "no_accountable.template": _("步骤 {step} 没有负责人（A）。"),
    "unknown_role": _("步骤 {step} 用了不认识的角色“{role}”。"),
    "window_reversed": _("步骤 {step} 的开始（{start}）晚于结束（{end}）。"),
    "anchors_reversed": _("步骤 {step} 从末日算起，却按首日结束。"),
    "ends_before_dependency": _("步骤 {step} 的结束（{end}）早于它依赖的 {dep} 的结束（{dep_end}）。"),
    "starts_before_dependency": _("步骤 {step} 的开始（{start}）早于它依赖的 {dep} 的开始（{dep_start}）。"),
    "missing_step.gate": _("门禁 {gate} 指向不存在的步骤 {step}。"),
    "unknown_gate": _("步骤 {step} 用了不存在的门禁 {gate}。"),
    "unknown_party": _("步骤 {step} 的门禁确认方“{party}”不认识。"),
    "unknown_party.gate": _("门禁 {gate} 的确认方“{party}”不认识。"),
    "unknown_condition": _("步骤 {step} 的适用条件“{text}”不认识。"),
    "tiers_out_of_order": _("规模级别的人数上限应从小到大，且最后一级不设上限。"),
    "tier_without_time": _("规模级别 {tier} 的筹备天数与时间系数应大于 0。"),
    "unknown_tier.step": _("步骤 {step} 提到不存在的级别 {tier}。"),
    "unknown_tier.merge": _("合并表提到不存在的级别 {tier}。"),
    "missing_step.merge": _("级别 {tier} 的合并表提到不存在的步骤 {step}。"),
    "merged_twice": _("级别 {tier} 的合并表里 {step} 出现了两次。"),
    "needs_step.template": _("模板有 {step}，就不能没有 {other}（启用专项环节时彩排不得省）。"),
}


@dataclass(frozen=True, slots=True)
class Sentence:
    """One thing said: `key` of SENTENCES, `params` its values."""

    key: str
    params: Mapping[str, Value] = field(default_factory=dict)

    @property
    def code(self) -> str:
        """The stable code."""
        return self.key.partition(".")[0]

    def __str__(self) -> str:
        return SENTENCES[self.key].format_map({k: _word(v) for k, v in self.params.items()})


def _word(value: Value) -> str | int:
    return "、".join(value) if isinstance(value, tuple) else value


def say(key: str, /, **params: Value) -> Sentence:
    """`say("no_name", step="P01")`."""
    return Sentence(key, params)


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of a template: where (`steps.P06.deps`), and a sentence that names the place."""

    place: str
    said: Sentence

    @property
    def code(self) -> str:
        return self.said.code

    @property
    def sentence(self) -> str:
        """In Chinese."""
        return str(self.said)


class BadTable(ValueError):
    """A table of days off that contradicts itself."""

    def __init__(self, key: str, **params: Value) -> None:
        self.said = say(key, **params)
        super().__init__(str(self.said))
