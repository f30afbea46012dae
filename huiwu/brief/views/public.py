"""The contact form a client fills in through a link, phone first."""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID, uuid4

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from huiwu.accounts.models import ScopedLink
from huiwu.accounts.services import open_link
from huiwu.brief.errors import AlreadySent, TooManySubmissions
from huiwu.brief.forms import IntakeForm
from huiwu.brief.permissions import INTAKE_LINK
from huiwu.brief.queries import intakes
from huiwu.brief.services import submit_intake
from huiwu.foundation.actors import Actor
from huiwu.foundation.middleware import sentence_of
from huiwu.foundation.pages import address_of
from huiwu.kernel.errors import InvalidInput, NotFound, Refusal

AnyForm = TypeVar("AnyForm", bound=Form)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def fill(request: HttpRequest, token: str) -> HttpResponse:
    """The form, and the sending of it."""
    link = open_link(token=token, purpose=INTAKE_LINK, address=address_of(request))
    if request.method != "POST":
        return _page(request, link, IntakeForm(), uuid4())
    form = IntakeForm(request.POST)
    key = _key(request.POST.get("submission_key", ""))
    if form.is_bait_taken():
        return render(request, "brief/intake_sent.html", {"sender": link.org.name, "intake": None})
    if not form.is_valid():
        return _page(request, link, form, key, status=422)
    try:
        submit_intake(actor=_sender(request, link), submission_key=key, values=form.values())
    except (AlreadySent, TooManySubmissions) as refusal:
        return _page(request, link, form, uuid4(), refusal=refusal, status=refusal.status)
    except InvalidInput as refusal:
        return _page(request, link, with_errors(form, refusal), key, status=422)
    return redirect("brief:intake_sent", token=token, key=key)


@never_cache
@require_safe
def sent(request: HttpRequest, token: str, key: UUID) -> HttpResponse:
    """What was sent, to the one who sent it."""
    link = open_link(token=token, purpose=INTAKE_LINK, address=address_of(request))
    found = intakes.sent_through(link, key)
    if found is None:
        raise NotFound
    context = {
        "sender": link.org.name,
        "token": token,
        "intake": found,
        "groups": intakes.headcount_rows(found),
        "answers": intakes.answer_rows(found),
    }
    return render(request, "brief/intake_sent.html", context)


def with_errors(form: AnyForm, refusal: InvalidInput) -> AnyForm:
    """The form with the sentences of a service's refusal at their fields, or at its head."""
    for name, sentences in refusal.fields.items():
        for sentence in sentences:
            form.add_error(name if name in form.fields else None, sentence)
    return form


def _page(
    request: HttpRequest,
    link: ScopedLink,
    form: IntakeForm,
    key: UUID,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "sender": link.org.name,
        "form": form,
        "key": key,
        "refusal": sentence_of(refusal) if refusal else "",
    }
    return render(request, "brief/intake_fill.html", context, status=status)


def _sender(request: HttpRequest, link: ScopedLink) -> Actor:
    agent = request.headers.get("User-Agent", "")[:300]
    return Actor.of_link(link, address=address_of(request), agent=agent)


def _key(text: str) -> UUID:
    """The key made with the form; a form that lost it gets a new one, and loses only the protection against sending twice."""
    try:
        return UUID(text)
    except ValueError:
        return uuid4()
