"""OM-070 and OM-071 (domain/failures.md, 报名与名单)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiwu.calls.models import CallRecord
from huiwu.foundation.registry.checks import Hit, Scope, Subject, check
from huiwu.notices.choices import NoticeState
from huiwu.notices.models import Notice
from huiwu.notices.queries.notices import failed_recipients, is_confirmed, problems
from huiwu.notices.words import sentence

KEEPER = "data_admin"
RING_WITHIN = timedelta(hours=24)


@check(
    "OM-070",
    module="registration",
    severity="warn",
    title=gettext_lazy("通知没有送达的人还没有补联"),
    step="P23",
    owner_role=KEEPER,
)
def lost_without_call(scope: Scope) -> Iterable[Hit]:
    """A day after a notice failed, nobody has rung the person since. One finding for each notice."""
    lost = list(failed_recipients(scope.meeting, scope.at - RING_WITHIN))
    rung = dict(
        CallRecord.objects.filter(attendee_id__in={row.attendee_id for row in lost})
        .order_by("created_at")
        .values_list("attendee_id", "created_at")
    )
    left: dict[Notice, list[str]] = {}
    for row in lost:
        last = rung.get(row.attendee_id)
        if last is None or last < row.created_at:
            left.setdefault(row.notice, []).append(row.attendee.display_name)
    for notice, people in left.items():
        yield Hit(
            detail=_("《{title}》有 {n} 人没有送达，过了 24 小时还没有电话联系：{names}。").format(
                title=notice.title, n=len(people), names=_("、").join(people[:5]) + ("…" if len(people) > 5 else "")
            ),
            subjects=(Subject("notice", str(notice.pk), notice.title),),
            url=reverse("notices:notice", args=[scope.meeting.slug, notice.pk]) + "?state=lost",
            action=_("请在电话联系清单中逐一拨打并记录，或改正地址后重发。"),
            root=str(notice.pk),
        )


@check(
    "OM-071",
    module="registration",
    severity="block",
    title=gettext_lazy("待发通知违反通道规则或未经客户确认"),
    step="P23",
    owner_role=KEEPER,
)
def breaks_channel_rules(scope: Scope) -> Iterable[Hit]:
    """Before it is sent: what the channel would refuse. Approved and due without the client's confirmation: it waits."""
    waiting = Notice.objects.select_related("meeting__org").filter(
        meeting=scope.meeting, state__in=[NoticeState.DRAFT, NoticeState.APPROVED]
    )
    for notice in waiting:
        found = [sentence(problem) for problem in problems(notice) if problem.is_blocking]
        due = notice.send_at is not None and notice.send_at <= scope.at + timedelta(days=1)
        if notice.state == NoticeState.DRAFT and not due:
            continue
        if due and not is_confirmed(notice):
            found.append(_("客户还没有确认文案"))
        if found:
            yield Hit(
                detail=_("《{title}》还不能发：{problems}。").format(title=notice.title, problems="；".join(found)),
                subjects=(Subject("notice", str(notice.pk), notice.title),),
                url=reverse("notices:notice", args=[scope.meeting.slug, notice.pk]),
                action=_("请修改文案，或请客户确认。"),
                root=str(notice.pk),
            )
