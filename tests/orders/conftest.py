from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from huiwu.accounts.models import ScopedLink
from huiwu.accounts.services import hash_token
from huiwu.checks.queries import judgement
from huiwu.contracts.models import Contract
from huiwu.foundation.actors import Actor
from huiwu.kernel import clock
from huiwu.meetings.models import Function, Meeting
from huiwu.orders import services
from huiwu.orders.models import Order
from huiwu.orders.services import OrderLineValues
from huiwu.suppliers.models import Supplier
from huiwu.suppliers.services import add_supplier
from tests.cast import Cast

START = date(2027, 3, 18)


def days_before(n: int) -> datetime:
    """Nine in the morning in Shanghai, n days before the first day."""
    return datetime.combine(START - timedelta(days=n), time(1), UTC)


@pytest.fixture
def today() -> Any:
    with clock.at(days_before(20)):
        yield days_before(20).date()


DELIVER = days_before(1)
LINES = (
    OrderLineValues(
        item="会议手册", unit="册", quantity=Decimal(630), unit_cents=1600, tax_bp=1300, follows_headcount=True
    ),
    OrderLineValues(item="指示牌", unit="块", quantity=Decimal("2.5"), unit_cents=333, tax_bp=600),
)


def supplier(cast: Cast, name: str = "上海印桐印务有限公司") -> Supplier:
    found = Supplier.objects.filter(name=name).first()
    values = {"name": name, "categories": ["printing"]}
    return found or add_supplier(actor=cast.actor("lead"), org=cast.org, values=values)


def values(**more: Any) -> dict[str, Any]:
    return {
        "title": "手册与指示牌",
        "category": "printing",
        "deliver_at": DELIVER,
        "place": "北侧卸货口",
        "receiver_name": "袁方",
        "receiver_phone": "13900010088",
        "headcount": 600,
    } | more


def draft(cast: Cast, lines: Any = LINES, **more: Any) -> Order:
    return services.draft_order(
        actor=cast.actor("lead"), meeting=cast.meeting, supplier=supplier(cast), values=values(**more), lines=lines
    )


def sent(cast: Cast, **more: Any) -> tuple[Order, str]:
    row = draft(cast, **more)
    return services.send_order(actor=cast.actor("lead"), order_id=row.pk, revision=row.revision, person="卢刚")


def holder(token: str) -> Actor:
    """Whoever holds the link."""
    return Actor.of_link(ScopedLink.objects.get(token_hash=hash_token(token)), address="203.0.113.9", agent="phone")


def confirmed(cast: Cast, **more: Any) -> tuple[Order, str]:
    row, token = sent(cast, **more)
    services.confirm_order(actor=holder(token), order_id=row.pk, seen_revision=row.revision, person_name="卢刚")
    row.refresh_from_db()
    return row, token


def signed_contract(cast: Cast, amount_cents: int = 2_000_000, status: str = "signed") -> Contract:
    return Contract.objects.create(
        meeting=cast.meeting,
        kind="supplier",
        direction="payable",
        number=f"HT-{Contract.objects.count() + 1}",
        title="印刷合同",
        supplier=supplier(cast),
        party_name="上海印桐印务有限公司",
        amount_cents=amount_cents,
        starts_on=START,
        ends_on=START,
        status=status,
        signed_on=START - timedelta(days=25),
    )


def function(cast: Cast, load_in_at: datetime | None = None, number: int = 1) -> Function:
    start = days_before(0)
    return Function.objects.create(
        meeting=cast.meeting,
        number=number,
        name="开幕式",
        kind="opening",
        load_in_at=load_in_at,
        start_at=start,
        end_at=start + timedelta(hours=2),
    )


def photo() -> BytesIO:
    out = BytesIO()
    Image.new("RGB", (64, 48), "#bb8844").save(out, "JPEG")
    out.seek(0)
    return out


def findings(meeting: Meeting, rule: str, n: int) -> list[Any]:
    fresh = Meeting.objects.select_related("org", "client").get(pk=meeting.pk)
    return [f for f in judgement(fresh, days_before(n)) if f.code == rule]
