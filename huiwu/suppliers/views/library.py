"""The library: list, one supplier, its people, its papers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiwu.foundation.files import send_file
from huiwu.foundation.middleware import sentence_of
from huiwu.foundation.pages import actor_of
from huiwu.foundation.permission import can, require
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, NotFound, StaleEdit
from huiwu.meetings.queries import home_organisation
from huiwu.meetings.views.editing import both_sides, row_forms, rows_in_order
from huiwu.suppliers import forms, queries, services
from huiwu.suppliers.errors import SupplierKnown
from huiwu.suppliers.models import Qualification, Supplier
from huiwu.suppliers.queries.cards import card_of, cards
from huiwu.suppliers.rules.naming import masked
from huiwu.suppliers.services import SupplierContactValues
from huiwu.suppliers.views.frame import kept_upload, number, show_refusal, theirs_by_name

PER_PAGE = 50
READ_WRITE = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The list under the filters of the address."""
    actor, today = actor_of(request), clock.today()
    form = forms.FilterForm(request.GET)
    asked = form.asked()
    page = Paginator(queries.found_suppliers(actor, asked, today), PER_PAGE).get_page(request.GET.get("page"))
    org = home_organisation(actor)
    context = {
        "form": form,
        "asked": asked,
        "page": page,
        "cards": cards(page.object_list, today),
        "may_edit": can(actor, "suppliers.edit", org.pk),
        "may_call": can(actor, "suppliers.see_contacts", org.pk),
    }
    htmx = getattr(request, "htmx", None)
    template = "suppliers/_library.html" if htmx and htmx.target == "suppliers" else "suppliers/library.html"
    return render(request, template, context)


@READ_WRITE
def create(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    org = home_organisation(actor)
    require(actor, "suppliers.edit", org.pk)
    with_bank = can(actor, "suppliers.see_bank", org.pk)
    form = forms.SupplierForm(request.POST or None, with_bank=with_bank)
    context: dict[str, Any] = {"form": form, "supplier": None}
    if request.method == "POST" and form.is_valid():
        try:
            made = services.add_supplier(actor=actor, org=org, values=form.cleaned_data)
        except InvalidInput as wrong:
            show_refusal(form, wrong)
        except SupplierKnown as known:
            context |= {"known": sentence_of(known), "known_id": known.params["supplier_id"]}
        else:
            messages.success(request, _("已加入供应商库。请接着登记联系人与资质。"))
            return redirect("suppliers:supplier", made.pk)
    status = 409 if "known" in context else 422 if form.errors else 200
    return render(request, "suppliers/edit.html", context, status=status)


@require_safe
def known(request: HttpRequest) -> HttpResponse:
    """Suppliers that may be the one being typed in; shown before it is saved."""
    actor = actor_of(request)
    org = home_organisation(actor)
    require(actor, "suppliers.edit", org.pk)
    name, code = request.GET.get("name", ""), request.GET.get("unified_code", "")
    but = _uuid(request.GET.get("but", ""))
    found = [] if "\0" in name + code else queries.alike(org.pk, name=name, unified_code=code, but=but)
    return render(request, "suppliers/_known.html", {"found": found})


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@require_safe
def show(request: HttpRequest, supplier_id: UUID) -> HttpResponse:
    """One supplier; `?tab=` contacts, papers, meetings, ratings, else the facts."""
    actor, today = actor_of(request), clock.today()
    row = queries.supplier_for(actor, supplier_id)
    card = card_of(row, today)
    tabs = _tabs(card)
    tab = request.GET.get("tab", "facts")
    if tab not in [code for code, *_rest in tabs]:
        tab = "facts"
    with_bank = can(actor, "suppliers.see_bank", row.org_id)
    context = {
        "supplier": row,
        "card": card,
        "tab": tab,
        "tabs": tabs,
        "today": today,
        "account": row.bank_account if with_bank else masked(row.bank_account),
        "may_edit": can(actor, "suppliers.edit", row.org_id),
        "may_call": can(actor, "suppliers.see_contacts", row.org_id),
        "meetings": queries.engagements_seen_by(actor, row) if tab == "meetings" else [],
        "ratings": queries.ratings_seen_by(actor, row) if tab == "ratings" else [],
        "status_form": forms.StatusForm(initial={"status": row.status, "reason": row.status_reason}),
    }
    return render(request, "suppliers/supplier.html", context)


def _tabs(card: Any) -> list[tuple[str, str, str, int | None]]:
    url = reverse("suppliers:supplier", args=[card.supplier.pk])
    return [
        ("facts", _("基本信息"), url, None),
        ("contacts", _("联系人"), f"{url}?tab=contacts", len(card.contacts)),
        ("papers", _("资质与保险"), f"{url}?tab=papers", len(card.papers)),
        ("meetings", _("参与的会议"), f"{url}?tab=meetings", None),
        ("ratings", _("评价"), f"{url}?tab=ratings", len(card.scores)),
    ]


@READ_WRITE
def edit(request: HttpRequest, supplier_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    row = queries.supplier_for(actor, supplier_id, "suppliers.edit")
    with_bank = can(actor, "suppliers.see_bank", row.org_id)
    form = forms.SupplierForm(request.POST or None, with_bank=with_bank, initial=forms.SupplierForm.initial_of(row))
    context: dict[str, Any] = {"form": form, "supplier": row, "revision": row.revision}
    if request.method == "POST" and form.is_valid():
        revision = number(request.POST.get("revision", ""))
        context["revision"] = revision
        try:
            services.change_supplier(actor=actor, supplier_id=row.pk, revision=revision, values=form.cleaned_data)
        except InvalidInput as wrong:
            show_refusal(form, wrong)
        except SupplierKnown as taken:
            context |= {"known": sentence_of(taken), "known_id": taken.params["supplier_id"]}
        except StaleEdit as stale:
            context |= {
                "stale": sentence_of(stale),
                "sides": both_sides(form, theirs_by_name(form, stale.theirs)),
                "revision": stale.theirs.revision,
            }
        else:
            messages.success(request, _("已保存。"))
            return redirect("suppliers:supplier", row.pk)
    status = 409 if {"known", "stale"} & context.keys() else 422 if form.errors else 200
    return render(request, "suppliers/edit.html", context, status=status)


@require_POST
def set_status(request: HttpRequest, supplier_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    row = queries.supplier_for(actor, supplier_id, "suppliers.edit")
    services.set_supplier_status(
        actor=actor,
        supplier_id=row.pk,
        revision=number(request.POST.get("revision", "")),
        status=request.POST.get("status", ""),
        reason=request.POST.get("reason", ""),
    )
    messages.success(request, _("已更新状态。"))
    return redirect("suppliers:supplier", row.pk)


@READ_WRITE
def contacts(request: HttpRequest, supplier_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    row = queries.supplier_for(actor, supplier_id, "suppliers.edit")
    formset = row_forms(forms.ContactForm, extra=2)(
        request.POST or None, initial=[_contact_values(contact) for contact in row.contacts.all()]
    )
    context: dict[str, Any] = {"supplier": row, "formset": formset, "revision": row.revision}
    if request.method == "POST" and formset.is_valid():
        revision = number(request.POST.get("revision", ""))
        context["revision"] = revision
        try:
            services.set_supplier_contacts(
                actor=actor, supplier_id=row.pk, revision=revision, contacts=_contacts_of(formset)
            )
        except InvalidInput as wrong:
            context["errors"] = [sentence for found in wrong.fields.values() for sentence in found]
        except StaleEdit as stale:
            theirs: Supplier = stale.theirs
            context |= {
                "stale": sentence_of(stale),
                "theirs": list(theirs.contacts.all()),
                "revision": theirs.revision,
            }
        else:
            messages.success(request, _("已保存联系人。"))
            return redirect(f"{reverse('suppliers:supplier', args=[row.pk])}?tab=contacts")
    faulty = request.method == "POST" and (not formset.is_valid() or "errors" in context)
    status = 409 if "stale" in context else 422 if faulty else 200
    return render(request, "suppliers/contacts_edit.html", context, status=status)


def _contact_values(row: Any) -> dict[str, Any]:
    return {key: getattr(row, key) for key in ("id", "name", "title", "phone", "email", "is_on_site")}


def _contacts_of(formset: Any) -> list[SupplierContactValues]:
    kept = ("id", "name", "title", "phone", "email", "is_on_site")
    return [SupplierContactValues(**{key: row[key] for key in kept}) for row in rows_in_order(formset)]


@READ_WRITE
def paper_new(request: HttpRequest, supplier_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    row = queries.supplier_for(actor, supplier_id, "suppliers.edit")
    form = forms.QualificationForm(
        request.POST or None, request.FILES or None, initial={"kind": request.GET.get("kind", "")}
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.add_qualification(
                actor=actor, supplier=row, values=form.values(), file=kept_upload(request, "file", actor)
            )
        except InvalidInput as wrong:
            show_refusal(form, wrong)
        else:
            messages.success(request, _("已登记。"))
            return redirect(f"{reverse('suppliers:supplier', args=[row.pk])}?tab=papers")
    context = {"supplier": row, "form": form, "paper": None}
    return render(request, "suppliers/paper.html", context, status=422 if form.errors else 200)


@READ_WRITE
def paper(request: HttpRequest, qualification_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    row = _paper(qualification_id)
    supplier = queries.supplier_for(actor, row.supplier_id, "suppliers.edit")
    form = forms.QualificationForm(
        request.POST or None, request.FILES or None, initial=forms.QualificationForm.initial_of(row)
    )
    context: dict[str, Any] = {"supplier": supplier, "form": form, "paper": row, "revision": row.revision}
    if request.method == "POST" and form.is_valid():
        context["revision"] = number(request.POST.get("revision", ""))
        try:
            services.change_qualification(
                actor=actor,
                qualification_id=row.pk,
                revision=context["revision"],
                values=form.values(),
                file=kept_upload(request, "file", actor, row.meeting_id),
            )
        except InvalidInput as wrong:
            show_refusal(form, wrong)
        except StaleEdit as stale:
            sides = both_sides(form, theirs_by_name(form, stale.theirs))
            context |= {"stale": sentence_of(stale), "sides": sides, "revision": stale.theirs.revision}
        else:
            messages.success(request, _("已保存。"))
            return redirect(f"{reverse('suppliers:supplier', args=[supplier.pk])}?tab=papers")
    status = 409 if "stale" in context else 422 if form.errors else 200
    return render(request, "suppliers/paper.html", context, status=status)


@require_POST
def paper_remove(request: HttpRequest, qualification_id: UUID) -> HttpResponse:
    row = _paper(qualification_id)
    services.remove_qualification(actor=actor_of(request), qualification_id=row.pk)
    messages.success(request, _("已移除。"))
    return redirect(f"{reverse('suppliers:supplier', args=[row.supplier_id])}?tab=papers")


@require_safe
def paper_file(request: HttpRequest, qualification_id: UUID) -> HttpResponseBase:
    row = _paper(qualification_id)
    queries.supplier_for(actor_of(request), row.supplier_id)
    if row.file is None:
        raise NotFound
    return send_file(row.file, inline=True)


def _paper(qualification_id: UUID) -> Qualification:
    row = Qualification.objects.select_related("file", "supplier").filter(pk=qualification_id).first()
    if row is None:
        raise NotFound
    return row
