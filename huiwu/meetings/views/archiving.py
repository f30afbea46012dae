"""A meeting's archive: taken out by who leads, brought in by who administers."""

from __future__ import annotations

import tempfile

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huiwu.foundation.files import send
from huiwu.foundation.middleware import sentence_of
from huiwu.foundation.pages import actor_of
from huiwu.foundation.permission import require
from huiwu.kernel.errors import Refusal
from huiwu.meetings import queries, services


def archive(request: HttpRequest, slug: str) -> HttpResponse:
    """What an archive is, before one is taken out."""
    meeting = queries.meeting_for(actor_of(request), slug, "meetings.export")
    return render(request, "meetings/archive.html", {"meeting": meeting})


@require_POST
def export(request: HttpRequest, slug: str) -> FileResponse:
    actor = actor_of(request)
    meeting = queries.meeting_for(actor, slug, "meetings.export")
    file = tempfile.TemporaryFile(dir=settings.DATA)  # noqa: SIM115  # closed when the answer has been sent
    services.export_meeting(actor=actor, meeting=meeting, into=file)
    file.seek(0)
    return send(file, name=f"{meeting.number} {meeting.name}.huiwu.zip", media_type="application/zip")


def import_(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    org = queries.home_organisation(actor)
    require(actor, "meetings.import", org.pk)
    context = {"largest": settings.HUIWU_LARGEST_FILE // 1_000_000}
    if request.method != "POST":
        return render(request, "meetings/import.html", context)
    upload = request.FILES.get("file")
    if upload is None or upload.file is None:
        return render(request, "meetings/import.html", {**context, "fault": _("请先选择档案文件。")}, status=422)
    try:
        meeting, arrived = services.import_meeting(actor=actor, org=org, source=upload.file)
    except Refusal as refusal:
        return render(
            request, "meetings/import.html", {**context, "fault": sentence_of(refusal)}, status=refusal.status
        )
    told = _("会议已导入：{records} 条记录，{files} 个文件；新增人员 {people} 名，尚未启用。")
    total = sum(arrived.counts.values())
    messages.success(request, told.format(records=total, files=arrived.file_count, people=arrived.new_people))
    return redirect("meetings:overview", slug=meeting.slug)
