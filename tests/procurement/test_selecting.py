from __future__ import annotations

import threading
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection

from huiwu.foundation.actors import Actor
from huiwu.foundation.models import FactRecord
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, NotAllowed, StaleEdit
from huiwu.procurement import services
from huiwu.procurement.choices import LIVE_SELECTION
from huiwu.procurement.errors import (
    AlreadySelected,
    ComparisonChanged,
    LowUnexplained,
    NotComparable,
    QuotationEmpty,
    QuotingClosed,
    RfqClosed,
    RfqEmpty,
    RfqFrozen,
    SelectionMoved,
    SingleSourceUnexplained,
)
from huiwu.procurement.models import Rfq, Selection
from huiwu.procurement.queries import promises, selected
from huiwu.procurement.queries.comparing import comparison_of
from huiwu.suppliers.models import MeetingSupplier
from tests.cast import assemble
from tests.procurement.conftest import HEAD, LINES, NOW, Shop, open_shop


def test_a_selection_above_the_limit_waits_for_somebody_else(shop: Shop) -> None:
    shop.enter_all()
    made = shop.select()
    assert (made.state, made.is_above_limit, selected(shop.meeting)) == ("waiting", True, [])
    with pytest.raises(NotAllowed):
        services.approve_selection(actor=shop.lead, meeting=shop.meeting, selection_id=made.pk)
    owner = shop.cast.actor("owner")
    for _twice in range(2):
        done = services.approve_selection(actor=owner, meeting=shop.meeting, selection_id=made.pk, note="同意")
    assert (done.state, done.approved_by) == ("approved", shop.cast.owner)
    assert [(row.supplier, row.category, row.total_cents) for row in selected(shop.meeting)] == [
        (shop.suppliers[0], "build", 96 * 40000 + 60 * 30000 + 630 * 500)
    ]
    assert MeetingSupplier.objects.get(supplier=shop.suppliers[0]).state == "selected"
    assert FactRecord.objects.filter(kind="selection_approved").count() == 1


def test_a_refused_or_revoked_selection_opens_the_request_again(shop: Shop) -> None:
    shop.enter_all()
    first = shop.select()
    owner = shop.cast.actor("owner")
    with pytest.raises(InvalidInput):
        services.refuse_selection(actor=owner, meeting=shop.meeting, selection_id=first.pk, reason="")
    services.refuse_selection(actor=owner, meeting=shop.meeting, selection_id=first.pk, reason="请再比较工期")
    assert shop.fresh().state == "sent"
    second = shop.select(1)
    services.revoke_selection(actor=shop.lead, meeting=shop.meeting, selection_id=second.pk, reason="对方档期冲突")
    with pytest.raises(SelectionMoved):
        services.revoke_selection(actor=shop.lead, meeting=shop.meeting, selection_id=second.pk, reason="再撤一次")
    assert sorted(Selection.objects.values_list("state", flat=True)) == ["refused", "revoked"]


def test_each_reason_to_refuse_a_selection(shop: Shop) -> None:
    shop.enter(0, 40000, 30000, 500)
    with pytest.raises(SingleSourceUnexplained):
        shop.select(declines={})
    shop.enter(1, 41000, None, 500)
    with pytest.raises(NotComparable, match="1 项未报"):
        shop.select(1, single_source_reason="只有两家能做")
    shop.enter(2, 9000, 6000, 100)
    services.assume_missing(
        actor=shop.lead,
        meeting=shop.meeting,
        quotation_id=shop.quotations[1].pk,
        line_id=shop.lines()[1].pk,
        way="highest",
    )
    with pytest.raises(LowUnexplained):
        shop.select(2)
    with pytest.raises(InvalidInput):
        shop.select(0, declines={})
    services.explain_low(actor=shop.lead, meeting=shop.meeting, quotation_id=shop.quotations[2].pk, text="使用自有库存")
    assert shop.select(2).quotation_id == shop.quotations[2].pk
    assert Selection.objects.count() == 1


def test_whoever_looks_at_an_older_comparison_is_told(shop: Shop) -> None:
    shop.enter_all()
    seen = shop.fresh().revision
    shop.enter(1, 1000, 1000, 100)
    with pytest.raises(ComparisonChanged):
        shop.select(revision=seen)
    assert not Selection.objects.exists()


def test_after_the_selection_nothing_of_the_comparison_changes(shop: Shop) -> None:
    shop.enter_all()
    shop.select()
    with pytest.raises(RfqClosed):
        shop.enter(1, 1, 1, 1)
    with pytest.raises(RfqClosed):
        services.score_quotation(
            actor=shop.lead, meeting=shop.meeting, quotation_id=shop.quotations[1].pk, scores={"plan": 90}
        )
    with pytest.raises(AlreadySelected, match="林岚"):
        shop.select(1)


def two_select(cast: Any, rfq: Rfq, quotations: list[Any], revision: int) -> list[str]:
    gate, answers = threading.Barrier(2), []

    def run(who: str, n: int) -> None:
        try:
            gate.wait()
            services.select_quotation(
                actor=cast.actor(who),
                meeting=cast.meeting,
                rfq_id=rfq.pk,
                quotation_id=quotations[n].pk,
                revision=revision,
                reason="价格与方案最优",
                declines={q.pk: "价格较高" for i, q in enumerate(quotations) if i != n},
            )
            answers.append("kept")
        except (AlreadySelected, ComparisonChanged):
            answers.append("told")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=row) for row in (("lead", 0), ("owner", 1))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(answers)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_select_at_once_one_is_kept_and_the_other_is_told() -> None:
    with clock.at(NOW):
        shop = open_shop(assemble())
        shop.enter_all()
    assert two_select(shop.cast, shop.rfq, shop.quotations, shop.fresh().revision) == ["kept", "told"]
    assert Selection.objects.filter(state__in=LIVE_SELECTION).count() == 1


def test_without_the_condition_both_would_have_taken_the_request(shop: Shop) -> None:
    mine = Rfq.objects.filter(pk=shop.rfq.pk)
    assert [mine.update(state="selected") for _both in range(2)] == [1, 1]
    mine.update(state="sent")
    assert [mine.filter(state="sent").update(state="selected") for _both in range(2)] == [1, 0]


def test_lines_stand_once_the_request_is_out(shop: Shop) -> None:
    with pytest.raises(RfqFrozen):
        services.set_rfq_lines(
            actor=shop.lead, meeting=shop.meeting, rfq_id=shop.rfq.pk, revision=shop.fresh().revision, lines=LINES
        )
    draft = services.open_rfq(actor=shop.lead, meeting=shop.meeting, values=HEAD)
    assert draft.number == "RQ-02"
    with pytest.raises(RfqEmpty):
        services.invite_supplier(actor=shop.lead, meeting=shop.meeting, rfq_id=draft.pk, supplier=shop.suppliers[0])
    services.set_rfq_lines(actor=shop.lead, meeting=shop.meeting, rfq_id=draft.pk, revision=1, lines=LINES)
    with pytest.raises(StaleEdit):
        services.set_rfq_lines(actor=shop.lead, meeting=shop.meeting, rfq_id=draft.pk, revision=1, lines=LINES)
    with pytest.raises(InvalidInput):
        services.open_rfq(actor=shop.lead, meeting=shop.meeting, values={**HEAD, "title": " "})


def test_a_cancelled_request_takes_no_more_quotations(shop: Shop) -> None:
    for _twice in range(2):
        services.cancel_rfq(actor=shop.lead, meeting=shop.meeting, rfq_id=shop.rfq.pk)
    with pytest.raises(RfqClosed):
        shop.enter(0, 1, 1, 1)
    with pytest.raises(RfqClosed):
        services.invite_supplier(actor=shop.lead, meeting=shop.meeting, rfq_id=shop.rfq.pk, supplier=shop.suppliers[0])


def test_more_time_is_given_only_forwards(shop: Shop) -> None:
    common = {"actor": shop.lead, "meeting": shop.meeting, "rfq_id": shop.rfq.pk}
    with pytest.raises(InvalidInput):
        services.extend_rfq(**common, revision=shop.fresh().revision, due_on=date(2027, 1, 21))
    assert services.extend_rfq(**common, revision=shop.fresh().revision, due_on=date(2027, 2, 3)).due_on == date(
        2027, 2, 3
    )


def test_an_empty_or_late_quotation_is_refused_and_the_same_twice_is_one(shop: Shop) -> None:
    with pytest.raises(QuotationEmpty):
        shop.enter(0, None, None, None)
    first, again = shop.enter(0, 1, 2, 3), shop.enter(0, 1, 2, 3)
    assert (first.submission, again.submission) == (1, 1)
    link = Actor.of_link(make_link(shop))
    with clock.at(NOW + timedelta(days=8)), pytest.raises(QuotingClosed):
        services.submit_quotation(actor=link, quotation_id=shop.quotations[0].pk, quote=shop.quote(1, 1, 1))
    with pytest.raises(NotAllowed):
        services.submit_quotation(actor=link, quotation_id=shop.quotations[1].pk, quote=shop.quote(1, 1, 1))


def make_link(shop: Shop) -> Any:
    from huiwu.accounts.models import ScopedLink

    return ScopedLink.objects.get(subject_id=shop.quotations[0].pk, revoked_at=None)


def test_former_submissions_are_kept_as_they_came(shop: Shop) -> None:
    shop.enter(0, 100, 200, 300)
    shop.enter(0, 90, 200, 300)
    kept = list(shop.quotations[0].revisions.order_by("number"))
    assert [row.content["lines"][0]["unit_cents"] for row in kept] == [100, 90]
    assert [row.total_cents for row in kept] == [96 * 100 + 60 * 200 + 630 * 300, 96 * 90 + 60 * 200 + 630 * 300]
    assert kept[0].content_hash != kept[1].content_hash


def test_promises_are_told_to_contracts_the_chosen_ones_first(shop: Shop) -> None:
    shop.enter_all()
    for n in (2, 0):
        common = {"actor": shop.lead, "meeting": shop.meeting, "quotation_id": shop.quotations[n].pk}
        for _twice in range(2):
            services.record_promise(**common, kind="free_item", text="免费备用话筒")
    made = shop.select()
    services.approve_selection(actor=shop.cast.actor("owner"), meeting=shop.meeting, selection_id=made.pk)
    assert [(row.supplier, row.is_selected, row.is_free_item) for row in promises(shop.meeting)] == [
        (shop.suppliers[0], True, True),
        (shop.suppliers[2], False, True),
    ]


def test_a_comparison_asks_as_often_for_three_bids_as_for_one(shop: Shop, django_assert_num_queries: Any) -> None:
    shop.enter(0, 1, 1, 1)
    with django_assert_num_queries(7):
        comparison_of(shop.rfq)
    shop.enter_all()
    with django_assert_num_queries(7):
        comparison_of(shop.rfq)
