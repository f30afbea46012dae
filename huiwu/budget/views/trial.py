"""人数测算: change any number of people, see every line and sum move, save nothing until it is applied."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from huiwu.budget import services
from huiwu.budget.choices import Basis, Group
from huiwu.budget.queries.books import Ledger, Numbers, ledger_of
from huiwu.budget.rules.forecast import shifts
from huiwu.budget.rules.quantities import EVERYBODY, Headcounts
from huiwu.budget.views.frame import opened
from huiwu.budget.words import plain_number, unit_word
from huiwu.foundation.permission import can

MOST_PEOPLE = 200_000


def _asked(ledger: Ledger) -> list[dict[str, Any]]:
    """The numbers of people that lines rest on, and all groups on 预计: what may be tried."""
    words = dict(Group.choices) | {str(f.pk): f.name for line in ledger.lines if (f := line.function)}
    used = {(line.factors.subject, line.basis) for line in ledger.lines if line.basis}
    used |= {(group, "expected") for group, basis in ledger.numbers if basis == "expected" and group in Group.values}
    order = [*Basis.values]
    found = sorted(used, key=lambda row: (row[0] != EVERYBODY, row[0] not in Group.values, order.index(row[1]), row[0]))
    heads = Headcounts(ledger.numbers)
    return [
        {
            "name": f"{subject}__{basis}",
            "label": f"{words.get(subject, '')} · {dict(Basis.choices)[basis]}",
            "now": now.people if (now := heads.on(subject, basis)) else None,
            "subject": subject,
            "basis": basis,
            "is_group": subject in Group.values,
        }
        for subject, basis in found
        if subject in words
    ]


def _tried(asked: list[dict[str, Any]], data: QueryDict, now: Numbers) -> Numbers:
    """The numbers with what was typed; a sum that stands for all groups moves with the group that was changed."""
    found = dict(now)
    changed = {}
    for row in asked:
        text = data.get(row["name"], "").strip()
        row["typed"] = text if row["name"] in data else row["now"]
        if text.isascii() and text.isdigit() and int(text) <= MOST_PEOPLE and int(text) != row["now"]:
            changed[row["subject"], row["basis"]] = int(text)
    for (subject, basis), people in changed.items():
        everybody = (EVERYBODY, basis)
        if subject in Group.values and subject != EVERYBODY and everybody in found and everybody not in changed:
            found[everybody] += people - found.get((subject, basis), 0)
        found[subject, basis] = people
    return found


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, slug: str) -> HttpResponse:
    actor, budget = opened(request, slug)
    ledger = ledger_of(budget)
    asked = _asked(ledger)
    data = request.POST if request.method == "POST" else request.GET
    after = ledger.reckoned(_tried(asked, data, ledger.numbers))
    lines = {line.key: line for line in ledger.lines}
    moved = [
        {
            "line": lines[shift.key],
            "unit": unit_word(lines[shift.key].unit),
            "before": plain_number(shift.before.quantity.value),
            "after": plain_number(shift.after.quantity.value),
            "from_cents": shift.before.figures.forecast,
            "to_cents": shift.after.figures.forecast,
            "by": shift.by,
            "is_moved": shift.is_moved,
        }
        for shift in shifts(ledger.book, after)
        if lines[shift.key].basis
    ]
    context = {
        "meeting": budget.meeting,
        "budget": budget,
        "asked": asked,
        "rows": moved,
        "moved_count": len([row for row in moved if row["is_moved"]]),
        "before": ledger.book.total,
        "after": after.total,
        "by": after.total.forecast - ledger.book.total.forecast,
        "may_edit": can(actor, "budget.edit", budget.meeting),
    }
    name = "budget/_what_if.html" if request.headers.get("HX-Request") else "budget/what_if.html"
    return render(request, name, context)


@login_required
@require_POST
def apply(request: HttpRequest, slug: str) -> HttpResponse:
    """Save the numbers of groups that were changed; those of functions are changed where functions are."""
    actor, budget = opened(request, slug, "budget.edit")
    ledger = ledger_of(budget)
    asked = _asked(ledger)
    tried = _tried(asked, request.POST, ledger.numbers)
    changed = {
        key: people for key, people in tried.items() if ledger.numbers.get(key) != people and key[0] in Group.values
    }
    if changed:
        services.set_headcounts(actor=actor, budget=budget, numbers=changed)
        messages.success(request, _("已按新的人数更新预算。"))
    return redirect("budget:budget", slug)
