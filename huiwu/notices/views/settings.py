"""The organisation's texts for notices."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiwu.accounts.queries import org_for
from huiwu.foundation.pages import actor_of
from huiwu.foundation.permission import can, require
from huiwu.kernel.errors import NotFound, StaleEdit
from huiwu.notices import queries, services
from huiwu.notices.forms import TemplateForm
from huiwu.notices.words import VARIABLE_WORDS

COLUMNS = ("title", "batch", "channel", "subject", "text", "sms_code")


@login_required
@require_safe
def templates(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    org = org_for(actor)
    require(actor, "notices.view_templates", org.pk)
    context = {"rows": queries.templates_of(org.pk), "may_edit": can(actor, "notices.edit_templates", org.pk)}
    return render(request, "notices/templates.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def template(request: HttpRequest, template_id: UUID | None = None) -> HttpResponse:
    actor = actor_of(request)
    org = org_for(actor)
    require(actor, "notices.edit_templates", org.pk)
    row = queries.templates_of(org.pk).filter(pk=template_id).first() if template_id else None
    if template_id is not None and row is None:
        raise NotFound
    form = TemplateForm(request.POST or None, initial={k: getattr(row, k) for k in COLUMNS} if row else None)
    status, stale = 200, None
    if request.method == "POST" and form.is_valid():
        revision = request.POST.get("revision", "")
        try:
            services.save_template(
                actor=actor,
                org_id=org.pk,
                values=form.cleaned_data,
                template_id=template_id,
                revision=int(revision) if revision.isdigit() else 0,
            )
        except StaleEdit as refusal:
            status, stale, row = 409, refusal, refusal.theirs
        else:
            messages.success(request, _("已保存。"))
            return redirect("notices:templates")
    context = {"form": form, "row": row, "stale": stale, "variables": VARIABLE_WORDS.items()}
    return render(request, "notices/template.html", context, status=422 if form.errors else status)


@login_required
@require_POST
def retire(request: HttpRequest, template_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    services.retire_template(actor=actor, org_id=org_for(actor).pk, template_id=template_id)
    messages.success(request, _("已停用。"))
    return redirect("notices:templates")
