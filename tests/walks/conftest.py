from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.cast import PASSWORD
from tests.mailbox import Mailbox
from tests.stand import Stand

LOAD = """
from huiwu.accounts.models import User
from huiwu.config.demo.loading import play
from huiwu.config.demo.scripts import SCRIPTS
from huiwu.kernel import clock
meeting = play(SCRIPTS["forum"], stage="planning", people=1200, seed=1, today=clock.today())
for user in User.objects.filter(email__in={emails!r}):
    user.set_password({password!r})
    user.save()
print(meeting.slug)
"""
WALKERS = ("owner", "lead", "account", "planner")
PHONE = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True, "device_scale_factor": 2}
DESKTOP = {"viewport": {"width": 1440, "height": 900}}
PATIENCE = 60_000


class World:
    """The demo's largest meeting, served; visitors whose browsers' complaints are all kept."""

    def __init__(self, stand: Stand, forum: str) -> None:
        self.stand, self.forum = stand, forum
        self.heard: list[str] = []

    def visitor(self, browser: Any, **how: Any) -> Any:
        context = browser.new_context(
            base_url=self.stand.url, locale="zh-CN", timezone_id="Asia/Shanghai", accept_downloads=True, **how
        )
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.on("console", lambda said: self._hear(page, said.text) if said.type == "error" else None)
        page.on("pageerror", lambda fault: self._hear(page, str(fault)))
        page.on("request", lambda asked: self._hear_foreign(page, asked.url))
        return page

    def _hear(self, page: Any, words: str) -> None:
        if "status of 4" not in words:  # the browser repeats refusals that the walks provoke
            self.heard.append(f"{page.url}: {words}")

    def _hear_foreign(self, page: Any, url: str) -> None:
        where = urlsplit(url)
        if where.scheme in ("http", "https", "ws", "wss") and where.netloc != urlsplit(self.stand.url).netloc:
            self.heard.append(f"{page.url} asked {where.netloc}")


@contextmanager
def served_forum(folder: Path, walkers: tuple[str, ...]) -> Iterator[tuple[Stand, str]]:
    """A server with the demo's forum, and its slug; the walkers can sign in."""
    stand = Stand(folder)
    stand.set_up()
    forum = stand.python(
        LOAD.format(emails=[f"{key}@example.test" for key in walkers], password=PASSWORD)
    ).splitlines()[-1]
    stand.start()
    yield stand, forum
    stand.stop()


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with served_forum(tmp_path_factory.mktemp("demo"), WALKERS) as (stand, forum):
        yield World(stand, forum)


@pytest.fixture
def visit(world: World, browser: Any) -> Iterator[Any]:
    """`visit("lead")`: a desktop signed in as that person; `visit()` or `visit(phone=True)`: somebody without an account.

    Afterwards no browser may have had anything to complain of.
    """
    with visitors(world, browser) as come:
        yield come


@contextmanager
def visitors(world: World, browser: Any) -> Iterator[Any]:
    opened = []

    def come(who: str = "", *, phone: bool = False) -> Any:
        page = world.visitor(browser, **(PHONE if phone else DESKTOP))
        opened.append(page)
        if who:
            page.goto("/account/login/")
            page.fill("input[name=login]", f"{who}@example.test")
            page.fill("input[name=password]", PASSWORD)
            page.press("input[name=password]", "Enter")
            page.wait_for_url(lambda url: "/login" not in url)
        return page

    world.heard.clear()
    yield come
    for page in opened:
        page.context.close()
    assert world.heard == []


class Summit(World):
    """The cast's meeting forty days from now, served, and the mail server that its letters go to."""

    def __init__(self, stand: Stand, slug: str, mailbox: Mailbox) -> None:
        super().__init__(stand, slug)
        self.slug, self.mailbox = slug, mailbox

    def mail_to(self, address: str, subject: str) -> EmailMessage:
        """The latest mail to the address whose subject has these words, as soon as it is there."""
        end = time.monotonic() + PATIENCE / 1000
        while time.monotonic() < end:
            for mail in reversed(self.mailbox.messages):
                if mail["To"] and address in mail["To"] and subject in mail["Subject"]:
                    return mail
            time.sleep(0.1)
        raise AssertionError([(mail["To"], mail["Subject"]) for mail in self.mailbox.messages])


@pytest.fixture(scope="session")
def summit(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Summit]:
    mailbox = Mailbox()
    mailbox.open()
    smtp = {"HUIWU_SMTP_HOST": "127.0.0.1", "HUIWU_SMTP_PORT": str(mailbox.port), "HUIWU_SMTP_TLS": "none"}
    stand = Stand(tmp_path_factory.mktemp("summit"), more=smtp)
    stand.set_up()
    slug = stand.python("from tests.walks.summit import assemble_summit; print(assemble_summit())")
    stand.start()
    yield Summit(stand, slug, mailbox)
    stand.stop()
    mailbox.close()


@pytest.fixture
def call_in(summit: Summit, browser: Any) -> Iterator[Any]:
    """As `visit`, at the summit."""
    with visitors(summit, browser) as come:
        yield come


def is_within_width(page: Any) -> bool:
    """Whether nothing has to be scrolled sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
