"""OM-001 to OM-009 (domain/failures.md, 需求简报): what is missing or contradictory in the brief."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiwu.brief import rules
from huiwu.brief.bridge import clashes_not_known
from huiwu.brief.choices import HeadcountGroup
from huiwu.brief.documents import editor_url, shown_field
from huiwu.brief.queries.briefs import brief_of
from huiwu.brief.queries.following import Unconfirmed, unconfirmed_consequences
from huiwu.brief.schema import SCHEMA
from huiwu.documents.models import Document, Version
from huiwu.documents.queries import confirmation, signed_version
from huiwu.foundation.registry.checks import Hit, Scope, Subject, check

CLASH_WORDS = {
    "holiday": gettext_lazy("法定节假日“{name}”（{days}）"),
    "makeup": gettext_lazy("调休工作日（{days}）"),
    "city_event": gettext_lazy("同城大型活动“{name}”（{days}）"),
    "own_meeting": gettext_lazy("本单位同城大型会议“{name}”（{days}）"),
}
PART_WORDS = {
    "person_name": gettext_lazy("确认人"),
    "signed_at": gettext_lazy("确认时间"),
    "method": gettext_lazy("确认方式"),
    "version_hash": gettext_lazy("版本哈希"),
}
GOAL_WORDS = {
    "metric": gettext_lazy("指标"),
    "target": gettext_lazy("目标值"),
    "measure": gettext_lazy("测量方式"),
}


def _brief(scope: Scope) -> Document | None:
    found: Document | None = scope.once("brief.document", lambda: brief_of(scope.meeting))
    return found


def _signed(scope: Scope) -> Version | None:
    document = _brief(scope)
    found: Version | None = scope.once("brief.signed", lambda: signed_version(document) if document else None)
    return found


def _content(scope: Scope) -> dict[str, Any] | None:
    """What is judged: the version in force, before there is one the draft. None when no brief was begun."""
    document, version = _brief(scope), _signed(scope)
    return version.content if version else document.draft if document else None


def _hit(scope: Scope, key: str, detail: str, action: str, **more: Any) -> Hit:
    document = _brief(scope)
    subject = Subject("brief", str(document.pk) if document else "", str(_("会议需求简报")))
    field = Subject("field", f"brief.{key}", str(SCHEMA[key].label))
    url = editor_url(scope.meeting, key) if document else editor_url(scope.meeting)
    return Hit(detail=detail, subjects=(subject, field), url=url, action=action, root=more.pop("root", key), **more)


def _named(keys: list[str]) -> str:
    return _("、").join(str(SCHEMA[key].label) for key in keys)


@check(
    "OM-001",
    module="brief",
    severity="block",
    title=gettext_lazy("人数未按分群填写"),
    step="P02",
    owner_role="account_manager",
    from_days_before=60,
)
def headcount_not_split(scope: Scope) -> Iterator[Hit]:
    """A group is 未填, so meals, rooms, seats, badges and cars are counted wrong. No brief at all is found here too."""
    content = _content(scope)
    if content is None:
        detail = _("还没有起草《会议需求简报》，各分群人数无从谈起；会议信息里预计 {total} 人。").format(
            total=scope.meeting.expected_headcount
        )
        yield _hit(scope, "headcount", detail, _("起草需求简报，向客户问清各分群人数。"))
        return
    lacking = rules.groups_not_told(content)
    if lacking:
        total = rules.stated_total(content)
        detail = _("人数合计 {total}，但未填：{groups}。").format(
            total=_("未填") if total is None else total,
            groups=_("、").join(str(HeadcountGroup(code).label) for code in lacking),
        )
        yield _hit(scope, "headcount", detail, _("向客户问清每一群的人数；没有的填 0。"))


@check(
    "OM-002",
    module="brief",
    severity="block",
    title=gettext_lazy("分群人数之和与合计不符，或未标口径"),
    step="P02",
    owner_role="account_manager",
    from_days_before=60,
)
def headcount_does_not_add_up(scope: Scope) -> Iterator[Hit]:
    """Every later document would use another number."""
    content = _content(scope)
    fault = rules.headcount_fault(content) if content is not None else None
    if fault is None:
        return
    if not fault.adds_up:
        detail = _("各分群之和为 {summed} 人，合计填的是 {stated} 人。").format(
            summed=fault.summed, stated=fault.stated
        )
        yield _hit(scope, "headcount", detail, _("核对哪个数对，改正分群或合计。"), root="sum")
    if not fault.has_basis:
        detail = _("人数（{number} 人）没有注明口径：预估、保底还是上限。").format(
            number=fault.summed if fault.stated is None else fault.stated
        )
        yield _hit(scope, "headcount", detail, _("向客户问明这个数的口径。"), root="basis")


@check(
    "OM-003",
    module="brief",
    severity="block",
    title=gettext_lazy("简报标为已确认，而确认留痕不全"),
    step="P02",
    owner_role="account_manager",
    from_days_before=50,
)
def sign_off_without_proof(scope: Scope) -> Iterator[Hit]:
    """Confirmed without who, when, how or the hash of what was seen: nothing to show in a dispute."""
    version = _signed(scope)
    if version is None:
        return
    signoff = confirmation(version)
    lacking = [part for part in PART_WORDS if signoff is None or not getattr(signoff, part)]
    says = _("第 {number} 版标为“{status}”").format(number=version.number, status=version.get_status_display())
    if lacking:
        words = _("、").join(str(PART_WORDS[part]) for part in lacking)
        detail = _("{says}，但确认留痕缺：{parts}。").format(says=says, parts=words)
        yield _hit(scope, "name", detail, _("请客户重新确认，或补传签字盖章的扫描件。"), root="proof")
    elif signoff is not None and signoff.version_hash != version.content_hash:
        detail = _("{says}，但客户确认的哈希 {signed} 与这一版的哈希 {now} 不一致。").format(
            says=says, signed=signoff.version_hash[:12], now=version.content_hash[:12]
        )
        yield _hit(scope, "name", detail, _("请客户重新确认当前内容。"), root="hash")


@check(
    "OM-004",
    module="brief",
    severity="block",
    title=gettext_lazy("民族、宗教、无障碍、过敏要求未问"),
    step="P02",
    owner_role="account_manager",
    from_days_before=55,
)
def requirements_not_asked(scope: Scope) -> Iterator[Hit]:
    """未填 is not 无: nobody asked, and it cannot be mended on the day."""
    content = _content(scope)
    lacking = rules.requirements_not_asked(content) if content is not None else []
    if lacking:
        detail = _("特殊要求仍为“未填”：{fields}。").format(fields=_named(lacking))
        yield _hit(scope, lacking[0], detail, _("逐项问客户；没有的选“无”，不涉及的选“不适用”。"), root="special")


@check(
    "OM-005",
    module="brief",
    severity="warn",
    title=gettext_lazy("会期撞节假日、调休或同城大型活动"),
    step="P01",
    owner_role="account_manager",
    from_days_before=60,
)
def dates_that_clash(scope: Scope) -> Iterator[Hit]:
    """Attendance, rooms and venue prices are out of hand, and nobody has written that they know."""
    meeting = scope.meeting
    for clash in clashes_not_known(meeting):
        days = clash.first.isoformat()
        days += "" if clash.first == clash.last else _(" 至 {last}").format(last=clash.last.isoformat())
        what = str(CLASH_WORDS[clash.kind]).format(name=clash.name, days=days)
        detail = _("会期 {start} 至 {end} 与{what}重叠，没有知悉说明。").format(
            start=meeting.start_on.isoformat(), end=meeting.end_on.isoformat(), what=what
        )
        yield Hit(
            detail=detail,
            subjects=(Subject("clash", clash.key, clash.name),),
            url=reverse("brief:dates", kwargs={"slug": meeting.slug}),
            action=_("与客户商量改期；确需这个会期的，写下知悉说明。"),
            root=clash.key,
        )


@check(
    "OM-006",
    module="brief",
    severity="warn",
    title=gettext_lazy("没有可测量的目标"),
    step="P03",
    owner_role="project_manager",
    from_days_before=55,
)
def goals_that_cannot_be_judged(scope: Scope) -> Iterator[Hit]:
    """No KPI, or one without target or way of measuring: the report can only use adjectives."""
    content = _content(scope)
    if content is None:
        return
    if not rules.goals(content):
        state = shown_field(content, "kpi")
        yield _hit(
            scope,
            "kpi",
            _("目标与成功标准为“{state}”，会后无法评价。").format(state=state),
            _("与客户商定指标、目标值与测量方式。"),
        )
    for goal in rules.weak_goals(content):
        detail = _("第 {number} 个指标“{metric}”缺：{parts}。").format(
            number=goal.position,
            metric=goal.metric or _("未命名"),
            parts=_("、").join(str(GOAL_WORDS[part]) for part in goal.lacks),
        )
        yield _hit(scope, "kpi", detail, _("补齐目标值与测量方式。"), root=f"kpi:{goal.position}")


@check(
    "OM-007",
    module="brief",
    severity="warn",
    title=gettext_lazy("预算只有总额，口径不全"),
    step="P02",
    owner_role="account_manager",
    from_days_before=55,
)
def budget_without_terms(scope: Scope) -> Iterator[Hit]:
    """An amount without tax treatment, payer or restricted items: quotes differ in kind, settlement ends in dispute."""
    content = _content(scope)
    lacking = rules.budget_terms_missing(content) if content is not None else []
    if content is not None and lacking:
        key = "budget_total" if rules.told(content, "budget_total") is not None else "budget_floor"
        detail = _("预算填了{amount}，但未填：{fields}。").format(
            amount=shown_field(content, key), fields=_named(lacking)
        )
        yield _hit(scope, lacking[0], detail, _("问清是否含税、由谁付款、哪些科目不得列支。"), root="budget")


@check(
    "OM-008",
    module="brief",
    severity="warn",
    title=gettext_lazy("没有能拍板的人，或联系不上"),
    step="P01",
    owner_role="account_manager",
    from_days_before=60,
)
def nobody_to_decide(scope: Scope) -> Iterator[Hit]:
    """No decision maker at the client, or the end of the approval chain cannot be reached."""
    content = _content(scope)
    if content is None:
        return
    if not rules.has_approver(content):
        detail = _("客户决策人为“{state}”。").format(state=shown_field(content, "client_approver"))
        yield _hit(scope, "client_approver", detail, _("请客户指定能拍板的人。"))
    last = rules.last_of_chain(content)
    if last is not None and not rules.is_reachable(last):
        detail = _("审批链末端“{name} {title}”没有电话，也没有邮箱。").format(
            name=last.get("name") or _("未填"), title=last.get("title") or ""
        )
        yield _hit(scope, "approval_chain", detail, _("补上电话或邮箱。"))


@check(
    "OM-009",
    module="brief",
    severity="block",
    title=gettext_lazy("简报已更新，而已确认的单据没有逐项核对"),
    step="P02",
    owner_role="project_manager",
)
def consequences_not_confirmed(scope: Scope) -> Iterator[Hit]:
    """A newer brief, and a document signed on the older one without its line of the impact list confirmed."""
    document = _brief(scope)
    for found in unconfirmed_consequences(document) if document else ():
        yield Hit(
            detail=_detail_of(found),
            subjects=(
                Subject("document", found.id, found.label),
                Subject("brief", str(found.version_id), _("会议需求简报第 {n} 版").format(n=found.version_number)),
            ),
            url=found.url,
            action=_("在受影响清单里逐项确认：已同步修改、不受影响，或另出变更单。"),
            root=f"{found.version_id}:{found.kind}:{found.id}",
            owner_role=found.owner_role,
        )


def _detail_of(found: Unconfirmed) -> str:
    if found.is_listed:
        return _("需求简报出了第 {number} 版（变更：{changes}），受影响清单里的“{label}”还没有人确认。").format(
            number=found.version_number, changes=found.changes, label=found.label
        )
    return _("需求简报出了第 {number} 版（变更：{changes}），已确认的“{label}”没有列入受影响清单。").format(
        number=found.version_number, changes=found.changes, label=found.label
    )
