"""Requests: the list, writing one, its lines, asking suppliers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiwu.foundation.middleware import sentence_of
from huiwu.foundation.permission import require
from huiwu.foundation.sheets import Column, SheetRefused, from_text
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, NotFound, Refusal, StaleEdit
from huiwu.meetings.models import Meeting
from huiwu.procurement import forms, services
from huiwu.procurement.choices import RfqState
from huiwu.procurement.documents.rfq import rfq_sheet
from huiwu.procurement.models import Rfq
from huiwu.procurement.prefill import function_lines, plan_lines
from huiwu.procurement.queries.policy import own_templates, template_lines
from huiwu.procurement.queries.requests import live_selection, quotations_of, rfq_for, rfq_rows
from huiwu.procurement.services.requesting import LineValues
from huiwu.procurement.views.frame import number, opened, sheet_file, show_refusal, uuid_of, xlsx_file
from huiwu.procurement.workbook import workbook
from huiwu.suppliers.choices import SupplierCategory, SupplierStatus
from huiwu.suppliers.models import Supplier

READ_WRITE = require_http_methods(["GET", "HEAD", "POST"])
PASTED = (
    Column("section", "分项", aliases=("分项", "类别")),
    Column(
        "item",
        "项目",
        aliases=("项目", "项目名称", "名称", "品名", "设备", "物料"),
        is_required=True,
        must_be_filled=True,
    ),
    Column("spec", "规格", aliases=("规格", "规格与要求", "规格型号", "品牌型号", "规格尺寸")),
    Column("unit", "单位", aliases=("单位",)),
    Column("quantity", "数量", "quantity", aliases=("数量", "应备数"), is_required=True, must_be_filled=True),
)


@login_required
@require_safe
def index(request: HttpRequest, slug: str) -> HttpResponse:
    actor, meeting = opened(request, slug)
    rows = rfq_rows(meeting, clock.today(meeting.time_zone))
    return render(request, "procurement/rfqs.html", {"meeting": meeting, "rows": rows, "actor": actor})


@login_required
@READ_WRITE
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """Head first; the lines begin as a template, out of the plan, or empty."""
    actor, meeting = opened(request, slug, "procurement.edit")
    category = request.POST.get("category") or request.GET.get("category", "")
    category = category if category in SupplierCategory.values else SupplierCategory.BUILD
    start = {"category": category, "with_tax": True, "with_transport": True, "with_setup": True}
    start |= {"headcount": meeting.expected_headcount, "deliver_on": meeting.start_on, "place": meeting.venue_name}
    form = forms.RfqForm(request.POST or None, initial=start)
    sources = forms.LinesSourceForm(
        request.POST or None, sources=_sources(meeting, category), initial={"source": "built_in"}
    )
    if request.method == "POST" and form.is_valid() and sources.is_valid():
        lines = _lines_from(meeting, category, sources.cleaned_data["source"], form.cleaned_data["headcount"])
        try:
            rfq = services.open_rfq(actor=actor, meeting=meeting, values=form.cleaned_data, lines=lines)
        except InvalidInput as wrong:
            show_refusal(form, wrong)
        else:
            messages.success(request, _("已起草 {number}，请核对明细。").format(number=rfq.number))
            return redirect("procurement:rfq_lines", slug, rfq.pk)
    context = {"meeting": meeting, "form": form, "sources": sources, "categories": SupplierCategory.choices}
    return render(request, "procurement/rfq_new.html", context, status=422 if form.errors else 200)


def _sources(meeting: Meeting, category: str) -> list[tuple[str, str]]:
    found = [("built_in", _("内建模板（{count} 行）").format(count=len(template_lines(meeting.org_id, category))))]
    found += [
        (str(row.pk), _("本单位模板：{name}").format(name=row.name)) for row in own_templates(meeting.org_id, category)
    ]
    planned = len(plan_lines(meeting, category)) + len(function_lines(meeting, category))
    if planned:
        found.append(("plan", _("策划方案与功能单元（{count} 行）").format(count=planned)))
    return [*found, ("none", _("不带明细，自己填"))]


def _lines_from(meeting: Meeting, category: str, source: str, headcount: int | None) -> list[LineValues]:
    if source == "none":
        return []
    if source == "plan":
        rows = [*plan_lines(meeting, category), *function_lines(meeting, category)]
    else:
        rows = template_lines(meeting.org_id, category, None if source == "built_in" else uuid_of(source))
    lines = [LineValues(**row) for row in rows]
    return [_for_people(line, headcount) for line in lines]


def _for_people(line: LineValues, headcount: int | None) -> LineValues:
    if line.per_person is None or not headcount:
        return line
    return LineValues(line.item, line.per_person * headcount, line.spec, line.unit, line.section, line.per_person)


@login_required
@require_safe
def show(request: HttpRequest, slug: str, rfq_id: UUID) -> HttpResponse:
    _actor, meeting = opened(request, slug)
    return _page(request, meeting, rfq_for(meeting, rfq_id))


def _page(request: HttpRequest, meeting: Meeting, rfq: Rfq, status: int = 200, **more: Any) -> HttpResponse:
    quotations = quotations_of(rfq)
    context: dict[str, Any] = {
        "meeting": meeting,
        "rfq": rfq,
        "lines": rfq.lines.select_related("function"),
        "quotations": quotations,
        "selection": live_selection(rfq),
        "today": clock.today(meeting.time_zone),
        "invitable": _invitable(meeting, rfq, [row.supplier_id for row in quotations]),
        "is_open": rfq.state in (RfqState.DRAFT, RfqState.SENT),
    }
    return render(request, "procurement/rfq.html", context | more, status=status)


def _invitable(meeting: Meeting, rfq: Rfq, asked: list[UUID]) -> QuerySet[Supplier]:
    """Suppliers of the category that were not asked yet; stopped ones are not offered."""
    rows = Supplier.objects.filter(org=meeting.org, category_key__contains=f"|{rfq.category}|")
    return rows.exclude(pk__in=asked).exclude(status=SupplierStatus.STOPPED).prefetch_related("contacts")[:60]


@login_required
@READ_WRITE
def edit(request: HttpRequest, slug: str, rfq_id: UUID) -> HttpResponse:
    actor, meeting = opened(request, slug, "procurement.edit")
    rfq = rfq_for(meeting, rfq_id)
    form = forms.RfqForm(request.POST or None, initial=forms.RfqForm.initial_of(rfq))
    context: dict[str, Any] = {"meeting": meeting, "rfq": rfq, "form": form, "revision": rfq.revision}
    status = 200
    if request.method == "POST":
        context["revision"] = number(request.POST.get("revision", ""))
        status = 422
        if form.is_valid():
            try:
                services.change_rfq(
                    actor=actor, meeting=meeting, rfq_id=rfq.pk, revision=context["revision"], values=form.cleaned_data
                )
            except StaleEdit as stale:
                context |= {"stale": sentence_of(stale), "sides": _sides(form, stale.theirs)}
                context["revision"], status = stale.theirs.revision, 409
            except InvalidInput as wrong:
                show_refusal(form, wrong)
            else:
                messages.success(request, _("已保存。"))
                return redirect("procurement:rfq", slug, rfq.pk)
    return render(request, "procurement/rfq_edit.html", context, status=status)


def _sides(form: forms.RfqForm, theirs: Rfq) -> list[tuple[Any, Any, Any]]:
    stands = forms.RfqForm(initial=forms.RfqForm.initial_of(theirs))
    return [
        (field.label, field.value() or "", stands[field.name].value() or "")
        for field in form
        if str(field.value() or "") != str(stands[field.name].value() or "")
    ]


@login_required
@READ_WRITE
def lines(request: HttpRequest, slug: str, rfq_id: UUID) -> HttpResponse:
    actor, meeting = opened(request, slug, "procurement.edit")
    rfq = rfq_for(meeting, rfq_id)
    context: dict[str, Any] = {"meeting": meeting, "rfq": rfq, "revision": rfq.revision, "pasted": ""}
    if request.method != "POST":
        return _lines_page(request, context, forms.rows_of(list(rfq.lines.all())))
    context["revision"] = number(request.POST.get("revision", ""))
    typed, good = forms.typed_lines(request.POST)
    pasted = request.POST.get("pasted", "")[:200_000]
    if "take" in request.POST and pasted.strip():
        return _with_pasted(request, context, typed, pasted)
    if any(row.errors for row in typed):
        return _lines_page(request, context, typed, 422)
    try:
        services.set_rfq_lines(actor=actor, meeting=meeting, rfq_id=rfq.pk, revision=context["revision"], lines=good)
    except Refusal as refusal:
        if refusal.status in (403, 404):
            raise
        context |= {"refusal": sentence_of(refusal)}
        return _lines_page(request, context, typed, refusal.status)
    messages.success(request, _("已保存 {count} 行明细。").format(count=len(good)))
    return redirect("procurement:rfq", slug, rfq.pk)


def _lines_page(
    request: HttpRequest, context: dict[str, Any], rows: list[forms.TypedLine], status: int = 200
) -> HttpResponse:
    rows = [*rows, *(forms.TypedLine(dict.fromkeys(forms.LINE_FIELDS, "")) for _n in range(forms.SPARE_LINES))]
    return render(request, "procurement/rfq_lines.html", context | {"rows": rows, "count": len(rows)}, status=status)


def _with_pasted(
    request: HttpRequest, context: dict[str, Any], typed: list[forms.TypedLine], pasted: str
) -> HttpResponse:
    """Rows pasted out of a spreadsheet come to the table to be looked at; nothing is saved yet."""
    try:
        table = from_text(pasted, PASTED)
    except SheetRefused as refusal:
        return _lines_page(request, context | {"refusal": sentence_of(refusal), "pasted": pasted}, typed, 422)
    for row in table.rows():
        texts = {name: row.texts.get(name, "") for name in forms.LINE_FIELDS}
        errors = [f"{problem.label}：{problem.sentence}" for problem in row.problems if problem.severity == "refused"]
        typed.append(forms.TypedLine(texts, errors))
    notes = [note.sentence for note in table.notes]
    return _lines_page(request, context | {"notes": notes}, typed)


@login_required
@require_POST
def invite(request: HttpRequest, slug: str, rfq_id: UUID) -> HttpResponse:
    """Ask the ticked suppliers; their links are shown this once."""
    actor, meeting = opened(request, slug, "procurement.edit")
    rfq = rfq_for(meeting, rfq_id)
    chosen = [uuid_of(text) for text in request.POST.getlist("supplier")[:60]]
    rows = list(Supplier.objects.filter(org=meeting.org, pk__in=chosen))
    if not rows:
        return _page(request, meeting, rfq, 422, refusal=_("请先勾选要邀请的供应商。"))
    invited = []
    try:
        for supplier in rows:
            recipient = request.POST.get(f"recipient-{supplier.pk}", "").strip()
            person = request.POST.get(f"person-{supplier.pk}", "").strip()
            invited.append(
                services.invite_supplier(
                    actor=actor, meeting=meeting, rfq_id=rfq.pk, supplier=supplier, person=person, recipient=recipient
                )
            )
    except Refusal as refusal:
        if refusal.status in (403, 404):
            raise
        return _page(
            request, meeting, rfq_for(meeting, rfq_id), refusal.status, refusal=sentence_of(refusal), invited=invited
        )
    return _page(request, meeting, rfq_for(meeting, rfq_id), invited=invited)


@login_required
@require_POST
def extend(request: HttpRequest, slug: str, rfq_id: UUID) -> HttpResponse:
    actor, meeting = opened(request, slug, "procurement.edit")
    rfq = rfq_for(meeting, rfq_id)
    due_on = _day(request.POST.get("due_on", ""))
    if due_on is None:
        return _page(request, meeting, rfq, 422, refusal=_("请填新的截止日。"))
    try:
        services.extend_rfq(actor=actor, meeting=meeting, rfq_id=rfq_id, revision=rfq.revision, due_on=due_on)
    except InvalidInput as wrong:
        return _page(request, meeting, rfq, 422, refusal=next(iter(wrong.fields.values()))[0] + "。")
    messages.success(request, _("已延长报价期限。"))
    return redirect("procurement:rfq", slug, rfq_id)


def _day(text: str) -> Any:
    try:
        return parse_date(text)
    except ValueError:
        return None


@login_required
@require_POST
def cancel(request: HttpRequest, slug: str, rfq_id: UUID) -> HttpResponse:
    actor, meeting = opened(request, slug, "procurement.edit")
    services.cancel_rfq(actor=actor, meeting=meeting, rfq_id=rfq_id)
    messages.success(request, _("已取消询价，供应商的链接不再能用。"))
    return redirect("procurement:rfq", slug, rfq_id)


@login_required
@require_POST
def keep_template(request: HttpRequest, slug: str, rfq_id: UUID) -> HttpResponse:
    actor, meeting = opened(request, slug, "procurement.edit")
    row = services.save_line_template(actor=actor, meeting=meeting, rfq_id=rfq_id, name=request.POST.get("name", ""))
    messages.success(request, _("已存为本单位模板：{name}。").format(name=row.name))
    return redirect("procurement:rfq", slug, rfq_id)


@login_required
@require_safe
def file(request: HttpRequest, slug: str, rfq_id: UUID, form: str) -> HttpResponseBase:
    """The request as PDF, Word, or as the workbook suppliers fill in."""
    actor, meeting = opened(request, slug)
    require(actor, "procurement.view", meeting)
    return rfq_file(rfq_for(meeting, rfq_id), form)


def rfq_file(rfq: Rfq, form: str) -> HttpResponseBase:
    rows = list(rfq.lines.all())
    name = f"{rfq.number} {rfq.title}"
    if form == "excel":
        return xlsx_file(workbook(rfq, rows), name)
    if form not in ("pdf", "word"):
        raise NotFound
    return sheet_file(rfq_sheet(rfq, rows), form, name)
