"""Which record stands on which line: proposals to confirm, and one record split by hand."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huiwu.budget import services
from huiwu.budget.choices import SourceKind
from huiwu.budget.errors import PartsDoNotAddUp, UnknownSource
from huiwu.budget.queries.books import Ledger, ledger_of, proposal
from huiwu.budget.rules.ledger import Source
from huiwu.budget.views.frame import opened
from huiwu.foundation.middleware import sentence_of
from huiwu.kernel.money import cents_from_text, yuan

READ_WRITE = require_http_methods(["GET", "HEAD", "POST"])
KINDS = dict(SourceKind.choices)


@login_required
@READ_WRITE
def index(request: HttpRequest, slug: str) -> HttpResponse:
    """Records not on a line yet, each with a proposal; then all others with where they stand."""
    posting = request.method == "POST"
    actor, budget = opened(request, slug, "budget.edit" if posting else "budget.view")
    if posting:
        done = services.confirm_proposals(actor=actor, budget=budget, sources=request.POST.getlist("source"))
        messages.success(request, _("已确认 {count} 笔分摊。").format(count=done))
        return redirect("budget:allocations", slug)
    ledger = ledger_of(budget)
    loose = {source.key for source in ledger.loose}
    context = {
        "meeting": budget.meeting,
        "budget": budget,
        "loose": [_row(ledger, s) | {"proposal": _proposed(ledger, s)} for s in ledger.loose],
        "settled": [_row(ledger, s) for s in _money(ledger) if s.key not in loose],
        "loose_total": ledger.book.unallocated,
    }
    return render(request, "budget/allocations.html", context)


def _money(ledger: Ledger) -> list[Source]:
    return [source for source in ledger.sources.values() if source.kind not in ("baseline", "adjustment")]


def _proposed(ledger: Ledger, source: Source) -> list[tuple[Any, int]]:
    return [] if source.key in ledger.parts else proposal(ledger, source)


def _row(ledger: Ledger, source: Source) -> dict[str, Any]:
    lines = {line.key: line for line in ledger.lines}
    stands = [
        (lines.get(entry.line), entry.amount_cents)
        for entry in ledger.entries
        if entry.source == source.key and entry.account in ("committed", "invoiced", "paid")
    ]
    is_own = source.key in ledger.parts
    return {"source": source, "kind_word": KINDS[source.kind], "stands": stands, "is_own": is_own}


@login_required
@READ_WRITE
def show(request: HttpRequest, slug: str, kind: str, source_id: UUID) -> HttpResponse:
    """Split one record over lines: cents for each, and how much of the line that covers."""
    posting = request.method == "POST"
    actor, budget = opened(request, slug, "budget.edit" if posting else "budget.view")
    ledger = ledger_of(budget)
    source = ledger.sources.get(f"{kind}:{source_id}")
    if source is None or source.kind in ("baseline", "adjustment"):
        raise UnknownSource
    context: dict[str, Any] = {"meeting": budget.meeting, "budget": budget, "source": source}
    context["kind_word"] = KINDS[source.kind]
    if posting:
        parts, wrong = _parts(ledger, request.POST)
        if not wrong:
            try:
                services.allocate(actor=actor, budget=budget, source=source.key, parts=parts)
            except PartsDoNotAddUp as refusal:
                wrong = sentence_of(refusal)
            else:
                messages.success(request, _("已保存分摊。"))
                return redirect("budget:allocations", slug)
        context["refusal"] = wrong
    context["rows"] = _inputs(ledger, source, request.POST if posting else None)
    return render(request, "budget/allocation.html", context, status=422 if "refusal" in context else 200)


def _parts(ledger: Ledger, data: QueryDict) -> tuple[list[tuple[str, int, Decimal | None]], str]:
    found = []
    for line in ledger.lines:
        text, covers = data.get(f"cents-{line.key}", "").strip(), data.get(f"quantity-{line.key}", "").strip()
        if not text:
            continue
        try:
            cents = cents_from_text(text)
            quantity = Decimal(covers) if covers else None
        except (ValueError, InvalidOperation):
            return [], _("“{item}”的金额或数量填得不对，没有保存。").format(item=line.item)
        if quantity is not None and not (quantity.is_finite() and 0 <= quantity <= 10**9):
            return [], _("“{item}”的金额或数量填得不对，没有保存。").format(item=line.item)
        found.append((line.key, cents, quantity))
    return found, ""


def _inputs(ledger: Ledger, source: Source, data: QueryDict | None) -> list[dict[str, Any]]:
    """Every line with what was typed, what stands there, or what is proposed; lines in question first."""
    own = {part.line: part for part in ledger.parts.get(source.key, ())}
    proposed = {line.key: cents for line, cents in _proposed(ledger, source)}
    rows = []
    for line in ledger.lines:
        part = own.get(line.key)
        cents = part.amount_cents if part else proposed.get(line.key)
        typed = data.get(f"cents-{line.key}", "") if data else yuan(cents).replace(",", "") if cents else ""
        quantity = data.get(f"quantity-{line.key}", "") if data else str(part.quantity or "") if part else ""
        rows.append(
            {"line": line, "typed": typed, "quantity": quantity, "at": ledger.figures(line.key), "is_near": bool(typed)}
        )
    return sorted(rows, key=lambda row: (not row["is_near"], row["line"].category != source.category))
