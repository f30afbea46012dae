"""What is easily forgotten when people are rung: a reply that is overdue, a number nobody mends (SOP P12, P23)."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiwu.calls.queries import open_tasks, without_number
from huiwu.foundation.registry.checks import Hit, Scope, Subject, check


@check(
    "GEN-CALL-01",
    module="calls",
    severity="warn",
    title=gettext_lazy("电话联系过了答复期限"),
    step="P12",
    owner_role="guest_team",
)
def calls_past_their_day(scope: Scope) -> Iterable[Hit]:
    if scope.days_after_end > 0:
        return  # nobody is asked any more whether they come
    rows = list(open_tasks(scope.meeting).filter(due_at__lt=scope.at))
    if rows:
        people = list(dict.fromkeys(row.attendee for row in rows))
        yield Hit(
            detail=_("{count} 人的答复期限已过，电话还没有打通。").format(count=len(people)),
            subjects=tuple(Subject("attendee", str(one.pk), one.display_name) for one in people[:20]),
            url=reverse("calls:list", args=[scope.meeting.slug]),
            action=_("今天打完，或改由对接人联系。"),
            root="overdue",
        )


@check(
    "GEN-CALL-02",
    module="calls",
    severity="warn",
    title=gettext_lazy("要打电话却没有能用的号码"),
    step="P17",
    owner_role="data_admin",
)
def people_without_a_number(scope: Scope) -> Iterable[Hit]:
    people = list(dict.fromkeys(row.attendee for row in without_number(scope.meeting)))
    if people:
        yield Hit(
            detail=_("{count} 人要电话联系，但号码缺失或是错号。").format(count=len(people)),
            subjects=tuple(Subject("attendee", str(one.pk), one.display_name) for one in people[:20]),
            url=reverse("calls:list", args=[scope.meeting.slug]),
            action=_("补正手机，或填联系人（秘书）的电话。"),
            root="no_number",
        )
