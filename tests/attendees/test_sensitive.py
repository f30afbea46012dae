"""Sensitive values lie under lock, are shown by role, and each look is written down."""

from __future__ import annotations

import pytest

from huiwu.accounts.choices import Role
from huiwu.attendees import services
from huiwu.attendees.models import SensitiveValue
from huiwu.foundation.models import FactRecord
from huiwu.kernel.errors import InvalidInput, NotAllowed
from huiwu.meetings.models import TeamMember
from tests.attendees.conftest import Make
from tests.cast import Cast


def test_a_value_is_kept_sealed(cast: Cast, add: Make) -> None:
    row = add()
    services.keep_sensitive(actor=cast.actor("lead"), attendee_id=row.pk, values={"id_number": "110101199001011234"})
    assert "110101199001011234" not in SensitiveValue.objects.get().sealed


def test_a_look_gives_the_value_and_is_written_down(cast: Cast, add: Make) -> None:
    row = add()
    services.keep_sensitive(actor=cast.actor("lead"), attendee_id=row.pk, values={"health": "花生过敏"})
    assert services.reveal_sensitive(actor=cast.actor("lead"), attendee_id=row.pk, field="health") == "花生过敏"
    assert [fact.payload["personal_field"] for fact in FactRecord.objects.filter(kind="personal_field_seen")] == [
        "health"
    ]


def test_the_caterer_reads_diets_and_no_identity_numbers(cast: Cast, add: Make) -> None:
    row = add()
    TeamMember.objects.create(meeting=cast.meeting, user=cast.colleague, role=Role.CATERING_TEAM)
    services.keep_sensitive(
        actor=cast.actor("lead"), attendee_id=row.pk, values={"dietary_requirement": "素食", "id_number": "1"}
    )
    caterer = cast.actor("colleague")
    assert services.reveal_of_many(actor=caterer, meeting=cast.meeting, field="dietary_requirement") == {row.pk: "素食"}
    with pytest.raises(NotAllowed):
        services.reveal_sensitive(actor=caterer, attendee_id=row.pk, field="id_number")
    with pytest.raises(NotAllowed):
        services.reveal_of_many(actor=caterer, meeting=cast.meeting, field="id_number")


def test_an_empty_text_forgets_the_value(cast: Cast, add: Make) -> None:
    row = add()
    lead = cast.actor("lead")
    services.keep_sensitive(actor=lead, attendee_id=row.pk, values={"health": "x"})
    assert services.keep_sensitive(actor=lead, attendee_id=row.pk, values={"health": ""}) == ("health",)
    assert SensitiveValue.objects.count() == 0


def test_the_same_value_again_writes_nothing(cast: Cast, add: Make) -> None:
    row = add()
    lead = cast.actor("lead")
    services.keep_sensitive(actor=lead, attendee_id=row.pk, values={"health": "x"})
    assert services.keep_sensitive(actor=lead, attendee_id=row.pk, values={"health": "x"}) == ()


def test_an_unknown_field_is_refused(cast: Cast, add: Make) -> None:
    with pytest.raises(InvalidInput):
        services.keep_sensitive(actor=cast.actor("lead"), attendee_id=add().pk, values={"religion": "x"})


def test_the_person_keeps_and_reads_their_own(cast: Cast, add: Make) -> None:
    row = add()
    _link, token = services.personal_link(actor=cast.actor("lead"), attendee=row)
    own, _row = services.open_own(token=token)
    services.keep_sensitive(actor=own, attendee_id=row.pk, values={"dietary_requirement": "素食"})
    assert services.reveal_sensitive(actor=own, attendee_id=row.pk, field="dietary_requirement") == "素食"


def test_many_values_are_kept_with_one_fact(cast: Cast, add: Make) -> None:
    one, two = add("王明"), add("李静")
    values = {one.pk: {"dietary_requirement": "素食"}, two.pk: {"dietary_requirement": "清真", "health": ""}}
    assert services.keep_sensitive_of_many(actor=cast.actor("lead"), meeting=cast.meeting, values=values) == 2
    assert FactRecord.objects.filter(kind="sensitive_kept_of_many").count() == 1
