"""The meeting's certificate for the client (A20, G11)."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huiwu.documents.errors import Incomplete
from huiwu.foundation.middleware import sentence_of
from huiwu.foundation.permission import require
from huiwu.kernel.errors import StaleEdit
from huiwu.privacy import forms, services
from huiwu.privacy.documents import missing
from huiwu.privacy.queries.certificate import certificate_document, certificate_of, signed_certificate
from huiwu.privacy.views.frame import READ_WRITE, framed, number, opened


@login_required
@READ_WRITE
def show(request: HttpRequest, slug: str) -> HttpResponse:
    actor, meeting = opened(request, slug)
    document = certificate_document(meeting)
    typed = {name: document.draft.get(name, "") for name in ("handed_over", "backups")} if document else {}
    form = forms.CertificateForm(request.POST or None, initial=typed)
    today = certificate_of(meeting, **typed)
    context = framed(
        actor,
        meeting,
        "certificate",
        form=form,
        document=document,
        content=today,
        missing=list(missing(today, meeting)),
        signed=signed_certificate(meeting),
        versions=list(document.versions.order_by("-number")) if document else [],
        revision=document.revision if document else 0,
    )
    if request.method == "POST":
        require(actor, "privacy.edit", meeting)
        context["revision"] = number(request.POST.get("revision", ""))
        if form.is_valid():
            try:
                services.draft_certificate(
                    actor=actor, meeting=meeting, revision=context["revision"], **form.cleaned_data
                )
            except StaleEdit as stale:
                context |= {"stale": sentence_of(stale)}
            else:
                messages.success(request, _("已保存。"))
                return redirect("privacy:certificate", slug)
    status = 409 if "stale" in context else 422 if form.errors else 200
    return render(request, "privacy/certificate.html", context, status=status)


@login_required
@require_POST
def propose(request: HttpRequest, slug: str) -> HttpResponse:
    actor, meeting = opened(request, slug, "privacy.edit")
    try:
        version = services.propose_certificate(actor=actor, meeting=meeting)
    except Incomplete as refusal:
        messages.error(request, sentence_of(refusal))
        return redirect("privacy:certificate", slug)
    messages.success(request, _("已生成第 {number} 版，可以送客户签认。").format(number=version.number))
    return redirect("documents:version", slug, version.pk)
