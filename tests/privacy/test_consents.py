from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from huiwu.kernel.errors import InvalidInput, NotAllowed
from huiwu.privacy.errors import NoticeNotPublished
from huiwu.privacy.models import Consent, PrivacyNotice
from huiwu.privacy.queries.consents import has_consent, standing_consents
from huiwu.privacy.services import give_consents, withdraw_consent


@pytest.fixture
def noticed(cast: Any) -> Any:
    PrivacyNotice.objects.create(
        meeting=cast.meeting, number=1, state="published", processor="启明科技", contact="400-800-0000"
    )
    return cast


def given(cast: Any, who: str = "lead", *purposes: str, subject: Any) -> tuple[str, ...]:
    return give_consents(
        actor=cast.actor(who), meeting=cast.meeting, subject_id=subject, purposes=purposes, how="paper"
    )


def test_each_purpose_is_kept_on_its_own_under_the_published_notice(noticed: Any) -> None:
    person = uuid4()
    assert given(noticed, "lead", "participation", "directory", subject=person) == ("participation", "directory")
    rows = standing_consents(noticed.meeting, person)
    assert {code: (row.notice.number, row.how) for code, row in rows.items()} == {
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
