"""Every omission of venue, supplier, contract, budget and compliance: absent on the clean demo, found when planted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db.models import F

from huiwu.budget.models import Allocation, BudgetLine, BudgetReport, LineApproval
from huiwu.compliance.models import ComplianceItem, ComplianceProfile, Prize, SpendingItem
from huiwu.contracts.models import CancellationStep, Contract, ContractStandards, Guarantee, UseSpan
from huiwu.documents.models import ChangeOrder, Version
from huiwu.documents.services import open_document
from huiwu.floor_plans.models import SetupPlan
from huiwu.foundation.actors import SYSTEM
from huiwu.invoices.models import Invoice, RepeatedArrival
from huiwu.invoices.services import take_typed
from huiwu.kernel import clock
from huiwu.meetings.models import Function, Meeting
from huiwu.payments.models import Payment
from huiwu.procurement.models import Adjustment, Quotation, QuotationLine, Rfq, Selection
from huiwu.settlement.models import SupplierSettlement
from huiwu.settlement.queries import final_document
from huiwu.settlement.services import save_final
from huiwu.site_visits.models import SiteVisit, VisitMark, VisitPromise
from huiwu.speaker_fees.models import SpeakerFee
from huiwu.suppliers.models import MeetingSupplier, Qualification, SupplierContact
from huiwu.venues.models import Booking, FunctionDemand, PowerLoad, Room
from tests.floor_plans.conftest import item
from tests.walks.omissions.planting import AFTER, Plant, found, role, rolled_back, spoil

pytestmark = pytest.mark.django_db


def change(meeting: Meeting, **columns: Any) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(**columns)


def note(meeting: Meeting, **columns: Any) -> None:
    ComplianceProfile.objects.update_or_create(meeting=meeting, defaults=columns)


def main_session(meeting: Meeting) -> Function:
    return Function.objects.filter(meeting=meeting, kind="plenary").order_by("start_at")[0]


def last_session(meeting: Meeting) -> Function:
    return Function.objects.filter(meeting=meeting, kind="plenary").order_by("-start_at")[0]


def demand(meeting: Meeting, **columns: Any) -> None:
    FunctionDemand.objects.update_or_create(function=main_session(meeting), defaults=columns)


def rooms(meeting: Meeting, **columns: Any) -> None:
    Room.objects.filter(pk__in=Booking.objects.filter(meeting=meeting).values("room")).update(**columns)


def contracts(meeting: Meeting, kind: str) -> Any:
    return Contract.objects.filter(meeting=meeting, kind=kind)


def public_body(meeting: Meeting, **noted: Any) -> None:
    change(meeting, public_body_mode=True, meeting_type="seminar")
    note(meeting, spending_class="3", **noted)


def banned_goods(meeting: Meeting) -> None:
    public_body(meeting)
    SpendingItem.objects.create(
        meeting=meeting, category="other", name="纪念品定制", unit_cents=20_000, people=100, half_days=2
    )


def above_the_cap(meeting: Meeting) -> None:
    public_body(meeting)
    BudgetLine.objects.filter(budget__meeting=meeting).update(per_diem="other", unit_cents=F("unit_cents") * 10)


def no_gap_between(meeting: Meeting) -> None:
    after = last_session(meeting)
    before = Function.objects.filter(meeting=meeting, space=after.space, start_at__lt=after.start_at).last()
    assert before is not None
    Function.objects.filter(pk=after.pk).update(start_at=before.end_at + timedelta(minutes=5))


def beyond_the_room(meeting: Meeting) -> None:
    function = main_session(meeting)
    room = Booking.objects.filter(meeting=meeting, space=function.space)[0].room
    items = [item("round_table", 900_000, 900_000, 1_800, 1_800, 10, "T9")]
    SetupPlan.objects.create(meeting=meeting, function=function, room=room, items=items)


def too_few_quotes(meeting: Meeting) -> None:
    Selection.objects.filter(meeting=meeting).update(single_source_reason="")
    chosen = Selection.objects.filter(meeting=meeting).values("quotation")
    Quotation.objects.filter(rfq__meeting=meeting).exclude(pk__in=chosen).update(state="withdrawn")
    Rfq.objects.filter(meeting=meeting).update(single_source_reason="")


def far_too_low(meeting: Meeting) -> None:
    chosen = Selection.objects.filter(meeting=meeting).values("quotation")
    one = Quotation.objects.filter(rfq__meeting=meeting).exclude(pk__in=chosen)[0]
    QuotationLine.objects.filter(quotation=one).update(unit_cents=100)


def few_confirmed(meeting: Meeting) -> None:
    contracts(meeting, "venue").update(stop_loss_count=100, confirmed_count=20)


def promised_on_site(meeting: Meeting) -> None:
    venue = contracts(meeting, "venue")[0].venue
    visit = SiteVisit.objects.filter(candidate__meeting=meeting, candidate__venue=venue)[0]
    VisitPromise.objects.create(visit=visit, item="免费提供两台投影机", said_by="场地销售", written_at=clock.now())


def wide_for_the_client(meeting: Meeting) -> None:
    ContractStandards.objects.filter(org=meeting.org).update(exposure_limit_cents=0)
    steps = CancellationStep.objects.filter(contract__meeting=meeting)
    steps.filter(contract__kind="client").update(share_bp=0)
    steps.exclude(contract__kind="client").update(share_bp=10_000)


def over_the_line(meeting: Meeting) -> None:
    line = Allocation.objects.filter(budget__meeting=meeting, source_kind="contract")[0]
    LineApproval.objects.filter(line__budget__meeting=meeting).delete()
    Contract.objects.filter(pk=line.source_id).update(amount_cents=F("amount_cents") * 40)
    Allocation.objects.filter(pk=line.pk).update(amount_cents=F("amount_cents") * 40)


def typed(meeting: Meeting, **values: Any) -> Invoice:
    told = {"number": "26312000000099990001", "issued_on": clock.today(), "net_cents": 100_000, "tax_cents": 6_000}
    told |= {"gross_cents": 106_000, "seller_name": "云河印刷有限公司", "seller_tax_id": "91310000MA1FL00001"}
    arrival = take_typed(
        actor=role(meeting, "finance"), org_id=meeting.org_id, meeting=meeting, values=told | values, direction="in"
    )
    return arrival.invoice


def another_buyer(meeting: Meeting) -> None:
    typed(meeting, buyer_name="别家商贸有限公司", buyer_tax_id="91310000MA1FL09999")


def brought_twice(meeting: Meeting) -> None:
    RepeatedArrival.objects.create(
        invoice=Invoice.objects.filter(meeting=meeting, state="verified")[0], meeting=meeting, source="hand"
    )


def costly_change(meeting: Meeting, status: str) -> ChangeOrder:
    base = Version.objects.filter(document__meeting=meeting, document__kind="event_plan").order_by("-number")[0]
    sheet = open_document(actor=SYSTEM, meeting=meeting, kind="change_order", title="变更单", content={})
    return ChangeOrder.objects.create(
        document=base.document, base_version=base, sheet=sheet, summary="加一块侧屏", reason="客户要求",
        requested_by="吴晓彤", requested_party="client", cost_cents=320_000, status=status,
    )  # fmt: skip


def far_above_the_standard(meeting: Meeting) -> None:
    """The standard binds public bodies."""
    change(meeting, public_body_mode=True)
    note(meeting, nature="public_central")
    dearer = {"net_cents": F("net_cents") * 20, "gross_cents": F("gross_cents") + F("net_cents") * 19}
    SpeakerFee.objects.filter(meeting=meeting).update(over_reason="", **dearer)


def settled_above(meeting: Meeting) -> None:
    contract = contracts(meeting, "venue")[0]
    SupplierSettlement.objects.create(meeting=meeting, contract=contract, amount_cents=contract.amount_cents * 2)


def charged_unsigned(meeting: Meeting) -> None:
    costly_change(meeting, "review")
    document = final_document(meeting)
    save_final(
        actor=role(meeting, "finance"),
        meeting=meeting,
        revision=document.revision if document else 0,
        reasons={},
        conclusion="待定",
    )


PLANTS: dict[str, tuple[int, Plant]] = {
    "OM-019": (-21, lambda m: change(m, publicness="public", expected_headcount=1200)),
    "OM-020": (-21, lambda m: change(m, name="中国门店经营高峰论坛")),
    "OM-021": (-21, lambda m: ComplianceItem.objects.filter(meeting=m).delete()),
    "OM-022": (-21, banned_goods),
    "OM-023": (-21, above_the_cap),
    "OM-024": (-21, lambda m: public_body(m, delegates=5000)),
    "OM-025": (-21, lambda m: public_body(m, venue_kind="", venue_exception="")),
    "OM-026": (-21, lambda m: note(m, overseas=5)),
    "OM-027": (
        -21,
        lambda m: Prize.objects.create(meeting=m, name="轿车", value_cents=20_000_000, audience="consumers"),
    ),
    "OM-028": (-5, lambda m: Function.objects.filter(pk=main_session(m).pk).update(headcount_expected=5000)),
    "OM-029": (-5, no_gap_between),
    "OM-030": (-5, spoil(UseSpan, "contract__meeting", to_at=F("from_at") + timedelta(hours=1))),
    "OM-031": (-5, spoil(VisitMark, "visit__candidate__meeting", measured="")),
    "OM-032": (-5, lambda m: rooms(m, uplink_mbps=1)),
    "OM-033": (-5, lambda m: (demand(m, screen_height_mm=3000), rooms(m, clear_height_mm=2000))),
    "OM-034": (
        -5,
        lambda m: PowerLoad.objects.create(function=main_session(m), name="舞台灯光", watts=9_000_000),
    ),
    "OM-035": (-5, beyond_the_room),
    "OM-036": (-5, lambda m: demand(m, wheelchair_spaces=0, wheelchair_users=3)),
    "OM-037": (-5, too_few_quotes),
    "OM-038": (-5, lambda m: Adjustment.objects.filter(quotation__rfq__meeting=m).delete()),
    "OM-039": (-5, lambda m: Qualification.objects.update(expires_on=m.start_on)),
    "OM-040": (-5, spoil(MeetingSupplier, "meeting", state="selected")),
    "OM-041": (-5, far_too_low),
    "OM-042": (-5, lambda m: SupplierContact.objects.filter(is_on_site=True).delete()),
    "OM-043": (
        -5,
        lambda m: Qualification.objects.filter(kind__in=["load_calculation", "flame_retardancy"]).delete(),
    ),
    "OM-044": (-5, lambda m: CancellationStep.objects.filter(contract__in=contracts(m, "client")).delete()),
    "OM-045": (0, lambda m: contracts(m, "supplier").update(status="review")),
    "OM-046": (-5, lambda m: Guarantee.objects.update(count=9999, adjust_until=m.start_on - timedelta(days=4))),
    "OM-047": (-31, few_confirmed),
    "OM-048": (-5, lambda m: change(m, end_on=m.end_on + timedelta(days=1))),
    "OM-049": (-5, spoil(Payment, "meeting", voided_at=datetime(2026, 1, 1, tzinfo=UTC))),
    "OM-050": (-5, promised_on_site),
    "OM-051": (-5, wide_for_the_client),
    "OM-106": (0, over_the_line),
    "OM-107": (0, lambda m: BudgetReport.objects.update(sent_at=clock.now() - timedelta(days=40))),
    "OM-108": (0, another_buyer),
    "OM-109": (0, brought_twice),
    "OM-110": (0, lambda m: costly_change(m, "signed")),
    "OM-111": (-5, far_above_the_standard),
    "OM-145": (AFTER, settled_above),
    "OM-146": (AFTER, charged_unsigned),
}
MODULES = {*range(19, 52), *range(106, 112), 145, 146}


def test_the_table_names_every_omission_of_these_modules():
    assert set(PLANTS) == {f"OM-{n:03}" for n in MODULES}


@pytest.mark.parametrize("code", PLANTS)
def test_what_was_forgotten_is_found(clean, code):
    day, plant = PLANTS[code]
    with rolled_back():
        before = found(clean, code, day)
        plant(clean)

        assert (before, len(found(clean, code, day)) > 0) == ([], True)
