"""Write a request for quotation, ask suppliers, extend, cancel (SOP P10 《询价单》)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.urls import reverse
from django.utils.translation import gettext as _

from huiwu.accounts.choices import LinkScope
from huiwu.accounts.models import ScopedLink
from huiwu.accounts.services import make_link, url_of
from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require
from huiwu.foundation.registry.messages import mail_link
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, NotFound, StaleEdit
from huiwu.meetings.models import Meeting
from huiwu.procurement.choices import QUOTE_LINK, QuotationState, RfqState
from huiwu.procurement.errors import RfqClosed, RfqEmpty, RfqFrozen
from huiwu.procurement.events import RfqCancelled, RfqChanged, RfqExtended, RfqOpened, RfqSent, SupplierInvited
from huiwu.procurement.models import Quotation, Rfq, RfqLine
from huiwu.procurement.queries.policy import policy_of
from huiwu.suppliers.choices import EngagementState, SupplierCategory
from huiwu.suppliers.models import Supplier
from huiwu.suppliers.services import engage_supplier

COLUMNS = frozenset(
    {"category", "title", "due_on", "deliver_on", "place", "terms", "with_tax", "with_transport", "with_setup"}
    | {"headcount", "single_source_reason"}
)
MOST_LINES = 1000


@dataclass(frozen=True, slots=True)
class LineValues:
    """One line as written. `per_person` makes the quantity follow the request's head-count. `id` keeps an existing line."""

    item: str
    quantity: Decimal
    spec: str = ""
    unit: str = ""
    section: str = ""
    per_person: Decimal | None = None
    function_id: UUID | None = None
    id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Invitation:
    """A supplier asked to quote. `address` (a link with its token) is shown this once."""

    quotation: Quotation
    address: str
    is_mailed: bool


@transaction.atomic
def open_rfq(*, actor: Actor, meeting: Meeting, values: Mapping[str, Any], lines: Sequence[LineValues] = ()) -> Rfq:
    """Begin a request; weights and limits are those of the organisation's policy now. Raises InvalidInput."""
    require(actor, "procurement.edit", meeting)
    kept = _values(values, meeting)
    policy = policy_of(meeting.org_id)
    rfq = Rfq(
        meeting=meeting,
        number=_next_number(meeting),
        saved_by=actor.user,
        fewest_quotes=policy.fewest_quotes,
        low_percent=policy.low_percent,
        price_weight=policy.price_weight,
        criteria=policy.criteria,
        **kept,
    )
    try:
        with transaction.atomic():
            rfq.save(force_insert=True)
    except IntegrityError:  # a colleague took the number in between
        rfq.number = _next_number(meeting)
        rfq.save(force_insert=True)
    _write_lines(rfq, lines)
    record(RfqOpened(meeting_id=meeting.pk, rfq_id=rfq.pk), actor=actor, org_id=meeting.org_id)
    return rfq


@transaction.atomic
def change_rfq(*, actor: Actor, meeting: Meeting, rfq_id: UUID, revision: int, values: Mapping[str, Any]) -> Rfq:
    """Correct the head of a request that was not sent. Raises StaleEdit, RfqFrozen, InvalidInput, NotFound."""
    require(actor, "procurement.edit", meeting)
    rfq = rfq_of(meeting, rfq_id)
    kept = _values(values, meeting)
    _advance(actor, rfq, revision, RfqState.DRAFT, **kept, saved_by=actor.user)
    record(RfqChanged(meeting_id=meeting.pk, rfq_id=rfq.pk), actor=actor, org_id=meeting.org_id)
    return rfq_of(meeting, rfq_id)


@transaction.atomic
def set_rfq_lines(*, actor: Actor, meeting: Meeting, rfq_id: UUID, revision: int, lines: Sequence[LineValues]) -> Rfq:
    """Write all lines anew while the request is a draft. Raises StaleEdit, RfqFrozen, InvalidInput, NotFound."""
    require(actor, "procurement.edit", meeting)
    rfq = rfq_of(meeting, rfq_id)
    _advance(actor, rfq, revision, RfqState.DRAFT, saved_by=actor.user)
    rfq.lines.all().delete()
    _write_lines(rfq, lines)
    record(RfqChanged(meeting_id=meeting.pk, rfq_id=rfq.pk), actor=actor, org_id=meeting.org_id)
    return rfq_of(meeting, rfq_id)


@transaction.atomic
def extend_rfq(*, actor: Actor, meeting: Meeting, rfq_id: UUID, revision: int, due_on: date) -> Rfq:
    """Give everybody more time. Raises StaleEdit, RfqClosed, InvalidInput when the day is not later."""
    require(actor, "procurement.edit", meeting)
    rfq = rfq_of(meeting, rfq_id)
    if due_on <= rfq.due_on or due_on < clock.today(meeting.time_zone):
        raise InvalidInput(fields={"due_on": [_("新的截止日须晚于原来的，也不能早于今天")]}, detail=_("截止日不对。"))
    _advance(actor, rfq, revision, RfqState.SENT, due_on=due_on, saved_by=actor.user)
    record(RfqExtended(meeting_id=meeting.pk, rfq_id=rfq.pk), actor=actor, org_id=meeting.org_id)
    return rfq_of(meeting, rfq_id)


@transaction.atomic
def cancel_rfq(*, actor: Actor, meeting: Meeting, rfq_id: UUID) -> None:
    """Stop a request that has no selection; links stop with it. Twice is harmless. Raises RfqClosed, NotFound."""
    require(actor, "procurement.edit", meeting)
    rfq = rfq_of(meeting, rfq_id)
    if rfq.state == RfqState.CANCELLED:
        return
    open_states = (RfqState.DRAFT, RfqState.SENT)
    values = {"state": RfqState.CANCELLED, "saved_by": actor.user}
    if not Rfq.objects.filter(pk=rfq.pk, state__in=open_states).update(**values, revision=F("revision") + 1):
        raise RfqClosed(rfq=rfq)
    _revoke_links(list(rfq.quotations.values_list("pk", flat=True)))
    record(RfqCancelled(meeting_id=meeting.pk, rfq_id=rfq.pk), actor=actor, org_id=meeting.org_id)


@transaction.atomic
def invite_supplier(
    *, actor: Actor, meeting: Meeting, rfq_id: UUID, supplier: Supplier, person: str = "", recipient: str = ""
) -> Invitation:
    """Ask a supplier to quote: a link of their own, mailed when `recipient` is an e-mail address.

    The first invitation sends the request and fixes its lines. Inviting again makes a fresh link and stops the old one.
    Raises RfqEmpty, RfqClosed, SupplierStopped, NotFound, AddressUnusable.
    """
    require(actor, "procurement.edit", meeting)
    rfq = rfq_of(meeting, rfq_id)
    _send(actor, rfq)
    engage_supplier(
        actor=actor, meeting=meeting, supplier=supplier, category=rfq.category, state=EngagementState.INVITED
    )
    quotation, is_new = Quotation.objects.get_or_create(rfq=rfq, supplier=supplier, defaults={"invited_by": actor.user})
    if not is_new:
        gone = (QuotationState.DECLINED, QuotationState.WITHDRAWN)
        Quotation.objects.filter(pk=quotation.pk, state__in=gone).update(state=QuotationState.INVITED)
    quotation.refresh_from_db()
    address, is_mailed = _link(actor, rfq, quotation, person, recipient)
    fact = SupplierInvited(meeting_id=meeting.pk, rfq_id=rfq.pk, quotation_id=quotation.pk)
    record(fact, actor=actor, org_id=meeting.org_id)
    return Invitation(quotation, address, is_mailed)


def rfq_of(meeting: Meeting, rfq_id: UUID) -> Rfq:
    found = Rfq.objects.select_related("meeting", "saved_by").filter(pk=rfq_id, meeting=meeting).first()
    if found is None:
        raise NotFound
    return found


def _send(actor: Actor, rfq: Rfq) -> None:
    if rfq.state == RfqState.SENT:
        return
    if rfq.state != RfqState.DRAFT:
        raise RfqClosed(rfq=rfq)
    if not rfq.lines.exists():
        raise RfqEmpty
    values = {"state": RfqState.SENT, "sent_at": clock.now(), "sent_by": actor.user}
    if Rfq.objects.filter(pk=rfq.pk, state=RfqState.DRAFT).update(**values, revision=F("revision") + 1):
        record(RfqSent(meeting_id=rfq.meeting_id, rfq_id=rfq.pk), actor=actor, org_id=rfq.meeting.org_id)


def _link(actor: Actor, rfq: Rfq, quotation: Quotation, person: str, recipient: str) -> tuple[str, bool]:
    _revoke_links([quotation.pk])
    meeting = rfq.meeting
    lasts = max(rfq.due_on - clock.today(meeting.time_zone), timedelta(0)) + timedelta(days=60)
    link, token = make_link(
        actor=actor,
        org=meeting.org,
        scope=LinkScope.SUPPLIER,
        purpose=QUOTE_LINK,
        label=(person.strip() or quotation.supplier.called)[:120],
        meeting_id=meeting.pk,
        subject_id=quotation.pk,
        recipient=recipient.strip()[:254],
        lasts=lasts,
    )
    address = url_of(reverse("procurement:quote", args=[token]))
    values = {"rfq": rfq.title, "due": rfq.due_on.isoformat()}
    sent = mail_link(
        actor=actor,
        meeting=meeting,
        recipient=link.recipient,
        person=link.label,
        url=address,
        kind=QUOTE_LINK,
        values=values,
    )
    return address, sent is not None


def _revoke_links(quotation_ids: Sequence[UUID]) -> None:
    open_links = ScopedLink.objects.filter(purpose=QUOTE_LINK, subject_id__in=quotation_ids, revoked_at=None)
    open_links.update(revoked_at=clock.now())


def _advance(actor: Actor, rfq: Rfq, revision: int, state: str, **values: Any) -> None:
    fresh = Rfq.objects.filter(pk=rfq.pk, revision=revision, state=state)
    if fresh.update(**values, revision=F("revision") + 1, updated_at=clock.now()):
        return
    now = rfq_of(rfq.meeting, rfq.pk)
    if now.state != state:
        raise RfqFrozen if state == RfqState.DRAFT and now.state == RfqState.SENT else RfqClosed(rfq=now)
    raise StaleEdit(theirs=now, who=now.saved_by.name if now.saved_by else _("同事"))


def _next_number(meeting: Meeting) -> str:
    last = Rfq.objects.filter(meeting=meeting).aggregate(last=Max("number"))["last"]
    return f"RQ-{int(last[3:]) + 1 if last else 1:02d}"


def _values(values: Mapping[str, Any], meeting: Meeting) -> dict[str, Any]:
    kept = {name: value for name, value in values.items() if name in COLUMNS}
    wrong: dict[str, list[str]] = {}
    if kept.get("category") not in SupplierCategory.values:
        wrong["category"] = [_("请选择品类")]
    if not str(kept.get("title", "")).strip():
        wrong["title"] = [_("请写询价名称")]
    if kept.get("due_on") is None:
        wrong["due_on"] = [_("请填报价截止日")]
    elif kept["due_on"] >= meeting.end_on:
        wrong["due_on"] = [_("报价截止日须早于会议结束")]
    if wrong:
        raise InvalidInput(fields=wrong, detail=next(iter(wrong.values()))[0] + "。")
    return kept


def _write_lines(rfq: Rfq, lines: Sequence[LineValues]) -> None:
    if len(lines) > MOST_LINES:
        raise InvalidInput(fields={"lines": [_("明细最多 {most} 行").format(most=MOST_LINES)]}, detail=_("明细太多。"))
    wrong = [n for n, line in enumerate(lines, 1) if not line.item.strip() or line.quantity <= 0]
    if wrong:
        rows = "、".join(map(str, wrong[:10]))
        raise InvalidInput(
            fields={"lines": [_("第 {rows} 行须有项目名称和大于 0 的数量").format(rows=rows)]},
            detail=_("明细有误。"),
        )
    functions = set(rfq.meeting.functions.values_list("pk", flat=True))
    RfqLine.objects.bulk_create(
        RfqLine(
            rfq=rfq,
            order=n,
            section=line.section.strip()[:80],
            item=line.item.strip()[:160],
            spec=line.spec.strip()[:500],
            unit=line.unit.strip()[:20],
            quantity=line.quantity,
            per_person=line.per_person,
            function_id=line.function_id if line.function_id in functions else None,
        )
        for n, line in enumerate(lines, 1)
    )
