from __future__ import annotations

from uuid import uuid4

import pytest

from huiwu.attendees.models import Attendee
from huiwu.foundation.models import FactRecord
from huiwu.kernel.errors import InvalidInput
from huiwu.privacy.models import Consent
from huiwu.registration import services
from huiwu.registration.errors import AlreadyRegistered, EntryCodeInvalid, QuotaFull, RegistrationShut
from huiwu.registration.models import Quota, Registration
from tests.registration.conftest import SHIRT, open_form, sent, visitor


def test_a_visitor_who_registers_is_confirmed_and_becomes_an_attendee(cast, register) -> None:
    row = register("王小明", "138 0000 0001")
    person = row.attendee
    assert (row.state, person.display_name, person.mobile, person.presence, person.roles, person.source) == (
        "confirmed",
        "王小明",
        "+8613800000001",
        "confirmed",
        ["representative"],
        "form",
    )
    assert list(Consent.objects.values_list("purpose", "subject_id")) == [("participation", person.pk)]
    assert FactRecord.objects.filter(kind="registration_confirmed").count() == 1


def test_the_same_form_sent_twice_is_one_registration(cast, form) -> None:
    one = sent(submission_key=uuid4())
    first = services.submit_registration(actor=visitor(), meeting=cast.meeting, submission=one)
    again = services.submit_registration(actor=visitor(), meeting=cast.meeting, submission=one)
    assert (first.pk, Registration.objects.count(), Attendee.objects.count()) == (again.pk, 1, 1)


def test_the_same_person_is_not_registered_twice(register) -> None:
    register("王小明", "13800000001")
    with pytest.raises(AlreadyRegistered):
        register("王 小明", "+86 138-0000-0001")
    assert Registration.objects.count() == 1


def test_two_people_with_one_phone_are_both_registered(register) -> None:
    register("王小明", "13800000001")
    register("李雷", "13800000001")
    assert Registration.objects.filter(state="confirmed").count() == 2


def test_answers_are_judged_and_nothing_is_kept(register) -> None:
    with pytest.raises(InvalidInput) as wrong:
        register("", "12345", answers={"dietary_requirement": "halal", "email": "nobody"})
    assert {key: len(lines) for key, lines in wrong.value.fields.items()} == {
        "display_name": 1,
        "mobile": 1,
        "email": 1,
        "dietary_requirement": 1,
    }
    assert (Registration.objects.count(), Attendee.objects.count()) == (0, 0)


def test_taking_part_needs_the_consent_to_take_part(register) -> None:
    with pytest.raises(InvalidInput) as wrong:
        register("王小明", "13800000001", consents=("marketing",))
    assert list(wrong.value.fields) == ["consents"]


def test_a_sensitive_answer_is_sealed_with_the_person_and_not_kept_with_the_answers(register) -> None:
    row = register(
        "王小明", "13800000001", answers={"dietary_requirement": "halal"}, consents=("participation", "diet_health")
    )
    value = row.attendee.sensitive_values.get()
    assert (row.answers, value.field, "清真" in value.sealed) == ({}, "dietary_requirement", False)


def test_a_full_category_puts_the_next_on_the_waiting_list(cast, form, register) -> None:
    services.set_quota(actor=cast.actor("lead"), meeting=cast.meeting, kind="category", category="general", limit=1)
    assert register("甲", "13800000001").state == "confirmed"
    assert register("乙", "13800000002").state == "waitlisted"
    assert Quota.objects.values_list("taken", "waiting").get() == (1, 1)


def test_without_a_waiting_list_the_next_is_refused_and_nothing_is_left_behind(cast, form, register) -> None:
    services.set_quota(actor=cast.actor("lead"), meeting=cast.meeting, kind="total", limit=1, has_waitlist=False)
    register("甲", "13800000001")
    with pytest.raises(QuotaFull) as full:
        register("乙", "13800000002")
    assert (full.value.code, full.value.status) == ("quota_full", 409)
    assert (Attendee.objects.count(), Quota.objects.get().taken) == (1, 1)


def test_an_organisation_has_its_own_limit_however_its_name_is_typed(cast, form, register) -> None:
    services.set_quota(
        actor=cast.actor("lead"),
        meeting=cast.meeting,
        kind="organisation",
        organisation="云海电子",
        limit=1,
        has_waitlist=False,
    )
    register("甲", "13800000001")
    with pytest.raises(QuotaFull):
        register("乙", "13800000002", answers={"org_name": "云海 电子"})
    assert register("丙", "13800000003", answers={"org_name": "远山集团"}).state == "confirmed"


def test_a_limited_option_is_given_to_as_many_as_there_are(cast) -> None:
    open_form(cast, more=[SHIRT])
    one = sent("甲", "13800000001", answers={"shirt": "xl"})
    assert services.submit_registration(actor=visitor(), meeting=cast.meeting, submission=one).state == "confirmed"
    with pytest.raises(QuotaFull):
        services.submit_registration(
            actor=visitor(), meeting=cast.meeting, submission=sent("乙", "13800000002", answers={"shirt": "xl"})
        )


def test_an_invited_category_asks_for_a_code_that_is_used_up(cast, form, register) -> None:
    lead = cast.actor("lead")
    (code,) = services.make_entry_codes(actor=lead, meeting=cast.meeting, category="invited", labels=["远山集团"])
    with pytest.raises(EntryCodeInvalid):
        register("甲", "13800000001", category="invited", entry_code="WRONG")
    row = register("甲", "13800000001", category="invited", entry_code=code.code.lower())
    assert (row.state, row.fee_cents, row.payment_state) == ("confirmed", 80000, "due")
    with pytest.raises(EntryCodeInvalid):
        register("乙", "13800000002", category="invited", entry_code=code.code)
    services.cancel_registration(actor=lead, registration_id=row.pk)
    assert register("乙", "13800000002", category="invited", entry_code=code.code).state == "confirmed"


def test_a_closed_form_takes_nobody_in_but_the_team_may_still_enter_somebody(cast, form, register) -> None:
    services.close_registration(actor=cast.actor("lead"), meeting=cast.meeting)
    with pytest.raises(RegistrationShut):
        register("甲", "13800000001")
    row = services.submit_registration(
        actor=cast.actor("lead"), meeting=cast.meeting, submission=sent("甲", "13800000001"), is_late=True
    )
    assert row.state == "confirmed"


def test_the_team_registers_somebody_on_the_list_without_making_a_second_record(cast, form) -> None:
    from huiwu.attendees.services import add_attendee

    lead = cast.actor("lead")
    known = add_attendee(
        actor=lead, meeting=cast.meeting, values={"display_name": "王小明", "mobile": "13800000001", "roles": ["vip"]}
    )
    row = services.submit_registration(actor=lead, meeting=cast.meeting, submission=sent("王小明", "13800000001"))
    row.attendee.refresh_from_db()
    assert (row.attendee_id, row.attendee.presence, row.attendee.roles) == (
        known.pk,
        "confirmed",
        ["representative", "vip"],
    )


def test_a_visitor_without_proof_never_takes_over_somebody_elses_record(cast, form, register) -> None:
    from huiwu.attendees.services import add_attendee

    known = add_attendee(
        actor=cast.actor("lead"), meeting=cast.meeting, values={"display_name": "王小明", "mobile": "13800000001"}
    )
    row = register("王小明", "13800000001", answers={"org_name": "冒名单位"})
    known.refresh_from_db()
    assert (row.attendee_id == known.pk, known.org_name) == (False, "")
