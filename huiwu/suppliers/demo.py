"""The demo's library, and what a careful team has done by today about each meeting's suppliers."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

from huiwu.accounts.choices import Role
from huiwu.documents.blocks import KeyValues, Paragraph, Sheet
from huiwu.documents.render.pdf import pdf
from huiwu.foundation.actors import Actor
from huiwu.foundation.files import keep_file
from huiwu.foundation.models import StoredFile
from huiwu.foundation.registry.demo import DemoContext, demo, moment
from huiwu.kernel import clock
from huiwu.meetings.models import Meeting
from huiwu.planning.demo import window
from huiwu.suppliers.choices import EngagementState, QualificationKind, SupplierStatus, Taxpayer
from huiwu.suppliers.demo_content import COMPANIES, Company, code_of, phone_of
from huiwu.suppliers.models import MeetingSupplier, Supplier
from huiwu.suppliers.queries import category_rows, engaged
from huiwu.suppliers.rules.naming import name_key
from huiwu.suppliers.services import (
    SupplierContactValues,
    add_qualification,
    add_supplier,
    engage_supplier,
    rate_supplier,
    save_supplier_group,
    set_supplier_contacts,
    set_supplier_status,
)

LISTED, SELECTED, PAPERS = 72, 33, 14
"""Days before the start by which a careful team has done it; a meeting that was opened later does it as fast as it can."""
OFFERED = 3


@demo(52)
def suppliers(ctx: DemoContext) -> None:
    """Three suppliers considered for every needed category; procurement asks them and chooses."""
    lead, buyer = _actor(ctx, Role.PROJECT_MANAGER), _actor(ctx, Role.PROCUREMENT)
    library = _library(ctx, lead)
    listed = max(ctx.nominal_start - timedelta(days=LISTED), _opened_on(ctx) + timedelta(days=4))
    if listed > ctx.today:
        return
    with clock.at(moment(listed, 10)):
        _consider(ctx, buyer, library)


@demo(57)
def groups_and_papers(ctx: DemoContext) -> None:
    """Whoever was chosen gets its group at once, and hands in what a builder owes in time."""
    buyer = _actor(ctx, Role.PROCUREMENT)
    selected = max(ctx.nominal_start - timedelta(days=SELECTED), _opened_on(ctx) + timedelta(days=7))
    if selected <= ctx.today:
        with clock.at(moment(selected, 10)):
            _make_groups(ctx.meeting, buyer)
    papers = max(_papers_by(ctx), selected + timedelta(days=1))
    if papers <= ctx.today:
        with clock.at(moment(papers, 10)):
            _hand_in_papers(ctx.meeting, buyer)


@demo(61)
def ratings(ctx: DemoContext) -> None:
    """Three days after the end every signed supplier is rated."""
    day = ctx.meeting.end_on + timedelta(days=3)
    if day > ctx.today:
        return
    rows = MeetingSupplier.objects.filter(meeting=ctx.meeting, state=EngagementState.CONTRACTED)
    with clock.at(moment(day, 10)):
        for supplier_id in sorted(set(rows.values_list("supplier_id", flat=True))):
            scores = {part: ctx.rng.choice((4, 4, 5)) for part in ("quality", "progress", "cooperation", "safety")}
            rate_supplier(
                actor=_actor(ctx, Role.PROJECT_MANAGER),
                meeting=ctx.meeting,
                supplier_id=supplier_id,
                revision=0,
                scores=scores | {"price": ctx.rng.choice((3, 4))},
                note="按验收单与现场记录评分；无投诉，撤场按时。",
            )


def _papers_by(ctx: DemoContext) -> date:
    """Four days before the last day of P10, whose evidence they are; without a plan T-14."""
    _first, last = window(ctx, "P10", (42, PAPERS - 4))
    return last - timedelta(days=4)


def _actor(ctx: DemoContext, role: Role) -> Actor:
    return Actor.of_user(ctx.cast.get(role) or ctx.cast[Role.PROJECT_MANAGER])


def _opened_on(ctx: DemoContext) -> date:
    return ctx.meeting.created_at.astimezone(ctx.meeting.zone).date()


def _library(ctx: DemoContext, lead: Actor) -> list[Supplier]:
    """The library by the order of COMPANIES; what is there already stays."""
    known = {row.name_key: row for row in Supplier.objects.filter(org=ctx.org)}
    with clock.at(ctx.meeting.created_at):
        return [
            known.get(name_key(company.name)) or _company(ctx, lead, nth, company)
            for nth, company in enumerate(COMPANIES, 1)
        ]


def _company(ctx: DemoContext, lead: Actor, nth: int, company: Company) -> Supplier:
    row = add_supplier(
        actor=lead,
        org=ctx.org,
        values={
            "name": company.name,
            "short_name": company.short,
            "unified_code": code_of(nth),
            "categories": list(company.categories),
            "taxpayer": Taxpayer.SMALL if company.small else Taxpayer.GENERAL,
            "city": company.city,
            "bank_name": f"云河银行{company.city}分行",
            "bank_account": f"6217{nth:04d}{9_000_000 + nth * 7919:011d}",
        },
    )
    set_supplier_contacts(
        actor=lead,
        supplier_id=row.pk,
        revision=row.revision,
        contacts=[
            SupplierContactValues(name=name, title=title, phone=phone_of(nth, who), is_on_site=who == 2)
            for who, (name, title) in enumerate(company.people, 1)
        ],
    )
    _papers_of_the_house(lead, row, ctx.today)
    row.refresh_from_db()
    if company.standing:
        row = set_supplier_status(
            actor=lead, supplier_id=row.pk, revision=row.revision, status=SupplierStatus.STOPPED, reason=company.why
        )
    return row


def _papers_of_the_house(lead: Actor, row: Supplier, today: date) -> None:
    licence = {
        "kind": QualificationKind.BUSINESS_LICENCE,
        "number": row.unified_code,
        "issuer": f"{row.city}市市场监督管理局",
    }
    insurance = {
        "kind": QualificationKind.LIABILITY_INSURANCE,
        "number": f"PL{row.unified_code[-6:]}",
        "issuer": "长风财产保险",
        "issued_on": today - timedelta(days=120),
        "expires_on": today + timedelta(days=245),
    }
    for values in (licence, insurance):
        add_qualification(actor=lead, supplier=row, values=values)


def _consider(ctx: DemoContext, buyer: Actor, library: list[Supplier]) -> None:
    for row in category_rows(ctx.meeting):
        if not row.is_needed:
            continue
        fit = [s for s in library if row.category in s.categories and s.status != SupplierStatus.STOPPED]
        near = sorted(fit, key=lambda s: s.city != ctx.meeting.city)
        for supplier in near[:OFFERED]:
            engage_supplier(
                actor=buyer,
                meeting=ctx.meeting,
                supplier=supplier,
                category=row.category,
                state=EngagementState.CONSIDERED,
            )


def _make_groups(meeting: Meeting, buyer: Actor) -> None:
    for kept in engaged(meeting, EngagementState.SELECTED, EngagementState.CONTRACTED):
        save_supplier_group(
            actor=buyer,
            meeting=meeting,
            engagement_id=kept.pk,
            revision=kept.revision,
            values={
                "group_name": f"{meeting.name[:20]}·{kept.supplier.called}",
                "group_on": clock.today(),
                "group_note": "成员：我方采购、技术负责人，对方客户经理与现场经理。口头约定当日整理成文字，发群里确认。",
            },
        )


def _hand_in_papers(meeting: Meeting, buyer: Actor) -> None:
    """What the builder owes for this stage: load calculation and flame retardancy."""
    for row in category_rows(meeting):
        for standing in row.live:
            if standing.row.state not in (EngagementState.SELECTED, EngagementState.CONTRACTED):
                continue
            for kind in standing.lacks_papers:
                add_qualification(
                    actor=buyer,
                    supplier=standing.row.supplier,
                    meeting=meeting,
                    values={
                        "kind": kind,
                        "number": f"{meeting.number}-{kind[:4].upper()}",
                        "issuer": "云河结构检测有限公司",
                        "issued_on": clock.today(),
                        "expires_on": meeting.end_on + timedelta(days=30),
                    },
                    file=_paper(meeting, standing.row.supplier, kind),
                )


def _paper(meeting: Meeting, supplier: Supplier, kind: str) -> StoredFile:
    title = str(QualificationKind(kind).label)
    made = pdf(
        Sheet(
            title=title,
            blocks=(
                KeyValues((("项目", meeting.name), ("场地", meeting.venue_name), ("搭建单位", supplier.name))),
                Paragraph(
                    "主舞台均布荷载按 4.0 kN/m² 复核，背架抗倾覆系数大于 1.5；面层材料燃烧性能 B1 级。结论：满足使用要求。"
                ),
            ),
            dated_on=clock.today(),
            issuer="云河结构检测有限公司",
            numbered=False,
        )
    )
    return keep_file(BytesIO(made), name=f"{title}.pdf", meeting_id=meeting.pk)
