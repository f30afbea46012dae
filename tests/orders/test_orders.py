"""Orders drafted, sent, answered, taken back, cancelled, received."""

from __future__ import annotations

import threading
from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import connection

from huiwu.accounts.errors import LinkUnusable
from huiwu.accounts.models import ScopedLink
from huiwu.accounts.services import open_link
from huiwu.contracts.models import Acceptance
from huiwu.foundation.errors import PictureUnreadable
from huiwu.foundation.models import FactRecord
from huiwu.kernel.errors import InvalidInput, NotAllowed, StaleEdit
from huiwu.orders import queries, services
from huiwu.orders.choices import CONFIRM
from huiwu.orders.errors import (
    NoSuchOrder,
    NothingToOrder,
    OrderMoved,
    OrderNotWhole,
    OrderSuperseded,
    OrderWithdrawn,
    TooManyPhotos,
)
from huiwu.orders.models import Order, OrderPhoto, OrderReply
from huiwu.orders.services import Count, OrderLineValues
from huiwu.procurement.models import Quotation, QuotationLine, Rfq, RfqLine, Selection
from huiwu.suppliers.models import MeetingSupplier
from tests.cast import assemble
from tests.orders.conftest import (
    DELIVER,
    LINES,
    confirmed,
    draft,
    holder,
    photo,
    sent,
    signed_contract,
    supplier,
    values,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def test_a_drafted_order_has_its_number_and_the_supplier_is_selected(cast):
    first, second = draft(cast), draft(cast)
    assert (first.number, second.number, first.state) == ("PO-001", "PO-002", "draft")
    assert MeetingSupplier.objects.get().state == "selected"
    whole = queries.found_orders(cast.meeting, queries.OrderFilter())[0]
    assert (whole.totals.gross_cents, whole.totals.tax_cents) == (1_008_833, 115_965 + 47)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"title": " "}, "title"),
        ({"category": "x"}, "category"),
        ({"deliver_at": None}, "deliver_at"),
        ({"deliver_at": DELIVER + timedelta(days=400)}, "deliver_at"),
        ({"place": "长" * 201}, "place"),
        ({"lines": [OrderLineValues(item="", quantity=Decimal(1))]}, "lines"),
        ({"lines": [OrderLineValues(item="手册", quantity=Decimal(0))]}, "lines"),
        ({"lines": [OrderLineValues(item="手册", quantity=Decimal(1), tax_bp=10_000)]}, "lines"),
    ],
)
def test_what_is_wrong_is_refused_at_its_field(cast, more, field):
    with pytest.raises(InvalidInput) as refused:
        draft(cast, **more)
    assert list(refused.value.fields) == [field]
    assert Order.objects.count() == 0


def test_a_contract_of_another_supplier_is_refused(cast):
    other = signed_contract(cast)
    other.supplier = supplier(cast, "别家印务")
    other.save()
    with pytest.raises(InvalidInput):
        draft(cast, contract_id=other.pk)


def test_who_may_not_write_orders_is_told(cast):
    with pytest.raises(NotAllowed):
        services.draft_order(
            actor=cast.actor("planner"), meeting=cast.meeting, supplier=supplier(cast), values=values(), lines=LINES
        )
    with pytest.raises(NoSuchOrder):
        queries.order_for(cast.actor("stranger"), cast.meeting, draft(cast).pk)


def chosen(cast, state="approved", with_tax=True):
    rfq = Rfq.objects.create(
        meeting=cast.meeting, category="printing", number="XJ-001", title="手册", due_on=DELIVER.date(), headcount=600
    )
    asked = RfqLine.objects.create(
        rfq=rfq, order=1, item="会议手册", unit="册", quantity=Decimal(630), per_person=Decimal("1.05")
    )
    quotation = Quotation.objects.create(rfq=rfq, supplier=supplier(cast), with_tax=with_tax, tax_bp=1300)
    QuotationLine.objects.create(
        quotation=quotation, rfq_line=asked, order=1, quantity=Decimal(630), unit_cents=1600, tax_bp=1300
    )
    return Selection.objects.create(
        meeting=cast.meeting,
        rfq=rfq,
        quotation=quotation,
        state=state,
        reason="价低",
        total_cents=1_008_000,
        comparison_hash="x",
    )


def from_selection(cast, selection):
    return services.draft_order_from_selection(
        actor=cast.actor("lead"), meeting=cast.meeting, selection_id=selection.pk, values=values()
    )


def test_an_order_from_a_selection_has_the_lines_of_the_quotation(cast):
    row = from_selection(cast, chosen(cast))
    line = row.lines.get()
    assert (row.supplier, row.category, row.headcount) == (supplier(cast), "printing", 600)
    assert (line.item, line.quantity, line.unit_cents, line.tax_bp, line.follows_headcount) == (
        "会议手册",
        Decimal(630),
        1600,
        1300,
        True,
    )


def test_prices_quoted_without_tax_are_ordered_with_it(cast):
    assert from_selection(cast, chosen(cast, with_tax=False)).lines.get().unit_cents == 1808


def test_a_selection_nobody_approved_makes_no_order(cast):
    with pytest.raises(NothingToOrder):
        from_selection(cast, chosen(cast, state="proposed"))


def test_an_order_that_lacks_place_or_receiver_is_not_sent(cast):
    row = draft(cast, place="", receiver_phone="")
    with pytest.raises(OrderNotWhole) as refused:
        services.send_order(actor=cast.actor("lead"), order_id=row.pk, revision=1, person="卢刚")
    assert refused.value.params["lacks"] == "送货地点、收货人与电话"


def test_the_link_opens_this_order_and_no_other(cast):
    row, token = sent(cast)
    other, _token = sent(cast)
    link = open_link(token=token, purpose=CONFIRM)
    assert (link.subject_id, link.scope, link.label) == (row.pk, "supplier", "卢刚")
    with pytest.raises(NotAllowed):
        services.confirm_order(actor=holder(token), order_id=other.pk, seen_revision=2, person_name="卢刚")


def test_the_supplier_confirms_with_another_time_and_twice_is_once(cast):
    row, token = sent(cast)
    later = DELIVER + timedelta(hours=3)
    say = {"actor": holder(token), "order_id": row.pk, "seen_revision": row.revision, "person_name": "卢刚"}
    first = services.confirm_order(**say, promised_at=later, text="下午才有车")
    assert services.confirm_order(**say) == first
    row.refresh_from_db()
    assert (row.state, row.late_at, row.confirmed_by_name) == ("confirmed", later, "卢刚")
    assert (first.address, first.agent, first.noted_by) == ("203.0.113.9", "phone", None)
    assert FactRecord.objects.filter(kind="order_replied").count() == 1


def test_returned_it_is_a_draft_again_and_the_former_page_confirms_nothing(cast):
    row, token = sent(cast)
    say = {"actor": holder(token), "order_id": row.pk, "seen_revision": row.revision, "person_name": "卢刚"}
    with pytest.raises(InvalidInput):
        services.return_order(**say, text=" ")
    services.return_order(**say, text="数量太多")
    row.refresh_from_db()
    assert row.state == "draft"
    with pytest.raises(OrderWithdrawn):
        services.confirm_order(**say)
    services.send_order(actor=cast.actor("lead"), order_id=row.pk, revision=row.revision, person="卢刚")
    with pytest.raises(OrderSuperseded):
        services.confirm_order(**say)


def test_a_recalled_order_takes_its_links_with_it(cast):
    row, token = confirmed(cast)
    with pytest.raises(OrderMoved):
        revise(cast, row)
    with pytest.raises(StaleEdit):
        services.recall_order(actor=cast.actor("lead"), order_id=row.pk, revision=1)
    row = services.recall_order(actor=cast.actor("lead"), order_id=row.pk, revision=row.revision)
    with pytest.raises(LinkUnusable):
        open_link(token=token, purpose=CONFIRM)
    kept = revise(cast, row)
    assert (kept.state, kept.title, kept.lines.count()) == ("draft", "手册", 1)


def revise(cast, row):
    return services.revise_order(
        actor=cast.actor("lead"), order_id=row.pk, revision=row.revision, values=values(title="手册"), lines=LINES[:1]
    )


def test_a_change_over_a_stale_revision_is_told(cast):
    row = draft(cast)
    revise(cast, row)
    with pytest.raises(StaleEdit):
        revise(cast, row)


def test_cancelling_needs_a_reason_and_what_is_there_is_not_cancelled(cast):
    row, token = sent(cast)
    lead = cast.actor("lead")
    with pytest.raises(InvalidInput):
        services.cancel_order(actor=lead, order_id=row.pk, revision=row.revision, reason="")
    gone = services.cancel_order(actor=lead, order_id=row.pk, revision=row.revision, reason="改电子手册")
    assert (gone.state, ScopedLink.objects.filter(revoked_at=None).count()) == ("cancelled", 0)
    there, token = confirmed(cast)
    services.report_delivery(actor=holder(token), order_id=there.pk, person_name="卢刚")
    with pytest.raises(OrderMoved):
        services.cancel_order(actor=lead, order_id=there.pk, revision=there.revision, reason="不要了")


def test_a_revoked_link_opens_nothing_and_another_does(cast):
    row, token = sent(cast)
    link = ScopedLink.objects.get()
    services.revoke_order_link(actor=cast.actor("lead"), order_id=row.pk, link_id=link.pk)
    with pytest.raises(LinkUnusable):
        open_link(token=token, purpose=CONFIRM)
    more = services.make_order_link(actor=cast.actor("lead"), order_id=row.pk, person="司机")
    assert open_link(token=more, purpose=CONFIRM).label == "司机"


def test_dispatch_and_delivery_with_photos(cast):
    row, token = confirmed(cast)
    services.arrange_dispatch(
        actor=holder(token),
        order_id=row.pk,
        person_name="卢刚",
        promised_at=DELIVER,
        driver_name="老周",
        driver_phone="139",
        plates="沪A·D1203",
    )
    services.report_delivery(actor=holder(token), order_id=row.pk, person_name="卢刚", photos=[("到货.jpg", photo())])
    row.refresh_from_db()
    assert (row.state, row.driver_name, row.plates) == ("delivered", "老周", "沪A·D1203")
    kept = OrderPhoto.objects.get()
    assert (kept.picture.media_type, kept.picture.meeting_id) == ("image/jpeg", cast.meeting.pk)
    with pytest.raises(OrderMoved):
        services.report_delivery(actor=holder(token), order_id=row.pk, person_name="卢刚")


def test_with_too_many_or_unreadable_photos_nothing_is_kept(cast):
    row, token = confirmed(cast)
    say = {"actor": holder(token), "order_id": row.pk, "person_name": "卢刚"}
    with pytest.raises(TooManyPhotos):
        services.report_delivery(**say, photos=[("a.jpg", photo())] * 9)
    with pytest.raises(PictureUnreadable):
        services.report_delivery(**say, photos=[("a.jpg", BytesIO(b"no picture"))])
    row.refresh_from_db()
    assert (row.state, OrderReply.objects.filter(kind="delivered").count()) == ("confirmed", 0)


def accept(cast, row, *counts, is_final=False, note="", **more):
    row.refresh_from_db()
    lines = list(row.lines.all())
    told = [
        Count(line_id=lines[n].pk, quantity=Decimal(quantity), **kept)
        for n, (quantity, kept) in enumerate((c if isinstance(c, tuple) else (c, {})) for c in counts)
    ]
    return services.accept_delivery(
        actor=cast.actor("lead"),
        order_id=row.pk,
        revision=row.revision,
        counts=told,
        is_final=is_final,
        note=note,
        **more,
    )


def test_parts_received_add_up_and_are_entered_on_the_contract(cast):
    contract = signed_contract(cast)
    row, _token = confirmed(cast, contract_id=contract.pk)
    first = accept(cast, row, 300, "1.25")
    row.refresh_from_db()
    assert (first.amount_cents, row.state) == (480_416, "delivered")
    last = accept(cast, row, 330, "1.25", is_final=True)
    row.refresh_from_db()
    assert (first.amount_cents + last.amount_cents, row.state) == (1_008_833, "accepted")
    assert sum(Acceptance.objects.values_list("amount_cents", flat=True)) == 1_008_833
    assert first.recorded_id is not None


@pytest.mark.parametrize(
    ("counts", "more", "field"),
    [
        ((631,), {}, "counts"),
        (((1, {"quality": "flawed"}),), {}, "counts"),
        (((1, {"quality": "x"}),), {}, "counts"),
        ((0, 0), {}, "counts"),
        ((10,), {"is_final": True}, "note"),
    ],
)
def test_a_count_that_cannot_be_is_refused(cast, counts, more, field):
    row, _token = confirmed(cast)
    with pytest.raises(InvalidInput) as refused:
        accept(cast, row, *counts, **more)
    assert list(refused.value.fields) == [field]


def test_what_is_refused_is_neither_counted_nor_paid(cast):
    row, _token = confirmed(cast)
    bad = {"quality": "refused", "problem": "缺页"}
    kept = accept(cast, row, (630, bad), ("2.5", {}), is_final=True, note="手册退回重印")
    assert kept.amount_cents == 833
    assert list(queries.received_by_line(row).values()) == [Decimal("2.5")]


def test_beyond_the_contract_the_count_stands_and_is_not_entered(cast):
    contract = signed_contract(cast, amount_cents=100)
    row, _token = confirmed(cast, contract_id=contract.pk)
    kept = accept(cast, row, 630, "2.5", is_final=True)
    assert (kept.amount_cents, kept.recorded, Acceptance.objects.count()) == (1_008_833, None, 0)


def test_the_same_form_twice_is_told(cast):
    row, _token = confirmed(cast)
    revision = row.revision
    accept(cast, row, 10)
    with pytest.raises(StaleEdit):
        services.accept_delivery(
            actor=cast.actor("lead"),
            order_id=row.pk,
            revision=revision,
            counts=[Count(line_id=row.lines.first().pk, quantity=Decimal(10))],
            is_final=False,
        )


@pytest.mark.django_db(transaction=True)
def test_confirmed_and_recalled_at_once_only_one_happens():
    cast = assemble()
    row, token = sent(cast)
    gate, answers = threading.Barrier(2), []

    def run(name, verb):
        try:
            gate.wait()
            verb()
            answers.append(name)
        except (OrderMoved, StaleEdit, OrderWithdrawn, OrderSuperseded):
            answers.append("told")
        finally:
            connection.close()

    lead, them = cast.actor("lead"), holder(token)
    verbs = {
        "confirmed": lambda: services.confirm_order(
            actor=them, order_id=row.pk, seen_revision=row.revision, person_name="卢刚"
        ),
        "recalled": lambda: services.recall_order(actor=lead, order_id=row.pk, revision=row.revision),
    }
    threads = [threading.Thread(target=run, args=pair) for pair in verbs.items()]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    state = {"confirmed": "confirmed", "recalled": "draft"}
    done = next(answer for answer in answers if answer != "told")
    assert (len(answers), answers.count("told"), Order.objects.get().state) == (2, 1, state[done])


@pytest.mark.django_db(transaction=True)
def test_two_orders_at_once_have_two_numbers():
    cast = assemble()
    supplier(cast)
    gate = threading.Barrier(2)

    def run():
        try:
            gate.wait()
            draft(cast)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sorted(Order.objects.values_list("number", flat=True)) == ["PO-001", "PO-002"]
