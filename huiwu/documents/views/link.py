"""The client's page, opened by a link: read, see what changed, confirm or send back, take the PDF away."""

from __future__ import annotations

from typing import Any

from django import forms as django_forms
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from huiwu.accounts.models import ScopedLink
from huiwu.accounts.services import open_link
from huiwu.documents import forms, queries, services
from huiwu.documents.kinds import kind_of
from huiwu.documents.models import Version
from huiwu.documents.services.signing import SIGN, version_of_link
from huiwu.documents.views.files import version_file
from huiwu.documents.views.register import by_section
from huiwu.documents.views.versions import blame
from huiwu.foundation.actors import Actor
from huiwu.foundation.middleware import sentence_of
from huiwu.foundation.pages import address_of
from huiwu.kernel.errors import InvalidInput, Refusal


@never_cache
@require_safe
def read(request: HttpRequest, token: str) -> HttpResponse:
    actor, version = opened(request, token)
    return page(request, token, actor.link, version)


@never_cache
@require_safe
def file(request: HttpRequest, token: str, form: str) -> FileResponse:
    """What they read or signed, to keep. A character without a font must not stand between them and it."""
    _actor, version = opened(request, token)
    return version_file(version, form, mark_missing=True)


@never_cache
@require_POST
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    actor, version = opened(request, token)
    form = forms.ConfirmForm(request.POST)
    if not form.is_valid():
        return page(request, token, actor.link, version, status=422, confirm_form=form)
    clean = form.cleaned_data
    try:
        services.sign_version(
            actor=actor,
            version_id=version.pk,
            seen_hash=clean["seen_hash"],
            person_name=clean["person_name"],
            person_title=clean["person_title"],
        )
    except Refusal as refusal:
        return _refused(request, token, actor.link, version, refusal, form, "confirm_form")
    return redirect("documents:link", token=token)


@never_cache
@require_POST
def send_back(request: HttpRequest, token: str) -> HttpResponse:
    actor, version = opened(request, token)
    form = forms.ReturnForm(request.POST)
    typed = form.field_remarks()
    if not form.is_valid():
        return page(request, token, actor.link, version, status=422, return_form=form, typed=typed)
    try:
        services.return_version(actor=actor, version_id=version.pk, field_remarks=typed, **form.cleaned_data)
    except Refusal as refusal:
        return _refused(request, token, actor.link, version, refusal, form, "return_form", typed=typed)
    return redirect("documents:link", token=token)


def opened(request: HttpRequest, token: str) -> tuple[Actor, Version]:
    """The holder of the link as the actor, and the version it opens. Raises LinkUnusable."""
    where = address_of(request)
    link = open_link(token=token, purpose=SIGN, address=where)
    actor = Actor.of_link(link, address=where, agent=request.headers.get("User-Agent", "")[:300])
    request._actor = actor  # type: ignore[attr-defined]  # what `actor_of` keeps for the length of the request
    return actor, version_of_link(link)


def _refused(
    request: HttpRequest,
    token: str,
    link: ScopedLink,
    version: Version,
    refusal: Refusal,
    form: django_forms.Form,
    name: str,
    **more: Any,
) -> HttpResponse:
    """The page again with the sentence and everything typed."""
    version.refresh_from_db()
    if isinstance(refusal, InvalidInput):
        blame(form, refusal)
    else:
        more["refusal"] = sentence_of(refusal)
    return page(request, token, link, version, status=refusal.status, **{name: form}, **more)


def page(
    request: HttpRequest, token: str, link: ScopedLink, version: Version, status: int = 200, **more: Any
) -> HttpResponse:
    """Signed, waiting, or no longer to be signed: the page says which, and always shows the content."""
    document = version.document
    former = queries.last_signed_before(version)
    rows = queries.difference(document.kind, former.content, version.content) if former else []
    newest = document.versions.order_by("-number").only("number", "document_id").first()
    seen = {"seen_hash": version.content_hash, "person_name": link.label}
    context: dict[str, Any] = {
        "token": token,
        "sender": link.org.name,
        "meeting_facts": version.header.get("meeting", {}),
        "document": document,
        "version": version,
        "kind": kind_of(document.kind),
        "sheet": queries.sheet_of(version),
        "signoff": queries.confirmation(version),
        "returned": version.signoffs.filter(decision="returned").first(),
        "newer": newest.number if newest and newest.number > version.number else None,
        "former": former,
        "former_signoff": queries.confirmation(former) if former else None,
        "sections": by_section(rows),
        "difference_count": len(rows),
        "fields": _fields(version, more.get("typed", {})),
        "zone": document.meeting.time_zone,
        "expires_at": link.expires_at,
        "confirm_form": forms.ConfirmForm(initial=seen),
        "return_form": forms.ReturnForm(initial=seen),
    }
    response = render(request, "documents/link.html", context | more, status=status)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _fields(version: Version, typed: dict[str, str]) -> list[tuple[str, list[dict[str, str]]]]:
    """Fields by section, each with the remark typed so far."""
    sections: dict[str, list[dict[str, str]]] = {}
    for key, label, section in kind_of(version.document.kind).fields(version.content):
        row = {"key": key, "label": str(label), "typed": typed.get(key, "")}
        sections.setdefault(str(section), []).append(row)
    return list(sections.items())
