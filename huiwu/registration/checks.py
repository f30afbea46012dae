"""OM-064, OM-065, OM-068 (domain/failures.md, 报名), and what of registration has gone out to the public (OM-021)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiwu.foundation.registry.checks import Hit, Scope, Subject, check
from huiwu.foundation.registry.went_public import Outgoing, went_public
from huiwu.meetings.models import Meeting
from huiwu.planning.queries.plans import live_steps, plan_for
from huiwu.registration.choices import FormState
from huiwu.registration.models import Quota, RegistrationForm
from huiwu.registration.queries.forms import form_of, published
from huiwu.registration.rules.places import over_capacity
from huiwu.registration.rules.schema import schema_of, unexplained

PRINTING = ("P15", "P22")
"""Badges and other materials go into production; the handbook goes to print (SOP)."""
GUARANTEE = timedelta(days=3)
"""会前 48–72 小时: the caterer is told how many (numbers.md), the last day on which a count still helps."""


def _form(scope: Scope) -> RegistrationForm | None:
    found: RegistrationForm | None = scope.once("registration.form", lambda: form_of(scope.meeting))
    return found


def _url(scope: Scope, name: str = "overview") -> str:
    return reverse(f"registration:{name}", kwargs={"slug": scope.meeting.slug})


@check(
    "OM-064",
    module="registration",
    severity="block",
    title=gettext_lazy("报名表含敏感字段而无单独同意项或用途说明"),
    step="P16",
    owner_role="data_admin",
)
def sensitive_fields_unexplained(scope: Scope) -> Iterator[Hit]:
    """Judged on the draft before it is published, and on what is published."""
    form = _form(scope)
    if form is None:
        return
    contents: list[tuple[str, Any]] = [("draft", form.document.draft)]
    current = published(scope.meeting)
    if current is not None:
        contents.append(("published", current.content))
    seen: set[str] = set()
    for where, content in contents:
        for field in unexplained(schema_of(content)):
            if field.key in seen:
                continue
            seen.add(field.key)
            yield Hit(
                detail=_("报名表的“{field}”属于敏感个人信息，用途：{purpose}，单独同意项：{consent}。").format(
                    field=field.label or field.key,
                    purpose=field.purpose or _("未填"),
                    consent=_("未设") if field.consent not in schema_of(content).consents else _("已设"),
                ),
                subjects=(Subject("registration_field", f"{form.pk}:{field.key}", field.label or field.key),),
                url=_url(scope, "builder"),
                action=_("写明用途并加上对应的单独同意项，或删去这个字段。"),
                root=f"{where}:{field.key}",
            )


@check(
    "OM-065",
    module="registration",
    severity="block",
    title=gettext_lazy("报名数超过容量而未开候补、未关闭"),
    step="P16",
    owner_role="data_admin",
    from_days_before=40,
)
def more_than_it_holds(scope: Scope) -> Iterator[Hit]:
    """More were let in than a limit, or the seats set in a session's room, allow; and the form still takes people in
    without a waiting list."""
    form = _form(scope)
    if form is None or form.state != FormState.OPEN or not form.is_open_at(scope.at):
        return
    rows = list(Quota.objects.filter(meeting=scope.meeting).select_related("function"))
    held = {row.key: row.function.headcount_set for row in rows if row.function and row.function.headcount_set}
    for place, capacity in over_capacity((row.place for row in rows), held):
        row = next(each for each in rows if each.key == place.key)
        if place.has_waitlist and row.limit is not None and row.limit <= capacity:
            continue  # the list is open and lets nobody in until places are free
        yield Hit(
            detail=_("“{name}”已报 {taken} 人，容量 {capacity} 人，名额设为 {limit}，候补{waits}。").format(
                name=row.label,
                taken=place.taken,
                capacity=capacity,
                limit=_("不限") if place.limit is None else place.limit,
                waits=_("已开") if place.has_waitlist else _("未开"),
            ),
            subjects=(Subject("quota", str(row.pk), row.label),),
            url=_url(scope, "quotas"),
            action=_("把名额改为容量并开候补，或关闭报名；超出的人与客户商定如何安排。"),
            root=row.key,
        )


@check(
    "OM-068",
    module="registration",
    severity="warn",
    title=gettext_lazy("报名截止晚于保底日或付印日"),
    step="P16",
    owner_role="data_admin",
    from_days_before=40,
)
def closes_too_late(scope: Scope) -> Iterator[Hit]:
    """Whoever registers after the caterer was told or the badges were printed gets neither meal nor badge."""
    form = _form(scope)
    if form is None or form.state == FormState.CLOSED or form.opened_at is None:
        return
    day, what = first_deadline(scope.meeting)
    closes_on = form.closes_at.astimezone(scope.meeting.zone).date() if form.closes_at else None
    if closes_on is not None and closes_on <= day:
        return
    told = closes_on.isoformat() if closes_on else _("未设")
    yield Hit(
        detail=_("报名截止 {closes}，而{what}是 {day}。").format(closes=told, what=what, day=day.isoformat()),
        subjects=(Subject("registration_form", str(form.pk), _("报名表")),),
        url=_url(scope, "settings"),
        action=_("把报名截止提前到这一天或之前；其后来的人由会务组个别登记并另行备餐、补证。"),
        root="closes",
    )


def first_deadline(meeting: Meeting) -> tuple[date, str]:
    """The earliest of the day the caterer's guarantee falls due and the planned days of printing."""
    guarantee = meeting.start_on - GUARANTEE
    found = [(guarantee, _("餐饮保底日（会前 72 小时）"))]
    plan = plan_for(meeting)
    if plan is not None:
        for step in live_steps(plan).filter(code__in=PRINTING):
            day = step.finish_on
            if day is not None:
                found.append((day, _("“{step}”的完成日").format(step=step.title)))
    return min(found, key=lambda row: row[0])


@went_public
def registration_page(meeting: Meeting) -> Iterator[Outgoing]:
    """The page, from the moment it was opened until it is closed."""
    form = RegistrationForm.objects.filter(meeting=meeting, opened_at__isnull=False).first()
    if form is None or form.opened_at is None or form.state != FormState.OPEN:
        return
    url = reverse("registration:overview", kwargs={"slug": meeting.slug})
    yield Outgoing("registration_page", str(form.pk), str(_("报名页")), form.opened_at, url)
