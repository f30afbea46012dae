"""A20 and G11: nothing goes to the client while data is in other hands; the client's sign-off opens the gate."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from huiwu.documents.errors import Incomplete
from huiwu.documents.services import invite_to_sign, sign_version
from huiwu.foundation.actors import Actor
from huiwu.foundation.registry.evidence import KINDS
from huiwu.kernel import clock
from huiwu.privacy import services
from tests.privacy.conftest import agreed, person, secret

MAY = datetime(2027, 5, 10, 1, tzinfo=UTC)


def returned(cast: Any, row: Any) -> None:
    services.return_entrustment(
        actor=cast.actor("lead"),
        meeting=cast.meeting,
        entrusted_id=row.pk,
        kind="erased",
        returned_on=date(2027, 4, 18),
        by_name="前台经理",
    )


def test_the_client_signs_what_was_erased_and_returned_and_g11_has_its_evidence(noticed: Any) -> None:
    lead, meeting = noticed.actor("lead"), noticed.meeting
    secret(noticed, person(noticed))
    row = agreed(noticed)
    with clock.at(MAY):
        services.draft_certificate(actor=lead, meeting=meeting, revision=0, handed_over="名单一份", backups="30 天")
        with pytest.raises(Incomplete):
            services.propose_certificate(actor=lead, meeting=meeting)
        returned(noticed, row)
        erasure = services.erase_due(actor=lead, meeting=meeting, groups=["diet"])
        services.run_erasure(erasure_id=erasure.pk, progress=lambda done, total: None)
        version = services.propose_certificate(actor=lead, meeting=meeting)
        link, _token = invite_to_sign(actor=lead, version_id=version.pk, person="赵明远", recipient="zhao@example.test")
        sign_version(
            actor=Actor.of_link(link), version_id=version.pk, seen_hash=version.content_hash, person_name="赵明远"
        )
        evidence = KINDS["privacy.certificate"].state(meeting)
    assert (evidence.present, evidence.by_client, evidence.by) == (True, True, "赵明远")
    assert KINDS["privacy.certificate"].gates == ("G11",)
    assert KINDS["privacy.returned"].state(meeting).present


def test_what_is_kept_within_its_term_stands_in_the_certificate_and_forbids_nothing(noticed: Any) -> None:
    lead, meeting = noticed.actor("lead"), noticed.meeting
    person(noticed)
    with clock.at(MAY):
        services.draft_certificate(actor=lead, meeting=meeting, revision=0, handed_over="无", backups="30 天")
        version = services.propose_certificate(actor=lead, meeting=meeting)
    left = {row["group"]: row["until"] for row in version.content["left"]}
    assert left["identity"] == "2027-06-17"
