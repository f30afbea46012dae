"""Lines out of an Excel file: a dry run first, then only what was shown; refused rows come back to be corrected."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huiwu.budget import services
from huiwu.budget.models import Budget
from huiwu.budget.queries.books import lines_of
from huiwu.budget.reading import blank_table, columns, draft_of, fault_of
from huiwu.budget.rules.beginnings import Draft
from huiwu.budget.sheets.budget import category_word
from huiwu.budget.views.frame import opened
from huiwu.budget.words import unit_word
from huiwu.documents.render.excel import xlsx
from huiwu.foundation.files import ZIPPED, keep_file, open_file, send
from huiwu.foundation.middleware import sentence_of
from huiwu.foundation.models import StoredFile
from huiwu.foundation.sheets import Problem, Row, SheetRefused, corrections, read_table
from huiwu.kernel.errors import NotFound, Refusal
from huiwu.kernel.money import times


@dataclass(slots=True)
class DryRun:
    """What a file would do: `taken` new lines, `known` ones that are there already by name, `refused` rows with reasons."""

    file: StoredFile
    notes: list[str] = field(default_factory=list)
    taken: list[tuple[Row, Draft]] = field(default_factory=list)
    known: list[tuple[Row, Draft]] = field(default_factory=list)
    refused: list[Row] = field(default_factory=list)

    @property
    def total_cents(self) -> int:
        """What the new lines come to, as the file says it."""
        return sum(times(draft.unit_cents, row.values["quantity"]) for row, draft in self.taken)


def _dry(budget: Budget, file: StoredFile) -> DryRun:
    """Raises SheetRefused."""
    found = DryRun(file)
    there = {(line.category, line.item, line.spec) for line in lines_of(budget)}
    meeting = budget.meeting
    with open_file(file) as content:
        table = read_table(content, columns(), name=file.name)
        found.notes = [note.sentence for note in table.notes]
        for row in table.rows():
            if why := fault_of(row):
                row.problems.append(
                    Problem("refused", "amount_cents", str(_("金额")), f"{row.sheet}!{row.number}", "", why)
                )
            if row.is_refused:
                found.refused.append(row)
                continue
            draft = draft_of(row, meeting.expected_headcount, meeting.day_count)
            key = (draft.category, draft.item, draft.spec)
            (found.known if key in there else found.taken).append((row, draft))
            there.add(key)
    return found


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def load(request: HttpRequest, slug: str) -> HttpResponse | FileResponse:
    actor, budget = opened(request, slug, "budget.edit")
    context: dict[str, Any] = {"meeting": budget.meeting, "budget": budget}
    upload = request.FILES.get("file")
    if request.method == "POST" and upload is not None:
        file = keep_file(upload, name=upload.name or "", meeting_id=budget.meeting_id, kept_by=actor.id)
    else:
        asked = request.POST.get("kept") or request.GET.get("kept")
        if not asked:
            return render(request, "budget/import.html", context)
        file = _kept(budget, asked)
    try:
        dry = _dry(budget, file)
        if "confirm" in request.POST:
            return _take(request, actor, budget, dry)
    except (SheetRefused, Refusal) as refusal:
        context["refusal"] = sentence_of(refusal)
        return render(request, "budget/import.html", context, status=refusal.status)
    if "corrections" in request.GET:
        made = corrections(dry.refused, columns())
        return send(io.BytesIO(made), name=f"{_('待更正')} {file.name}", media_type=ZIPPED["xl/"])
    return render(request, "budget/import.html", context | {"dry": dry, "rows": _rows(dry)})


def _take(request: HttpRequest, actor: Any, budget: Budget, dry: DryRun) -> HttpResponse:
    rows = dry.taken + (dry.known if "also_known" in request.POST else [])
    count = services.import_lines(actor=actor, budget=budget, drafts=[draft for _row, draft in rows])
    messages.success(request, _("已导入 {count} 行。").format(count=count))
    return redirect("budget:budget", budget.meeting.slug)


def _rows(dry: DryRun) -> list[dict[str, Any]]:
    """Every row of the file in order, with what becomes of it."""
    found = [(row, draft, "new") for row, draft in dry.taken] + [(row, draft, "known") for row, draft in dry.known]
    made = [
        {
            "row": row,
            "fate": fate,
            "category": category_word(draft.category),
            "unit": unit_word(draft.unit),
            "draft": draft,
            "amount": times(draft.unit_cents, row.values["quantity"]),
        }
        for row, draft, fate in found
    ]
    made += [{"row": row, "fate": "refused"} for row in dry.refused]
    return sorted(made, key=lambda r: r["row"].number)


def _kept(budget: Budget, text: str) -> StoredFile:
    try:
        found = StoredFile.objects.filter(pk=UUID(text), meeting_id=budget.meeting_id).first()
    except ValueError:
        found = None
    if found is None:
        raise NotFound
    return found


@login_required
@require_safe
def blank(request: HttpRequest, slug: str) -> FileResponse:
    """A file to fill in."""
    opened(request, slug, "budget.edit")
    made = xlsx([blank_table()])
    return send(io.BytesIO(made), name=f"{_('预算模板')}.xlsx", media_type=ZIPPED["xl/"])
