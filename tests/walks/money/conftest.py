from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.walks.conftest import World, served_forum

WALKERS = ("owner", "lead", "account", "planner", "compliance", "commerce", "venue", "technology", "materials")


class MoneyWorld(World):
    """Tolerates what a browser says of itself while a walk has pulled the cable."""

    def _hear(self, page: Any, words: str) -> None:
        if not any(word in words for word in ("ERR_INTERNET_DISCONNECTED", "htmx:sendError", "htmx:afterRequest")):
            super()._hear(page, words)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A forum of its own: this walk signs what other walks need unsigned."""
    with served_forum(tmp_path_factory.mktemp("money"), WALKERS) as (stand, forum):
        yield MoneyWorld(stand, forum)
