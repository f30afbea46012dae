"""讲者资料清单: who owes what, how many days are left; the speakers are written to, the files taken in one package."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from huiwu.agenda.models import AgendaItem
from huiwu.attendees.models import Attendee
from huiwu.documents.render.excel import xlsx
from huiwu.foundation.files import send
from huiwu.foundation.permission import can
from huiwu.kernel import clock
from huiwu.meetings.models import Meeting
from huiwu.speaker_materials import forms, queries, services
from huiwu.speaker_materials.models import SpeakerMaterial
from huiwu.speaker_materials.tables import materials_table
from huiwu.speaker_materials.views.frame import opened

PAGE = 50


@require_safe
def index(request: HttpRequest, slug: str) -> HttpResponse:
    actor, meeting = opened(request, slug)
    today, due = clock.today(meeting.time_zone), queries.due_day(meeting)
    form = forms.FilterForm(request.GET, meeting=meeting)
    asked = form.asked()
    speakers = queries.by_speaker(queries.listed(meeting, asked, today, due))
    page = Paginator(list(speakers.items()), PAGE).get_page(request.GET.get("page"))
    context = {
        "meeting": meeting,
        "form": form,
        "asked": asked,
        "page_obj": page,
        "rows": [_line(person, mine, due, today) for person, mine in page],
        "tally": queries.tally(meeting, today, due),
        "due_on": due,
        "days_left": (due - today).days,
        "may_edit": can(actor, "speaker_materials.edit", meeting),
        "may_set_show": can(actor, "speaker_materials.set_show", meeting),
    }
    htmx = getattr(request, "htmx", None)
    template = "_materials" if htmx and htmx.target == "materials" else "materials"
    return render(request, f"speaker_materials/{template}.html", context)


@dataclass(frozen=True, slots=True)
class Line:
    """A speaker of the list. `marks`: state's code, kind, state in words; `due_on` is the first day still open."""

    person: Attendee
    item: AgendaItem | None
    marks: list[tuple[str, str, str]]
    owes: bool
    due_on: date | None
    days: int


def _line(person: Attendee, mine: list[SpeakerMaterial], due: date, today: date) -> Line:
    owed = [row.due_on or due for row in mine if row.is_owed]
    first = min(owed, default=None)
    marks = [(_mark(row, due, today), str(row.get_kind_display()), str(row.get_state_display())) for row in mine]
    items = sorted((row.item for row in mine if row.item is not None), key=lambda item: item.starts_at)
    days = (first - today).days if first else 0
    return Line(person, items[0] if items else None, marks, bool(owed), first, days)


def _mark(row: SpeakerMaterial, due: date, today: date) -> str:
    """The state's code among the components."""
    if queries.is_late(row, due, today):
        return "late"
    return {"wanted": "open", "returned": "refused", "received": "review", "accepted": "confirmed"}[row.state]


@require_POST
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """Write to the chosen speakers, or to all who owe something."""
    actor, meeting = opened(request, slug, "speaker_materials.edit")
    chosen = _ids(request.POST.getlist("speakers"))
    whom = request.POST.get("whom", "")
    if whom != "all" and not chosen:
        messages.warning(request, _("没有选择讲者，什么都没有发出。"))
        return redirect(_back(request, meeting))
    ids = None if whom == "all" else chosen
    count = services.ask_speakers(actor=actor, meeting=meeting, attendee_ids=ids)
    if count:
        said = ngettext(
            "已向 {n} 位讲者索取；没有邮箱的列入了电话联系。", "已向 {n} 位讲者索取；没有邮箱的列入了电话联系。", count
        )
        messages.success(request, said.format(n=count))
    else:
        messages.info(request, _("没有要催的：今天已经发过，或都已交齐。"))
    if whom == "one":
        return redirect("speaker_materials:speaker", slug, chosen.pop())
    return redirect(_back(request, meeting))


def _ids(texts: list[str]) -> set[UUID]:
    """Posted ids; what is none is passed over."""
    found = set()
    for text in texts:
        try:
            found.add(UUID(text))
        except ValueError:
            continue
    return found


def _back(request: HttpRequest, meeting: Meeting) -> str:
    query = request.POST.get("query", "")
    own = reverse("speaker_materials:materials", args=[meeting.slug])
    return f"{own}?{query}" if query and "\n" not in query and len(query) < 500 else own


@require_safe
def package(request: HttpRequest, slug: str) -> FileResponse:
    """All files of the page's filters as one zip, with the list beside them."""
    actor, meeting = opened(request, slug)
    today, due = clock.today(meeting.time_zone), queries.due_day(meeting)
    asked = forms.FilterForm(request.GET, meeting=meeting).asked()
    rows = list(queries.listed(meeting, asked, today, due))
    table = materials_table(meeting, rows, queries.current_versions(rows), due)
    sheet = xlsx([table], made_at=clock.now())
    made = services.pack_files(actor=actor, meeting=meeting, rows=rows, more={f"{_('讲者资料清单')}.xlsx": sheet})
    return send(made, name=f"{meeting.name} {_('讲者资料')} {today:%m%d}.zip", media_type="application/zip")
