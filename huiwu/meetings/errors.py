"""Refusals of meetings, and the sentences of the rules."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from huiwu.kernel.errors import InvalidInput, NotFound, Refusal
from huiwu.meetings.rules import Problem


class MeetingNotLive(Refusal):
    """The meeting is cancelled, postponed or closed."""

    code = "meeting_not_live"
    sentence = "本会议现在是“{status}”，不能这样修改，数据没有改变。请先恢复会议，或联系项目负责人。"


class MeetingNotOnHold(Refusal):
    """Only a postponed or cancelled meeting can be resumed."""

    code = "meeting_not_on_hold"
    sentence = "本会议现在是“{status}”，没有延期或取消，无需恢复。数据没有改变。"


class MeetingNotOver(Refusal):
    """A meeting is closed after its last day."""

    code = "meeting_not_over"
    sentence = "会议要到 {end} 才结束，现在还不能结项，数据没有改变。如果会议不再举办，请用“取消会议”。"


class ConsequencesChanged(Refusal):
    """Since the list was shown, something that rests on the meeting was added, done or frozen."""

    code = "consequences_changed"
    sentence = "在您确认之前，受影响的内容有了变化，什么都没有执行。下面是最新的清单，请再看一遍后确认。"


class MemberStillNeeded(Refusal):
    """The last project lead cannot leave."""

    code = "member_still_needed"
    sentence = "会务组至少要有一位项目负责人，没有移除任何人。请先指定新的项目负责人。"


class AlreadyOnTeam(Refusal):
    """One row per person and role."""

    code = "already_on_team"
    sentence = "{name}已经是本会议的{role}，没有重复添加。"


class PersonOutsideOrganisation(Refusal):
    """Only people of the organisation can be on the team."""

    code = "person_outside_organisation"
    status = 422
    sentence = "只能添加本单位的人员，没有保存。请先在“人员”里邀请这个人加入。"


class SpaceInUse(Refusal):
    """A space that functions use is not removed silently."""

    code = "space_in_use"
    sentence = "“{space}”还有 {count} 个功能单元在使用，没有保存任何改动。请先给它们换一个场地。"


class NoSuchFunction(NotFound):
    code = "no_such_function"
    sentence = "没有找到这个功能单元，它可能属于另一场会议。"


SENTENCES = {
    "required": _("必须填写。"),
    "too_long_name": _("最多 {most} 个字，现在有 {count} 个。"),
    "unknown_choice": _("没有“{value}”这个选项。"),
    "unknown_zone": _("没有“{value}”这个时区，例如应为 Asia/Shanghai。"),
    "end_before_start": _("结束日期 {end} 早于开始日期 {start}。"),
    "too_long": _("会期有 {days} 天，超过 {most} 天，请核对日期。"),
    "too_far_off": _("{day} 离现在超过 {years} 年，请核对年份。"),
    "headcount_too_small": _("人数至少是 1。"),
    "headcount_too_large": _("人数不能超过 {most}。"),
    "headcount_beside_not_applicable": _("写了人数又选了“不适用”，请二选一。"),
    "borders_must_rise": _("每一级的上限必须大于前一级。"),
    "function_ends_before_start": _("结束时间必须晚于开始时间。"),
    "function_too_long": _("一个功能单元最长 {days} 天，请核对时间。"),
    "function_far_from_meeting": _("时间离会期（{start} 至 {end}）太远，请核对日期。"),
    "load_in_after_start": _("进场搭建不能晚于开始时间。"),
    "strike_before_end": _("撤场不能早于结束时间。"),
    "unknown_setup_field": _("功能布置单里没有这一项或这种状态。"),
    "filled_without_text": _("选了“已填”却没有内容；如果不需要，请选“无”或“不适用”。"),
    "text_beside_not_applicable": _("写了内容又选了“无”或“不适用”，请二选一。"),
    "text_too_long": _("最多 {most} 个字。"),
    "unknown_space": _("这个场地不属于本会议。"),
    "duplicate": _("“{value}”重复了。"),
    "unusable_email": _("“{value}”不是能用的电子邮箱。"),
    "unreachable_approver": _("决策人“{value}”要有电话或邮箱。"),
    "incomplete_order": _("新的顺序必须正好包含全部功能单元。页面打开后可能有人增减，请刷新再排。"),
    "load_in_day_after_start": _("进场日期不能晚于会议首日。"),
}


def refuse(problems: Iterable[Problem]) -> None:
    """Raise InvalidInput with the sentences of the problems, by field; nothing happens when there are none."""
    fields: dict[str, list[str]] = {}
    for problem in problems:
        fields.setdefault(problem.field, []).append(str(SENTENCES[problem.code]).format(**problem.values))
    if fields:
        raise InvalidInput(fields, detail=" ".join(dict.fromkeys(s for found in fields.values() for s in found)))


class OrganisationMissing(NotFound):
    """No organisation to receive a meeting."""

    code = "organisation_missing"
    sentence = "没有可以接收会议的单位，什么都没有做。请先用 huiwu user create --org 建立单位，或核对 --org 的标识。"
