from __future__ import annotations

import io
import json
import zipfile

from huiwu.accounts.models import User
from huiwu.foundation.archiving import write_archive
from huiwu.foundation.files import path_of
from huiwu.foundation.models import FactRecord, StoredFile
from huiwu.foundation.registry.archive import kinds_in_order
from huiwu.meetings.models import Client, Function, Meeting, TeamMember
from huiwu.planning.models import Step, StepNote
from tests.foundation.archiving.meetings import PHOTO, archive_of, brought_back, forget, furnish


def test_import_then_export_gives_the_same_bytes(cast):
    meeting = furnish(cast)
    before = archive_of(meeting)
    forget(meeting)
    brought_back(before, cast.other_org.pk)
    assert archive_of(Meeting.objects.get()) == before


def test_the_same_meeting_gives_the_same_bytes_each_time(cast):
    meeting = furnish(cast)
    assert archive_of(meeting) == archive_of(meeting)


def test_everything_is_there_again_in_the_receiving_organisation(cast):
    meeting = furnish(cast)
    updated, steps, facts = meeting.updated_at, Step.objects.count(), FactRecord.objects.count()
    archive = archive_of(meeting)
    forget(meeting)
    arrived = brought_back(archive, cast.other_org.pk)
    back = Meeting.objects.get()
    assert (back.pk, back.org, back.updated_at) == (meeting.pk, cast.other_org, updated)
    assert (Step.objects.count(), FactRecord.objects.count()) == (steps, facts)
    assert Function.objects.get().setup_order["stage"]["value"] == "12 m × 5 m\n两侧台阶"
    assert StepNote.objects.get().file.sha256 == StoredFile.objects.get().sha256
    assert (arrived.file_count, arrived.counts["steps"], arrived.kept) == (1, steps, 0)


def test_people_unknown_here_arrive_inactive_and_without_password(cast):
    meeting = furnish(cast)
    archive = archive_of(meeting)
    forget(meeting)
    arrived = brought_back(archive, cast.other_org.pk)
    lead = TeamMember.objects.get(role="project_manager").user
    assert (lead.email, lead.name, lead.is_active, lead.has_usable_password()) == (
        "lead@example.test", "林岚", False, False,
    )  # fmt: skip
    assert arrived.new_people == 4
    assert not lead.memberships.exists()


def test_people_known_here_by_another_id_take_their_own_place(cast):
    meeting = furnish(cast)
    archive = archive_of(meeting)
    forget(meeting)
    lead = User.objects.create_user("lead@example.test", "林岚", "correct horse battery")
    brought_back(archive, cast.org.pk)
    assert TeamMember.objects.get(role="project_manager").user == lead
    assert FactRecord.objects.filter(kind="plan_launched", actor_id=lead.pk).count() == 1
    assert archive_of(Meeting.objects.get()) == archive


def test_a_client_that_another_meeting_brought_stays_as_it_is(cast):
    meeting = furnish(cast)
    archive = archive_of(meeting)
    forget(meeting)
    Client.objects.create(pk=cast.client.pk, org=cast.org, name="启明科技（集团）")
    arrived = brought_back(archive, cast.org.pk)
    assert (Client.objects.get().name, arrived.kept) == ("启明科技（集团）", 1)


def test_contents_of_files_are_put_in_place(cast):
    meeting = furnish(cast)
    archive = archive_of(meeting)
    place = path_of(StoredFile.objects.get().sha256)
    forget(meeting)
    place.unlink()
    brought_back(archive, cast.org.pk)
    assert place.read_bytes() == PHOTO


def test_the_archive_is_what_the_contract_says(cast):
    meeting = furnish(cast)
    with zipfile.ZipFile(io.BytesIO(archive_of(meeting))) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        steps = [json.loads(line) for line in archive.read("steps.jsonl").splitlines()]
        functions = [json.loads(line) for line in archive.read("functions.jsonl").splitlines()]
        team = [json.loads(line) for line in archive.read("team_members.jsonl").splitlines()]
    assert (manifest["format_version"], manifest["meeting"]) == (1, str(meeting.pk))
    assert manifest["counts"]["steps"] == len(steps) == Step.objects.count()
    assert functions[0]["start_at"] == "2027-03-18T01:00:00+00:00"
    assert sorted(row["user"] for row in team)[0] == "account@example.test"
    assert "org" not in functions[0]


def test_nothing_that_opens_doors_is_in_it(cast):
    meeting = furnish(cast)
    archive = archive_of(meeting)
    assert cast.lead.password.encode() not in archive
    assert str(cast.lead.pk).encode() not in archive


def test_the_number_of_queries_does_not_grow_with_the_records(cast, django_assert_max_num_queries):
    """A bare meeting and a furnished one: at most two queries a kind of record, and a few for files and people."""
    most = 2 * len(kinds_in_order()) + 10
    with django_assert_max_num_queries(most):
        write_archive(cast.meeting, io.BytesIO())
    meeting = furnish(cast)
    with django_assert_max_num_queries(most):
        write_archive(meeting, io.BytesIO())
