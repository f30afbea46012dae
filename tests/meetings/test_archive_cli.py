"""`huiwu export` and `huiwu import`."""

from __future__ import annotations

import json

import pytest

from huiwu.accounts.models import Organisation
from huiwu.config.cli import main
from huiwu.foundation.models import FactRecord
from huiwu.meetings.models import Meeting
from tests.foundation.archiving.meetings import forget


@pytest.fixture
def taken_out(cast, tmp_path):
    file = tmp_path / "meeting.zip"
    assert main(["export", "qiming-2027", "--out", str(file)]) == 0
    forget(cast.meeting)
    return file


def test_out_in_and_out_again_gives_the_same_bytes(cast, taken_out, capsys):
    assert main(["import", str(taken_out), "--org", "tashan", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["slug"] == "qiming-2027"
    assert Meeting.objects.get().org == cast.other_org
    again = taken_out.with_name("again.zip")
    assert main(["export", "qiming-2027", "--out", str(again)]) == 0
    assert again.read_bytes() == taken_out.read_bytes()
    assert list(FactRecord.objects.filter(kind__contains="ported").order_by("pk").values_list("kind", flat=True)) == [
        "meeting_imported", "meeting_exported",
    ]  # fmt: skip


def test_an_empty_installation_receives_it_in_a_new_organisation(cast, taken_out):
    Organisation.objects.all().delete()
    assert main(["import", str(taken_out)]) == 0
    assert Meeting.objects.get().org.slug == "home"


def test_what_cannot_be_done_is_told_with_exit_status_1(cast, taken_out, tmp_path, capsys):
    assert main(["import", str(tmp_path / "nowhere.zip")]) == 1
    assert main(["import", str(taken_out), "--org", "nobody"]) == 1
    assert main(["export", "nowhere", "--out", str(tmp_path / "x.zip")]) == 1
    broken = tmp_path / "broken.zip"
    broken.write_bytes(taken_out.read_bytes()[:-100])
    assert main(["import", str(broken)]) == 1
    assert Meeting.objects.count() == 0
    assert not (tmp_path / "x.zip").exists()


@pytest.mark.parametrize(("who", "status"), [("lead", 200), ("planner", 403), ("stranger", 404)])
def test_the_page_gives_it_to_who_leads(cast, client, who, status):
    client.force_login(getattr(cast, who), backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get("/m/qiming-2027/archive/").status_code == status
    answer = client.post("/m/qiming-2027/archive/export/")
    assert answer.status_code == status
    if status == 200:
        assert b"".join(answer.streaming_content).startswith(b"PK")


@pytest.mark.parametrize(("who", "status"), [("owner", 302), ("lead", 403)])
def test_the_page_takes_it_from_who_administers(cast, taken_out, client, who, status):
    from tests.cast import person

    user = cast.owner if who == "owner" else person("second", "另一人", cast.org)
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    with taken_out.open("rb") as file:
        assert client.post("/settings/import/", {"file": file}).status_code == status
    if status == 302:
        with taken_out.open("rb") as file:
            again = client.post("/settings/import/", {"file": file})
        assert (again.status_code, "已在本系统中" in again.content.decode()) == (409, True)
        assert client.post("/settings/import/").status_code == 422
