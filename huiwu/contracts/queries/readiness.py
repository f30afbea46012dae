"""What stands between a contract and its review, and between review and signing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from huiwu.accounts.choices import Role
from huiwu.contracts.choices import Kind, Status, TermKind
from huiwu.contracts.models import Contract
from huiwu.contracts.queries.money import ladder_of
from huiwu.contracts.rules.ladder import ladder_faults
from huiwu.contracts.rules.terms import Part, off_by, split
from huiwu.contracts.schema import SCHEMAS
from huiwu.kernel.money import yuan
from huiwu.meetings.models import TeamMember
from huiwu.planning.choices import GateParty, GateState
from huiwu.planning.models import Gate
from huiwu.site_visits.choices import ListState
from huiwu.site_visits.models import Candidate

GATES = {
    Kind.CLIENT: ("G0", "G1"),
    Kind.VENUE: ("G2",),
    Kind.SUPPLIER: ("G2",),
    Kind.SPEAKER: ("G2",),
}
"""sop.md §3 and §4: P05 rests on P02 (G1) and P04 (G0), P09, P10 and P12 on P06 (G2). The venue's also on the client's choice."""


@dataclass(frozen=True, slots=True)
class Lack:
    """Something missing, and where it is mended."""

    label: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why a contract cannot be signed, whom to ask, and where."""

    sentence: str
    ask: str
    url: str = ""

    def __str__(self) -> str:
        return f"{self.sentence}{_('请找：{who}。').format(who=self.ask)}" if self.ask else self.sentence


def lacking(contract: Contract) -> list[Lack]:
    """What forbids sending the contract to review."""
    return [*_head_lacks(contract), *_row_lacks(contract), *_clause_lacks(contract)]


def _part_url(contract: Contract, part: str) -> str:
    return reverse(f"contracts:{part}", args=[contract.meeting.slug, contract.pk])


def _head_lacks(contract: Contract) -> Iterator[Lack]:
    url = _part_url(contract, "edit")
    if not contract.amount_cents:
        yield Lack(_("合同额"), url)
    if not contract.our_signatory:
        yield Lack(_("我方签署人"), url)
    if not contract.party_signatory and contract.kind != Kind.SPEAKER:
        yield Lack(_("对方签署人"), url)
    if contract.kind in (Kind.CLIENT, Kind.VENUE):
        if contract.headcount is None or not contract.headcount_basis:
            yield Lack(_("人数与口径"), url)
        if contract.adjust_until is None:
            yield Lack(_("人数调整截止日"), url)


def _row_lacks(contract: Contract) -> Iterator[Lack]:
    rows = [t for t in contract.terms.filter(amendment=None) if t.kind != TermKind.SECURITY]
    parts = [Part(None, t.amount_cents) for t in rows]
    if not rows:
        yield Lack(_("付款计划"), _part_url(contract, "terms"))
    elif split(contract.amount_cents, parts) is None:
        cents, _share = off_by(contract.amount_cents, parts)
        yield Lack(_("付款计划合计与合同额相差 {cents} 元").format(cents=yuan(cents)), _part_url(contract, "terms"))
    steps = ladder_of(contract)
    if not steps or ladder_faults(steps):
        yield Lack(_("取消阶梯"), _part_url(contract, "ladder"))
    if contract.kind == Kind.VENUE and not contract.spans.exists():
        yield Lack(_("场地与使用时段（含进场、彩排、撤场）"), _part_url(contract, "spans"))


def _clause_lacks(contract: Contract) -> Iterator[Lack]:
    schema = SCHEMAS[contract.kind]
    content = contract.document.draft if contract.document else {}
    for row in schema.missing(content):
        url = reverse("contracts:clauses", args=[contract.meeting.slug, contract.pk, schema[row.key].section])
        yield Lack(_("条款“{label}”").format(label=row.label), url)


def gate_obstacles(contract: Contract) -> list[Obstacle]:
    """Shut gates that must be open first. One query."""
    wanted = GATES[Kind(contract.kind)]
    gates = {gate.code: gate for gate in Gate.objects.filter(plan__meeting=contract.meeting_id, code__in=wanted)}
    url = reverse("planning:gates", args=[contract.meeting.slug])
    found = []
    for code in wanted:
        gate = gates.get(code)
        if gate is None:
            found.append(Obstacle(_("倒排计划还没有生成（客户签认需求简报后自动生成）。"), _lead(contract), url))
            break
        if gate.state == GateState.CLOSED:
            whom = _client(contract) if gate.party == GateParty.CLIENT else _officer(contract)
            found.append(Obstacle(_("门禁 {code} {name} 还没有打开。").format(code=code, name=gate.title), whom, url))
    return found


def signing_obstacles(contract: Contract) -> list[Obstacle]:
    """Everything that forbids signing now. Six queries at most."""
    found = list(gate_obstacles(contract))
    if contract.kind == Kind.VENUE:
        found += _venue_obstacles(contract)
    if contract.status == Status.DRAFT:
        found.insert(0, Obstacle(_("合同还没有送审。"), _people(contract, Role.COMMERCIAL_MANAGER)))
    elif contract.status == Status.REVIEW and contract.reviewed_at is None:
        found.insert(0, Obstacle(_("合同还没有审核通过。"), _people(contract, Role.COMMERCIAL_MANAGER, Role.FINANCE)))
    return found


def _venue_obstacles(contract: Contract) -> Iterator[Obstacle]:
    """G3b 客户确认场地后才签约 (SOP P09)."""
    chosen = confirmed_candidate(contract)
    url = reverse("planning:gates", args=[contract.meeting.slug])
    if chosen is None:
        if not venue_confirmed_by_client(contract):
            yield Obstacle(_("客户还没有确认场地（G3b）。"), _client(contract), url)
    elif contract.venue_id and chosen.venue_id != contract.venue_id:
        yield Obstacle(
            _("客户确认的场地是“{chosen}”，这份合同的场地是“{ours}”。").format(
                chosen=chosen.venue, ours=contract.venue
            ),
            _lead(contract),
            url,
        )


def confirmed_candidate(contract: Contract) -> Candidate | None:
    """The venue the client confirmed for the meeting."""
    rows = Candidate.objects.filter(meeting=contract.meeting_id, list=ListState.CONFIRMED)
    return rows.select_related("venue").first()


def venue_confirmed_by_client(contract: Contract) -> bool:
    """Whether the client confirmed P09 on a sheet of its own, where no candidates are kept."""
    gate = Gate.objects.filter(plan__meeting=contract.meeting_id, code="G3b").first()
    return gate is not None and gate.confirmations.filter(by_client=True).exists()


def _client(contract: Contract) -> str:
    meeting = contract.meeting
    contact = meeting.client.contacts.order_by("-is_approver", "order").first() if meeting.client else None
    return _("客户 {name}").format(name=contact.name) if contact else _("客户")


def _lead(contract: Contract) -> str:
    return _people(contract, Role.PROJECT_MANAGER)


def _officer(contract: Contract) -> str:
    return _people(contract, Role.COMPLIANCE_OFFICER)


def _people(contract: Contract, *roles: str) -> str:
    """Names of those who hold one of the roles, the roles themselves where nobody does."""
    rows = TeamMember.objects.filter(meeting=contract.meeting_id, role__in=roles).select_related("user")
    names = list(dict.fromkeys(row.user.name for row in rows))
    return _("、").join(names or [str(Role(role).label) for role in roles])
