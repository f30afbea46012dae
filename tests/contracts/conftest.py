from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from io import BytesIO
from typing import Any

import pytest

from huiwu.accounts.choices import Role
from huiwu.accounts.models import User
from huiwu.contracts import services
from huiwu.contracts.models import Contract
from huiwu.contracts.services import SpanValues
from huiwu.foundation.actors import Actor
from huiwu.foundation.files import keep_file
from huiwu.foundation.models import StoredFile
from huiwu.kernel import clock
from huiwu.meetings.models import TeamMember
from huiwu.planning.models import Gate, GateConfirmation
from huiwu.planning.services import launch_plan
from huiwu.suppliers.models import Supplier
from huiwu.suppliers.services import add_supplier
from huiwu.venues.models import Venue
from huiwu.venues.services import add_venue
from tests.cast import Cast, person

START = date(2027, 3, 18)
BASE = "/m/qiming-2027/contracts/"
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"


def days_before(n: int) -> datetime:
    """Nine in the morning in Shanghai, n days before the first day."""
    return datetime.combine(START - timedelta(days=n), time(1), UTC)


@pytest.fixture(autouse=True)
def today(settings: Any, tmp_path: Any) -> Any:
    """T-45."""
    settings.MEDIA_ROOT = tmp_path / "files"
    with clock.at(days_before(45)):
        yield


@pytest.fixture
def buyer(cast: Cast) -> Actor:
    """方寸, 商务 of the meeting."""
    user: User = person("buyer", "方寸", cast.org)
    TeamMember.objects.create(meeting=cast.meeting, user=user, role=Role.COMMERCIAL_MANAGER)
    return Actor.of_user(user)


@pytest.fixture
def plan(cast: Cast) -> Any:
    return launch_plan(actor=cast.actor("lead"), meeting_id=cast.meeting.pk)


def open_gates(cast: Cast, *codes: str) -> None:
    """The gates as confirmed for each of their steps."""
    for gate in Gate.objects.filter(plan__meeting=cast.meeting, code__in=codes):
        for step in gate.plan.steps.filter(gate_code=gate.code):
            GateConfirmation.objects.get_or_create(
                gate=gate, step_code=step.code, defaults={"how": "signoff", "by_client": True, "at": clock.now()}
            )
    Gate.objects.filter(plan__meeting=cast.meeting, code__in=codes).update(state="open", opened_at=clock.now())


@pytest.fixture
def supplier(cast: Cast) -> Supplier:
    return add_supplier(actor=cast.actor("lead"), org=cast.org, values={"name": "海川搭建", "categories": ["build"]})


@pytest.fixture
def venue(cast: Cast) -> Venue:
    return add_venue(actor=cast.actor("lead"), org_id=cast.org.pk, name="滨江会议中心", city="上海", kind="hotel")


def scan(cast: Cast, content: bytes = PDF) -> StoredFile:
    return keep_file(BytesIO(content), name="签署件.pdf", meeting_id=cast.meeting.pk)


def fresh(contract: Contract) -> Contract:
    return Contract.objects.select_related("meeting__org", "document").get(pk=contract.pk)


WHOLE = {
    "amount_cents": 10_000_000,
    "tax_bp": 600,
    "our_signatory": "林岚",
    "party_signatory": "沈毅",
}


def drafted(buyer: Actor, cast: Cast, kind: str = "supplier", **values: Any) -> Contract:
    """A draft with everything a review asks for."""
    given = {**WHOLE, "party_name": "海川搭建"} | values
    contract = services.draft_contract(actor=buyer, meeting=cast.meeting, kind=kind, values=given)
    if kind == "venue":
        contract = services.set_spans(
            actor=buyer, contract_id=contract.pk, revision=contract.revision, spans=[whole_house()]
        )
    return fresh(contract)


def whole_house() -> SpanValues:
    return SpanValues(from_at=days_before(2), to_at=datetime(2027, 3, 20, 15, tzinfo=UTC), place="全部场地")


def reviewed(buyer: Actor, cast: Cast, contract: Contract) -> Contract:
    sent = services.submit_contract(actor=buyer, contract_id=contract.pk, revision=contract.revision)
    return services.approve_contract(actor=cast.actor("lead"), contract_id=sent.pk, revision=sent.revision)


def signed(buyer: Actor, cast: Cast, contract: Contract, **more: Any) -> Contract:
    """Through review and signing, its gates open."""
    contract = reviewed(buyer, cast, contract)
    values = {"signed_on": clock.today(), "scan": scan(cast)} | more
    return services.sign_contract(actor=buyer, contract_id=contract.pk, revision=contract.revision, **values)


@pytest.fixture
def in_force(cast: Cast, buyer: Actor, plan: Any, supplier: Supplier) -> Contract:
    """A supplier's contract of 100,000 yuan, signed at T-45."""
    open_gates(cast, "G2")
    return signed(buyer, cast, drafted(buyer, cast, supplier=supplier, category="build"))
