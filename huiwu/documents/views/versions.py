"""One version: its sheet, its sign-off, remarks, links; and what may be done with it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from huiwu.accounts.models import ScopedLink
from huiwu.accounts.services import url_of
from huiwu.documents import forms, queries, services
from huiwu.documents.kinds import kind_of
from huiwu.documents.models import Version
from huiwu.documents.services.signing import SIGN
from huiwu.documents.services.versions import version_for
from huiwu.documents.views.files import version_file
from huiwu.documents.views.register import by_section
from huiwu.foundation.files import keep_file, send_file
from huiwu.foundation.middleware import sentence_of
from huiwu.foundation.pages import actor_of
from huiwu.foundation.permission import can, require
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, NotFound, Refusal
from huiwu.meetings.queries import meeting_for


@login_required
@require_safe
def show(request: HttpRequest, slug: str, version_id: UUID) -> HttpResponse:
    return page(request, version_at(request, slug, version_id))


@login_required
@require_safe
def file(request: HttpRequest, slug: str, version_id: UUID, form: str) -> FileResponse:
    """`?missing=mark` sets 〓 for characters that no font draws."""
    version = version_at(request, slug, version_id)
    return version_file(version, form, mark_missing=request.GET.get("missing") == "mark")


@login_required
@require_safe
def scan(request: HttpRequest, slug: str, version_id: UUID) -> FileResponse:
    """The scan of a sign-off on paper."""
    signoff = queries.confirmation(version_at(request, slug, version_id))
    if signoff is None or signoff.evidence is None:
        raise NotFound
    return send_file(signoff.evidence, inline=True)


@login_required
@require_POST
def invite(request: HttpRequest, slug: str, version_id: UUID) -> HttpResponse:
    """A link to sign, shown this once."""
    version = version_at(request, slug, version_id)
    require(actor_of(request), kind_of(version.document.kind).sign_off, version.document.meeting)
    form = forms.InviteForm(request.POST)
    if not form.is_valid():
        return page(request, version, status=422, invite_form=form)
    _link, token = services.invite_to_sign(
        actor=actor_of(request),
        version_id=version.pk,
        person=form.cleaned_data["person"],
        recipient=form.cleaned_data["recipient"],
        lasts=timedelta(days=form.cleaned_data["days"]),
    )
    url = url_of(reverse("documents:link", args=[token]))
    return page(request, version, new_link=url, new_link_for=form.cleaned_data["person"])


@login_required
@require_POST
def revoke(request: HttpRequest, slug: str, link_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    meeting = meeting_for(actor, slug, "documents.view")
    link = ScopedLink.objects.filter(pk=link_id, meeting_id=meeting.pk).first()
    if link is None:
        raise NotFound
    services.revoke_invitation(actor=actor, link_id=link.pk)
    messages.success(request, _("给{person}的链接已停用。").format(person=link.label))
    return redirect("documents:version", slug=slug, version_id=link.subject_id)


@login_required
@require_POST
def paper(request: HttpRequest, slug: str, version_id: UUID) -> HttpResponse:
    version = version_at(request, slug, version_id)
    actor = actor_of(request)
    require(actor, kind_of(version.document.kind).sign_off, version.document.meeting)
    form = forms.PaperForm(request.POST, request.FILES)
    if not form.is_valid():
        return page(request, version, status=422, paper_form=form)
    clean = form.cleaned_data
    try:
        kept = keep_file(
            clean["scan"], name=clean["scan"].name, meeting_id=version.document.meeting_id, kept_by=actor.id
        )
        services.record_paper_signoff(
            actor=actor,
            version_id=version.pk,
            person_name=clean["person_name"],
            person_title=clean["person_title"],
            method=clean["method"],
            signed_on=clean["signed_on"],
            scan=kept,
        )
    except Refusal as refusal:
        blame(form, refusal)
        return page(request, version, status=refusal.status, paper_form=form)
    messages.success(request, _("已记下{person}的确认。").format(person=clean["person_name"]))
    return redirect(version.url)


@login_required
@require_POST
def approve(request: HttpRequest, slug: str, version_id: UUID) -> HttpResponse:
    """An internal approver confirms."""
    version, actor = version_at(request, slug, version_id), actor_of(request)
    services.sign_version(
        actor=actor, version_id=version.pk, seen_hash=request.POST.get("seen_hash", ""), person_name=actor.name
    )
    messages.success(request, _("第 {version} 版已确认。").format(version=version.number))
    return redirect(version.url)


@login_required
@require_POST
def send_back(request: HttpRequest, slug: str, version_id: UUID) -> HttpResponse:
    """An internal approver returns it with a reason."""
    version, actor = version_at(request, slug, version_id), actor_of(request)
    services.return_version(
        actor=actor,
        version_id=version.pk,
        seen_hash=request.POST.get("seen_hash", ""),
        person_name=actor.name,
        remarks=request.POST.get("remarks", ""),
    )
    messages.success(request, _("第 {version} 版已退回。").format(version=version.number))
    return redirect(version.url)


@login_required
@require_POST
def withdraw(request: HttpRequest, slug: str, version_id: UUID) -> HttpResponse:
    version = version_at(request, slug, version_id)
    services.withdraw_version(actor=actor_of(request), version_id=version.pk)
    messages.success(request, _("第 {version} 版已撤回，发出的链接不能再确认它。").format(version=version.number))
    return redirect(version.url)


@login_required
@require_POST
def remark(request: HttpRequest, slug: str, version_id: UUID) -> HttpResponse:
    version = version_at(request, slug, version_id)
    form = forms.RemarkForm(request.POST, fields=_fields(version))
    if not form.is_valid():
        return page(request, version, status=422, remark_form=form)
    services.add_remark(actor=actor_of(request), version_id=version.pk, **form.cleaned_data)
    return redirect(f"{version.url}#remarks")


@login_required
@require_POST
def resolve(request: HttpRequest, slug: str, remark_id: UUID) -> HttpResponse:
    meeting_for(actor_of(request), slug, "documents.view")
    answered = services.resolve_remark(
        actor=actor_of(request), remark_id=remark_id, answer=request.POST.get("answer", "")
    )
    if answered.version is None:
        return redirect("documents:document", slug=slug, document_id=answered.document_id)
    return redirect(f"{reverse('documents:version', args=[slug, answered.version_id])}#remarks")


@login_required
@require_POST
def acknowledge(request: HttpRequest, slug: str, version_id: UUID) -> HttpResponse:
    version = version_at(request, slug, version_id)
    services.acknowledge_version(actor=actor_of(request), version_id=version.pk)
    return redirect(f"{version.url}#readers")


def version_at(request: HttpRequest, slug: str, version_id: UUID) -> Version:
    """The version of this address, for this person."""
    actor = actor_of(request)
    meeting = meeting_for(actor, slug, "documents.view")
    version = version_for(actor, version_id)
    if version.document.meeting_id != meeting.pk:
        raise NotFound
    return version


def blame(form: django_forms.Form, refusal: Refusal) -> None:
    """A refusal of a service, shown at the form's own fields where it names them."""
    named = refusal.fields if isinstance(refusal, InvalidInput) else {}
    for name, sentences in named.items():
        form.add_error(name if name in form.fields else None, sentences)
    if not named:
        form.add_error(None, sentence_of(refusal))


def page(request: HttpRequest, version: Version, status: int = 200, **more: Any) -> HttpResponse:
    """The version's page; forms in `more` keep what was typed."""
    actor, document = actor_of(request), version.document
    kind, meeting = kind_of(document.kind), document.meeting
    former = queries.last_signed_before(version)
    may_sign_off = can(actor, kind.sign_off, meeting)
    contacts = meeting.client.contacts.all() if meeting.client else []
    approver = next((contact for contact in contacts if contact.is_approver), None)
    invited = {"person": approver.name, "recipient": approver.email or approver.phone} if approver else {}
    fields = _fields(version)
    labels = {key: label for key, label, _section in fields}
    concerned = Q(version=version) | Q(resolved_at=None)  # what earlier versions left unanswered still stands
    remarks = list(document.remarks.filter(concerned).select_related("resolved_by", "by_user", "version"))
    readers = list(version.acknowledgements.select_related("reader"))
    rows = queries.difference(document.kind, former.content, version.content) if former else []
    context = {
        "meeting": meeting,
        "document": document,
        "version": version,
        "kind": kind,
        "sheet": queries.sheet_of(version),
        "signoffs": list(version.signoffs.select_related("by_user", "recorded_by", "evidence")),
        "links": _links(version) if may_sign_off else [],
        "remarks": [(labels.get(r.field_key, ""), r) for r in remarks],
        "open_remarks": sum(not r.is_resolved for r in remarks),
        "readers": readers,
        "has_read": any(row.reader_id == actor.id for row in readers),
        "former": former,
        "sections": by_section(rows),
        "difference_count": len(rows),
        "edit_url": kind.url(document),
        "may_sign_off": may_sign_off,
        "may_edit": can(actor, kind.edit, meeting),
        "invite_form": forms.InviteForm(initial={**invited, "days": 14}),
        "paper_form": forms.PaperForm(initial={"signed_on": clock.today(meeting.time_zone)}),
        "remark_form": forms.RemarkForm(fields=fields),
    }
    return render(request, "documents/version.html", context | more, status=status)


def _fields(version: Version) -> list[tuple[str, Any, Any]]:
    return list(kind_of(version.document.kind).fields(version.content))


def _links(version: Version) -> list[ScopedLink]:
    return list(ScopedLink.objects.filter(purpose=SIGN, subject_id=version.pk).order_by("-created_at"))
