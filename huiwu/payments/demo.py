"""The demo's money: what fell due by today was asked for by 采购, approved, paid by 财务 with its voucher; the client paid."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from uuid import NAMESPACE_URL, uuid5

from huiwu.accounts.choices import Role
from huiwu.contracts.choices import TermKind, Trigger
from huiwu.documents.blocks import KeyValues, Paragraph, Sheet
from huiwu.documents.render.pdf import pdf
from huiwu.foundation.actors import Actor
from huiwu.foundation.files import keep_file
from huiwu.foundation.models import StoredFile
from huiwu.foundation.registry.demo import DemoContext, demo, moment
from huiwu.invoices.choices import COUNTED
from huiwu.invoices.models import Invoice
from huiwu.kernel import clock
from huiwu.kernel.money import yuan
from huiwu.meetings.models import Meeting
from huiwu.payments import services
from huiwu.payments.choices import Side
from huiwu.payments.errors import AcceptanceMissing, BeyondInvoice, InvoicesMissing, InvoiceUnfit
from huiwu.payments.models import PaymentRequest
from huiwu.payments.queries import invoice_used_cents, open_items
from huiwu.payments.queries.dues import OpenItem
from huiwu.payments.services import RequestValues

ONE_DAY = timedelta(days=1)
ASKED_BEFORE, PAID_BEFORE = timedelta(days=7), timedelta(days=3)
"""A careful team asks a week before the day and pays three days before it."""


@demo(66)
def move_money(ctx: DemoContext) -> None:
    """Every term whose day has come (or comes within the days above) in the contracts that the meeting has."""
    people = [ctx.cast.get(role) for role in (Role.PROCUREMENT, Role.DEPARTMENT_HEAD, Role.FINANCE)]
    if None in people:
        return
    buyer, head, finance = (Actor.of_user(user) for user in people)
    if buyer.id == finance.id:
        buyer = Actor.of_user(ctx.cast[Role.PROJECT_MANAGER])
    for item in open_items([ctx.meeting]):
        if item.due_on is None or item.term is None or item.open_cents <= 0:
            continue
        if item.side == Side.RECEIVABLE:
            if _received_on(item) <= ctx.today:
                _receive(ctx.meeting, finance, item)
        elif _asked_on(item) <= ctx.today:
            _pay(ctx, buyer, head, finance, item)


def _received_on(item: OpenItem) -> date:
    """What is due at signing comes the day after; other terms a day before they are due."""
    assert item.due_on is not None
    signed = item.contract.signed_on if item.contract else None
    if signed is not None and item.term is not None and item.term.trigger == Trigger.SIGNING:
        return signed + ONE_DAY
    return max(item.due_on - ONE_DAY, signed or item.due_on - ONE_DAY)


def _asked_on(item: OpenItem) -> date:
    """A week ahead, but at once for what is due at signing, and never before the contract is signed or accepted."""
    assert item.due_on is not None
    signed = (item.contract.signed_on if item.contract else None) or item.due_on
    if item.term is not None and item.term.trigger == Trigger.SIGNING:
        return signed
    return max(item.due_on - ASKED_BEFORE, signed)


def _receive(meeting: Meeting, finance: Actor, item: OpenItem) -> None:
    assert item.term is not None
    assert item.contract is not None
    day = _received_on(item)
    with clock.at(moment(day, 14)):
        services.record_receipt(
            actor=finance,
            meeting=meeting,
            key=uuid5(NAMESPACE_URL, f"receipt:{item.term.pk}"),
            contract_id=item.contract.pk,
            term_id=item.term.pk,
            amount_cents=item.open_cents,
            received_on=day,
            payer=item.party,
            method="transfer",
            reference=f"SK{day:%Y%m%d}{item.term.order:02d}",
            file=_paper(meeting, finance, f"银行回单 {item.label}", item.party, item.open_cents),
        )


def _pay(ctx: DemoContext, buyer: Actor, head: Actor, finance: Actor, item: OpenItem) -> None:
    assert item.due_on is not None
    assert item.term is not None
    asked_on = _asked_on(item)
    is_at_once = item.term.trigger == Trigger.SIGNING  # the contract was signed that afternoon
    with clock.at(moment(asked_on, 17 if is_at_once else 10)):
        row = _ask(ctx.meeting, buyer, item)
    if row is None:
        return
    with clock.at(moment(asked_on, 18 if is_at_once else 14)):
        row = services.approve_payment(
            actor=head, meeting=ctx.meeting, request_id=row.pk, revision=row.revision, note="同意"
        )
    paid_on = asked_on + ONE_DAY if is_at_once else max(item.due_on - PAID_BEFORE, asked_on)
    if paid_on > ctx.today:
        return
    with clock.at(moment(paid_on, 14) + timedelta(hours=1)):
        services.record_payment(
            actor=finance,
            meeting=ctx.meeting,
            request_id=row.pk,
            key=uuid5(NAMESPACE_URL, f"payment:{item.term.pk}"),
            amount_cents=item.open_cents,
            paid_on=paid_on,
            method="card" if ctx.meeting.public_body_mode else "transfer",
            reference=f"FK{paid_on:%Y%m%d}{row.number:03d}",
            voucher=_paper(ctx.meeting, finance, f"付款凭证 {row.label}", item.party, item.open_cents),
        )


def _ask(meeting: Meeting, buyer: Actor, item: OpenItem) -> PaymentRequest | None:
    """The submitted request; None, with the draft cancelled, while acceptance or invoice are still to come."""
    assert item.term is not None
    assert item.contract is not None
    supplier = item.contract.supplier
    row = services.draft_payment_request(
        actor=buyer,
        meeting=meeting,
        values=RequestValues(
            purpose=f"{item.contract.title} {item.term.label}",
            payee=item.party,
            amount_cents=item.open_cents,
            contract_id=item.contract.pk,
            term_id=item.term.pk,
            bank_name=supplier.bank_name if supplier else "",
            bank_account=supplier.bank_account if supplier else "",
            needed_on=item.due_on,
        ),
    )
    try:
        if item.term.kind != TermKind.SECURITY:
            _attach(meeting, buyer, row)
        return services.request_payment(actor=buyer, meeting=meeting, request_id=row.pk)
    except (AcceptanceMissing, InvoicesMissing, InvoiceUnfit, BeyondInvoice):
        services.cancel_payment_request(actor=buyer, meeting=meeting, request_id=row.pk)
        return None


def _attach(meeting: Meeting, buyer: Actor, row: PaymentRequest) -> None:
    """Invoices of the contract, the oldest first, until the amount is covered."""
    left, amounts = row.amount_cents, {}
    found = Invoice.objects.filter(meeting=meeting, contract=row.contract, direction="in", state__in=COUNTED)
    for invoice in found.order_by("issued_on", "number"):
        part = min(left, (invoice.gross_cents or 0) - invoice_used_cents(invoice))
        if part > 0:
            amounts[invoice.pk] = part
            left -= part
    if amounts:
        services.set_payment_invoices(actor=buyer, meeting=meeting, request_id=row.pk, amounts=amounts)


def _paper(meeting: Meeting, actor: Actor, title: str, party: str, cents: int) -> StoredFile:
    """The paper that would be scanned."""
    lines = (("会议", meeting.name), ("对方", party), ("金额", f"{yuan(cents)} 元"))
    sheet = Sheet(title=title, blocks=(KeyValues(lines), Paragraph("演示资料，不作凭证。")), issuer=meeting.org.name)
    return keep_file(BytesIO(pdf(sheet)), name=f"{title}.pdf", meeting_id=meeting.pk, kept_by=actor.id)
