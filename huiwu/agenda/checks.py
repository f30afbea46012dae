"""OM-052, 053, 054, 056, 057 (domain/failures.md, 议程). OM-055 is the guests'."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiwu.agenda.models import AgendaQuote, AgendaSpeaker
from huiwu.agenda.queries import conflicts, programme, released
from huiwu.agenda.queries.quotes import quotes_in_use
from huiwu.agenda.rules.conflicts import Conflict
from huiwu.agenda.rules.plan import Programme
from huiwu.agenda.words import conflict_action, conflict_words
from huiwu.documents.models import Version
from huiwu.foundation.registry.checks import Hit, Scope, Subject, check
from huiwu.foundation.registry.occupies import Held, occupies
from huiwu.foundation.registry.quotes import quotations
from huiwu.meetings.models import Meeting


def _plan(scope: Scope) -> Programme:
    found: Programme = scope.once("agenda.programme", lambda: programme(scope.meeting))
    return found


def _conflicts(scope: Scope) -> list[Conflict]:
    found: list[Conflict] = scope.once("agenda.conflicts", lambda: conflicts(scope.meeting, _plan(scope)))
    return found


def _hits(scope: Scope, *kinds: str) -> Iterator[Hit]:
    for found in _conflicts(scope):
        if found.kind in kinds:
            yield _hit(scope, found)


def _hit(scope: Scope, found: Conflict) -> Hit:
    plan = _plan(scope)
    slots = {slot.id: slot for slot in plan.slots}
    subjects = [_subject(slots[name]) for name in found.slots]
    if found.kind == "speaker":
        subjects.append(Subject("attendee", found.values["who"], found.values["name"]))
    return Hit(
        detail=conflict_words(found, plan, scope.meeting.zone),
        subjects=tuple(subjects),
        url=_url(scope, found.slots[0]),
        action=conflict_action(found),
        root=found.root,
    )


def _subject(slot: Any) -> Subject:
    if slot.id.startswith("function:"):
        return Subject("function", slot.frame, slot.title)
    return Subject("agenda_item", slot.id, slot.title)


def _url(scope: Scope, slot: str) -> str:
    if slot.startswith("function:"):
        return reverse("agenda:agenda", args=[scope.meeting.slug])
    return reverse("agenda:item", args=[scope.meeting.slug, UUID(slot)])


@check(
    "OM-052",
    module="agenda",
    severity="block",
    title=gettext_lazy("环节与缓冲合计超过功能单元的时段"),
    step="P11",
    owner_role="planner",
    from_days_before=45,
)
def over_the_time(scope: Scope) -> Iterator[Hit]:
    """A function overfull, or an item outside of it."""
    yield from _hits(scope, "over_long", "outside")


@check(
    "OM-053",
    module="agenda",
    severity="block",
    title=gettext_lazy("同一讲者在重叠时段的两个环节"),
    step="P11",
    owner_role="planner",
    from_days_before=45,
)
def double_speakers(scope: Scope) -> Iterator[Hit]:
    yield from _hits(scope, "speaker")


@check(
    "OM-054",
    module="agenda",
    severity="warn",
    title=gettext_lazy("合影、茶歇、换场、颁奖前后没有足够的缓冲"),
    step="P11",
    owner_role="planner",
    from_days_before=40,
)
def no_buffer(scope: Scope) -> Iterator[Hit]:
    """By size of the audience; the figures are the organisation's settings."""
    yield from _hits(scope, "before", "after", "short", "change_room")


@check(
    "OM-056",
    module="agenda",
    severity="warn",
    title=gettext_lazy("议程跨过饭点而没有安排用餐"),
    step="P11",
    owner_role="planner",
    from_days_before=40,
)
def hungry(scope: Scope) -> Iterator[Hit]:
    yield from _hits(scope, "meal")


@check(
    "OM-057",
    module="agenda",
    severity="block",
    title=gettext_lazy("材料引用的议程版本不是现行版本"),
    step="P22",
    owner_role="planner",
    from_days_before=10,
)
def outdated_quotes(scope: Scope) -> Iterator[Hit]:
    """Handbook, registration page, screen, run of show …: noted by hand, or declared by the capability that made them."""
    version = released(scope.meeting)
    if version is None:
        return
    url = reverse("agenda:quotes", args=[scope.meeting.slug])
    for row in quotes_in_use(scope.meeting):
        if row.version_id != version.pk:
            yield _outdated(version, row.called, row.version.number, _subject_of(row), url, f"quote:{row.pk}")
    for told in quotations(scope.meeting, "agenda"):
        if told.version != version.number:
            subject = Subject(told.kind, told.id, told.label)
            yield _outdated(version, told.label, told.version, subject, told.url or url, f"{told.kind}:{told.id}")


def _subject_of(row: AgendaQuote) -> Subject:
    return Subject("agenda_quote", str(row.pk), row.called)


def _outdated(version: Version, label: str, number: int, subject: Subject, url: str, root: str) -> Hit:
    detail = _("“{label}”用的是议程第 {old} 版，现行的是第 {new} 版。").format(
        label=label, old=number, new=version.number
    )
    return Hit(
        detail=detail, subjects=(subject,), url=url, action=_("换成现行版本，再更新登记；不再使用的停用。"), root=root
    )


@occupies("agenda", gettext_lazy("议程环节"))
def parts_on_the_stage(meeting: Meeting) -> Iterator[Held]:
    """A speaker who does not come still stands in the running order (OM-063)."""
    rows = AgendaSpeaker.objects.filter(item__meeting=meeting, item__function__is_cancelled=False)
    for row in rows.select_related("item", "attendee__merged_into"):
        yield Held(row.person.pk, row.item.title, reverse("agenda:item", args=[meeting.slug, row.item_id]))
