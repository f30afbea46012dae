"""Our own titles in the settings."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiwu.foundation.middleware import sentence_of
from huiwu.foundation.pages import actor_of
from huiwu.foundation.permission import can, require
from huiwu.invoices import services
from huiwu.invoices.errors import TitleInUse
from huiwu.invoices.forms import TitleForm
from huiwu.invoices.models import LegalEntity
from huiwu.invoices.queries.titles import titles_of
from huiwu.invoices.views.frame import show_refusal
from huiwu.kernel.errors import InvalidInput, NotFound, StaleEdit
from huiwu.meetings.queries import home_organisation

READ_WRITE = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    org = home_organisation(actor)
    require(actor, "invoices.view_titles", org.pk)
    may_edit = can(actor, "invoices.edit_titles", org.pk)
    return render(request, "invoices/titles.html", {"rows": list(titles_of(org.pk)), "may_edit": may_edit, "org": org})


@login_required
@READ_WRITE
def edit(request: HttpRequest, title_id: UUID | None = None) -> HttpResponse:
    actor = actor_of(request)
    org = home_organisation(actor)
    require(actor, "invoices.edit_titles", org.pk)
    row = _title(org.pk, title_id) if title_id else None
    form = TitleForm(request.POST or None, initial=TitleForm.initial_of(row) if row else None)
    revision = request.POST.get("revision", str(row.revision if row else 0))
    context: dict[str, Any] = {"form": form, "row": row, "revision": revision}
    if request.method == "POST" and form.is_valid():
        try:
            services.save_title(
                actor=actor, org_id=org.pk, values=form.cleaned_data, title_id=title_id,
                revision=int(revision) if revision.isdigit() else 0, is_default=form.cleaned_data["is_default"],
            )  # fmt: skip
        except InvalidInput as wrong:
            show_refusal(form, wrong)
        except TitleInUse as told:
            form.add_error("tax_id", sentence_of(told))
        except StaleEdit as stale:
            context |= {"stale": sentence_of(stale), "revision": stale.theirs.revision, "theirs": stale.theirs}
        else:
            messages.success(request, _("已保存，没有验过的发票已按新的抬头重新核对。"))
            return redirect("invoices:titles")
    status = 409 if "stale" in context else 422 if form.errors else 200
    return render(request, "invoices/title.html", context, status=status)


@login_required
@require_POST
def retire(request: HttpRequest, title_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    org = home_organisation(actor)
    services.retire_title(actor=actor, org_id=org.pk, title_id=title_id)
    messages.success(request, _("已停用。"))
    return redirect("invoices:titles")


def _title(org_id: UUID, title_id: UUID) -> LegalEntity:
    found = titles_of(org_id).filter(pk=title_id).first()
    if found is None:
        raise NotFound
    return found
