"""Whatever people have typed, import then export gives the same bytes; on whichever database the tests run."""

from __future__ import annotations

import io
import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiwu.foundation.archiving.errors import ArchiveClashes, MeetingAlreadyHere
from huiwu.foundation.models import FactRecord
from huiwu.kernel.errors import Refusal
from huiwu.meetings.models import Contact, Function, Meeting, Space
from huiwu.meetings.services import import_meeting
from tests.cast import assemble
from tests.foundation.archiving.meetings import archive_of, brought_back, forget

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60)
scalars = st.none() | st.booleans() | st.integers(-(10**9), 10**9) | texts | st.decimals(-999, 999, places=2).map(float)
trees = st.recursive(
    scalars, lambda part: st.lists(part, max_size=3) | st.dictionaries(texts, part, max_size=3), max_leaves=8
)
instants = st.integers(0, 365 * 86_400).map(
    lambda seconds: datetime(2027, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)
functions = st.fixed_dictionaries(
    {
        "name": texts,
        "start_at": instants,
        "setup_order": st.dictionaries(texts, trees, max_size=3),
        "headcount_expected": st.none() | st.integers(0, 2**31 - 1),
        "is_cancelled": st.booleans(),
    }
)


@given(made=st.lists(functions, max_size=4), note=texts, payload=st.dictionaries(texts, trees, max_size=3))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_import_then_export_gives_the_same_bytes_whatever_was_typed(cast, made, note, payload):
    with transaction.atomic():
        meeting = fill(made, note, payload, cast)
        before = archive_of(meeting)
        forget(meeting)
        brought_back(before, cast.other_org.pk)
        assert archive_of(Meeting.objects.get()) == before
        transaction.set_rollback(True)


def fill(made: list[dict[str, Any]], note: str, payload: dict[str, Any], cast: Any) -> Meeting:
    meeting: Meeting = cast.meeting
    hall = Space.objects.create(meeting=meeting, name="厅", floor=note[:40])
    Contact.objects.create(client=cast.client, name=note)
    for number, values in enumerate(made):
        end = values["start_at"] + timedelta(minutes=1)
        Function.objects.create(meeting=meeting, number=number, kind="other", space=hall, end_at=end, **values)
    FactRecord.objects.create(
        kind="meeting_changed",
        meeting_id=meeting.pk,
        org_id=cast.org.pk,
        actor_kind="user",
        actor_id=cast.planner.pk,
        payload={**payload, "who": [str(cast.lead.pk)]},
    )
    return meeting


@pytest.mark.django_db(transaction=True)
def test_two_imports_at_once_bring_one_meeting():
    cast = assemble()
    archive = archive_of(cast.meeting)
    forget(cast.meeting)
    outcomes: list[str] = []
    gate = threading.Barrier(2)

    def one() -> None:
        gate.wait()
        try:
            import_meeting(actor=cast.actor("owner"), org=cast.org, source=io.BytesIO(archive))
            outcomes.append("done")
        except Refusal as refusal:
            outcomes.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) in (["done", MeetingAlreadyHere.code], [ArchiveClashes.code, "done"])
    assert archive_of(Meeting.objects.get()) == archive
