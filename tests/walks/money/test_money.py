"""The money's walk: short list → inspection → the client's choice → contracts, quotations, order, invoices, payments → report."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.walks.conftest import World
from tests.walks.money.buying import amend, contract_supplier, order, quote, select
from tests.walks.money.pages import in_yuan
from tests.walks.money.paying import bill, pay, receive
from tests.walks.money.reporting import look_on_a_phone, recompute, report
from tests.walks.money.venue import inspect, recommend, rent_the_venue, sign_plan

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.sqlite]


def test_from_the_short_list_to_the_clients_report(world: World, visit: Any, tmp_path: Path) -> None:
    photo = tmp_path / "IMG_0001.jpg"
    Image.effect_noise((1600, 1200), 40).convert("RGB").save(photo, quality=90)
    scan = tmp_path / "签署件.pdf"
    Image.new("RGB", (400, 560), "white").save(scan)
    sign_plan(world, visit)
    inspect(world, visit, photo)
    recommend(world, visit)
    rent_the_venue(world, visit, scan)
    quote(world, visit, tmp_path)
    select(world, visit)
    contract_supplier(world, visit, scan)
    order(world, visit, photo)
    bill(world, visit, tmp_path)
    pay(world, visit, scan)
    amend(world, visit, scan)
    receive(world, visit, scan)
    told = report(world, visit)
    committed, paid = recompute(world, visit, tmp_path)
    look_on_a_phone(world, visit)
    assert (in_yuan(committed) in told, in_yuan(paid) in told) == (True, True)
