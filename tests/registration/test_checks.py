"""OM-064, OM-065, OM-068 and what OM-021 hears of registration: each planted fault is found, and gone when mended."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from huiwu.documents.models import Document
from huiwu.foundation.registry.checks import RULES, Hit, Scope
from huiwu.kernel import clock
from huiwu.meetings.models import Function
from huiwu.planning.models import Step
from huiwu.registration import services
from huiwu.registration.checks import first_deadline, registration_page
from huiwu.registration.models import Quota, RegistrationForm
from tests.cast import Cast
from tests.registration.conftest import open_form

START = datetime(2027, 3, 18, 1, tzinfo=UTC)
"""The first day of the cast's meeting."""


def hits(cast: Cast, code: str, days_before: int = 20) -> list[Hit]:
    at = START - timedelta(days=days_before)
    scope = Scope(cast.meeting, at, at.date())
    return list(RULES[code].find(scope)) if RULES[code].applies(scope) else []


def ask(form: RegistrationForm, **field: Any) -> None:
    """One more field in the draft."""
    document = Document.objects.get(pk=form.document_id)
    document.draft["sections"][0]["fields"].append({"type": "text", **field})
    document.save(update_fields=["draft"])


@pytest.mark.parametrize(
    ("field", "is_found"),
    [
        ({"key": "dietary_reason", "label": "忌口原因"}, True),
        ({"key": "dietary_reason", "label": "忌口原因", "purpose": "备餐"}, False),
        ({"key": "id_number", "label": "证件号码", "purpose": "订房"}, True),
        ({"key": "own_words", "label": "是否有过敏史", "purpose": "备餐"}, True),
        ({"key": "hobby", "label": "爱好"}, False),
    ],
)
def test_a_sensitive_field_needs_a_purpose_and_its_consent(
    cast: Cast, form: RegistrationForm, field: dict[str, str], is_found: bool
) -> None:
    """Diet has its consent in this form, papers and journeys have none; own words would lie unsealed."""
    document = Document.objects.get(pk=form.document_id)
    document.draft["consents"] = ["participation", "diet_health"]
    document.save(update_fields=["draft"])
    assert hits(cast, "OM-064") == []
    ask(form, **field)
    assert [hit.root for hit in hits(cast, "OM-064")] == ([f"draft:{field['key']}"] if is_found else [])


def test_what_is_published_is_judged_even_where_the_draft_is_mended(cast: Cast) -> None:
    form = open_form(cast)
    published = form.versions.get()
    published.content["sections"][0]["fields"].append({"key": "health", "type": "text", "label": "健康状况"})
    published.save(update_fields=["content"])
    assert [hit.root for hit in hits(cast, "OM-064")] == ["published:health"]


@pytest.fixture
def total(cast: Cast, form: RegistrationForm) -> Quota:
    services.set_quota(actor=cast.actor("lead"), meeting=cast.meeting, kind="total", limit=100)
    return Quota.objects.get(kind="total")


def test_more_people_than_places_are_found_until_the_form_is_closed(cast: Cast, total: Quota) -> None:
    total.taken, total.has_waitlist = 100, False
    total.save()
    assert hits(cast, "OM-065") == []
    Quota.objects.update(taken=101)
    [found] = hits(cast, "OM-065")
    assert "已报 101 人，容量 100 人" in found.detail
    assert (found.root, RULES["OM-065"].severity) == (total.key, "block")
    assert hits(cast, "OM-065", 41) == []
    services.close_registration(actor=cast.actor("lead"), meeting=cast.meeting)
    assert hits(cast, "OM-065") == []


def test_a_waiting_list_that_lets_nobody_in_settles_it(cast: Cast, total: Quota) -> None:
    Quota.objects.update(taken=101, has_waitlist=True)
    assert hits(cast, "OM-065") == []
    Quota.objects.update(limit=None)
    assert hits(cast, "OM-065") == []


def test_a_session_holds_no_more_than_the_seats_set_in_its_room(cast: Cast, form: RegistrationForm) -> None:
    session = Function.objects.create(
        meeting=cast.meeting, number=1, name="分论坛", kind="breakout", start_at=START, end_at=START + timedelta(hours=2),
        headcount_set=40,
    )  # fmt: skip
    services.set_quota(
        actor=cast.actor("lead"), meeting=cast.meeting, kind="function", function_id=session.pk, limit=60
    )
    Quota.objects.filter(kind="function").update(taken=41)
    assert ["容量 40 人，名额设为 60" in hit.detail for hit in hits(cast, "OM-065")] == [True]
    Quota.objects.filter(kind="function").update(limit=40)
    assert hits(cast, "OM-065") == []


def test_registration_ends_before_guarantee_and_printing(cast: Cast, form: RegistrationForm) -> None:
    day, _what = first_deadline(cast.meeting)
    assert len(hits(cast, "OM-068")) == 1  # no end at all
    for closes_on, count in ((day + timedelta(days=1), 1), (day, 0)):
        RegistrationForm.objects.update(closes_at=datetime.combine(closes_on, datetime.min.time(), UTC))
        assert len(hits(cast, "OM-068")) == count
    RegistrationForm.objects.update(closes_at=None, state="closed")
    assert hits(cast, "OM-068") == []


def test_the_first_deadline_is_the_earliest_of_guarantee_and_planned_printing(
    cast: Cast, form: RegistrationForm
) -> None:
    start = cast.meeting.start_on
    Step.objects.filter(plan__meeting=cast.meeting, code="P15").update(finish_on=start - timedelta(days=12))
    Step.objects.filter(plan__meeting=cast.meeting, code="P22").update(finish_on=start - timedelta(days=7))
    assert first_deadline(cast.meeting)[0] == start - timedelta(days=12)
    Step.objects.filter(plan__meeting=cast.meeting).update(finish_on=None)
    assert first_deadline(cast.meeting)[0] == start - timedelta(days=3)


def test_the_page_is_out_from_its_opening_until_it_is_closed(cast: Cast, form: RegistrationForm) -> None:
    opened = form.opened_at
    assert opened is not None
    assert opened <= clock.now()
    assert [(row.what, row.at) for row in registration_page(cast.meeting)] == [("registration_page", opened)]
    services.close_registration(actor=cast.actor("lead"), meeting=cast.meeting)
    assert list(registration_page(cast.meeting)) == []
