"""What contradicts or is missing in a meeting's own data. OM-015 is of the catalogue; GEN-MTG-n are general (failures.md)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiwu.accounts.choices import Role
from huiwu.foundation.registry.checks import Hit, Scope, Subject, check
from huiwu.meetings.choices import HeadcountBasis
from huiwu.meetings.models import Function
from huiwu.meetings.rules.functions import Use, clashes, headcount_contradictions, is_outside_days
from huiwu.meetings.rules.setup_order import unfilled


def _functions(scope: Scope) -> list[Function]:
    """The meeting's functions that take place, with their spaces; fetched once for all rules."""

    def fetch() -> list[Function]:
        return list(scope.meeting.functions.filter(is_cancelled=False).select_related("space").order_by("number"))

    rows: list[Function] = scope.once("meetings.functions", fetch)
    return rows


def _hit(scope: Scope, rows: Iterable[Function], detail: str, action: str, **more: object) -> Hit:
    rows = list(rows)
    return Hit(
        detail=detail,
        subjects=tuple(Subject("function", str(row.pk), f"{row.number} {row.name}") for row in rows),
        url=reverse("meetings:function", args=[scope.meeting.slug, rows[0].number]),
        action=action,
        root=":".join(str(row.pk) for row in rows),
        **more,  # type: ignore[arg-type]  # severity, owner_role
    )


def _local(scope: Scope, row: Function) -> str:
    return row.start_at.astimezone(scope.meeting.zone).strftime("%Y-%m-%d %H:%M")


@check("GEN-MTG-1", module="meetings", severity="warn", title=gettext_lazy("功能单元不在会期内"))
def functions_outside_the_days(scope: Scope) -> Iterator[Hit]:
    """A function begins before the load-in or first day, or after the last (rehearsal and registration: a day early)."""
    meeting = scope.meeting
    first = min(meeting.load_in_on or meeting.start_on, meeting.start_on)
    for row in _functions(scope):
        if is_outside_days(row.start_at, row.kind, first, meeting.end_on, meeting.time_zone):
            detail = _("“{name}”定在 {at}，而会期是 {start} 至 {end}。").format(
                name=row.name, at=_local(scope, row), start=meeting.start_on, end=meeting.end_on
            )
            yield _hit(scope, [row], detail, _("改正功能单元的时间，或移动会期。"))


@check("GEN-MTG-2", module="meetings", severity="block", title=gettext_lazy("同一场地的功能单元时间重叠"))
def functions_that_share_a_space(scope: Scope) -> Iterator[Hit]:
    """Two functions hold one space at once; only build-up or strike overlapping is a warning."""
    rows = {str(row.pk): row for row in _functions(scope) if row.space_id}
    for clash in clashes(Use(key, str(row.space_id), row.times) for key, row in rows.items()):
        a, b = rows[clash.first], rows[clash.second]
        said = (
            _("“{space}”里，“{a}”（{a_at}）与“{b}”（{b_at}）时间重叠。")
            if clash.is_live
            else _("“{space}”里，“{a}”（{a_at}）与“{b}”（{b_at}）的进场或撤场时间重叠。")
        )
        detail = said.format(space=a.space, a=a.name, a_at=_local(scope, a), b=b.name, b_at=_local(scope, b))
        severity = "block" if clash.is_live else "warn"
        yield _hit(
            scope, [a, b], detail, _("调整其中一个的时间，或换一个场地。"), severity=severity, owner_role="venue_team"
        )


@check("GEN-MTG-3", module="meetings", severity="block", title=gettext_lazy("会务组没有项目负责人"))
def no_project_lead(scope: Scope) -> Iterator[Hit]:
    """Nobody leads, so nobody is told and nobody decides."""
    meeting = scope.meeting
    if not meeting.team.filter(role=Role.PROJECT_MANAGER, is_backup=False, user__is_active=True).exists():
        yield Hit(
            detail=_("“{name}”的会务组里没有在职的项目负责人。").format(name=meeting.name),
            subjects=(Subject("meeting", str(meeting.pk), meeting.name),),
            url=reverse("meetings:team", args=[meeting.slug]),
            action=_("在会务组里指定项目负责人。"),
            owner_role=Role.ACCOUNT_MANAGER,
        )


@check("GEN-MTG-4", module="meetings", severity="warn", title=gettext_lazy("没有能联系到的客户决策人"), step="P01")
def no_reachable_approver(scope: Scope) -> Iterator[Hit]:
    """No contact of the client is marked as the approver and can be reached: nobody can open the client's gates."""
    meeting = scope.meeting
    contacts = list(meeting.client.contacts.all()) if meeting.client else []
    if any(row.is_approver and (row.phone or row.email) for row in contacts):
        return
    named = ", ".join(row.name for row in contacts)
    detail = _("客户联系人（{names}）里没有标为决策人且留有电话或邮箱的。") if named else _("还没有登记客户联系人。")
    yield Hit(
        detail=detail.format(names=named),
        subjects=(Subject("meeting", str(meeting.pk), meeting.name),),
        url=reverse("meetings:contacts", args=[meeting.slug]),
        action=_("登记客户决策人的电话或邮箱。"),
        owner_role=Role.ACCOUNT_MANAGER,
    )


@check("GEN-MTG-5", module="meetings", severity="warn", title=gettext_lazy("功能单元的人数互相矛盾"))
def headcounts_that_contradict(scope: Scope) -> Iterator[Hit]:
    """More guaranteed than expected, or than places laid."""
    for row in _functions(scope):
        for larger, smaller in headcount_contradictions(row.headcounts):
            detail = _("“{name}”的{larger} {x} 大于{smaller} {y}。").format(
                name=row.name,
                larger=HeadcountBasis(larger).label,
                x=row.headcounts[larger],
                smaller=HeadcountBasis(smaller).label,
                y=row.headcounts[smaller],
            )
            hit = _hit(scope, [row], detail, _("核对两个数，改正其中一个。"), owner_role="catering_team")
            yield Hit(hit.detail, hit.subjects, hit.url, hit.action, f"{row.pk}:{smaller}", None, hit.owner_role)


@check(
    "GEN-MTG-6",
    module="meetings",
    severity="warn",
    title=gettext_lazy("功能布置单还有未填的项"),
    from_days_before=7,
)
def unfilled_set_up_orders(scope: Scope) -> Iterator[Hit]:
    """A week before, every field says something or says 不适用 (APEX: what does not apply must be stated)."""
    for row in _functions(scope):
        if row.end_at > scope.at and (open_fields := unfilled(row.setup_order)):
            detail = _("“{name}”的功能布置单还有 {count} 项未填。").format(name=row.name, count=len(open_fields))
            yield _hit(scope, [row], detail, _("逐项填写；不需要的请选“不适用”。"), owner_role="venue_team")


@check(
    "GEN-MTG-7",
    module="meetings",
    severity="warn",
    title=gettext_lazy("功能单元还没有场地"),
    from_days_before=14,
)
def functions_without_a_space(scope: Scope) -> Iterator[Hit]:
    """Two weeks before, each function knows where it takes place."""
    for row in _functions(scope):
        if row.space_id is None and row.end_at > scope.at - timedelta(days=1):
            detail = _("“{name}”（{at}）还没有指定场地。").format(name=row.name, at=_local(scope, row))
            yield _hit(scope, [row], detail, _("为它选一个场地。"), owner_role="venue_team")


@check(
    "OM-015",
    module="plan",
    severity="warn",
    title=gettext_lazy("组别有职责而无具名负责人"),
    step="P06",
    from_days_before=42,
)
def groups_without_a_lead(scope: Scope) -> Iterator[Hit]:
    """A group whose lead is not named, or has left: 分工只到组不到人."""
    for group in scope.meeting.work_groups.select_related("lead"):
        if group.lead is None or not group.lead.is_active:
            gone = _("“{group}”的负责人{name}已停用。") if group.lead else _("“{group}”还没有负责人。")
            yield Hit(
                detail=gone.format(group=group.name, name=group.lead.name if group.lead else ""),
                subjects=(Subject("work_group", str(group.pk), group.name),),
                url=reverse("meetings:team", args=[scope.meeting.slug]),
                action=_("为这个组指定一位负责人。"),
                root=str(group.pk),
            )
