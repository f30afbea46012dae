"""What contracts state and rely on (general layer of the checks)."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from huiwu.contracts.choices import IN_FORCE, Kind, Status
from huiwu.contracts.models import Contract
from huiwu.foundation.registry.statements import Reference, Requirement, refers, requires
from huiwu.meetings.models import Meeting


@refers
def what_contracts_rely_on(meeting: Meeting) -> Iterator[Reference]:
    """A contract in force must last until the meeting is over; a venue's relies on its candidate not being declined.

    Papers that lapse before the strike are found by suppliers (OM-039).
    """
    rows = list(
        Contract.objects.filter(meeting=meeting, status=Status.SIGNED).select_related("supplier", "candidate__venue")
    )
    for row in rows:
        url = reverse("contracts:contract", args=[meeting.slug, row.pk])
        if row.expires_on is not None:
            yield Reference(
                source=meeting.name, target=_("合同“{contract}”").format(contract=row), state="ok", url=url,
                expires_on=row.expires_on, needed_on=meeting.end_on,
            )  # fmt: skip
        if row.candidate is not None and row.candidate.list == "declined":
            yield Reference(
                source=_("合同“{contract}”").format(contract=row),
                target=str(row.candidate.venue),
                state="cancelled",
                url=url,
            )


@requires
def scan_of_what_was_signed(meeting: Meeting) -> Iterator[Requirement]:
    """A main contract signed by link needs no scan; every other one in force keeps its own."""
    for row in Contract.objects.filter(meeting=meeting, status__in=IN_FORCE).exclude(kind=Kind.CLIENT):
        assert row.signed_on is not None  # a contract in force has its day
        yield Requirement(
            label=_("合同“{contract}”的签署扫描件").format(contract=row),
            due_on=row.signed_on,
            is_filled=row.scan_id is not None,
            url=reverse("contracts:contract", args=[meeting.slug, row.pk]),
            step="P09",
            owner_role="commercial_manager",
        )
