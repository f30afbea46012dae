"""放映要求: the screen, the playing computer's fonts, limits, and the day by which all is there."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huiwu.foundation.middleware import sentence_of
from huiwu.kernel.errors import InvalidInput, StaleEdit
from huiwu.speaker_materials import forms, queries, services
from huiwu.speaker_materials.inspecting import largest_mb
from huiwu.speaker_materials.rules.judging import USUAL_FONTS
from huiwu.speaker_materials.views.frame import number, opened, show_refusal


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    actor, meeting = opened(request, slug, "speaker_materials.set_show")
    row = queries.standards_of(meeting)
    form = forms.ShowForm(request.POST or None, initial=forms.ShowForm.start(row))
    revision, status = 0 if row._state.adding else row.revision, 200
    if request.method == "POST" and form.is_valid():
        try:
            services.set_show(
                actor=actor, meeting=meeting, revision=number(request.POST.get("revision", "")), values=form.values()
            )
        except InvalidInput as wrong:
            show_refusal(form, wrong)
        except StaleEdit as stale:
            form.add_error(None, sentence_of(stale))
            revision, status = stale.theirs.revision, stale.status
        else:
            messages.success(request, _("已保存。以后交来的文件按新的要求核对。"))
            return redirect("speaker_materials:materials", slug)
    context = {
        "meeting": meeting,
        "form": form,
        "revision": revision,
        "usual": USUAL_FONTS,
        "most_mb": largest_mb(row),
    }
    return render(
        request, "speaker_materials/show.html", context, status=422 if form.errors and status == 200 else status
    )
