"""The agenda as files: for print, for the stage, as a workbook, as a calendar."""

from __future__ import annotations

import io

from django.http import FileResponse, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiwu.agenda.documents import SHEETS, calendar_events, workbook, zone_of
from huiwu.agenda.queries import agenda_content, released
from huiwu.agenda.queries.content import former_contents
from huiwu.agenda.views.frame import opened
from huiwu.documents.models import Version
from huiwu.documents.queries import meeting_as_of
from huiwu.documents.render.excel import xlsx
from huiwu.documents.render.ics import ics
from huiwu.documents.render.pdf import pdf
from huiwu.documents.render.word import docx
from huiwu.foundation.files import ZIPPED, send
from huiwu.kernel import clock
from huiwu.kernel.errors import NotFound
from huiwu.meetings.models import Meeting

CALENDAR = "text/calendar; charset=utf-8"


@require_safe
def file(request: HttpRequest, slug: str, state: str, which: str, form: str) -> FileResponse:
    """`state`: draft or released. `which`: print or stage. `form`: pdf, docx, xlsx, ics."""
    _actor, meeting = opened(request, slug)
    version = released(meeting) if state == "released" else None
    if which not in SHEETS or (state == "released" and version is None) or state not in ("draft", "released"):
        raise NotFound
    content = version.content if version else agenda_content(meeting)
    name = _file_name(meeting, version, which)
    if form == "xlsx":
        made = xlsx(workbook(content), made_at=clock.now())
        return send(io.BytesIO(made), name=f"{name}.xlsx", media_type=ZIPPED["xl/"])
    if form == "ics":
        return calendar_file(
            meeting, content, version, url=request.build_absolute_uri(reverse("agenda:agenda", args=[slug]))
        )
    drawn = SHEETS[which](meeting_as_of(version) if version else meeting, content, version)
    if form == "pdf":
        return send(
            io.BytesIO(pdf(drawn, on_missing="mark")), name=f"{name}.pdf", media_type="application/pdf", inline=True
        )
    if form == "docx":
        return send(io.BytesIO(docx(drawn)), name=f"{name}.docx", media_type=ZIPPED["word/"])
    raise NotFound


def calendar_file(
    meeting: Meeting, content: dict[str, object], version: Version | None, *, attendee: str = "", url: str = ""
) -> FileResponse:
    """All items, or those of one speaker."""
    events = calendar_events(
        meeting,
        content,
        number=version.number if version else 0,
        former=former_contents(version) if version else (),
        attendee=attendee,
        url=url,
    )
    made = ics(events, name=meeting.name, zone=zone_of(content), stamped_at=clock.now())
    return send(io.BytesIO(made), name=f"{meeting.name}.ics", media_type=CALENDAR)


def _file_name(meeting: Meeting, version: Version | None, which: str) -> str:
    what = _("台口议程") if which == "stage" else _("议程表")
    number = _("第 {number} 版").format(number=version.number) if version else _("草稿")
    return f"{meeting.name} {what} {number}"
