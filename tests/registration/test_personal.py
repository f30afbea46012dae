"""What registration holds about people, for their own export and erasure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiwu.foundation.registry.personal import HOLDERS
from huiwu.privacy.queries.retention import held_by_term
from huiwu.registration.choices import PaymentState
from huiwu.registration.models import Registration
from tests.cast import Cast


def test_whoever_gets_money_back_is_not_erased_before(cast: Cast, register: Callable[..., Registration]) -> None:
    owed, other = register("王小明", "13800000001"), register("李雷", "13800000002")
    Registration.objects.filter(pk=owed.pk).update(payment_state=PaymentState.REFUND_DUE)
    answers = HOLDERS["registration.Answers"]
    assert answers.bound(cast.meeting) == {owed.attendee_id: "还有报名费待退，退费登记后再删除。"}
    assert answers.kept(cast.meeting, other.attendee_id) == ""


def test_what_has_fallen_due_is_counted_in_as_many_queries_for_many_people(
    cast: Cast, register: Callable[..., Registration]
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            held_by_term(cast.meeting)
        return len(asked)

    register("王小明", "13800000001")
    alone: Any = queries()
    for nth in range(2, 5):
        register(f"同事{nth}", f"1380000000{nth}")
    assert queries() == alone
