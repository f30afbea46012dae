from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from tests.stand import Stand

pytestmark = pytest.mark.sqlite
PEOPLE = "from huiwu.accounts.models import User; print(User.objects.count())"


@pytest.fixture
def stand(tmp_path: Path):
    stand = Stand(tmp_path / "here")
    stand.data.mkdir()
    stand.set_up()
    stand.python("from tests.cast import assemble; assemble()")
    (stand.data / "files/ab").mkdir(parents=True)
    (stand.data / "files/ab/abc").write_bytes(b"kept")
    yield stand
    stand.stop()


def test_a_backup_made_while_serving_restores_everything_elsewhere(stand, tmp_path):
    stand.start()
    assert stand.huiwu("backup", str(tmp_path / "all.zip")).returncode == 0
    there = Stand(tmp_path / "there")
    assert there.huiwu("restore", str(tmp_path / "all.zip")).returncode == 0
    assert there.python(PEOPLE) == "7"
    assert (there.data / "files/ab/abc").read_bytes() == b"kept"
    assert (there.data / "secret.key").read_text() == (stand.data / "secret.key").read_text()


def test_a_backup_never_overwrites_a_file(stand, tmp_path):
    (tmp_path / "all.zip").write_text("mine")
    done = stand.huiwu("backup", str(tmp_path / "all.zip"))
    assert (done.returncode, (tmp_path / "all.zip").read_text()) == (1, "mine")


def test_a_backup_that_cannot_be_written_leaves_nothing(stand):
    done = stand.huiwu("backup", "/proc/all.zip")
    assert (done.returncode, "没有留下半个文件" in done.stderr) == (1, True)


def test_a_full_disk_leaves_no_half_backup(stand, tmp_path):
    target = tmp_path / "all.zip"
    done = stand.python(
        "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "from pathlib import Path; from huiwu.config.backup import back_up; from huiwu.config.errors import BackupFailed\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))\n"
        f"try: back_up(Path({str(target)!r}))\n"
        "except BackupFailed as refusal: print(refusal.code)"
    )
    assert (done, [p.name for p in tmp_path.iterdir()]) == ("backup_failed", ["here"])


def test_restoring_over_data_is_refused_unless_asked_and_keeps_the_former(stand, tmp_path):
    assert stand.huiwu("backup", str(tmp_path / "all.zip")).returncode == 0
    stand.python("from huiwu.accounts.models import User; User.objects.create_user('new@example.test', '新')")
    assert stand.huiwu("restore", str(tmp_path / "all.zip")).returncode == 1
    assert stand.python(PEOPLE) == "8"
    assert stand.huiwu("restore", str(tmp_path / "all.zip"), "--replace").returncode == 0
    assert stand.python(PEOPLE) == "7"
    (former,) = stand.data.glob("replaced-*")
    assert (former / "huiwu.sqlite3").exists()


def test_restoring_while_serving_is_refused(stand, tmp_path):
    assert stand.huiwu("backup", str(tmp_path / "all.zip")).returncode == 0
    stand.start()
    done = stand.huiwu("restore", str(tmp_path / "all.zip"), "--replace")
    assert (done.returncode, "正在被另一个" in done.stderr) == (1, True)


@pytest.mark.parametrize("fault", ["cut", "changed", "foreign"])
def test_a_damaged_backup_is_refused_whole_with_the_place_of_the_fault(stand, tmp_path, fault):
    good = tmp_path / "all.zip"
    assert stand.huiwu("backup", str(good)).returncode == 0
    bad, place = tmp_path / "bad.zip", {"cut": "没有写完", "changed": "secret.key", "foreign": "manifest.json"}[fault]
    if fault == "cut":
        bad.write_bytes(good.read_bytes()[:-4000])
    else:
        with zipfile.ZipFile(good) as source, zipfile.ZipFile(bad, "w") as target:
            for name in source.namelist():
                if fault == "changed" or name != "manifest.json":
                    target.writestr(name, b"x" if name == "secret.key" else source.read(name))
    done = stand.huiwu("restore", str(bad), "--replace")
    assert (done.returncode, place in done.stderr, stand.python(PEOPLE)) == (1, True, "7")


def test_a_restore_cut_off_between_its_moves_is_taken_back_at_the_next_start(stand):
    stand.python(
        "import json; from django.conf import settings; from huiwu.config.installation import JOURNAL\n"
        "d = settings.DATA; (d / 'replaced-x').mkdir()\n"
        "(d / JOURNAL).write_text(json.dumps([[str(d / 'huiwu.sqlite3'), str(d / 'replaced-x/huiwu.sqlite3')]]))\n"
        "(d / 'huiwu.sqlite3').rename(d / 'replaced-x/huiwu.sqlite3')"
    )
    stand.start()
    assert stand.python(PEOPLE) == "7"


def test_the_doctor_finds_nothing_in_a_served_installation_and_names_what_is_wrong_elsewhere(stand, tmp_path):
    there = Stand(tmp_path / "there")
    done = there.huiwu("doctor", "--format", "json")
    assert (done.returncode, '"migrations_pending"' in done.stdout) == (1, True)
    stand.start()
    stand.python(
        "import time; from huiwu.foundation.worker import last_alive\nwhile last_alive() is None: time.sleep(0.1)"
    )
    found = stand.huiwu("doctor", "--format", "json").stdout
    assert '"worker_silent"' not in found
    assert '"error"' not in found
