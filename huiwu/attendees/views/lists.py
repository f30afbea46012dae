"""The list with its filters and what is done to many; delegations; ranks."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiwu.attendees import forms, queries, services
from huiwu.attendees.choices import Presence
from huiwu.attendees.errors import NoSuchDelegation
from huiwu.attendees.models import Delegation
from huiwu.attendees.rules import phones
from huiwu.attendees.views.frame import opened, rights
from huiwu.foundation.actors import Actor
from huiwu.foundation.middleware import sentence_of
from huiwu.foundation.permission import require
from huiwu.kernel.errors import InvalidInput, Refusal
from huiwu.meetings.models import Meeting

PER_PAGE = 50


@require_safe
def index(request: HttpRequest, slug: str) -> HttpResponse:
    """Everybody that the filters let through; `#list` alone for htmx."""
    actor, meeting = opened(request, slug)
    return _list(request, actor, meeting)


def _list(request: HttpRequest, actor: Actor, meeting: Meeting, status: int = 200, **more: Any) -> HttpResponse:
    counts = queries.tally(meeting)
    form = forms.FilterForm(meeting, request.GET, counts=counts)
    asked = form.asked()
    pages = Paginator(queries.found_attendees(meeting, asked), PER_PAGE)
    if asked.is_open:
        pages.count = counts.total  # counted already
    page = pages.get_page(request.GET.get("page"))
    context = {
        "meeting": meeting,
        "form": form,
        "asked": asked,
        "page": page,
        "query": request.GET.urlencode(),
        **rights(actor, meeting),
        **more,
    }
    htmx: Any = getattr(request, "htmx", None)
    if htmx and htmx.target == "list":
        return render(request, "attendees/_list.html", context)
    context |= {
        "counts": counts,
        "by_presence": [(code, Presence(code).label, n) for code, n in counts.by_presence.items()],
        "bulk_form": more.get("bulk_form") or forms.BulkForm(meeting),
    }
    return render(request, "attendees/list.html", context, status=status)


@require_POST
def bulk(request: HttpRequest, slug: str) -> HttpResponse:
    """The same done to those ticked, or to everybody the filters let through."""
    actor, meeting = opened(request, slug, "attendees.edit")
    form = forms.BulkForm(meeting, request.POST)
    if not form.is_valid():
        return _list(request, actor, meeting, status=422, bulk_form=form)
    ids = _chosen(request, meeting, everybody=form.cleaned_data["everybody"])
    try:
        done = _carry_out(actor, meeting, form.cleaned_data, ids)
    except Refusal as refusal:
        return _list(request, actor, meeting, status=refusal.status, bulk_form=form, refusal=sentence_of(refusal))
    if not ids:
        messages.warning(request, _("没有勾选任何人，什么都没有改。"))
    else:
        messages.success(request, ngettext("{n} 人已更新。", "{n} 人已更新。", done).format(n=done))
    query = request.GET.urlencode()
    return redirect(reverse("attendees:list", args=[slug]) + (f"?{query}" if query else ""))


def _chosen(request: HttpRequest, meeting: Meeting, *, everybody: bool) -> list[UUID]:
    if everybody:
        asked = forms.FilterForm(meeting, request.GET).asked()
        return list(queries.found_attendees(meeting, asked).values_list("pk", flat=True).distinct())
    return [key for text in request.POST.getlist("ids") if (key := _uuid(text))]


def _carry_out(actor: Actor, meeting: Meeting, asked: dict[str, Any], ids: list[UUID]) -> int:
    act = asked["act"]
    who: dict[str, Any] = {"actor": actor, "meeting": meeting, "attendee_ids": ids}
    if act == forms.BulkForm.PRESENCE:
        return services.set_presence_of_many(**who, presence=asked["presence"])
    if act == forms.BulkForm.FUNCTION:
        return services.put_many_in_functions(**who, function_ids=[UUID(asked["function"])])
    labels: dict[str, Any] = {
        forms.BulkForm.TAG: {"add_tag": asked["tag"]},
        forms.BulkForm.UNTAG: {"drop_tag": asked["tag"]},
        forms.BulkForm.ROLE: {"add_role": asked["role"]},
        forms.BulkForm.DELEGATION: {"delegation_id": _uuid(asked["delegation"])},
    }[act]
    return services.label_many(**who, **labels)


@require_http_methods(["GET", "POST"])
def delegations(request: HttpRequest, slug: str) -> HttpResponse:
    """Every delegation with its people; a new one."""
    actor, meeting = opened(request, slug, "attendees.edit" if request.method == "POST" else "attendees.view")
    return _delegations(request, actor, meeting, None)


@require_http_methods(["GET", "POST"])
def delegation(request: HttpRequest, slug: str, delegation_id: UUID) -> HttpResponse:
    """One delegation to be changed."""
    actor, meeting = opened(request, slug, "attendees.edit")
    row = queries.delegations_of(meeting).filter(pk=delegation_id).first()
    if row is None:
        raise NoSuchDelegation
    return _delegations(request, actor, meeting, row)


def _delegations(request: HttpRequest, actor: Actor, meeting: Meeting, row: Delegation | None) -> HttpResponse:
    shown = {"name": row.name, "order": row.order} if row else {}
    if row:
        shown |= {"contact_name": row.contact_name, "contact_mobile": phones.spoken(row.contact_mobile)}
    form = forms.DelegationForm(request.POST or None, initial=shown)
    status = 200
    if request.method == "POST":
        known: dict[str, Any] = {"delegation_id": row.pk} if row else {}
        status = 422
        if form.is_valid():
            try:
                services.keep_delegation(actor=actor, meeting=meeting, **form.cleaned_data, **known)
            except Refusal as refusal:
                form.add_error("name", sentence_of(refusal))
            else:
                return redirect("attendees:delegations", slug=meeting.slug)
    people = queries.people_by_delegation(meeting)
    rows = list(queries.delegations_of(meeting))
    context = {
        "meeting": meeting,
        "rows": [(one, people.get(one.pk, 0)) for one in rows],
        "form": form,
        "editing": row,
        **rights(actor, meeting),
    }
    return render(request, "attendees/delegations.html", context, status=status)


@require_http_methods(["GET", "POST"])
def remove_delegation(request: HttpRequest, slug: str, delegation_id: UUID) -> HttpResponse:
    """Asked with the number of people who lose it."""
    actor, meeting = opened(request, slug, "attendees.edit")
    row = queries.delegations_of(meeting).filter(pk=delegation_id).first()
    if request.method == "POST":
        services.remove_delegation(actor=actor, meeting=meeting, delegation_id=delegation_id)
        return redirect("attendees:delegations", slug=slug)
    if row is None:
        raise NoSuchDelegation
    people = queries.active(meeting).filter(delegation=row).count()
    context = {
        "meeting": meeting,
        "title": _("删除代表团“{name}”？").format(name=row.name),
        "consequences": [
            ngettext(
                "{n} 人仍在名单里，但不再属于任何代表团。", "{n} 人仍在名单里，但不再属于任何代表团。", people
            ).format(n=people)
        ],
        "action_label": _("删除"),
        "back_url": reverse("attendees:delegations", args=[slug]),
        "danger": True,
    }
    return render(request, "foundation/confirm.html", context)


@require_http_methods(["GET", "POST"])
def ranks(request: HttpRequest, slug: str) -> HttpResponse:
    """位次 of guests, speakers and VIPs and of whoever has one, confirmed by hand."""
    actor, meeting = opened(request, slug)
    refusal = ""
    status = 200
    if request.method == "POST":
        require(actor, "attendees.rank", meeting)
        try:
            done = services.confirm_ranks(actor=actor, meeting=meeting, ranks=_posted_ranks(request))
        except InvalidInput as invalid:
            refusal, status = sentence_of(invalid), 422
        else:
            messages.success(request, ngettext("{n} 人的位次已确认。", "{n} 人的位次已确认。", done).format(n=done))
            return redirect("attendees:ranks", slug=slug)
    rows = queries.ranked(meeting)
    same = {row.pk for people in queries.same_ranks(meeting).values() for row in people}
    context = {"meeting": meeting, "rows": rows, "same": same, "refusal": refusal, **rights(actor, meeting)}
    return render(request, "attendees/ranks.html", context, status=status)


def _posted_ranks(request: HttpRequest) -> dict[UUID, int | None]:
    found: dict[UUID, int | None] = {}
    for name, text in request.POST.items():
        key = _uuid(name.removeprefix("rank-")) if name.startswith("rank-") else None
        if key is None:
            continue
        plain = str(text).strip()
        if plain and not (plain.isdecimal() and len(plain) < 11):
            raise InvalidInput(detail=_("“{text}”不是整数。").format(text=plain[:20]))
        found[key] = int(plain) if plain else None
    return found


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
