"""A damaged or foreign archive is refused whole, with the place of the fault."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from uuid import uuid4

import pytest

from huiwu.accounts.models import User
from huiwu.foundation.archiving.errors import (
    ArchiveClashes,
    ArchiveDamaged,
    ArchiveForeign,
    ArchiveNotWhole,
    MeetingAlreadyHere,
)
from huiwu.foundation.files import keep_file, path_of
from huiwu.foundation.models import FactRecord, StoredFile
from huiwu.meetings.models import Client, Meeting, Space
from huiwu.meetings.services import add_function
from tests.foundation.archiving.meetings import PHOTO, archive_of, brought_back, forget, meeting_start
from tests.foundation.archiving.tampering import parts_of, with_manifest, with_part, with_records, zipped


@pytest.fixture
def archive(cast):
    """A small meeting with two spaces, a function, one file and its history; it is gone when the test begins."""
    for name in ("宴会厅", "前厅"):
        Space.objects.create(meeting=cast.meeting, name=name)
    start = meeting_start(cast.meeting)
    add_function(
        actor=cast.actor("lead"), meeting=cast.meeting, name="开幕", kind="opening",
        space_id=Space.objects.first().pk, start_at=start, end_at=start + timedelta(hours=1),
    )  # fmt: skip
    keep_file(io.BytesIO(PHOTO), name="现场.png", meeting_id=cast.meeting.pk, kept_by=cast.lead.pk)
    made = archive_of(cast.meeting)
    path_of(StoredFile.objects.get().sha256).unlink()
    forget(cast.meeting)
    return made


def refused(archive: bytes, org) -> Exception:
    before = (User.objects.count(), Meeting.objects.count(), FactRecord.objects.count(), Client.objects.count())
    with pytest.raises((ArchiveDamaged, ArchiveForeign, ArchiveClashes, MeetingAlreadyHere)) as caught:
        brought_back(archive, org.pk)
    after = (User.objects.count(), Meeting.objects.count(), FactRecord.objects.count(), Client.objects.count())
    assert after == before
    assert StoredFile.objects.count() == 0
    return caught.value


def place_of(archive: bytes, org) -> tuple[type, str]:
    fault = refused(archive, org)
    return type(fault), fault.params.get("place", "")


@pytest.mark.parametrize("length", [0, 3, 500, -1, -30])
def test_half_an_archive_is_refused(archive, cast, length):
    assert type(refused(archive[:length], cast.org)) in (ArchiveDamaged, ArchiveForeign)


def test_something_else_is_refused(cast):
    assert place_of(b"%PDF-1.7 not an archive", cast.org) == (ArchiveDamaged, "manifest.json")
    assert place_of(zipped({"readme.txt": b"x"}), cast.org) == (ArchiveForeign, "manifest.json")


@pytest.mark.parametrize("name", ["steps.jsonl", "meetings.jsonl", "people.jsonl", "facts.jsonl"])
def test_a_changed_byte_is_told_by_the_file(archive, cast, name):
    parts = parts_of(archive)
    parts[name] = parts[name].replace(b"2027", b"2026", 1) if b"2027" in parts[name] else parts[name] + b" "
    assert place_of(zipped(parts), cast.org) == (ArchiveDamaged, name)


def test_every_single_changed_byte_is_noticed_or_harmless(archive, cast):
    """Flip one byte in many places: refused, or (in times and rights of the zip that say nothing) the same meeting."""
    for place in range(10, len(archive), len(archive) // 60):
        broken = bytearray(archive)
        broken[place] ^= 0x55
        try:
            brought_back(bytes(broken), cast.org.pk)
        except (ArchiveDamaged, ArchiveForeign):
            continue
        assert archive_of(Meeting.objects.get()) == archive
        forget(Meeting.objects.get())


def test_a_compressed_archive_is_refused_so_that_none_can_unfold(archive, cast):
    bomb = zipped({**parts_of(archive), "spaces.jsonl": b" " * 50_000_000}, compression=zipfile.ZIP_DEFLATED)
    assert len(bomb) < 300_000
    assert place_of(bomb, cast.org)[0] == ArchiveForeign


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "files/../x", "files/ABC", "x\\y.jsonl"])
def test_names_that_lead_elsewhere_are_refused(archive, cast, name):
    assert place_of(with_part(archive, name, b"x"), cast.org)[1] == "manifest.json files"
    assert place_of(zipped({**parts_of(archive), name: b"x"}), cast.org)[0] == ArchiveDamaged


def test_an_unknown_version_is_refused(archive, cast):
    assert place_of(with_manifest(archive, format_version=2), cast.org) == (
        ArchiveForeign, "manifest.json format_version",
    )  # fmt: skip


def test_an_unknown_kind_of_record_is_refused(archive, cast):
    kind, place = place_of(with_part(archive, "dragons.jsonl", b"{}\n", count=1), cast.org)
    assert (kind, place) == (ArchiveForeign, "manifest.json files")


def test_a_missing_file_is_told(archive, cast):
    parts = parts_of(archive)
    del parts["spaces.jsonl"]
    assert place_of(zipped(parts), cast.org) == (ArchiveDamaged, "spaces.jsonl")


def test_the_same_name_twice_is_refused(archive, cast):
    file = io.BytesIO(archive)
    with zipfile.ZipFile(file, "a") as opened, pytest.warns(UserWarning, match="Duplicate name"):
        opened.writestr("spaces.jsonl", b"")
    assert place_of(file.getvalue(), cast.org) == (ArchiveDamaged, "spaces.jsonl")


def test_fewer_lines_than_the_manifest_says_are_refused(archive, cast):
    assert place_of(with_part(archive, "spaces.jsonl", b""), cast.org) == (ArchiveDamaged, "spaces.jsonl:0")


def set_to(column, value, row=0):
    def change(rows):
        rows[row][column] = value

    return change


@pytest.mark.parametrize(
    ("kind", "change", "place"),
    [
        ("functions", set_to("space", str(uuid4())), "functions.jsonl:1 space"),
        ("functions", set_to("start_at", "2027-03-18T09:00:00"), "functions.jsonl:1 start_at"),
        ("functions", set_to("start_at", "morning"), "functions.jsonl:1 start_at"),
        ("functions", set_to("kind", "picnic"), "functions.jsonl:1 kind"),
        ("functions", set_to("number", "1"), "functions.jsonl:1 number"),
        ("functions", set_to("number", 99999999), "functions.jsonl:1 number"),
        ("functions", set_to("saved_by", "nobody@example.test"), "functions.jsonl:1 saved_by"),
        ("functions", set_to("is_cancelled", None), "functions.jsonl:1 is_cancelled"),
        ("spaces", set_to("name", "宴" * 121, 1), "spaces.jsonl:2 name"),
        ("spaces", set_to("name", "a\0b", 1), "spaces.jsonl:2 name"),
        ("spaces", set_to("name", "\ud800", 1), "spaces.jsonl:2 name"),
        ("spaces", set_to("colour", "red", 1), "spaces.jsonl:2 colour"),
        ("spaces", set_to("meeting", str(uuid4()), 1), "spaces.jsonl:2 meeting"),
        ("spaces", lambda rows: rows.append(rows[0]), "spaces.jsonl:3 id"),
        ("spaces", lambda rows: rows[1].update(name=rows[0]["name"]), "spaces.jsonl:2"),
        ("meetings", lambda rows: rows.clear(), "meetings.jsonl"),
        ("meetings", set_to("end_on", "2027-03-01"), "meetings.jsonl:1"),
        ("people", set_to("name", ""), "people.jsonl:1 name"),
        ("people", set_to("email", "no address"), "people.jsonl:1 email"),
        ("facts", set_to("payload", []), "facts.jsonl:1 actor_kind"),
        ("facts", set_to("actor", "nobody@example.test"), "facts.jsonl:1 actor"),
        ("stored_files", set_to("sha256", "0" * 64), "stored_files.jsonl:1 sha256"),
        ("stored_files", set_to("size", 3), "stored_files.jsonl:1 size"),
        ("stored_files", lambda rows: rows.clear(), "files/"),
    ],
)  # fmt: skip
def test_a_fault_is_told_by_file_line_and_column(archive, cast, kind, change, place):
    found = place_of(with_records(archive, kind, change), cast.org)[1]
    assert found.startswith(place) if place == "files/" else found == place


@pytest.mark.parametrize("line", [b"{", b"[]\n", b"null\n", b'{"a": NaN}\n', b"\xff\xfe\n", b"[" * 100_000 + b"\n"])
def test_what_is_not_a_line_of_json_is_told_by_its_line(archive, cast, line):
    assert place_of(with_part(archive, "spaces.jsonl", line, count=1), cast.org) == (ArchiveDamaged, "spaces.jsonl:1")


def test_a_meeting_that_is_here_is_not_imported_over_itself(archive, cast):
    brought_back(archive, cast.org.pk)
    with pytest.raises(MeetingAlreadyHere, match="启明科技 2027 合作伙伴大会"):
        brought_back(archive, cast.org.pk)
    assert Space.objects.count() == 2


def test_a_slug_or_number_in_use_is_a_clash(archive, cast):
    other = {"meeting_type": "other", "size_tier": "S", "expected_headcount": 9, "name": "另一场"}
    days = {"start_on": cast.meeting.start_on, "end_on": cast.meeting.end_on}
    Meeting.objects.create(org=cast.org, slug="other", number="2027-001", **other, **days)
    assert place_of(archive, cast.org) == (ArchiveClashes, "meetings.jsonl:1")


def test_a_client_of_the_same_name_is_a_clash(archive, cast):
    Client.objects.create(org=cast.org, name="启明科技")
    assert place_of(archive, cast.org) == (ArchiveClashes, "clients.jsonl:1")


def test_a_refused_import_leaves_no_files_behind(archive, cast):
    sha256 = next(name for name in parts_of(archive) if name.startswith("files/")).removeprefix("files/")
    refused(with_records(archive, "spaces", set_to("colour", "red")), cast.org)
    assert not path_of(sha256).exists()


def test_no_archive_is_written_without_all_its_files(archive, cast):
    brought_back(archive, cast.org.pk)
    path_of(StoredFile.objects.get().sha256).unlink()
    with pytest.raises(ArchiveNotWhole, match="现场.png"):
        archive_of(Meeting.objects.get())
