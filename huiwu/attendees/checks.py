"""OM-066, OM-067, OM-069 (domain/failures.md, 报名与参会人员)."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiwu.attendees.choices import NOT_COMING, ParticipationState
from huiwu.attendees.models import Attendee, Participation
from huiwu.attendees.queries.people import active
from huiwu.attendees.queries.quality import missing_rows, open_duplicates
from huiwu.attendees.queries.words import field_label
from huiwu.foundation.registry.checks import Hit, Scope, Severity, Subject, check
from huiwu.foundation.registry.occupies import held_by
from huiwu.meetings.models import Function

MOST = 50
"""So many people are named one by one; the page lists all."""


def _subject(row: Attendee) -> Subject:
    return Subject("attendee", str(row.pk), f"{row.number} {row.display_name}")


@check(
    "OM-066",
    module="registration",
    severity="warn",
    title=gettext_lazy("疑似重复的参会人员没有裁决"),
    step="P17",
    owner_role="data_admin",
    from_days_before=30,
)
def doubles_that_nobody_judged(scope: Scope) -> Iterator[Hit]:
    """The same mobile under two names, or the same name at the same organisation."""
    if scope.days_after_end >= 0:
        return
    for alike in open_duplicates(scope.meeting)[:MOST]:
        people = _("、").join(f"{row.number} {row.display_name}" for row in alike.people[:6])
        sentence = _("{people} 登记了同一个手机号。") if alike.why == "same_mobile" else _("{people} 同名同单位。")
        yield Hit(
            detail=sentence.format(people=people),
            subjects=tuple(_subject(row) for row in alike.people[:10]),
            url=reverse("attendees:quality", args=[scope.meeting.slug]),
            action=_("逐组裁决：是同一人就合并，不是就注明不同人；代填手机的改成本人的。"),
            root=alike.key,
        )


@check(
    "OM-067",
    module="registration",
    severity="warn",
    title=gettext_lazy("参会人员缺单位、职务或手机"),
    step="P17",
    owner_role="data_admin",
    from_days_before=7,
)
def people_without_what_every_list_needs(scope: Scope) -> Iterator[Hit]:
    if scope.days_after_end >= 0:
        return
    for row, lacks in missing_rows(scope.meeting)[:MOST]:
        words = _("、").join(field_label(key) for key in lacks)
        yield Hit(
            detail=_("{number} {name} 缺{fields}。").format(number=row.number, name=row.display_name, fields=words),
            subjects=(_subject(row),),
            url=reverse("attendees:attendee", args=[scope.meeting.slug, row.pk]),
            action=_("电话补齐；联系不上本人的，登记联系人（秘书）的手机。"),
            root=str(row.pk),
        )


@check(
    "OM-069",
    module="registration",
    severity="warn",
    title=gettext_lazy("不来的人仍占着座位、房间、餐位或车"),
    step="P17",
    owner_role="data_admin",
)
def people_who_do_not_come_and_still_hold_things(scope: Scope) -> Iterator[Hit]:
    """Warns at once, blocks from three days before the start."""
    if scope.days_after_end >= 0:
        return
    severity: Severity = "block" if scope.days_to_start <= 3 else "warn"
    yield from _places_of_nobody(scope, severity)
    held = held_by(scope.meeting)
    if not held:
        return
    for row in active(scope.meeting).filter(presence__in=NOT_COMING):
        for kind, thing in held.get(row.pk, ()):
            yield Hit(
                detail=_("{number} {name} 已是“{presence}”，仍占着{kind}：{thing}。").format(
                    number=row.number,
                    name=row.display_name,
                    presence=row.get_presence_display(),
                    kind=kind.title,
                    thing=thing.label,
                ),
                subjects=(_subject(row),),
                url=thing.url or reverse("attendees:attendee", args=[scope.meeting.slug, row.pk]),
                action=_("释放给别人，或确认由代参人接用。"),
                root=f"{row.pk}:{kind.code}",
                severity=severity,
            )


def _places_of_nobody(scope: Scope, severity: Severity) -> Iterator[Hit]:
    """Whoever is listed for a function counts for its seats and meals: one finding for each function."""
    gone = active(scope.meeting).filter(presence__in=NOT_COMING)
    live = (ParticipationState.EXPECTED, ParticipationState.CONFIRMED)
    rows = Participation.objects.filter(attendee__in=gone, state__in=live, function__is_cancelled=False)
    listed: dict[Function, list[Attendee]] = {}
    for row in rows.select_related("attendee", "function").order_by("function__start_at", "attendee__number"):
        listed.setdefault(row.function, []).append(row.attendee)
    for function, people in listed.items():
        names = "、".join(f"{row.number} {row.display_name}" for row in people[:6])
        yield Hit(
            detail=_("“{function}”的名单里还有 {count} 位不来的人：{names}。").format(
                function=function.name, count=len(people), names=names
            ),
            subjects=(Subject("function", str(function.pk), function.name), *(_subject(row) for row in people[:10])),
            url=reverse("attendees:list", args=[scope.meeting.slug]) + f"?function={function.pk}",
            action=_("把他们移出这一场，座位与餐位按来的人数报。"),
            root=f"function:{function.pk}",
            severity=severity,
        )
