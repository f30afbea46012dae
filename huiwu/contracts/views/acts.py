"""What is done with a contract: review, signing, ending, acceptance, counts, amendments."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from huiwu.contracts import forms, services
from huiwu.contracts.models import Contract
from huiwu.contracts.queries.money import total_cents
from huiwu.contracts.views.contract import page_context
from huiwu.contracts.views.frame import kept_upload, number, opened, show_refusal, today_at
from huiwu.documents.models import ChangeOrder
from huiwu.foundation.middleware import sentence_of
from huiwu.kernel.errors import InvalidInput, NotFound, Refusal


def _back(slug: str, contract: Contract, anchor: str = "") -> HttpResponse:
    answer = redirect("contracts:contract", slug, contract.pk)
    answer["Location"] += anchor
    return answer


def _done(request: HttpRequest, contract: Contract, act: Callable[[], Any], said: str) -> HttpResponse:
    """Act and go back; a refusal is shown at the head of the page, with nothing lost."""
    try:
        act()
    except Refusal as refusal:
        if refusal.status in (403, 404):
            raise
        context = page_context(request, contract, refusal=sentence_of(refusal))
        return render(request, "contracts/contract.html", context, status=refusal.status)
    messages.success(request, said)
    return _back(contract.meeting.slug, contract)


@login_required
@require_POST
def submit(request: HttpRequest, slug: str, contract_id: UUID) -> HttpResponse:
    actor, contract = opened(request, slug, contract_id, "contracts.edit")
    revision = number(request.POST.get("revision", ""))
    return _done(
        request,
        contract,
        lambda: services.submit_contract(actor=actor, contract_id=contract.pk, revision=revision),
        _("已送审。"),
    )


@login_required
@require_POST
def approve(request: HttpRequest, slug: str, contract_id: UUID) -> HttpResponse:
    actor, contract = opened(request, slug, contract_id, "contracts.review")
    revision = number(request.POST.get("revision", ""))
    return _done(
        request,
        contract,
        lambda: services.approve_contract(actor=actor, contract_id=contract.pk, revision=revision),
        _("审核通过。"),
    )


@login_required
@require_POST
def send_back(request: HttpRequest, slug: str, contract_id: UUID) -> HttpResponse:
    actor, contract = opened(request, slug, contract_id, "contracts.edit")
    reason = request.POST.get("reason", "")
    return _done(
        request,
        contract,
        lambda: services.return_contract(actor=actor, contract_id=contract.pk, reason=reason),
        _("已退回为草稿。"),
    )


@login_required
@require_POST
def sign(request: HttpRequest, slug: str, contract_id: UUID) -> HttpResponse:
    """The scan is kept only when everything else is in order."""
    actor, contract = opened(request, slug, contract_id, "contracts.sign")
    form = forms.SignForm(request.POST, request.FILES)
    if not form.is_valid():
        context = page_context(request, contract, sign_form=form)
        return render(request, "contracts/contract.html", context, status=422)

    def act() -> None:
        services.sign_contract(
            actor=actor,
            contract_id=contract.pk,
            revision=number(request.POST.get("revision", "")),
            signed_on=form.cleaned_data["signed_on"],
            scan=kept_upload(request, "scan", contract.meeting, actor, "contracts.sign"),
        )

    return _done(request, contract, act, _("已登记签订。"))


@login_required
@require_POST
def end(request: HttpRequest, slug: str, contract_id: UUID) -> HttpResponse:
    actor, contract = opened(request, slug, contract_id, "contracts.sign")
    form = forms.EndForm(request.POST)
    if not form.is_valid():
        context = page_context(request, contract, end_form=form)
        return render(request, "contracts/contract.html", context, status=422)
    return _done(
        request,
        contract,
        lambda: services.end_contract(actor=actor, contract_id=contract.pk, **form.cleaned_data),
        _("已登记履行完毕。"),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, slug: str, contract_id: UUID) -> HttpResponse:
    """Asks first, with what it costs today."""
    actor, contract = opened(request, slug, contract_id, "contracts.sign")
    form = forms.ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.cancel_contract(actor=actor, contract_id=contract.pk, reason=form.cleaned_data["reason"])
        messages.success(request, _("已取消合同。"))
        return _back(slug, contract)
    context = page_context(request, contract, form=form)
    return render(request, "contracts/cancel.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def accept(request: HttpRequest, slug: str, contract_id: UUID) -> HttpResponse:
    actor, contract = opened(request, slug, contract_id, "contracts.accept")
    form = forms.AcceptanceForm(request.POST, request.FILES, terms=list(contract.terms.all()))
    if not form.is_valid():
        context = page_context(request, contract, accept_form=form)
        return render(request, "contracts/contract.html", context, status=422)
    clean = form.cleaned_data

    def act() -> None:
        services.record_acceptance(
            actor=actor,
            contract_id=contract.pk,
            amount_cents=clean["amount_cents"],
            accepted_on=clean["accepted_on"],
            note=clean["note"],
            file=kept_upload(request, "file", contract.meeting, actor, "contracts.accept"),
            term_id=UUID(clean["term"]) if clean["term"] else None,
        )

    return _done(request, contract, act, _("已登记验收。"))


@login_required
@require_POST
def count(request: HttpRequest, slug: str, contract_id: UUID, guarantee_id: UUID) -> HttpResponse:
    actor, contract = opened(request, slug, contract_id, "contracts.accept")
    row = contract.guarantees.filter(pk=guarantee_id).first()
    if row is None:
        raise NotFound
    form = forms.CountForm(request.POST)
    if not form.is_valid():
        context = page_context(request, contract, refusal=_("请填写 0 以上的整数。"))
        return render(request, "contracts/contract.html", context, status=422)
    return _done(
        request,
        contract,
        lambda: services.count_guarantee(actor=actor, guarantee_id=row.pk, **form.cleaned_data),
        _("已保存，结算已按新数重算。"),
    )


@login_required
@require_POST
def confirmed(request: HttpRequest, slug: str, contract_id: UUID) -> HttpResponse:
    actor, contract = opened(request, slug, contract_id, "contracts.accept")
    form = forms.ConfirmedForm(request.POST)
    if not form.is_valid():
        context = page_context(request, contract, confirmed_form=form)
        return render(request, "contracts/contract.html", context, status=422)
    return _done(
        request,
        contract,
        lambda: services.record_confirmed_count(actor=actor, contract_id=contract.pk, **form.cleaned_data),
        _("已登记确认人数。"),
    )


@login_required
@require_POST
def drop_promise(request: HttpRequest, slug: str, contract_id: UUID) -> HttpResponse:
    actor, contract = opened(request, slug, contract_id, "contracts.edit")
    post = request.POST.get
    return _done(
        request,
        contract,
        lambda: services.drop_promise(
            actor=actor,
            contract_id=contract.pk,
            text=post("text", ""),
            source=post("source", ""),
            source_key=post("source_key", "")[:80],
            said=post("said", ""),
            reason=post("reason", ""),
        ),
        _("已记下不写入的理由。"),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def amend(request: HttpRequest, slug: str, contract_id: UUID) -> HttpResponse:
    actor, contract = opened(request, slug, contract_id, "contracts.edit")
    orders = list(ChangeOrder.objects.filter(document__meeting=contract.meeting).select_related("sheet"))
    form = forms.AmendmentForm(request.POST or None, orders=orders)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        order = values.pop("change_order")
        try:
            services.draft_amendment(
                actor=actor, contract_id=contract.pk, values=values, change_order_id=UUID(order) if order else None
            )
        except InvalidInput as wrong:
            show_refusal(form, wrong)
        else:
            messages.success(request, _("已起草补充协议。双方签署后请上传扫描件，金额从那时起计入。"))
            return _back(slug, contract, "#amendments")
    context = {"meeting": contract.meeting, "contract": contract, "form": form, "total_cents": total_cents(contract)}
    return render(request, "contracts/amend.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sign_amendment(request: HttpRequest, slug: str, contract_id: UUID, amendment_id: UUID) -> HttpResponse:
    actor, contract = opened(request, slug, contract_id, "contracts.sign")
    row = contract.amendments.filter(pk=amendment_id).first()
    if row is None:
        raise NotFound
    form = forms.SignForm(
        request.POST or None, request.FILES or None, initial={"signed_on": today_at(contract.meeting)}
    )
    if request.method == "POST" and form.is_valid():
        scan = kept_upload(request, "scan", contract.meeting, actor, "contracts.sign")
        try:
            services.sign_amendment(
                actor=actor, amendment_id=row.pk, signed_on=form.cleaned_data["signed_on"], scan=scan
            )
        except InvalidInput as wrong:
            show_refusal(form, wrong)
        else:
            messages.success(request, _("已登记补充协议签订。"))
            return _back(slug, contract, "#amendments")
    context = {"meeting": contract.meeting, "contract": contract, "amendment": row, "form": form}
    context["total_cents"] = total_cents(contract)
    return render(request, "contracts/sign_amendment.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def void_amendment(request: HttpRequest, slug: str, contract_id: UUID, amendment_id: UUID) -> HttpResponse:
    actor, contract = opened(request, slug, contract_id, "contracts.edit")
    if not contract.amendments.filter(pk=amendment_id).exists():
        raise NotFound
    return _done(
        request,
        contract,
        lambda: services.void_amendment(actor=actor, amendment_id=amendment_id),
        _("已作废这份补充协议草稿。"),
    )
