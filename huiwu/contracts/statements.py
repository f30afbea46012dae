"""What contracts state and rely on (general layer of the checks)."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from huiwu.contracts.choices import IN_FORCE, Kind, Status
from huiwu.contracts.models import Contract
from huiwu.foundation.registry.statements import Reference, Requirement, refers, requires
from huiwu.meetings.models import Meeting
from huiwu.suppliers.models import Qualification


@refers
def what_contracts_rely_on(meeting: Meeting) -> Iterator[Reference]:
    """A contract in force must last until the meeting is over, its supplier's papers too, and its supplier be in use.

    A venue's contract relies on the candidate not having been declined. Three queries.
    """
    rows = list(
        Contract.objects.filter(meeting=meeting, status=Status.SIGNED).select_related("supplier", "candidate__venue")
    )
    papers: dict[object, list[Qualification]] = {}
    suppliers = [row.supplier_id for row in rows if row.supplier_id]
    good = Q(meeting=None) | Q(meeting=meeting)
    for paper in Qualification.objects.filter(good, supplier__in=suppliers).exclude(expires_on=None):
        papers.setdefault(paper.supplier_id, []).append(paper)
    for row in rows:
        url = reverse("contracts:contract", args=[meeting.slug, row.pk])
        if row.expires_on is not None:
            yield Reference(
                source=meeting.name, target=_("合同“{contract}”").format(contract=row), state="ok", url=url,
                expires_on=row.expires_on, needed_on=meeting.end_on,
            )  # fmt: skip
        for paper in _newest_of_each_kind(papers.get(row.supplier_id, [])):
            yield Reference(
                source=_("合同“{contract}”").format(contract=row), target=f"{row.supplier} {paper}", state="ok", url=url,
                expires_on=paper.expires_on, needed_on=row.ends_on,
            )  # fmt: skip
        if row.candidate is not None and row.candidate.list == "declined":
            yield Reference(
                source=_("合同“{contract}”").format(contract=row),
                target=str(row.candidate.venue),
                state="cancelled",
                url=url,
            )


def _newest_of_each_kind(papers: list[Qualification]) -> list[Qualification]:
    """A renewed paper stands in place of the one before it."""
    newest: dict[str, Qualification] = {}
    for paper in sorted(papers, key=lambda p: (p.expires_on is not None, p.expires_on)):
        newest[paper.kind] = paper
    return list(newest.values())


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
