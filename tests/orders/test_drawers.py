"""What checks, impacts, statements, search and reminders say about orders."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiwu.foundation.registry.impact import Change, impacts
from huiwu.foundation.registry.statements import REFERENCES
from huiwu.foundation.worker import Worker
from huiwu.notifications.models import Message
from huiwu.orders import queries, services
from huiwu.orders.reminders import deliveries_that_are_due
from huiwu.orders.search import find_orders
from huiwu.orders.statements import what_orders_rely_on
from huiwu.suppliers.models import Supplier
from tests.orders.conftest import (
    DELIVER,
    LINES,
    confirmed,
    days_before,
    draft,
    findings,
    function,
    holder,
    sent,
    signed_contract,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def test_production_before_the_contract_is_signed_is_found(cast):
    row, token = confirmed(cast)
    assert findings(cast.meeting, "OM-045", 15) == []
    services.begin_production(actor=holder(token), order_id=row.pk, person_name="卢刚")
    assert [f.severity for f in findings(cast.meeting, "OM-045", 15)] == ["block"]
    signed_contract(cast)
    assert findings(cast.meeting, "OM-045", 15) == []


def test_its_own_contract_decides_even_beside_a_signed_one(cast):
    own = signed_contract(cast, status="review")
    signed_contract(cast)
    row, token = confirmed(cast, contract_id=own.pk)
    services.report_delivery(actor=holder(token), order_id=row.pk, person_name="卢刚")
    assert len(findings(cast.meeting, "OM-045", 1)) == 1


def test_a_delivery_after_the_set_up_begins_is_found(cast):
    hall = function(cast, load_in_at=DELIVER - timedelta(hours=1))
    lines = [LINES[0].__class__(item="舞台", quantity=LINES[0].quantity, function_id=hall.pk)]
    row, _token = sent(cast, lines=lines)
    assert [d.is_late for d in queries.deliveries(cast.meeting)] == [True]
    assert len(findings(cast.meeting, "GEN-ORD-01", 10)) == 1
    hall.load_in_at = DELIVER
    hall.save()
    assert findings(cast.meeting, "GEN-ORD-01", 10) == []


def test_silence_overdue_and_unaccepted_are_found(cast):
    row, token = sent(cast)
    assert findings(cast.meeting, "GEN-ORD-02", 18) == []
    assert len(findings(cast.meeting, "GEN-ORD-02", 16)) == 1
    services.confirm_order(actor=holder(token), order_id=row.pk, seen_revision=row.revision, person_name="卢刚")
    assert findings(cast.meeting, "GEN-ORD-02", 16) == findings(cast.meeting, "GEN-ORD-03", 2) == []
    assert len(findings(cast.meeting, "GEN-ORD-03", 0)) == 1
    services.report_delivery(actor=holder(token), order_id=row.pk, person_name="卢刚")
    assert findings(cast.meeting, "GEN-ORD-03", 0) == findings(cast.meeting, "GEN-ORD-04", 0) == []
    assert len(findings(cast.meeting, "GEN-ORD-04", -2)) == 1


def test_another_headcount_lists_the_orders_that_follow_it(cast):
    row, _token = confirmed(cast)
    draft(cast, lines=LINES[1:])
    found = impacts(cast.meeting, [Change("meeting.expected_headcount", "预计人数", 600, 700)])
    mine = [item for item in found if item.kind == "order"]
    assert [(item.id, item.state, item.needs_change_order) for item in mine] == [(str(row.pk), "confirmed", True)]
    days = impacts(cast.meeting, [Change("meeting.start_on", "开始日期", 1, 2)])
    assert len([item for item in days if item.kind == "order"]) == 2


def test_orders_that_rely_on_what_is_gone_say_so(cast):
    contract, hall = signed_contract(cast), function(cast)
    lines = [LINES[0].__class__(item="舞台", quantity=LINES[0].quantity, function_id=hall.pk)]
    draft(cast, lines=lines, contract_id=contract.pk)
    assert what_orders_rely_on in REFERENCES
    assert {r.state for r in what_orders_rely_on(cast.meeting)} == {"ok"}
    contract.status = "cancelled"
    contract.save()
    hall.is_cancelled = True
    hall.save()
    Supplier.objects.update(status="stopped")
    assert sorted(r.state for r in what_orders_rely_on(cast.meeting)) == ["cancelled", "cancelled", "void"]


def test_an_order_is_found_by_number_content_and_supplier(cast):
    row = draft(cast)
    for text in ("PO-001", "手册", "shouce", "印桐", "zhishipai"):
        assert [hit.url.split("/")[-2] for hit in find_orders(cast.actor("lead"), text, 5)] == [str(row.pk)]
    assert (
        list(find_orders(cast.actor("planner"), "手册", 5))
        == list(find_orders(cast.actor("stranger"), "手册", 5))
        == []
    )


def test_deliveries_are_due_on_the_day_they_are_counted_on(cast):
    draft(cast)
    row, _token = sent(cast)
    assert [(due.key, due.due_on) for due in deliveries_that_are_due()] == [(f"order:{row.pk}", DELIVER.date())]


def test_deliveries_of_a_day_are_in_the_meetings_own_zone(cast):
    row, _token = sent(cast, deliver_at=days_before(1).replace(hour=17))
    assert [d.order for d in queries.deliveries(cast.meeting, days_before(0).date())] == [row]
    assert queries.deliveries(cast.meeting, days_before(1).date()) == []
    assert queries.latest_delivery_at(cast.meeting) == row.deliver_at


def test_the_buyer_is_told_what_the_supplier_answered(cast):
    row, token = sent(cast)
    services.return_order(
        actor=holder(token), order_id=row.pk, seen_revision=row.revision, person_name="卢刚", text="太多"
    )
    worker = Worker()
    while worker.work_once():
        pass
    told = Message.objects.get(kind="orders.replied")
    assert (told.user, "退回" in told.subject, "太多" in told.body) == (cast.lead, True, True)
