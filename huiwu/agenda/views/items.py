"""One item: written, judged while it is written, taken out."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiwu.agenda import services
from huiwu.agenda.forms import (
    ItemForm,
    SpeakerRows,
    item_values,
    show_refusal,
    speaker_rows,
    speakers_from,
    start_of,
    uses_from,
)
from huiwu.agenda.models import AgendaItem
from huiwu.agenda.queries import item_for, resources_of, tracks_of
from huiwu.agenda.queries.programme import TO_DETAIL, functions_of, items_of, slot_of
from huiwu.agenda.queries.speakers import suggested
from huiwu.agenda.queries.trial import tried
from huiwu.agenda.rules.moving import next_free
from huiwu.agenda.views.frame import number, opened, troubles
from huiwu.agenda.words import day_words
from huiwu.foundation.middleware import sentence_of
from huiwu.foundation.permission import can
from huiwu.kernel.errors import InvalidInput, StaleEdit
from huiwu.meetings.models import Function, Meeting

READ_WRITE = require_http_methods(["GET", "HEAD", "POST"])


@READ_WRITE
def create(request: HttpRequest, slug: str) -> HttpResponse:
    """A new item; `?function=` says where, and it begins when the last one there is clear."""
    _actor, meeting = opened(request, slug, "agenda.edit")
    functions = functions_of(meeting)
    if not functions:
        return render(request, "agenda/no_functions.html", {"meeting": meeting})
    start = _beginning(meeting, functions, request.GET.get("function", ""))
    return _edit(request, meeting, functions, None, start)


@READ_WRITE
def show(request: HttpRequest, slug: str, item_id: UUID) -> HttpResponse:
    """The item; a form for those who may write it."""
    actor, meeting = opened(request, slug)
    row = item_for(meeting, item_id)
    row.meeting = meeting
    if not can(actor, "agenda.edit", meeting):
        if request.method == "POST":
            opened(request, slug, "agenda.edit")
        return render(request, "agenda/item.html", {"meeting": meeting, "item": row})
    return _edit(request, meeting, functions_of(meeting), row, start_of(row))


def _edit(
    request: HttpRequest, meeting: Meeting, functions: list[Function], row: AgendaItem | None, start: dict[str, Any]
) -> HttpResponse:
    actor, _meeting = opened(request, meeting.slug, "agenda.edit")
    resources = resources_of(meeting)
    posted = request.POST if request.method == "POST" else None
    form = ItemForm(meeting, functions, tracks_of(meeting), posted, initial=start)
    people = SpeakerRows(posted, prefix="speakers", initial=speaker_rows(row))
    revision = number(request.POST.get("revision", "")) if posted else row.revision if row else 0
    context: dict[str, Any] = {"stale": "", "theirs": []}
    if posted is not None and form.is_valid() and people.is_valid():
        speakers, uses = speakers_from(meeting, people), uses_from(resources, posted)
        if all(not line.errors for line in people):
            values = item_values(form, speakers, uses)
            try:
                if row is None:
                    made = services.add_item(actor=actor, meeting=meeting, values=values)
                    messages.success(request, _("已排入“{title}”。").format(title=made.title))
                else:
                    made = services.change_item(actor=actor, item=row, revision=revision, values=values)
                    messages.success(request, _("已保存“{title}”。").format(title=made.title))
            except InvalidInput as wrong:
                show_refusal(form, wrong)
            except StaleEdit as stale:
                context = {"stale": sentence_of(stale), "theirs": _theirs(meeting, stale.theirs)}
                revision = stale.theirs.revision
            else:
                if "another" in posted:
                    return redirect(reverse("agenda:new", args=[meeting.slug]) + f"?function={made.function_id}")
                day = made.starts_at.astimezone(meeting.zone).date()
                return redirect(reverse("agenda:agenda", args=[meeting.slug]) + f"?day={day.isoformat()}")
    has_errors = posted is not None and not context["stale"]
    booked = {use.resource_id: use.count for use in row.uses.all()} if row else {}
    context |= {
        "meeting": meeting,
        "item": row,
        "form": form,
        "people": people,
        "resources": [(r, request.POST.get(f"use-{r.pk}", "") if posted else booked.get(r.pk, "")) for r in resources],
        "revision": revision,
        "has_wrong_people": any(line.errors for line in people) if posted is not None else False,
    }
    status = 409 if context["stale"] else 422 if has_errors else 200
    return render(request, "agenda/item_edit.html", context, status=status)


def _theirs(meeting: Meeting, row: AgendaItem) -> list[str]:
    """What the other person saved, as lines."""
    when = f"{day_words(row.starts_at.astimezone(meeting.zone).date())} {row.starts_at.astimezone(meeting.zone):%H:%M}"
    people = _("、").join(part.person.display_name for part in row.speakers.all())
    lines = [(_("环节名称"), row.title), (_("开始"), when), (_("时长（分钟）"), str(row.minutes)), (_("讲者"), people)]
    return [f"{label}：{value}" for label, value in lines if value]


def _beginning(meeting: Meeting, functions: list[Function], asked: str) -> dict[str, Any]:
    usual = next((row for row in functions if row.kind in TO_DETAIL), functions[0])
    chosen = next((row for row in functions if str(row.pk) == asked), usual)
    line = [slot_of(row) for row in items_of(meeting).filter(function=chosen)]
    at = next_free(line, chosen.start_at)
    left = int((chosen.end_at - at) / timedelta(minutes=1))
    return {
        "function": str(chosen.pk),
        "starts_at": at.astimezone(meeting.zone).replace(tzinfo=None),
        "minutes": max(5, min(30, left)),
        "buffer_minutes": 0,
        "kind": "talk",
    }


@require_POST
def judge(request: HttpRequest, slug: str) -> HttpResponse:
    """What the form as typed would bring about: a fragment, asked for while typing. Nothing is saved."""
    _actor, meeting = opened(request, slug, "agenda.edit")
    functions, resources = functions_of(meeting), resources_of(meeting)
    form = ItemForm(meeting, functions, tracks_of(meeting), request.POST)
    people = SpeakerRows(request.POST, prefix="speakers")
    found = []
    is_judged = form.is_valid() and people.is_valid()
    if is_judged:
        values = item_values(form, speakers_from(meeting, people), uses_from(resources, request.POST))
        asked = request.POST.get("item", "")
        plan, conflicts = tried(meeting, values, _known(asked) or str(uuid4()))
        found = troubles(conflicts, plan, meeting)
    return render(request, "agenda/_judged.html", {"troubles": found, "is_judged": is_judged})


def _known(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        return ""


@require_safe
def people(request: HttpRequest, slug: str) -> HttpResponse:
    """Suggestions for a speaker as options of a list."""
    _actor, meeting = opened(request, slug, "agenda.edit")
    asked = next((str(text) for key, text in request.GET.items() if key.endswith("-person") or key == "q"), "")
    return render(request, "agenda/_people.html", {"people": suggested(meeting, asked[:80])})


@READ_WRITE
def remove(request: HttpRequest, slug: str, item_id: UUID) -> HttpResponse:
    """Asked first, with what goes."""
    actor, meeting = opened(request, slug, "agenda.edit")
    row = item_for(meeting, item_id)
    back = reverse("agenda:item", args=[slug, item_id])
    if request.method == "POST":
        services.remove_item(actor=actor, item=row, revision=number(request.POST.get("revision", "")))
        messages.success(request, _("已删除“{title}”。").format(title=row.title))
        return redirect("agenda:agenda", slug=slug)
    told = [_("从草稿里删去“{title}”；已生成的版本不变。").format(title=row.title)]
    if count := row.speakers.count():
        told.append(_("其中 {count} 位讲者的安排一并删去。").format(count=count))
    context = {
        "meeting": meeting,
        "title": _("删除议程环节"),
        "consequences": told,
        "action_label": _("删除"),
        "back_url": back,
        "danger": True,
        "hidden": {"revision": row.revision},
        "revision": row.revision,
        "item": row,
    }
    return render(request, "agenda/remove.html", context)
