from __future__ import annotations

import os
import signal
import socket
import stat
import time
from pathlib import Path

import httpx
import psutil
import pytest

from tests.stand import Stand

pytestmark = pytest.mark.sqlite


@pytest.fixture
def empty(tmp_path: Path):
    stand = Stand(tmp_path)
    yield stand
    stand.stop()


@pytest.fixture
def stand(empty: Stand):
    empty.set_up()
    return empty


def worker_of(stand: Stand) -> psutil.Process:
    end = time.monotonic() + 15
    while time.monotonic() < end:
        for child in psutil.Process(stand.process.pid).children():
            if child.cmdline()[-1:] == ["worker"]:
                return child
        time.sleep(0.05)
    raise AssertionError("no worker runs")


def test_pages_and_worker_start_together_and_stop_within_five_seconds(stand):
    stand.start()
    worker = worker_of(stand)
    assert httpx.get(f"{stand.url}/api/v1/me").json()["code"] == "not_authenticated"
    assert stand.stop() < 5
    assert not worker.is_running()


def test_a_worker_that_dies_is_started_again(stand):
    stand.start()
    first = worker_of(stand)
    first.send_signal(signal.SIGKILL)
    first.wait(5)
    assert worker_of(stand).pid != first.pid


def test_a_killed_server_leaves_no_process_behind(stand):
    stand.start()
    children = psutil.Process(stand.process.pid).children(recursive=True)
    stand.process.kill()
    stand.process.wait()
    stand.process = None
    _gone, alive = psutil.wait_procs(children, timeout=10)
    assert alive == []


def test_a_taken_port_is_told_in_one_sentence(stand):
    with socket.socket() as other:
        other.bind(("127.0.0.1", stand.port))
        other.listen()
        done = stand.huiwu("serve", "--port", str(stand.port), "--migrate")
    assert (done.returncode, len(done.stderr.strip().splitlines())) == (1, 1)
    assert str(stand.port) in done.stderr


def test_a_second_server_on_the_same_sqlite_folder_is_refused(stand):
    stand.start()
    done = Stand(stand.data).huiwu("serve", "--port", "9", "--migrate")
    assert done.returncode == 1
    other = Stand(stand.data)
    done = other.huiwu("serve", "--port", str(other.port), "--migrate")
    assert (done.returncode, "正在被另一个" in done.stderr) == (1, True)


def test_a_database_behind_the_program_is_not_served(empty):
    done = empty.huiwu("serve", "--port", str(empty.port))
    assert (done.returncode, "huiwu setup" in done.stderr) == (1, True)


def test_a_read_only_data_folder_is_told_in_one_sentence(stand):
    folder = Path("/proc/huiwu") if os.geteuid() == 0 else stand.data / "locked"
    if os.geteuid() != 0:
        folder.mkdir()
        folder.chmod(stat.S_IRUSR | stat.S_IXUSR)
    done = Stand(stand.data, more={"HUIWU_DATA": str(folder)}).huiwu("setup")
    assert (done.returncode, len(done.stderr.strip().splitlines()), "不能写入" in done.stderr) == (1, 1, True)


def version_told(meeting: str, version: int) -> list[str]:
    return ["event: version", f'data: {{"topic": "meeting:{meeting}", "version": {version}}}']


def test_a_topic_of_ones_own_meeting_is_followed_and_hears_of_a_change_within_a_second(stand):
    meeting, lead, stranger = stand.python(
        "from tests.cast import assemble; from django.test import Client\n"
        "cast = assemble()\n"
        "def key(user):\n"
        "    visitor = Client(); visitor.force_login(user); return visitor.cookies['sessionid'].value\n"
        "print(cast.meeting.pk, key(cast.lead), key(cast.stranger))"
    ).split()
    stand.start()
    url = f"{stand.url}/events?topics=meeting:{meeting}"
    assert httpx.get(url).status_code == 403
    assert httpx.get(url, cookies={"sessionid": stranger}).status_code == 403
    with httpx.stream("GET", url, cookies={"sessionid": lead}, timeout=10) as stream:
        lines = stream.iter_lines()
        assert next(lines) == "retry: 2000"
        assert [line for line in (next(lines) for _ in range(5)) if line][1:] == version_told(meeting, 0)
        stand.python(f"from huiwu.foundation.outbox import bump; bump('meeting:{meeting}')")
        changed_at = time.monotonic()
        told = [line for line in (next(lines) for _ in range(4)) if line]
        assert told == [f"id: meeting:{meeting}=1", *version_told(meeting, 1)]
        assert time.monotonic() - changed_at < 1
    again = {"sessionid": lead}
    with httpx.stream("GET", f"{url}&since=meeting:{meeting}=0", cookies=again, timeout=10) as stream:
        told = [line for line, _ in zip(stream.iter_lines(), range(5), strict=False)]
        assert told[-2:] == version_told(meeting, 1)
