from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from huiwu.brief.choices import BRIEF
from huiwu.brief.schema import SCHEMA
from huiwu.checks.queries import judgement
from huiwu.documents.services import open_document
from huiwu.foundation.actors import SYSTEM
from huiwu.kernel import clock
from huiwu.kernel.credit_code import check_character
from huiwu.meetings.models import Meeting
from huiwu.suppliers import services
from huiwu.suppliers.models import Supplier
from huiwu.suppliers.services import SupplierContactValues
from tests.cast import Cast

START = date(2027, 3, 18)
NAME = "上海明筑会展服务有限公司"


def days_before(n: int) -> datetime:
    """Nine in the morning in Shanghai, n days before the first day."""
    return datetime.combine(START - timedelta(days=n), time(1), UTC)


@pytest.fixture
def today() -> Any:
    with clock.at(days_before(40)):
        yield days_before(40).date()


def code(nth: int = 1) -> str:
    plain = f"91310106MA1FL{nth:04d}"
    return plain + check_character(plain)


def add(cast: Cast, name: str = NAME, nth: int = 1, **more: Any) -> Supplier:
    values = {"name": name, "unified_code": code(nth), "categories": ["build"]} | more
    return services.add_supplier(actor=cast.actor("lead"), org=cast.org, values=values)


def reachable(cast: Cast, row: Supplier) -> Supplier:
    """Two people, one of them on site."""
    row.refresh_from_db()
    services.set_supplier_contacts(
        actor=cast.actor("lead"),
        supplier_id=row.pk,
        revision=row.revision,
        contacts=[
            SupplierContactValues(name="叶青", phone="13900010101"),
            SupplierContactValues(name="石磊", phone="13900010102", is_on_site=True),
        ],
    )
    row.refresh_from_db()
    return row


def engage(cast: Cast, row: Supplier, category: str = "build", state: str = "contracted") -> Any:
    return services.engage_supplier(
        actor=cast.actor("lead"), meeting=cast.meeting, supplier=row, category=category, state=state
    )


def paper(cast: Cast, row: Supplier, kind: str, expires_on: date | None = None, meeting: Any = None) -> Any:
    values = {"kind": kind, "number": "X-1", "expires_on": expires_on}
    return services.add_qualification(actor=cast.actor("lead"), supplier=row, values=values, meeting=meeting)


def tell_brief(meeting: Meeting, **values: Any) -> None:
    """Fill fields of the brief's draft."""
    content = SCHEMA.blank() | {key: {"state": "filled", "value": value} for key, value in values.items()}
    open_document(actor=SYSTEM, meeting=meeting, kind=BRIEF, title="会议需求简报", content=content)


def findings(meeting: Meeting, rule: str, n: int) -> list[Any]:
    fresh = Meeting.objects.select_related("org", "client").get(pk=meeting.pk)
    return [f for f in judgement(fresh, days_before(n)) if f.code == rule]
