"""The one translator of refusals into pages, and the headers every answer carries."""

from __future__ import annotations

import errno
from collections.abc import Callable

from django.db.utils import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from huiwu.foundation.errors import StorageFull
from huiwu.kernel.errors import Refusal

CSP = (
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; "
    "connect-src 'self'; font-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)


def content_security(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """No inline scripts or styles, no other host."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", CSP)
        response.headers.setdefault("Permissions-Policy", "geolocation=(), microphone=(), camera=(self)")
        return response

    return middleware


def sentence_of(refusal: Refusal) -> str:
    """The refusal's sentence in the active language, with its values; what is not known stays empty."""
    return _(type(refusal).sentence).format_map(_Blank(refusal.params))


class _Blank(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return ""


def is_full(fault: Exception) -> bool:
    """The disk is full or read-only, as the system or the database says it."""
    if isinstance(fault, OperationalError):
        return any(
            sign in str(fault) for sign in ("disk is full", "readonly database", "No space left", "disk I/O error")
        )
    return isinstance(fault, OSError) and fault.errno in (errno.ENOSPC, errno.EROFS, errno.EDQUOT)


class RefusalsMiddleware:
    """A Refusal raised anywhere below becomes a page (or an htmx fragment) with its sentence and status."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if is_full(exception):
            exception = StorageFull()
        if not isinstance(exception, Refusal):
            return None
        template = "foundation/_refusal.html" if getattr(request, "htmx", False) else "foundation/refusal.html"
        context = {"refusal": exception, "sentence": sentence_of(exception)}
        return render(request, template, context, status=exception.status)
