"""What the pages of venues share."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.views.decorators.http import require_http_methods

from huiwu.foundation.actors import Actor
from huiwu.foundation.middleware import sentence_of
from huiwu.foundation.permission import require
from huiwu.kernel.errors import StaleEdit
from huiwu.meetings.queries import home_organisation

READ_WRITE = require_http_methods(["GET", "HEAD", "POST"])


def home_of(actor: Actor, permission: str) -> UUID:
    """The organisation whose library the person sees. Raises NotAllowed."""
    org = home_organisation(actor)
    require(actor, permission, org.pk)
    return org.pk


def number(text: str) -> int:
    """A revision as posted; 0 for anything that is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def revision_shown(request: HttpRequest, row: Any) -> int:
    return number(request.POST.get("revision", "")) if request.method == "POST" else row.revision


def stale_context(form: Any, stale: StaleEdit, theirs: dict[str, Any]) -> dict[str, Any]:
    """Both sides of every field that reads differently, and the revision to save over."""
    sides = []
    for name, field in form.fields.items():
        if name in theirs:
            mine, other = form[name].value(), field.prepare_value(theirs[name])
            if _words(mine) != _words(other):
                sides.append({"label": field.label, "mine": _words(mine), "theirs": _words(other)})
    return {"stale": sentence_of(stale), "sides": sides, "revision": stale.theirs.revision}


def _words(value: Any) -> str:
    if hasattr(value, "pk"):
        value = value.pk
    if hasattr(value, "strftime"):
        value = value.strftime("%Y-%m-%dT%H:%M") if hasattr(value, "hour") else value.isoformat()
    return "" if value is None else str(value)


def status_of(form: Any, context: dict[str, Any]) -> int:
    if "stale" in context:
        return 409
    return 422 if form.is_bound and (form.errors or context.get("errors")) else 200
