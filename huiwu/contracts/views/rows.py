"""The lists of a draft, each on a page of its own: terms, ladder, guarantees, hours, inclusions, price list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from huiwu.contracts import forms, services
from huiwu.contracts.models import Contract
from huiwu.contracts.queries.sources import promises_for, unwritten
from huiwu.contracts.views.frame import needed, number, opened
from huiwu.foundation.actors import Actor
from huiwu.foundation.middleware import sentence_of
from huiwu.foundation.permission import can
from huiwu.kernel.errors import Refusal


@dataclass(frozen=True, slots=True)
class Part:
    """One list: its form, its rows as initial values, and the service that replaces it."""

    title: Any
    lead: Any
    row: type[Any]
    rows: Callable[[Contract], list[dict[str, Any]]]
    save: Callable[[Actor, Contract, int, list[Any]], Any]
    extras: Callable[[Contract], dict[str, Any]]


def _columns(*names: str) -> Callable[[Any], dict[str, Any]]:
    return lambda row: {name: getattr(row, name) for name in names}


def _terms(contract: Contract) -> list[dict[str, Any]]:
    names = ("label", "kind", "trigger", "offset_days", "due_on", "requires_acceptance", "requires_invoice", "share_bp")
    shown = _columns(*names)
    return [
        {**shown(t), "amount_cents": t.amount_cents if t.share_bp is None else None}
        for t in contract.terms.filter(amendment=None)
    ]


def _guarantees(contract: Contract) -> list[dict[str, Any]]:
    shown = _columns("kind", "label", "reserved", "count", "unit_cents", "adjust_until", "expected")
    return [{**shown(g), "function_id": str(g.function_id or "")} for g in contract.guarantees.all()]


def _spans(contract: Contract) -> list[dict[str, Any]]:
    zone = contract.meeting.zone
    shown = _columns("purpose", "place", "layout", "capacity", "room_id")
    return [
        {
            **shown(s),
            "space_id": str(s.space_id or ""),
            "from_at": s.from_at.astimezone(zone).strftime("%Y-%m-%dT%H:%M"),
            "to_at": s.to_at.astimezone(zone).strftime("%Y-%m-%dT%H:%M"),
        }
        for s in contract.spans.all()
    ]


def _inclusions(contract: Contract) -> list[dict[str, Any]]:
    """Promises nobody has taken up yet stand below, ready to be ticked."""
    shown = _columns("text", "source", "source_key", "said", "is_written", "dropped_reason")
    kept = [shown(i) for i in contract.inclusions.all()]
    open_ones = unwritten(contract, promises_for(contract))
    return kept + [
        {"text": p.text, "source": p.source, "source_key": p.key, "said": p.said, "is_written": True} for p in open_ones
    ]


PARTS: dict[str, Part] = {
    "terms": Part(
        gettext_lazy("付款计划"),
        gettext_lazy("各期合计须等于合同额。比例按扣除固定金额后的余额计；押金另列，不计入合同额。"),
        forms.TermRow,
        _terms,
        lambda actor, c, revision, rows: services.set_terms(
            actor=actor, contract_id=c.pk, revision=revision, terms=rows
        ),
        lambda c: {},
    ),
    "ladder": Part(
        gettext_lazy("取消阶梯"),
        gettext_lazy("每档写会前至少几天；越近比例越高，最后一档从 0 天开始。"),
        forms.StepRow,
        lambda c: [{"min_days": s.min_days, "share_bp": s.share_bp} for s in c.ladder.all()],
        lambda actor, c, revision, rows: services.set_ladder(
            actor=actor, contract_id=c.pk, revision=revision, steps=rows
        ),
        lambda c: {},
    ),
    "guarantees": Part(
        gettext_lazy("保底"),
        gettext_lazy("按实际与保底中较多者结算：保底 25 实到 22 付 25，实到 27 付 27。"),
        forms.GuaranteeRow,
        _guarantees,
        lambda actor, c, revision, rows: services.set_guarantees(
            actor=actor, contract_id=c.pk, revision=revision, guarantees=rows
        ),
        lambda c: {"functions": list(c.meeting.functions.filter(is_cancelled=False))},
    ),
    "spans": Part(
        gettext_lazy("场地与使用时段"),
        gettext_lazy("进场搭建、彩排、撤场都要写进合同，否则进不去、被赶场或加收。"),
        forms.SpanRow,
        _spans,
        lambda actor, c, revision, rows: services.set_spans(
            actor=actor, contract_id=c.pk, revision=revision, spans=rows
        ),
        lambda c: {"spaces": list(c.meeting.spaces.all()), "meeting": c.meeting},
    ),
    "inclusions": Part(
        gettext_lazy("包含项"),
        gettext_lazy("考察、报价、沟通里答应的赠送与免费项，写入才算数；不写入的须说明理由。"),
        forms.InclusionRow,
        _inclusions,
        lambda actor, c, revision, rows: services.set_inclusions(
            actor=actor, contract_id=c.pk, revision=revision, inclusions=rows
        ),
        lambda c: {},
    ),
    "lines": Part(
        gettext_lazy("价格表"),
        gettext_lazy("单价含税；小计四舍五入到分。价格表可以只列主要项目，不必等于合同额。"),
        forms.LineRow,
        lambda c: [_columns("item", "spec", "unit", "quantity", "unit_cents")(line) for line in c.lines.all()],
        lambda actor, c, revision, rows: services.set_lines(
            actor=actor, contract_id=c.pk, revision=revision, lines=rows
        ),
        lambda c: {},
    ),
}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str, contract_id: UUID, part: str) -> HttpResponse:
    """A refused or stale form shows everything that was typed again."""
    actor, contract = opened(request, slug, contract_id, needed(request))
    what = PARTS[part]
    rows = what.rows(contract)
    formset = forms.rows_of(what.row)(request.POST or None, initial=rows, form_kwargs=what.extras(contract))
    context: dict[str, Any] = {
        "meeting": contract.meeting,
        "contract": contract,
        "formset": formset,
        "title": what.title,
        "lead": what.lead,
        "part": part,
        "revision": contract.revision,
        "may_edit": can(actor, "contracts.edit", contract.meeting) and contract.is_draft,
    }
    status = 200
    if request.method == "POST":
        context["revision"] = number(request.POST.get("revision", ""))
        status = 422
        if formset.is_valid():
            kept = [f.value() for f in formset.forms if (f.has_changed() or f.initial) and f.is_filled()]
            try:
                what.save(actor, contract, context["revision"], kept)
            except Refusal as refusal:
                if refusal.status in (403, 404):
                    raise
                status = refusal.status
                context["refusal"] = sentence_of(refusal)
                if refusal.code == "stale_edit":
                    contract.refresh_from_db(fields=["revision"])
                    context["revision"] = contract.revision
                    context["theirs"] = what.rows(contract)
            else:
                messages.success(request, _("已保存“{title}”。").format(title=what.title))
                return redirect("contracts:contract", slug, contract.pk)
    return render(request, "contracts/rows.html", context, status=status)
