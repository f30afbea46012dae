"""Invoices that are late, and those received that nobody has verified."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.functional import lazy
from django.utils.translation import gettext as _

from huiwu.accounts.choices import Role
from huiwu.foundation.registry.messages import Due, reminder_source
from huiwu.invoices.choices import Direction, InvoiceState
from huiwu.invoices.models import Invoice
from huiwu.invoices.queries.addresses import url_of
from huiwu.kernel.money import yuan
from huiwu.meetings.choices import MeetingStatus
from huiwu.meetings.models import TeamMember

VERIFY_WITHIN = timedelta(days=7)
"""A received invoice is verified within a week (默认)."""
LIVE = (MeetingStatus.ENQUIRY, MeetingStatus.ACTIVE)


@reminder_source
def expected_and_unverified() -> Iterator[Due]:
    """For the finance of the meeting; without one, its leads are told. Two queries."""
    rows = Invoice.objects.filter(
        state__in=[InvoiceState.EXPECTED, InvoiceState.RECEIVED], meeting__status__in=LIVE
    ).select_related("meeting__org")
    found = list(rows.order_by("expected_on", "created_at"))
    keepers: dict[UUID, UUID] = {}
    finance = TeamMember.objects.filter(meeting__in={row.meeting_id for row in found}, role=Role.FINANCE)
    for meeting_id, user_id in finance.order_by("is_backup", "created_at").values_list("meeting_id", "user_id"):
        keepers.setdefault(meeting_id, user_id)
    for row in found:
        assert row.meeting is not None  # asked for above
        yield Due(
            key=f"invoice:{row.pk}:{row.state}",
            meeting=row.meeting,
            label=_label(row.state, row.direction, row.party_name, row.full_number, _amount(row)),
            url=url_of(row),
            person_id=keepers.get(row.meeting.pk),
            due_on=_due_on(row, row.meeting.zone),
        )


def _due_on(row: Invoice, zone: ZoneInfo) -> date | None:
    if row.state == InvoiceState.EXPECTED:
        return row.expected_on
    return (row.received_at or row.created_at).astimezone(zone).date() + VERIFY_WITHIN


def _amount(row: Invoice) -> str:
    cents = row.expected_cents if row.state == InvoiceState.EXPECTED else row.gross_cents
    return yuan(cents) if cents is not None else ""


def _label_text(state: str, direction: str, party: str, number: str, amount: str) -> str:
    if state == InvoiceState.RECEIVED:
        return _("发票 {number}（{party}）还没有验").format(number=number, party=party)
    if direction == Direction.OUT:
        return _("应开给{party}的发票 {amount} 还没有开").format(party=party, amount=amount)
    return _("{party}的发票 {amount} 还没有收到").format(party=party, amount=amount)


_label: Any = lazy(_label_text, str)
