"""The organisation's rules of buying."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huiwu.foundation.middleware import sentence_of
from huiwu.foundation.pages import actor_of
from huiwu.foundation.permission import can, require
from huiwu.kernel.errors import InvalidInput, StaleEdit
from huiwu.meetings.queries import home_organisation
from huiwu.procurement import services
from huiwu.procurement.forms import PolicyForm
from huiwu.procurement.queries.policy import policy_of
from huiwu.procurement.views.frame import number, show_refusal


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    org = home_organisation(actor)
    require(actor, "procurement.view_policy", org.pk)
    policy = policy_of(org.pk)
    form = PolicyForm(request.POST or None, policy=policy)
    context: dict[str, Any] = {"form": form, "revision": policy.revision}
    context["may_edit"] = can(actor, "procurement.edit_policy", org.pk)
    status = 200
    if request.method == "POST":
        require(actor, "procurement.edit_policy", org.pk)
        context["revision"], status = number(request.POST.get("revision", "")), 422
        if form.is_valid():
            try:
                services.save_policy(actor=actor, org_id=org.pk, revision=context["revision"], values=form.values())
            except StaleEdit as stale:
                context |= {"stale": sentence_of(stale), "revision": stale.theirs.revision}
                status = 409
            except InvalidInput as wrong:
                show_refusal(form, wrong)
            else:
                messages.success(request, _("已保存；已经起草的询价单不受影响。"))
                return redirect("procurement:policy")
    return render(request, "procurement/policy.html", context, status=status)
