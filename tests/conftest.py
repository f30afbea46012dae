from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis

from tests.cast import Cast, assemble
from tests.mailbox import Mailbox
from tests.stand import Stand
from tests.template import copy_sqlite, postgres_copy

CHROMIUM = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
hypothesis.register_profile(
    "any machine", hypothesis.default, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis.load_profile("any machine")  # how long an example takes says more of the machine than of the code
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """Django finds the database made already."""
    return True


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> Iterator[None]:
    """A copy of the migrated database under the name that Django gives this process's own."""
    from django.db import connection

    names = connection.settings_dict
    name, url = names["TEST"]["NAME"] or f"test_{names['NAME']}", os.environ.get("DATABASE_URL", "")
    if connection.vendor == "sqlite":
        copy_sqlite(Path(name))
        yield
    else:
        with postgres_copy(url, name):
            yield


@pytest.fixture
def cast(db: None) -> Cast:
    return assemble()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    """The real server with the cast in its database, shared by the browser tests of a session."""
    stand = Stand(tmp_path_factory.mktemp("stand"))
    stand.set_up()
    stand.python("from tests.cast import assemble; assemble()")
    stand.start()
    yield stand
    stand.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """The system's Chromium."""
    from playwright.sync_api import sync_playwright

    path = os.environ.get("HUIWU_TEST_BROWSER") or next((p for n in CHROMIUM if (p := shutil.which(n))), None)
    assert path, "no Chromium: apt install chromium"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=list(QUIET))
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Any, server: Stand) -> Iterator[Any]:
    """A fresh visitor of the server, in Chinese, 1440 px wide. `page.set_viewport_size` for other widths."""
    context = browser.new_context(
        base_url=server.url, locale="zh-CN", timezone_id="Asia/Shanghai", viewport={"width": 1440, "height": 900}
    )
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def sign_in(page: Any) -> Any:
    """`sign_in("lead")`: the page, signed in as that person of the cast."""

    def enter(who: str) -> Any:
        page.goto("/account/login/")
        page.fill("input[name=login]", f"{who}@example.test")
        page.fill("input[name=password]", "correct horse battery")
        page.press("input[name=password]", "Enter")
        page.wait_for_url(lambda url: "/login" not in url)
        return page

    return enter


@pytest.fixture
def mailbox(settings: Any) -> Iterator[Mailbox]:
    """A mail server on loopback that keeps what it is sent; the settings point to it."""
    box = Mailbox()
    box.open()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", box.port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    yield box
    box.close()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Browser tests last: Playwright keeps an event loop running in the process, in which Django refuses its database.

    On PostgreSQL only what asks for the database: the rest has been judged on SQLite, where nothing of it can differ.
    """
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        rest = [item for item in items if not asks_for_database(item)]
        items[:] = [item for item in items if asks_for_database(item)]
        config.hook.pytest_deselected(items=rest)


def asks_for_database(item: pytest.Item) -> bool:
    fixtures = {"db", "transactional_db", "django_db_setup"}
    return item.get_closest_marker("django_db") is not None or not fixtures.isdisjoint(
        getattr(item, "fixturenames", ())
    )
