"""Preferences of whoever looks, and the page that shows every component."""

from __future__ import annotations

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe
from django.views.defaults import bad_request as plain_bad_request

from huiwu.foundation.components import showcase
from huiwu.foundation.components.pages import BUILT
from huiwu.foundation.errors import FormTooLarge
from huiwu.foundation.middleware import sentence_of
from huiwu.foundation.pages import THEME_COOKIE, actor_of, theme_of
from huiwu.kernel.errors import NotAllowed, NotFound

YEAR = 365 * 24 * 3600


@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """The next of: as the device says, dark, light. Kept in a cookie that the server reads, so nothing flashes."""
    following = {"": "dark", "dark": "light", "light": ""}[theme_of(request)]
    back = request.POST.get("next", "/")
    safe = back if url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()) else "/"
    response = HttpResponseRedirect(safe)
    response.set_cookie(THEME_COOKIE, following, max_age=YEAR, samesite="Lax", secure=request.is_secure())
    return response


@require_safe
def offline_worker(request: HttpRequest) -> HttpResponse:
    """The service worker of pages that open without a network; it stands at the root, since a worker rules only below itself."""
    try:
        source = (BUILT / "offline-worker.js").read_bytes()
    except FileNotFoundError:
        raise NotFound from None
    headers = {"Cache-Control": "no-cache"}
    return HttpResponse(source, content_type="text/javascript; charset=utf-8", headers=headers)


def components(request: HttpRequest) -> HttpResponse:
    """Every component in every state, for those who build pages and those who judge them."""
    if not actor_of(request).is_signed_in:
        raise NotAllowed()
    return render(request, "foundation/components.html", showcase.context(request.GET))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A form past the limits of one request gets a sentence of its own; other bad requests the plain page."""
    if not isinstance(exception, RequestDataTooBig | TooManyFieldsSent):
        return plain_bad_request(request, exception)
    refusal = FormTooLarge()
    context = {"refusal": refusal, "sentence": sentence_of(refusal)}
    return render(request, "foundation/refusal.html", context, status=refusal.status)
