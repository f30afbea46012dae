"""One request for a stage, three suppliers who quote on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from huiwu.foundation.actors import Actor
from huiwu.kernel import clock
from huiwu.procurement import services
from huiwu.procurement.models import Quotation, Rfq
from huiwu.procurement.services.quoting import LinePrice, Quote
from huiwu.procurement.services.requesting import LineValues
from huiwu.suppliers.models import Supplier
from huiwu.suppliers.services import add_supplier
from tests.cast import Cast

NOW = datetime(2027, 1, 20, 3, tzinfo=UTC)
HEAD = {
    "category": "build", "title": "主舞台搭建", "due_on": date(2027, 1, 27), "with_tax": True, "with_transport": True,
    "with_setup": True, "headcount": 600, "terms": "按图施工", "place": "浦江厅",
}  # fmt: skip
LINES = (
    LineValues("舞台结构", Decimal(96), spec="桁架", unit="平方米", section="主舞台"),
    LineValues("背景结构", Decimal(60), unit="平方米", section="主舞台"),
    LineValues("证件", Decimal(630), unit="套", per_person=Decimal("1.05")),
)
ALL_IN = {"with_tax": True, "with_transport": True, "with_setup": True, "tax_bp": 600, "valid_until": date(2027, 3, 1)}


@dataclass
class Shop:
    cast: Cast
    rfq: Rfq
    suppliers: list[Supplier]
    quotations: list[Quotation]

    @property
    def meeting(self) -> Any:
        return self.cast.meeting

    @property
    def lead(self) -> Actor:
        return self.cast.actor("lead")

    def fresh(self) -> Rfq:
        self.rfq.refresh_from_db()
        return self.rfq

    def lines(self) -> list[Any]:
        return list(self.rfq.lines.all())

    def quote(self, *cents: int | None, **values: Any) -> Quote:
        prices = {line.pk: LinePrice(c) for line, c in zip(self.lines(), cents, strict=True) if c is not None}
        extras, file, traces = (values.pop(name, None) for name in ("extras", "file", "traces"))
        return Quote({**ALL_IN, **values}, prices, extras or (), file, traces)

    def enter(self, n: int, *cents: int | None, **values: Any) -> Quotation:
        return services.enter_quotation(
            actor=self.lead,
            meeting=self.meeting,
            quotation_id=self.quotations[n].pk,
            quote=self.quote(*cents, **values),
        )

    def enter_all(self) -> None:
        for n, factor in enumerate((100, 110, 120)):
            self.enter(n, 400 * factor, 300 * factor + n * 7, 5 * factor + n)

    def declines(self, chosen: int) -> dict[Any, str]:
        return {q.pk: "价格较高" for n, q in enumerate(self.quotations) if n != chosen}

    def select(self, n: int = 0, **more: Any) -> Any:
        values = {"reason": "价格与方案最优", "declines": self.declines(n), "revision": self.fresh().revision} | more
        return services.select_quotation(
            actor=more.pop("actor", self.lead), meeting=self.meeting, rfq_id=self.rfq.pk,
            quotation_id=self.quotations[n].pk, **{k: v for k, v in values.items() if k != "actor"},
        )  # fmt: skip


def new_supplier(cast: Cast, name: str, **more: Any) -> Supplier:
    values = {"name": name, "categories": ["build"], "taxpayer": "general", **more}
    return add_supplier(actor=cast.actor("owner"), org=cast.org, values=values)


def open_shop(cast: Cast, count: int = 3) -> Shop:
    names = ("申彩舞美", "华台搭建", "东远会展", "北辰布展", "南屏展览")
    suppliers = [new_supplier(cast, name) for name in names[:count]]
    lead = cast.actor("lead")
    rfq = services.open_rfq(actor=lead, meeting=cast.meeting, values=HEAD, lines=LINES)
    quotations = [
        services.invite_supplier(actor=lead, meeting=cast.meeting, rfq_id=rfq.pk, supplier=row).quotation
        for row in suppliers
    ]
    return Shop(cast, rfq, suppliers, quotations)


@pytest.fixture
def shop(cast: Cast) -> Any:
    with clock.at(NOW):
        yield open_shop(cast)
