"""The tabs above a person's own pages."""

from __future__ import annotations

from django import template
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

register = template.Library()


@register.simple_tag
def account_tabs(request: HttpRequest) -> str:
    """Profile, password, second factor, sessions, reminders, tokens; nothing for somebody not signed in."""
    if not request.user.is_authenticated:
        return ""
    rows = [
        ("profile", _("资料"), reverse("accounts:profile")),
        ("password", _("密码"), reverse("account_change_password")),
        ("second_factor", _("两步验证"), reverse("mfa_index")),
        ("sessions", _("登录设备"), reverse("usersessions_list")),
        ("notifications", _("提醒与免打扰"), reverse("notifications:preferences")),
        ("tokens", _("接口令牌"), reverse("accounts:tokens")),
    ]
    return render_to_string("accounts/_tabs.html", {"rows": rows, "here": _nearest(rows, request.path)})


def _nearest(rows: list[tuple[str, str, str]], path: str) -> str:
    """The tab whose address is the longest beginning of this path."""
    fitting = [(len(url), code) for code, _label, url in rows if path.startswith(url)]
    return max(fitting)[1] if fitting else ""
