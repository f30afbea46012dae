"""One training on its first day, loaded once for all of them; each case spoils it in its own way and is rolled back."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from huiwu.kernel import clock
from tests.walks.omissions.planting import loaded, rolled_back

SATURDAY_AT_MIDNIGHT = datetime(2026, 12, 11, 16, 20, tzinfo=UTC)
"""Twenty past midnight in China, where it is Saturday already; the meetings ahead begin after the New Year's holiday."""


@pytest.fixture(scope="package", autouse=True)
def moment():
    with clock.at(SATURDAY_AT_MIDNIGHT):
        yield


@pytest.fixture(scope="package")
def clean(moment, django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), rolled_back():
        yield loaded("training", "onsite")
