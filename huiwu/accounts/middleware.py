"""An organisation may demand a second factor: its people see nothing else until they have one."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from huiwu.accounts.queries import lacks_demanded_second_factor

OPEN_PREFIXES = ("/account/", "/static/", "/preferences/", "/l/")


def second_factor(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    def middleware(request: HttpRequest) -> HttpResponse:
        if _must_set_up(request):
            if "HX-Request" in request.headers:  # a part of the page, such as the bell: nothing takes its place
                return HttpResponse(status=204)
            messages.warning(request, _("贵单位要求两步验证。请先设置验证器应用或通行密钥，再继续使用。"))
            return redirect("mfa_index")
        return get_response(request)

    return middleware


def _must_set_up(request: HttpRequest) -> bool:
    if not request.user.is_authenticated or request.path.startswith(OPEN_PREFIXES):
        return False
    return lacks_demanded_second_factor(request.user)
