"""The demo meeting's contracts as a careful team has them by today: drafted, reviewed, signed in time, with their scans."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO
from typing import Any

from huiwu.accounts.choices import Role
from huiwu.brief.queries.briefs import signed_brief
from huiwu.brief.rules import told as told_in_brief
from huiwu.contracts import services
from huiwu.contracts.choices import GuaranteeKind, Kind, Status
from huiwu.contracts.errors import SigningBlocked
from huiwu.contracts.models import Contract
from huiwu.contracts.queries.money import total_cents
from huiwu.contracts.services import GuaranteeValues
from huiwu.contracts.sheet import contract_sheet
from huiwu.contracts.snapshot import snapshot
from huiwu.documents.queries import review_version
from huiwu.documents.render.pdf import pdf
from huiwu.documents.services import invite_to_sign, sign_version
from huiwu.event_plan.queries import signed_plan
from huiwu.event_plan.rules import told as told_in_plan
from huiwu.foundation.actors import Actor
from huiwu.foundation.files import keep_file
from huiwu.foundation.models import StoredFile
from huiwu.foundation.registry.demo import DemoContext, demo, moment
from huiwu.kernel import clock
from huiwu.kernel.money import spread
from huiwu.meetings.choices import Condition, FunctionKind
from huiwu.meetings.models import Meeting
from huiwu.planning.demo import window
from huiwu.procurement.choices import SelectionState
from huiwu.procurement.models import Selection
from huiwu.site_visits.choices import ListState
from huiwu.site_visits.demo import visit_days
from huiwu.site_visits.models import Candidate
from huiwu.suppliers.choices import EngagementState
from huiwu.suppliers.models import MeetingSupplier
from huiwu.venues.choices import VenueKind

USUAL_DAYS = {"P05": (50, 42), "P09": (42, 35), "P10": (42, 28), "P12": (40, 25)}
"""When the SOP plans a step (days before the start) where the meeting has no plan of its own."""
PER_HEAD_CENTS = 180_000
MEAL_CENTS = 18_000
SPEAKERS = ("顾明谦", "叶知秋")
LECTURE_CENTS = 300_000
LEAST_PERCENT, COSTS_PERCENT = 125, 90
"""The main contract is worth at least so much of what is known to be spent; all suppliers together cost at most so much."""


@demo(58)
def contracts(ctx: DemoContext) -> None:
    """Each contract is drafted as its step begins and signed on the step's last day, where its gate is open by then.

    Suppliers are signed some days before, for their papers, groups and contacts belong to the same step.
    """
    for kind, step, drafts in (
        (Kind.CLIENT, "P05", _main),
        (Kind.VENUE, "P09", _venue),
        (Kind.SUPPLIER, "P10", _suppliers),
        (Kind.SPEAKER, "P12", _speakers),
    ):
        first, last = _days(ctx, step)
        if kind == Kind.VENUE:
            first = max(first, visit_days(ctx)["confirm"])
        if ctx.today < first or _is_left(ctx, step):
            continue
        with clock.at(moment(first)):
            rows = list(drafts(ctx))
        signed = _some_days_before(first, last) if kind == Kind.SUPPLIER else max(last, first)
        for row in rows:
            _carry_on(ctx, row, kind, signed)
    _perform(ctx)


def _some_days_before(first: date, last: date) -> date:
    """Four days, or the Friday before them, but not on the day that the drafts are made."""
    day = last - timedelta(days=4)
    day -= timedelta(days=max(day.weekday() - 4, 0))
    return max(day, first + timedelta(days=1))


def _days(ctx: DemoContext, code: str) -> tuple[date, date]:
    return window(ctx, code, USUAL_DAYS[code])


def _is_left(ctx: DemoContext, step: str) -> bool:
    return ctx.stage == "planning" and step in ctx.script.get("left_late", ())


def _actor(ctx: DemoContext, role: Role) -> Actor:
    return Actor.of_user(ctx.cast.get(role) or ctx.cast[Role.PROJECT_MANAGER])


def _writer(ctx: DemoContext) -> Actor:
    """Who drafts: the commercial manager; whoever approves is somebody else."""
    return _actor(ctx, Role.COMMERCIAL_MANAGER)


def _approver(ctx: DemoContext) -> Actor:
    writer = _writer(ctx)
    for role in (Role.FINANCE, Role.COMPLIANCE_OFFICER, Role.ACCOUNT_MANAGER, Role.PROJECT_MANAGER):
        user = ctx.cast.get(role)
        if user is not None and user.pk != writer.id:
            return Actor.of_user(user)
    return writer


def _ours(ctx: DemoContext) -> dict[str, Any]:
    return {"our_signatory": _writer(ctx).name, "our_authority": "授权委托书，本会议期间有效"}


def _main(ctx: DemoContext) -> Iterator[Contract]:
    meeting, contact = ctx.meeting, _contact(ctx.meeting)
    values = {
        **_ours(ctx),
        "amount_cents": _worth(meeting, ctx.people),
        "tax_bp": 600,
        "party_signatory": contact.name if contact else "客户授权代表",
        "party_authority": contact.title if contact else "",
    }
    yield services.draft_contract(actor=_writer(ctx), meeting=meeting, kind=Kind.CLIENT, values=values)


def _contact(meeting: Meeting) -> Any:
    return meeting.client.contacts.order_by("-is_approver", "order").first() if meeting.client else None


def _worth(meeting: Meeting, people: int) -> int:
    """The signed plan's total, else the brief's ceiling, else a round sum per head; never below what it will cost."""
    plan, brief = signed_plan(meeting), signed_brief(meeting)
    told = told_in_plan(plan.content, "budget_total") if plan else None
    told = told or (told_in_brief(brief.content, "budget_total") if brief else None)
    least = -(-_known_costs(meeting) * LEAST_PERCENT // 100 // 1_000_000) * 1_000_000
    return max(int(told or people * PER_HEAD_CENTS), least)


def _known_costs(meeting: Meeting) -> int:
    """The venue's quote and the quotations chosen."""
    quotes = Candidate.objects.filter(meeting=meeting, list=ListState.CONFIRMED).values_list("quote_cents", flat=True)
    chosen = Selection.objects.filter(meeting=meeting, state=SelectionState.APPROVED)
    return sum(cents or 0 for cents in quotes) + sum(chosen.values_list("total_cents", flat=True))


def _venue(ctx: DemoContext) -> Iterator[Contract]:
    """From the venue the client confirmed; an own house needs none."""
    chosen = Candidate.objects.filter(meeting=ctx.meeting, list=ListState.CONFIRMED).select_related("venue").first()
    if chosen is None or chosen.venue.kind == VenueKind.OWN:
        return
    actor = _writer(ctx)
    row = services.draft_from_candidate(actor=actor, meeting=ctx.meeting, candidate_id=chosen.pk)
    values = {**_ours(ctx), "party_signatory": row.party_signatory or "销售总监", "party_authority": "营业执照与授权书"}
    if not row.amount_cents:
        values["amount_cents"] = ctx.people * ctx.meeting.day_count * 32_000
    row = services.change_contract(actor=actor, contract_id=row.pk, revision=row.revision, values=values)
    rows = list(_meals(ctx.meeting))
    if rows:
        row = services.set_guarantees(actor=actor, contract_id=row.pk, revision=row.revision, guarantees=rows)
    yield row


def _meals(meeting: Meeting) -> Iterator[GuaranteeValues]:
    """Each meal at what its function guarantees, never above what it expects."""
    for function in meeting.functions.filter(kind=FunctionKind.MEAL, is_cancelled=False):
        expected = function.headcount_expected or meeting.expected_headcount
        yield GuaranteeValues(
            kind=GuaranteeKind.PEOPLE,
            label=function.name,
            count=min(function.headcount_guaranteed or expected * 9 // 10, expected),
            unit_cents=MEAL_CENTS,
            adjust_until=meeting.start_on - timedelta(days=3),
            function_id=function.pk,
        )


def _suppliers(ctx: DemoContext) -> Iterator[Contract]:
    """From each chosen quotation; for selected suppliers whom nobody asked to quote, at a part of the main contract."""
    actor, meeting = _writer(ctx), ctx.meeting
    tendered = set()
    chosen = Selection.objects.filter(meeting=meeting, state=SelectionState.APPROVED)
    for selection in chosen.select_related("rfq", "quotation__supplier").order_by("rfq__number"):
        tendered.add((selection.quotation.supplier_id, selection.rfq.category))
        row = services.draft_from_selection(actor=actor, meeting=meeting, selection_id=selection.pk)
        values = {**_ours(ctx), "party_signatory": row.party_signatory or "授权代表"}
        yield services.change_contract(actor=actor, contract_id=row.pk, revision=row.revision, values=values)
    others = [
        row
        for row in MeetingSupplier.objects.filter(meeting=meeting, state=EngagementState.SELECTED)
        .select_related("supplier")
        .order_by("category")
        if (row.supplier_id, row.category) not in tendered
    ]
    left = _worth(meeting, ctx.people) * COSTS_PERCENT // 100 - _known_costs(meeting) - len(SPEAKERS) * LECTURE_CENTS
    pot = max(left, len(others) * 200_000)
    pieces = spread(pot // 100_000 * 100_000, [2 + n % 3 for n in range(len(others))]) if others else []
    for engaged, cents in zip(others, pieces, strict=True):
        yield services.draft_contract(
            actor=actor,
            meeting=meeting,
            kind=Kind.SUPPLIER,
            values={
                **_ours(ctx),
                "title": f"{engaged.get_category_display()}服务合同",
                "supplier": engaged.supplier,
                "category": engaged.category,
                "party_name": engaged.supplier.name,
                "party_code": engaged.supplier.unified_code,
                "party_signatory": "授权代表",
                "amount_cents": cents,
                "tax_bp": 600,
            },
        )


def _speakers(ctx: DemoContext) -> Iterator[Contract]:
    if Condition.SPEAKER_FEES not in ctx.meeting.conditions:
        return
    for name in SPEAKERS:
        yield services.draft_contract(
            actor=_writer(ctx),
            meeting=ctx.meeting,
            kind=Kind.SPEAKER,
            values={
                **_ours(ctx),
                "title": f"讲课劳务协议（{name}）",
                "party_name": name,
                "amount_cents": LECTURE_CENTS,
                "tax_bp": 0,
            },
        )


def _carry_on(ctx: DemoContext, row: Contract, kind: str, last: date) -> None:
    """To review three days before the last day, signed on it; a gate that is still shut leaves it where it is."""
    sent_on = max(row.created_at.astimezone(ctx.meeting.zone).date(), last - timedelta(days=3))
    if sent_on > ctx.today:
        return
    try:
        with clock.at(moment(sent_on, 14)):
            row = services.submit_contract(actor=_writer(ctx), contract_id=row.pk, revision=row.revision)
        approved_on = min(max(sent_on, last - timedelta(days=1)), ctx.today)
        with clock.at(moment(approved_on, 15)):
            row = services.approve_contract(actor=_approver(ctx), contract_id=row.pk, revision=row.revision)
        if last <= ctx.today:
            with clock.at(moment(last, 16)):
                _sign(ctx, row, kind, last)
    except SigningBlocked:
        return


def _sign(ctx: DemoContext, row: Contract, kind: str, day: date) -> None:
    if kind == Kind.CLIENT:
        _sign_by_client(ctx, row)
        return
    row = services.sign_contract(
        actor=_writer(ctx), contract_id=row.pk, revision=row.revision, signed_on=day, scan=_scan(ctx, row)
    )
    if row.stop_loss_count is not None:
        _confirm_count(ctx, row, day)


def _sign_by_client(ctx: DemoContext, row: Contract) -> None:
    assert row.document is not None  # made with the contract
    version, contact = review_version(row.document), _contact(ctx.meeting)
    if version is None:
        return
    name = contact.name if contact else "客户"
    link, _token = invite_to_sign(actor=_actor(ctx, Role.PROJECT_MANAGER), version_id=version.pk, person=name)
    sign_version(
        actor=Actor.of_link(link, address="203.0.113.20", agent="demo"),
        version_id=version.pk,
        seen_hash=version.content_hash,
        person_name=name,
        person_title=contact.title if contact else "",
    )


def _scan(ctx: DemoContext, row: Contract) -> StoredFile:
    """What the scanner gives back: the signed text as a PDF."""
    content = row.document.draft if row.document else {}
    made = pdf(contract_sheet(ctx.meeting, content, snapshot(row)), on_missing="mark")
    return keep_file(BytesIO(made), name=f"{row.number} 签署件.pdf", meeting_id=ctx.meeting.pk, kept_by=_writer(ctx).id)


def _confirm_count(ctx: DemoContext, row: Contract, signed_on: date) -> None:
    """Counted at signing, and again before the ladder's next dear step."""
    for day, percent in ((signed_on, 82), (ctx.meeting.start_on - timedelta(days=18), 91)):
        if signed_on <= day <= ctx.today:
            with clock.at(moment(day, 17)):
                count = -(-ctx.meeting.expected_headcount * percent // 100)
                services.record_confirmed_count(actor=_writer(ctx), contract_id=row.pk, count=count, on=day)


def _perform(ctx: DemoContext) -> None:
    """After the meeting: what came against the guarantees, and the acceptance of venue and of our own service."""
    counted, accepted = ctx.meeting.end_on + timedelta(days=1), ctx.meeting.end_on + timedelta(days=2)
    rows = Contract.objects.filter(meeting=ctx.meeting, status=Status.SIGNED, kind__in=[Kind.CLIENT, Kind.VENUE])
    if accepted > ctx.today:
        return
    for row in rows:
        with clock.at(moment(counted)):
            for guarantee in row.guarantees.select_related("function"):
                services.count_guarantee(
                    actor=_writer(ctx),
                    guarantee_id=guarantee.pk,
                    expected=guarantee.expected,
                    actual=guarantee.count + 3,
                )
        with clock.at(moment(accepted)):
            services.record_acceptance(
                actor=_writer(ctx),
                contract_id=row.pk,
                amount_cents=total_cents(row),
                accepted_on=accepted,
                note="按合同逐项核对，验收合格。",
            )
