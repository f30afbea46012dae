"""What the pages share: a meeting for an actor, kept uploads, refusals shown on a form, the tabs."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huiwu.foundation.actors import Actor
from huiwu.foundation.files import keep_file
from huiwu.foundation.models import StoredFile
from huiwu.foundation.pages import actor_of
from huiwu.foundation.permission import can
from huiwu.kernel.errors import InvalidInput
from huiwu.meetings.models import Meeting
from huiwu.meetings.queries import meeting_for

READ_WRITE = require_http_methods(["GET", "HEAD", "POST"])


def opened(request: HttpRequest, slug: str, permission: str = "privacy.view") -> tuple[Actor, Meeting]:
    actor = actor_of(request)
    return actor, meeting_for(actor, slug, permission)


def kept_upload(request: HttpRequest, name: str, meeting: Meeting, actor: Actor) -> StoredFile | None:
    """The uploaded file, kept for the meeting; None when none was chosen. Permission was asked when it was opened."""
    file = request.FILES.get(name)
    if file is None:
        return None
    return keep_file(file, name=file.name or name, meeting_id=meeting.pk, kept_by=actor.id)


def show_refusal(form: Any, refusal: InvalidInput) -> None:
    for name, sentences in refusal.fields.items():
        for sentence in sentences:
            form.add_error(name if name in form.fields else None, sentence)
    if not refusal.fields:
        form.add_error(None, str(refusal))


def number(text: str) -> int:
    """A revision as posted; 0 for anything that is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def tabs(actor: Actor, meeting: Meeting) -> list[tuple[str, str, str]]:
    """The pages of personal information that the actor may open."""
    rows = [
        ("index", _("概况"), "privacy:index"),
        ("notice", _("告知与用途"), "privacy:notice"),
        ("parties", _("委托处理"), "privacy:parties"),
        ("retention", _("保存期与删除"), "privacy:retention"),
        ("requests", _("本人请求"), "privacy:requests"),
        ("assessments", _("影响评估"), "privacy:assessments"),
        ("transfers", _("向境外提供"), "privacy:transfers"),
        ("breaches", _("泄露事件"), "privacy:breaches"),
    ]
    if can(actor, "privacy.see_looks", meeting):
        rows.append(("looks", _("访问与导出"), "privacy:looks"))
    rows.append(("certificate", _("删除证明"), "privacy:certificate"))
    return [(code, label, reverse(name, args=[meeting.slug])) for code, label, name in rows]


def framed(actor: Actor, meeting: Meeting, current: str, **more: Any) -> dict[str, Any]:
    """The context of a page under the tab `current`."""
    return {"meeting": meeting, "tab_rows": tabs(actor, meeting), "tab": current, **more}
