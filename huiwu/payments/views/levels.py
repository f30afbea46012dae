"""The setting of the approval chain."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huiwu.foundation.pages import actor_of
from huiwu.foundation.permission import require
from huiwu.kernel.errors import InvalidInput
from huiwu.meetings.queries import home_organisation
from huiwu.payments import forms, services
from huiwu.payments.models import ApprovalLevel
from huiwu.payments.queries import approval_levels
from huiwu.payments.views.frame import show_refusal


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    org = home_organisation(actor)
    require(actor, "payments.set_levels", org.pk)
    known = [(level.role, level.limit_cents) for level in approval_levels(org.pk)]
    form = forms.LevelsForm(request.POST or None, levels=known)
    if request.method == "POST" and form.is_valid():
        try:
            services.set_approval_levels(actor=actor, org_id=org.pk, levels=form.levels())
        except InvalidInput as wrong:
            show_refusal(form, wrong)
        else:
            messages.success(request, _("已保存审批级别。"))
            return redirect("payments:levels")
    pairs = [(form[f"role-{n}"], form[f"limit-{n}"]) for n in range(forms.LEVEL_COUNT)]
    is_own = ApprovalLevel.objects.filter(org=org).exists()
    context = {"form": form, "pairs": pairs, "is_own": is_own}
    return render(request, "payments/levels.html", context, status=422 if form.errors else 200)
