from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from huiwu.attendees.services import merge_attendees, undo_merge
from huiwu.kernel.errors import InvalidInput, NotAllowed
from huiwu.privacy.errors import NoticeNotPublished
from huiwu.privacy.models import Consent
from huiwu.privacy.queries.consents import has_consent, standing_consents
from huiwu.privacy.services import give_consents, withdraw_consent
from tests.privacy.conftest import by_link, person, secret


def given(cast: Any, who: str = "lead", *purposes: str, subject: Any) -> tuple[str, ...]:
    return give_consents(
        actor=cast.actor(who), meeting=cast.meeting, subject_id=subject, purposes=purposes, how="paper"
    )


def test_each_purpose_is_kept_on_its_own_under_the_published_notice(noticed: Any) -> None:
    person = uuid4()
    assert given(noticed, "lead", "participation", "directory", subject=person) == ("participation", "directory")
    rows = standing_consents(noticed.meeting, person)
    assert {code: (row.notice and row.notice.number, row.how) for code, row in rows.items()} == {
        "participation": (1, "paper"),
        "directory": (1, "paper"),
    }


def test_a_second_yes_changes_nothing(noticed: Any) -> None:
    person = uuid4()
    given(noticed, "lead", "directory", subject=person)
    assert given(noticed, "lead", "directory", subject=person) == ()
    assert Consent.objects.count() == 1


def test_a_withdrawn_consent_stays_as_evidence_and_can_be_given_again(noticed: Any) -> None:
    person = uuid4()
    given(noticed, "lead", "marketing", subject=person)
    withdraw_consent(actor=noticed.actor("lead"), meeting=noticed.meeting, subject_id=person, purpose="marketing")
    assert not has_consent(noticed.meeting, person, "marketing")
    given(noticed, "lead", "marketing", subject=person)
    assert Consent.objects.filter(subject_id=person).count() == 2


def test_nobody_agrees_to_a_notice_that_does_not_exist(cast: Any) -> None:
    with pytest.raises(NoticeNotPublished):
        given(cast, "lead", "participation", subject=uuid4())


def test_an_unknown_purpose_is_refused(noticed: Any) -> None:
    with pytest.raises(InvalidInput):
        given(noticed, "lead", "sale", subject=uuid4())


def test_a_stranger_may_not_agree_for_anybody(noticed: Any) -> None:
    with pytest.raises(NotAllowed):
        given(noticed, "stranger", "participation", subject=uuid4())


def test_withdrawing_diet_erases_what_was_filled_in(noticed: Any) -> None:
    attendee = person(noticed)
    secret(noticed, attendee, dietary_requirement="清真", itinerary="{}")
    me = by_link(noticed, attendee)
    give_consents(actor=me, meeting=noticed.meeting, subject_id=attendee.pk, purposes=["diet_health", "itinerary"])
    erased = withdraw_consent(actor=me, meeting=noticed.meeting, subject_id=attendee.pk, purpose="diet_health")
    assert (erased, list(attendee.sensitive_values.values_list("field", flat=True))) == (1, ["itinerary"])


def test_a_person_agrees_for_nobody_else(noticed: Any) -> None:
    me = by_link(noticed, person(noticed))
    other = person(noticed, "李四", mobile="13900005678")
    with pytest.raises(NotAllowed):
        give_consents(actor=me, meeting=noticed.meeting, subject_id=other.pk, purposes=["directory"])


def test_the_proof_of_a_consent_is_where_and_how_it_was_given(noticed: Any) -> None:
    attendee = person(noticed)
    me = by_link(noticed, attendee)
    me.address, me.agent = "192.0.2.7", "Mozilla/5.0"
    give_consents(actor=me, meeting=noticed.meeting, subject_id=attendee.pk, purposes=["directory"])
    row = Consent.objects.get()
    assert (row.how, row.evidence) == ("link", {"address": "192.0.2.7", "agent": "Mozilla/5.0", "link": str(me.id)})


def test_consents_follow_a_person_who_is_merged_and_leave_when_that_is_undone(noticed: Any) -> None:
    kept, gone = person(noticed), person(noticed, mobile="13900005678")
    given(noticed, "lead", "directory", subject=gone.pk)
    merge = merge_attendees(actor=noticed.actor("lead"), meeting=noticed.meeting, kept_id=kept.pk, gone_id=gone.pk)
    assert has_consent(noticed.meeting, kept.pk, "directory")
    undo_merge(actor=noticed.actor("lead"), merge_id=merge.pk)
    assert not has_consent(noticed.meeting, kept.pk, "directory")
