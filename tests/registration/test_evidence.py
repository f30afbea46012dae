"""P16 from data: the client confirmed text and fields, and people could register; or a list was loaded instead."""

from __future__ import annotations

from datetime import UTC, datetime

from huiwu.attendees.choices import BatchState
from huiwu.attendees.models import ImportBatch
from huiwu.documents.services import sign_version
from huiwu.foundation.actors import Actor
from huiwu.foundation.registry.evidence import KINDS, Evidence
from huiwu.registration import services
from huiwu.registration.models import RegistrationForm
from tests.cast import Cast
from tests.registration.conftest import open_form


def read(cast: Cast) -> dict[str, Evidence]:
    return {code: KINDS[code].state(cast.meeting) for code in ("registration.confirmed", "registration.opened")}


def present(cast: Cast) -> list[bool]:
    return [evidence.present for evidence in read(cast).values()]


def test_nothing_is_there_at_first(cast: Cast) -> None:
    assert present(cast) == [False, False]


def test_the_client_confirms_and_the_form_opens(cast: Cast) -> None:
    lead = cast.actor("lead")
    form = services.begin_form(actor=lead, meeting=cast.meeting)
    assert present(cast) == [False, False]
    version, link, _token = services.send_form_for_signature(
        actor=lead, meeting=cast.meeting, revision=form.document.revision, person="赵明远"
    )
    assert present(cast) == [False, False]
    sign_version(actor=Actor.of_link(link), version_id=version.pk, seen_hash=version.content_hash, person_name="赵明远")
    assert present(cast) == [True, False]
    confirmed = read(cast)["registration.confirmed"]
    assert (confirmed.by, confirmed.by_client, confirmed.version_hash) == ("赵明远", True, version.content_hash)


def test_a_closed_form_was_open(cast: Cast) -> None:
    form = open_form(cast)
    services.close_registration(actor=cast.actor("lead"), meeting=cast.meeting)
    opened = read(cast)["registration.opened"]
    assert (present(cast), opened.at, opened.by) == ([True, True], form.opened_at, cast.lead.name)


def test_a_loaded_list_stands_for_a_form_nobody_began(cast: Cast) -> None:
    """内部会议=名单导入 (SOP P16)."""
    at = datetime(2027, 2, 10, 2, tzinfo=UTC)
    batch = ImportBatch.objects.create(meeting=cast.meeting, name="员工名单.xlsx", state=BatchState.PREVIEW)
    assert present(cast) == [False, False]
    ImportBatch.objects.filter(pk=batch.pk).update(state=BatchState.DONE, done_at=at)
    assert present(cast) == [True, True]
    assert {(row.label, row.at) for row in read(cast).values()} == {("名单导入：员工名单.xlsx", at)}
    services.begin_form(actor=cast.actor("lead"), meeting=cast.meeting)
    assert present(cast) == [False, False]
    assert RegistrationForm.objects.count() == 1


def test_both_belong_to_the_step_that_opens_registration() -> None:
    kinds = [KINDS["registration.confirmed"], KINDS["registration.opened"]]
    assert [kind.steps for kind in kinds] == [("P16",), ("P16",)]
