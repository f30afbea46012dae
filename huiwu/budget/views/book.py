"""The budget as a whole: its table, settings, version for the client, files, and the ledger behind its figures."""

from __future__ import annotations

import io
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiwu.budget import forms, services
from huiwu.budget.choices import Account, Origin
from huiwu.budget.models import Budget
from huiwu.budget.queries.books import LedgerRow, budget_of, ledger_of, rows_behind
from huiwu.budget.queries.content import content_of, plan_total, reserve_bp
from huiwu.budget.queries.reports import draft_of, schedule_of
from huiwu.budget.rules.ledger import ACCOUNTS
from huiwu.budget.sheets import budget as sheets
from huiwu.budget.sheets import ledger as ledger_sheets
from huiwu.budget.views.frame import groups_of, meeting_of, number, opened, pictures_of, show_refusal
from huiwu.documents.errors import Incomplete, NothingChanged
from huiwu.documents.queries import current_version, latest
from huiwu.documents.render.excel import xlsx
from huiwu.documents.render.pdf import pdf
from huiwu.documents.render.word import docx
from huiwu.event_plan.choices import BudgetCategory
from huiwu.event_plan.queries import written_content
from huiwu.event_plan.rules import rows as plan_rows
from huiwu.foundation.files import ZIPPED, send
from huiwu.foundation.middleware import sentence_of
from huiwu.kernel.errors import InvalidInput, NotFound, StaleEdit
from huiwu.meetings.models import Meeting

READ_WRITE = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@require_safe
def show(request: HttpRequest, slug: str) -> HttpResponse:
    _actor, meeting = meeting_of(request, slug, "budget.view")
    budget = budget_of(meeting)
    if budget is None:
        return render(request, "budget/begin.html", _beginnings(meeting))
    return render(request, "budget/budget.html", page_of(budget))


def page_of(budget: Budget) -> dict[str, Any]:
    """Everything on the table's page."""
    ledger = ledger_of(budget)
    groups = groups_of(ledger)
    document = latest(budget.meeting, "budget")
    agreed = plan_total(budget.meeting)
    return {
        "meeting": budget.meeting,
        "budget": budget,
        "ledger": ledger,
        "groups": groups,
        "total": ledger.book.total,
        "loose": ledger.book.unallocated,
        "loose_count": len(ledger.loose),
        "bars": pictures_of(groups),
        "agreed": agreed if agreed is not None and agreed != _compared(budget, ledger.book.total.estimate) else None,
        "agreed_against": _compared(budget, ledger.book.total.estimate),
        "current": current_version(document) if document else None,
        "reserve_bp": reserve_bp(ledger) / 100,
        "schedule": schedule_of(budget.meeting, budget),
        "draft": draft_of(budget),
    }


def _compared(budget: Budget, estimate: int) -> int:
    """What the plan's total is held against: the baseline, before there is one the estimate."""
    return int(budget.baseline.content["total_cents"]) if budget.baseline else estimate


def _beginnings(meeting: Meeting) -> dict[str, Any]:
    return {
        "meeting": meeting,
        "plan_lines": len(plan_rows(written_content(meeting) or {}, "budget")),
        "origins": Origin,
    }


@login_required
@require_POST
def begin(request: HttpRequest, slug: str) -> HttpResponse:
    actor, meeting = meeting_of(request, slug, "budget.edit")
    origin = request.POST.get("origin", "")
    services.begin_budget(actor=actor, meeting=meeting, origin=origin)
    messages.success(request, _("已建立预算表。"))
    return redirect("budget:import" if origin == Origin.EXCEL else "budget:budget", slug)


@login_required
@READ_WRITE
def configure(request: HttpRequest, slug: str) -> HttpResponse:
    actor, budget = opened(request, slug, "budget.edit")
    form = forms.SettingsForm(request.POST or None, initial=forms.SettingsForm.initial_of(budget))
    context: dict[str, Any] = {"meeting": budget.meeting, "budget": budget, "form": form, "revision": budget.revision}
    if request.method == "POST" and form.is_valid():
        try:
            revision = number(request.POST.get("revision"))
            services.save_settings(actor=actor, budget=budget, revision=revision, values=form.cleaned_data)
        except InvalidInput as wrong:
            show_refusal(form, wrong)
        except StaleEdit as stale:
            context |= {"stale": sentence_of(stale), "revision": stale.theirs.revision}
        else:
            messages.success(request, _("已保存。"))
            return redirect("budget:budget", slug)
    status = 409 if "stale" in context else 422 if form.errors else 200
    return render(request, "budget/settings.html", context, status=status)


@login_required
@require_POST
def propose(request: HttpRequest, slug: str) -> HttpResponse:
    """Make a version; its own page has the link for the client."""
    actor, budget = opened(request, slug, "budget.invite")
    try:
        version = services.propose_budget(actor=actor, budget=budget, note=request.POST.get("note", "")[:2000])
    except (Incomplete, NothingChanged, StaleEdit) as refusal:
        context = page_of(budget) | {"refusal": sentence_of(refusal), "missing": getattr(refusal, "missing", ())}
        return render(request, "budget/budget.html", context, status=refusal.status)
    messages.success(request, _("已提交第 {number} 版，请把确认链接发给客户。").format(number=version.number))
    return redirect("documents:version", slug=slug, version_id=version.pk)


@login_required
@require_safe
def file(request: HttpRequest, slug: str, form: str) -> FileResponse:
    """The budget as it stands now: pdf, word or xlsx."""
    _actor, budget = opened(request, slug)
    content, name = content_of(budget), f"{budget.meeting.name} {_('预算表')}"
    if form == "xlsx":
        made = xlsx(sheets.workbook(content))
        return send(io.BytesIO(made), name=f"{name}.xlsx", media_type=ZIPPED["xl/"])
    return _drawn(sheets.sheet(budget.meeting, content, None), name, form)


def _drawn(sheet: Any, name: str, form: str) -> FileResponse:
    if form == "pdf":
        made = pdf(sheet, on_missing="mark")
        return send(io.BytesIO(made), name=f"{name}.pdf", media_type="application/pdf", inline=True)
    if form == "word":
        return send(io.BytesIO(docx(sheet)), name=f"{name}.docx", media_type=ZIPPED["word/"])
    raise NotFound


def _asked(request: HttpRequest) -> dict[str, Any]:
    """What of the ledger is asked for: a line (`-` is 未分摊), a category, an account."""
    line, category = request.GET.get("line"), request.GET.get("category", "")
    account = request.GET.get("account", "")
    return {
        "line": None if line is None or line == "" else "" if line == "-" else line[:12],
        "category": category if category in BudgetCategory.values else "",
        "account": account if account in ACCOUNTS else "",
    }


@login_required
@require_safe
def ledger(request: HttpRequest, slug: str) -> HttpResponse:
    """The rows whose sum a figure is."""
    _actor, budget = opened(request, slug)
    asked = _asked(request)
    whole = ledger_of(budget)
    rows = rows_behind(whole, **asked)
    context = {
        "meeting": budget.meeting,
        "budget": budget,
        "asked": asked | {"unallocated": asked["line"] == ""},
        "asked_line": next((row for row in whole.lines if row.key == asked["line"]), None),
        "accounts": [(code, label) for code, label in Account.choices if code != "covered"],
        "categories": BudgetCategory.choices,
        "tables": _by_account(rows, asked["account"]),
        "query": request.GET.urlencode(),
        "account_word": dict(Account.choices).get(asked["account"], ""),
        "category_word": dict(BudgetCategory.choices).get(asked["category"], ""),
    }
    return render(request, "budget/ledger.html", context)


def _by_account(rows: list[LedgerRow], account: str) -> list[tuple[str, list[LedgerRow], int]]:
    """(account, its rows, their sum); what is only a helper of the forecast is shown when asked for."""
    found = []
    for code, label in Account.choices:
        mine = [row for row in rows if row.posting.account == code]
        if mine and (code != "covered" or account == code):
            found.append((str(label), mine, sum(row.posting.amount_cents for row in mine)))
    return found


@login_required
@require_safe
def ledger_file(request: HttpRequest, slug: str, form: str) -> FileResponse:
    _actor, budget = opened(request, slug)
    rows = rows_behind(ledger_of(budget), **_asked(request))
    name = f"{budget.meeting.name} {_('费用台账')}"
    if form == "xlsx":
        made = xlsx([ledger_sheets.table(rows)])
        return send(io.BytesIO(made), name=f"{name}.xlsx", media_type=ZIPPED["xl/"])
    return _drawn(ledger_sheets.sheet(budget.meeting, rows), name, form)
