from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from huiwu.attendees.services import reveal_sensitive
from huiwu.audit.queries import told
from huiwu.kernel.errors import InvalidInput, NotAllowed
from huiwu.privacy import services
from huiwu.privacy.errors import AbroadUnregistered, DirectoryWithoutConsent, FieldsBeyondNeed, NotEntrusted
from huiwu.privacy.models import ExportRecord
from huiwu.privacy.queries.records import looks
from tests.privacy.conftest import agreed, party, person, secret


def export(cast: Any, **more: Any) -> ExportRecord:
    values: dict[str, Any] = {
        "what": "attendees.list",
        "title": "名单",
        "fields": ["display_name", "mobile"],
        "count": 12,
        "purpose": "现场接待",
    }
    return services.record_export(actor=cast.actor("lead"), meeting=cast.meeting, **(values | more))


def test_a_list_for_the_team_is_written_down_with_its_groups(noticed: Any) -> None:
    row = export(noticed)
    assert (row.groups, row.audience, row.count, row.made_by) == (["contact", "identity"], "team", 12, noticed.lead)


def test_a_list_needs_a_purpose(noticed: Any) -> None:
    with pytest.raises(InvalidInput):
        export(noticed, purpose=" ")


def test_nothing_goes_to_a_party_without_an_agreement_in_force(noticed: Any) -> None:
    draft = party(noticed)
    with pytest.raises(NotEntrusted):
        export(noticed, entrusted_id=draft.pk)
    with pytest.raises(NotEntrusted):
        export(noticed, audience="entrusted", recipient="路过的车队")
    assert ExportRecord.objects.count() == 0


def test_a_party_gets_what_its_agreement_names_and_no_more(noticed: Any) -> None:
    row = agreed(noticed)
    assert export(noticed, entrusted_id=row.pk).recipient == "云来酒店"
    with pytest.raises(FieldsBeyondNeed) as refused:
        export(noticed, entrusted_id=row.pk, fields=["display_name", "dietary_requirement"])
    assert refused.value.params["groups"] == "餐别"


def test_an_agreement_that_has_run_out_is_none(noticed: Any) -> None:
    row = agreed(noticed, until_on=date(2027, 1, 31))
    with pytest.raises(NotEntrusted):
        export(noticed, entrusted_id=row.pk)


def test_a_directory_with_contacts_of_people_who_did_not_agree_is_refused(noticed: Any) -> None:
    one, two = person(noticed), person(noticed, "李四", mobile="13900005678")
    lead = noticed.actor("lead")
    services.give_consents(actor=lead, meeting=noticed.meeting, subject_id=one.pk, purposes=["directory"], how="paper")
    with pytest.raises(DirectoryWithoutConsent) as refused:
        export(noticed, audience="attendees", subject_ids=[one.pk, two.pk])
    assert refused.value.params["count"] == 1
    assert export(noticed, audience="attendees", subject_ids=[one.pk]).subject_ids == [str(one.pk)]
    assert export(noticed, audience="attendees", fields=["display_name"], subject_ids=[one.pk, two.pk]).count == 12


def test_a_recipient_abroad_is_registered_first(noticed: Any) -> None:
    with pytest.raises(AbroadUnregistered):
        export(noticed, audience="other", recipient="Lion Hotel", abroad="SG")
    services.register_transfer(
        actor=noticed.actor("lead"),
        meeting=noticed.meeting,
        recipient="Lion Hotel",
        country="sg",
        purpose="订房",
        groups=["identity", "contact"],
        count=12,
        ground="contract",
        sent_on=date(2027, 2, 1),
    )
    assert export(noticed, audience="other", recipient="Lion Hotel", abroad="SG").recipient == "Lion Hotel"


def test_strangers_export_nothing(noticed: Any) -> None:
    with pytest.raises(NotAllowed):
        services.record_export(
            actor=noticed.actor("stranger"),
            meeting=noticed.meeting,
            what="x",
            title="x",
            fields=[],
            count=1,
            purpose="x",
        )


def test_each_look_and_each_list_stands_in_the_access_log_in_words(noticed: Any) -> None:
    attendee = person(noticed)
    secret(noticed, attendee)
    reveal_sensitive(actor=noticed.actor("colleague"), attendee_id=attendee.pk, field="dietary_requirement")
    export(noticed)
    lines = [(line.who, line.said) for line in told(list(looks(noticed.meeting)))]
    assert lines == [("林岚", "导出了名单（12 人）"), ("孙浩", "查看了 王明 的餐别")]
