"""Rule packs of the organisation: list, one, change a copy, a local one, back to the built-in."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiwu.compliance import forms, services
from huiwu.compliance.choices import Nature, Topic
from huiwu.compliance.queries.packs import built_in_pack, own_pack, pack_of, packs_of
from huiwu.compliance.rules.packs import Pack
from huiwu.compliance.views.frame import home_of, number, show_refusal
from huiwu.foundation.middleware import sentence_of
from huiwu.foundation.pages import actor_of
from huiwu.foundation.permission import can
from huiwu.kernel.errors import InvalidInput, NotFound, StaleEdit

READ_WRITE = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    org_id = home_of(actor, "compliance.view_packs")
    packs = packs_of(org_id)
    context = {
        "rows": [(pack, Topic(pack.topic).label, region_of(pack)) for pack in packs],
        "pending": sum(pack.status == "pending" for pack in packs),
        "may_edit": can(actor, "compliance.edit_packs", org_id),
    }
    return render(request, "compliance/packs.html", context)


@login_required
@require_safe
def show(request: HttpRequest, code: str) -> HttpResponse:
    actor = actor_of(request)
    org_id = home_of(actor, "compliance.view_packs")
    pack = _pack(org_id, code)
    former = built_in_pack(code) if pack.is_own else None
    context = {
        "pack": pack,
        "topic": Topic(pack.topic).label,
        "region": region_of(pack),
        "natures": [Nature(n).label for n in pack.applies_to],
        "params": forms.param_rows(pack),
        "pending": [forms.param_label(path) for path in pack.pending],
        "changed": _changed(former, pack) if former else [],
        "is_copy": former is not None,
        "may_edit": can(actor, "compliance.edit_packs", org_id),
    }
    return render(request, "compliance/pack.html", context)


@login_required
@READ_WRITE
def edit(request: HttpRequest, code: str) -> HttpResponse:
    actor = actor_of(request)
    org_id = home_of(actor, "compliance.edit_packs")
    pack = _pack(org_id, code)
    form = forms.PackForm(request.POST or None, pack=pack)
    context: dict[str, Any] = {"pack": pack, "form": form, "topic": Topic(pack.topic).label, "revision": pack.revision}
    if request.method == "POST" and form.is_valid():
        context["revision"] = number(request.POST.get("revision", ""))
        try:
            services.save_own_pack(
                actor=actor, org_id=org_id, code=code, revision=context["revision"], values=form.values()
            )
        except InvalidInput as wrong:
            show_refusal(form, wrong)
        except StaleEdit as stale:
            theirs = own_pack(stale.theirs) if stale.theirs else pack
            context |= {
                "stale": sentence_of(stale),
                "theirs": forms.param_rows(theirs),
                "revision": theirs.revision,
            }
        else:
            messages.success(request, _("已保存为本单位的规则包；已结项的会议不受影响。"))
            return redirect("compliance:pack", code)
    status = 409 if "stale" in context else 422 if form.errors else 200
    return render(request, "compliance/pack_edit.html", context, status=status)


@login_required
@READ_WRITE
def create(request: HttpRequest) -> HttpResponse:
    """A local pack begins as a copy of another, under its own code and for its own region, with everything 待核."""
    actor = actor_of(request)
    org_id = home_of(actor, "compliance.edit_packs")
    packs = packs_of(org_id)
    form = forms.NewPackForm(request.POST or None, packs=packs)
    if request.method == "POST" and form.is_valid():
        clean = form.cleaned_data
        source = next(pack for pack in packs if pack.code == clean["source"])
        try:
            services.save_own_pack(
                actor=actor, org_id=org_id, code=clean["code"], revision=0, values=_copied(source, clean["region"])
            )
        except InvalidInput as wrong:
            show_refusal(form, wrong)
        except StaleEdit:
            form.add_error("code", _("这个代号已经用过"))
        else:
            return redirect("compliance:pack_edit", clean["code"])
    return render(request, "compliance/pack_new.html", {"form": form}, status=422 if form.errors else 200)


@login_required
@require_POST
def drop(request: HttpRequest, code: str) -> HttpResponse:
    actor = actor_of(request)
    org_id = home_of(actor, "compliance.edit_packs")
    services.drop_own_pack(actor=actor, org_id=org_id, code=code)
    messages.success(request, _("已撤销本单位的修改。"))
    return redirect("compliance:packs")


def region_of(pack: Pack) -> str:
    return _("全国") if pack.region == "CN" else pack.region


def _pack(org_id: UUID, code: str) -> Pack:
    found = pack_of(org_id, code)
    if found is None:
        raise NotFound
    return found


def _changed(before: Pack, after: Pack) -> list[tuple[str, str, str]]:
    """(label, built in, own) of every parameter that reads differently."""
    old = {label: text for label, text, _pending in forms.param_rows(before)}
    return [
        (label, old.get(label, ""), text) for label, text, _p in forms.param_rows(after) if old.get(label, "") != text
    ]


def _copied(source: Pack, region: str) -> dict[str, Any]:
    names = ("topic", "basis", "effective_from", "effective_to", "params", "severity", "exception_policy")
    kept = replace(source, region=region)
    return {name: getattr(kept, name) for name in names} | {
        "region": kept.region,
        "applies_to": list(kept.applies_to),
        "status": "pending",
        "pending": list(kept.params),
    }
