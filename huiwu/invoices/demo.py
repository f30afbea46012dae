"""The demo meeting's invoices: files in the real formats, read by the real readers, for the payments of its contracts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from huiwu.accounts.choices import Role
from huiwu.contracts.queries import signed_contracts, term_due_on
from huiwu.foundation.actors import SYSTEM, Actor
from huiwu.foundation.registry.demo import DemoContext, demo, moment
from huiwu.invoices.choices import Direction, InvoiceState
from huiwu.invoices.demo_files import Paper, digital_number, einvoice_xml, ofd_package, paper_for_gross, unified_code
from huiwu.invoices.errors import NoTermsToExpect
from huiwu.invoices.models import Invoice
from huiwu.invoices.queries import default_title
from huiwu.invoices.rules.judging import Entity
from huiwu.invoices.services import (
    expect_from_contract,
    reimburse_invoice,
    save_title,
    take_file,
    verify_invoice,
)
from huiwu.kernel import clock

TITLE = {
    "address": "上海市徐汇区云锦路 88 号",
    "phone": "021-5550 0188",
    "bank_name": "演示银行上海徐汇支行",
    "bank_account": "1001 2345 6789 0000",
}
ITEMS = {
    "venue": "*经营租赁*会议场地使用费",
    "supplier": "*会展服务*会议服务费",
    "speaker": "*鉴证咨询服务*咨询费",
    "client": "*会展服务*会议服务费",
}
COMES_BEFORE = timedelta(days=9)
"""Invoices arrive this long before their payment is due: before the payment is asked for."""
VERIFIED_AFTER = timedelta(days=2)
REIMBURSED_AFTER = timedelta(days=12)


@demo(62)
def invoices(ctx: DemoContext) -> None:
    """Every payment of a contract in force is expected; those whose time has come have arrived, are verified, and are
    reimbursed some days after. Every third comes as OFD, the others as XML."""
    title = default_title(ctx.org.pk)
    if title is None:
        own = {"name": f"{ctx.org.name}服务有限公司", "tax_id": unified_code(8_800_001)} | TITLE
        title = save_title(actor=SYSTEM, org_id=ctx.org.pk, values=own, is_default=True)
    keeper = Actor.of_user(ctx.cast.get(Role.FINANCE) or ctx.cast[Role.PROJECT_MANAGER])
    for contract in signed_contracts(ctx.meeting):
        with clock.at(moment(contract.signed_on or ctx.today, 10)):
            try:
                expect_from_contract(actor=keeper, contract_id=contract.pk)
            except NoTermsToExpect:
                continue
    waiting = Invoice.objects.filter(meeting=ctx.meeting, state=InvoiceState.EXPECTED)
    rows = waiting.select_related("contract", "term", "supplier").order_by("contract__number", "term__order")
    for number, row in enumerate(rows):
        _arrive(ctx, keeper, Entity(title.name, title.tax_id), row, number)


def _arrive(ctx: DemoContext, keeper: Actor, ours: Entity, row: Invoice, number: int) -> None:
    assert row.contract is not None
    assert row.term is not None
    due_on = term_due_on(row.term, row.contract)
    if due_on is None or not row.expected_cents:
        return
    day = max(due_on - COMES_BEFORE, row.contract.signed_on or due_on)
    if day > ctx.today:
        return
    file: Callable[[Paper], bytes] = ofd_package if number % 3 == 2 else einvoice_xml
    paper = _paper(ctx, ours, row, day)
    with clock.at(moment(day, 10)):
        arrival = take_file(
            actor=keeper, org_id=ctx.org.pk, meeting=ctx.meeting, direction=row.direction, content=file(paper),
            name=f"{row.party_name}-{paper.number}.{'ofd' if file is ofd_package else 'xml'}",
        )  # fmt: skip
    _see_through(ctx, keeper, arrival.invoice, day, due_on)


def _paper(ctx: DemoContext, ours: Entity, row: Invoice, day: date) -> Paper:
    """From the other side to us, or from us to the client; with the rate of the contract."""
    assert row.contract is not None
    contract = row.contract
    theirs = Entity(row.party_name, contract.party_code or (row.supplier.unified_code if row.supplier else ""))
    buyer, seller = (ours, theirs) if row.direction == Direction.IN else (theirs, ours)
    serial = ctx.rng.randrange(10**9, 10**12)
    bare = Paper(digital_number(day, serial), day, buyer, seller, (), drawer="张敏", is_special=True)
    return paper_for_gross(row.expected_cents or 0, contract.tax_bp, ITEMS.get(contract.kind, ITEMS["supplier"]), bare)


def _see_through(ctx: DemoContext, keeper: Actor, invoice: Invoice, day: date, due_on: date) -> None:
    if invoice.weight == "block" or day + VERIFIED_AFTER > ctx.today:
        return
    with clock.at(moment(day + VERIFIED_AFTER, 10)):
        note = "已在全国增值税发票查验平台查验一致"
        verify_invoice(actor=keeper, invoice_id=invoice.pk, revision=invoice.revision, note=note)
    paid_on = due_on + REIMBURSED_AFTER
    if paid_on <= ctx.today:
        with clock.at(moment(paid_on, 10)):
            reference = f"记-{paid_on:%Y%m}-{invoice.number[-4:]}"
            reimburse_invoice(actor=keeper, invoice_id=invoice.pk, on=paid_on, reference=reference)
