"""嘉宾确认台账: all guests of a meeting, where their answers stand, what is done with many at once."""

from __future__ import annotations

import io
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiwu.attendees.queries import active, with_role
from huiwu.documents.render.excel import xlsx
from huiwu.foundation.files import ZIPPED, send
from huiwu.foundation.middleware import sentence_of
from huiwu.foundation.permission import can
from huiwu.guests import forms, queries, services
from huiwu.guests.tables import ledger_table
from huiwu.guests.views.frame import ids_of, opened, show_refusal
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, Refusal
from huiwu.meetings.models import Meeting
from huiwu.meetings.rules.naming import search_key
from huiwu.privacy.services import record_export

PAGE = 50
OFFERED = 200
COLUMNS = ("display_name", "org_name", "title", "guest_role", "rsvp_status", "talk_title")


@require_safe
def index(request: HttpRequest, slug: str) -> HttpResponse:
    actor, meeting = opened(request, slug)
    today = clock.today(meeting.time_zone)
    form = forms.FilterForm(request.GET, meeting=meeting)
    asked = form.asked()
    rows = queries.ledger(meeting, asked, today, actor.id)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "meeting": meeting,
        "form": form,
        "asked": asked,
        "page_obj": page,
        "rows": [(row, row.is_overdue(today)) for row in page],
        "counts": queries.counts(meeting, today),
        "overdue_count": queries.overdue(meeting, today).count(),
        "may_edit": can(actor, "guests.edit", meeting),
        "bulk_form": forms.BulkForm(meeting=meeting, auto_id="bulk_%s"),
        "today": today,
    }
    context["total"] = sum(count for _code, _word, count in context["counts"])
    htmx = getattr(request, "htmx", None)
    template = "guests/_ledger.html" if htmx and htmx.target == "guests" else "guests/ledger.html"
    return render(request, template, context)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, slug: str) -> HttpResponse:
    """People of the meeting who are no guests yet: found by name, or all with a role of guests."""
    actor, meeting = opened(request, slug, "guests.edit")
    form = forms.AddForm(request.POST or None, meeting=meeting)
    asked = (request.POST.get("q") or request.GET.get("q") or "").replace("\0", "").strip()[:60]
    chosen = ids_of(request.POST.getlist("people"))
    if request.method == "POST" and form.is_valid():
        found = form.cleaned_data
        try:
            made = services.add_guests(
                actor=actor,
                meeting=meeting,
                attendee_ids=chosen,
                guest_role=found["guest_role"],
                handler_id=found["handler"].pk if found["handler"] else None,
                rsvp_deadline_on=found["rsvp_deadline_on"],
            )
        except InvalidInput as wrong:
            show_refusal(form, wrong)
        else:
            messages.success(
                request, ngettext("已列入 {n} 位嘉宾。", "已列入 {n} 位嘉宾。", len(made)).format(n=len(made))
            )
            return redirect("guests:ledger", slug)
    context = {
        "meeting": meeting,
        "form": form,
        "q": asked,
        "people": _candidates(meeting, asked),
        "chosen": {str(pk) for pk in chosen},
        "most": OFFERED,
    }
    return render(request, "guests/add.html", context, status=422 if form.errors else 200)


def _candidates(meeting: Meeting, asked: str) -> list[Any]:
    rows = active(meeting).filter(guest=None)
    if asked:
        key = search_key(asked)
        rows = rows.filter(search_text__contains=key) if key else rows.filter(display_name__contains=asked)
    else:
        rows = rows.filter(with_role("guest") | with_role("speaker") | with_role("vip"))
    return list(rows.order_by("protocol_rank", "number")[:OFFERED])


@require_POST
def bulk(request: HttpRequest, slug: str) -> HttpResponse:
    """One 对接人 or one deadline for the chosen rows; or on to the letters with them."""
    actor, meeting = opened(request, slug, "guests.edit")
    chosen = ids_of(request.POST.getlist("guests"))
    back = _back(request, meeting)
    if not chosen:
        messages.warning(request, _("没有选择嘉宾，什么都没有改动。"))
        return redirect(back)
    if request.POST.get("act") == "letters":
        request.session[f"guests:{meeting.pk}"] = [str(pk) for pk in chosen]
        return redirect("guests:make_letters", slug)
    form = forms.BulkForm(request.POST, meeting=meeting)
    if not form.is_valid():
        messages.error(request, _("填写的内容有误，什么都没有改动。"))
        return redirect(back)
    try:
        count = _do_bulk(request.POST.get("act", ""), actor, meeting, chosen, form.cleaned_data)
    except Refusal as refusal:
        messages.error(request, sentence_of(refusal))
    else:
        messages.success(request, ngettext("已改好 {n} 位。", "已改好 {n} 位。", count).format(n=count))
    return redirect(back)


def _do_bulk(act: str, actor: Any, meeting: Meeting, chosen: list[Any], found: dict[str, Any]) -> int:
    if act == "deadline" and found["rsvp_deadline_on"]:
        return services.set_deadline(
            actor=actor, meeting=meeting, guest_ids=chosen, rsvp_deadline_on=found["rsvp_deadline_on"]
        )
    if act == "handler":
        who = found["handler"]
        return services.hand_over(actor=actor, meeting=meeting, guest_ids=chosen, handler_id=who.pk if who else None)
    raise InvalidInput(detail=_("请选择要做什么，并填好日期。"))


def _back(request: HttpRequest, meeting: Meeting) -> str:
    query = request.POST.get("query", "")
    own = reverse("guests:ledger", args=[meeting.slug])
    return f"{own}?{query}" if query and "\n" not in query and len(query) < 500 else own


@require_safe
def file(request: HttpRequest, slug: str) -> FileResponse:
    """The ledger as a workbook, filtered as the page; the export is written down."""
    actor, meeting = opened(request, slug, "guests.edit")
    asked = forms.FilterForm(request.GET, meeting=meeting).asked()
    rows = list(queries.ledger(meeting, asked, clock.today(meeting.time_zone), actor.id))
    title = str(_("嘉宾确认台账"))
    record_export(
        actor=actor,
        meeting=meeting,
        what="guests.ledger",
        title=title,
        fields=COLUMNS,
        count=len(rows),
        purpose=str(_("跟进嘉宾答复")),
    )
    made = xlsx([ledger_table(meeting, rows)], made_at=clock.now())
    return send(io.BytesIO(made), name=f"{meeting.name} {title}.xlsx", media_type=ZIPPED["xl/"])
