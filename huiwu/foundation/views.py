"""Preferences of whoever looks, and the page that shows every component."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from huiwu.foundation.pages import THEME_COOKIE, theme_of

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
