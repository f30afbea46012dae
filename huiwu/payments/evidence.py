"""P05 首付款, P09 定金, A06 付款 from data."""

from __future__ import annotations

from dataclasses import replace

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiwu.contracts.choices import Direction, Kind, Status, TermKind, Trigger
from huiwu.contracts.evidence import venue_contract_signed
from huiwu.contracts.models import Contract
from huiwu.foundation.registry.evidence import Evidence, evidence
from huiwu.meetings.models import Meeting
from huiwu.payments.models import Payment, Receipt
from huiwu.payments.queries import open_items, receipts_of
from huiwu.payments.queries.requests import COUNTED

CONTRACT_FACTS = ("contract_signed", "contract_ended", "contract_cancelled", "amendment_signed")
PAID_FACTS = (*CONTRACT_FACTS, "payment_made", "payment_voided")
RECEIVED_FACTS = (*CONTRACT_FACTS, "receipt_recorded", "receipt_voided")


@evidence("payments.first_receipt", title=gettext_lazy("首付款到账记录"), steps=("P05",), facts=RECEIVED_FACTS)
def first_receipt(meeting: Meeting) -> Evidence:
    """P05: what the main contract asks for at signing has come in. Nothing asked at signing: the contract is enough."""
    url = reverse("payments:receipts", args=[meeting.slug])
    absent = Evidence(present=False, label=_("首付款到账记录"), url=url)
    contract = Contract.objects.filter(meeting=meeting, kind=Kind.CLIENT, status__in=[Status.SIGNED, Status.ENDED])
    main = contract.first()
    if main is None:
        return absent
    asked = [term for term in main.terms.all() if term.trigger == Trigger.SIGNING]
    if not asked:
        return Evidence(present=True, label=_("主合同签订时无首付款"), url=url)
    still = {item.term.pk for item in open_items([meeting]) if item.term is not None}
    last: Receipt | None = receipts_of(meeting).filter(contract=main).first()
    if any(term.pk in still for term in asked) or last is None:
        return absent
    return Evidence(
        present=True,
        label=_("首付款已到账"),
        url=url,
        at=last.created_at,
        by=last.recorded_by.name if last.recorded_by else "",
    )


@evidence(
    "payments.venue_deposit",
    title=gettext_lazy("场地定金凭证"),
    steps=("P09",),
    facts=(*PAID_FACTS, "document_signed"),
)
def venue_deposit(meeting: Meeting) -> Evidence:
    """P09: every deposit, and what a venue's contract asks for at signing, is paid with its voucher. The client's own
    house, which needs no contract, asks for none."""
    url = reverse("payments:paid", args=[meeting.slug])
    absent = Evidence(present=False, label=_("场地定金凭证"), url=url)
    venues = Contract.objects.filter(meeting=meeting, kind=Kind.VENUE, status__in=[Status.SIGNED, Status.ENDED])
    contracts = list(venues.prefetch_related("terms"))
    if not contracts:
        own = venue_contract_signed(meeting)
        return replace(own, url=url) if own.present else absent
    asked = [
        term
        for contract in contracts
        for term in contract.terms.all()
        if term.kind == TermKind.DEPOSIT or (term.kind == TermKind.PAYMENT and term.trigger == Trigger.SIGNING)
    ]
    if not asked:
        return Evidence(present=True, label=_("场地合同无定金"), url=url)
    still = {item.term.pk for item in open_items([meeting]) if item.term is not None}
    paid = Payment.objects.filter(COUNTED, request__contract__in=contracts).select_related("recorded_by")
    last = paid.order_by("-created_at").first()
    if any(term.pk in still for term in asked) or last is None or paid.filter(voucher=None).exists():
        return absent
    return Evidence(
        present=True,
        label=_("场地定金已付，凭证已留存"),
        url=url,
        at=last.created_at,
        by=last.recorded_by.name if last.recorded_by else "",
    )


@evidence("payments.suppliers_paid", title=gettext_lazy("供应商付款凭证"), steps=("A06",), facts=PAID_FACTS)
def suppliers_paid(meeting: Meeting) -> Evidence:
    """A06: nothing of the payable contracts is open any more, and every payment has its voucher."""
    url = reverse("payments:dues", args=[meeting.slug])
    absent = Evidence(present=False, label=_("供应商付款凭证"), url=url)
    contracts = Contract.objects.filter(
        meeting=meeting, direction=Direction.PAYABLE, status__in=[Status.SIGNED, Status.ENDED]
    )
    paid = Payment.objects.filter(COUNTED, request__contract__in=contracts).select_related("recorded_by")
    last = paid.order_by("-created_at").first()
    if last is None or paid.filter(voucher=None).exists():
        return absent
    if any(item.contract is not None and not item.contract.is_receivable for item in open_items([meeting])):
        return absent
    return Evidence(
        present=True,
        label=_("供应商款项已付清"),
        url=url,
        at=last.created_at,
        by=last.recorded_by.name if last.recorded_by else "",
    )
