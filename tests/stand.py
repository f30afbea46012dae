"""The real server and worker as processes of their own, with a data folder of their own, for tests that need them whole."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from tests.template import copy_sqlite

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 240
"""Seconds for one command; a loaded machine is slow."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Stand:
    """One installation in `data`. `python` runs a piece of Python in it, `huiwu` a command."""

    data: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None
    more: dict[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def env(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")}
        mine = {"HUIWU_DATA": str(self.data), "PYTHONPATH": str(ROOT), "HUIWU_BASE_URL": self.url}
        return kept | mine | self.more

    def set_up(self) -> None:
        """As `huiwu setup` leaves it."""
        copy_sqlite(self.data / "huiwu.sqlite3")

    def huiwu(self, *words: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "huiwu", *words]
        return subprocess.run(
            command, env=self.env, cwd=ROOT, input=stdin, capture_output=True, text=True, timeout=PATIENCE
        )

    def python(self, source: str) -> str:
        """Run source after Django is set up; returns what it prints. A failing one fails the test."""
        lead = (
            "import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'huiwu.config.settings'\nimport django; django.setup()\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", lead + source],
            env=self.env,
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def start(self, *words: str) -> None:
        """`huiwu serve`, and wait for its first answer."""
        log = (self.data / "serve.log").open("wb")
        command = [sys.executable, "-m", "huiwu", "serve", "--port", str(self.port), "--migrate", *words]
        self.process = subprocess.Popen(command, env=self.env, cwd=ROOT, stdout=log, stderr=log, start_new_session=True)
        end = time.monotonic() + 30
        while time.monotonic() < end and self.process.poll() is None:
            try:
                httpx.get(f"{self.url}/api/v1/openapi.json", timeout=5)
            except httpx.TransportError:
                time.sleep(0.05)
            else:
                return
        raise AssertionError((self.data / "serve.log").read_text())

    def stop(self) -> float:
        """SIGTERM; returns the seconds until everything had ended."""
        if self.process is None:
            return 0.0
        started = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(15)
        self.process = None
        return time.monotonic() - started
