"""The comparison of 12 bids on 400 lines, and reading a table of 100,000 rows: arithmetic alone, and with the database.

`python -m bench --only comparison`. Prices are made with a seed; every third bid is without tax, every fourth without
transport, each leaves out four lines that are then filled in.
"""

from __future__ import annotations

import io
import random
import resource
import time
from decimal import Decimal
from functools import partial
from typing import Any

from bench.measure import row, timed

BIDS, LINES = 12, 400
GOAL_MS = 100
ROWS, COLUMNS = 100_000, 15
GOAL_ROWS_S, GOAL_ROWS_MB = 60, 600


def rows(full: bool = False) -> list[dict[str, Any]]:
    from huiwu.procurement.rules.alike import Traced, likenesses
    from huiwu.procurement.rules.comparison import Basis, Scale, compare

    lines, bids = made_bids()
    asked, scale = Basis(True, True, True), Scale(60, (("plan", 40),))
    traced = [Traced(bid.id, bid.name, {k: p.unit_cents for k, p in bid.prices.items()}) for bid in bids]

    def whole() -> None:
        compare(lines, asked, bids, scale)
        likenesses(traced)

    wall, cpu = timed(whole)
    size = f"comparison, {BIDS} bids x {LINES} lines"
    found = [row(f"{size}: arithmetic and likeness", wall, cpu_ms=cpu, note=f"goal {GOAL_MS} ms")]
    found += _stored(size)
    return found + (_sheet() if full else [])


def made_bids() -> tuple[list[Any], list[Any]]:
    from huiwu.procurement.rules.comparison import Addition, Asked, Basis, Bid, Price

    pick = random.Random(12)
    lines = [Asked(str(n), Decimal(pick.randint(1, 9000)) / 8) for n in range(LINES)]
    bids = []
    for n in range(BIDS):
        left_out = {str(pick.randrange(LINES)) for _missing in range(4)}
        prices = {line.id: Price(pick.randint(100, 90_000)) for line in lines if line.id not in left_out}
        basis = Basis(n % 3 != 0, n % 4 != 0, True)
        additions = {"transport": Addition(180_000, "stated")}
        fills = {line: Addition(1000, "highest") for line in left_out}
        bids.append(Bid(str(n), f"供应商{n}", basis, prices, 600, (), additions, fills, {"plan": [80, 90]}))
    return lines, bids


def _stored(size: str) -> list[dict[str, Any]]:
    """Out of the database: rows read, compared, ranked."""
    from datetime import date

    from huiwu.accounts.models import Organisation
    from huiwu.meetings.choices import MeetingType, Publicness, SizeTier
    from huiwu.meetings.models import Client, Meeting
    from huiwu.procurement.models import Quotation, QuotationLine, Rfq, RfqLine
    from huiwu.procurement.queries.comparing import comparison_of
    from huiwu.suppliers.models import Supplier

    org, _new = Organisation.objects.get_or_create(slug="bench-buying", defaults={"name": "量具采购"})
    client = Client.objects.create(org=org, name="量具客户", kind="enterprise")
    meeting = Meeting.objects.create(
        org=org, client=client, number="B-001", slug=f"bench-{time.time_ns()}", name="量具会议", size_tier=SizeTier.L,
        meeting_type=MeetingType.FORUM, publicness=Publicness.INVITED, expected_headcount=600, city="上海",
        start_on=date(2027, 3, 18), end_on=date(2027, 3, 19),
    )  # fmt: skip
    rfq = Rfq.objects.create(meeting=meeting, category="build", number="RQ-01", title="量具", due_on=date(2027, 2, 1))
    asked, bids = made_bids()
    lines = RfqLine.objects.bulk_create(
        RfqLine(rfq=rfq, order=n, item=f"项目{n}", unit="项", quantity=line.quantity) for n, line in enumerate(asked)
    )
    for bid in bids:
        supplier = Supplier.objects.create(org=org, name=bid.name, name_key=f"{meeting.slug}{bid.id}")
        quotation = Quotation.objects.create(
            rfq=rfq,
            supplier=supplier,
            state="entered",
            with_tax=bid.basis.tax,
            with_transport=True,
            with_setup=True,
            tax_bp=600,
        )
        QuotationLine.objects.bulk_create(
            QuotationLine(
                quotation=quotation, rfq_line=line, order=n, quantity=line.quantity, scope="in" if price else "missing",
                unit_cents=price.unit_cents if price else None,
            )
            for n, line in enumerate(lines)
            for price in [bid.prices.get(str(n))]
        )  # fmt: skip
    wall, cpu = timed(partial(comparison_of, rfq))
    return [row(f"{size}: read from the database and compared", wall, cpu_ms=cpu, note="page and files build on it")]


def _sheet() -> list[dict[str, Any]]:
    import xlsxwriter

    from huiwu.foundation.sheets import Column, read_table

    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"constant_memory": True}) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, [f"列{x}" for x in range(COLUMNS)])
        for y in range(1, ROWS + 1):
            page.write_row(y, 0, [f"文本{y}-{x}" if x % 5 else y / 100 for x in range(COLUMNS)])
    columns = [Column(f"c{x}", f"列{x}", "text" if x % 5 else "cents") for x in range(COLUMNS)]
    begun = time.perf_counter()
    count = sum(1 for found in read_table(made.getvalue(), columns).rows() if not found.is_refused)
    assert count == ROWS
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    note = f"goal {GOAL_ROWS_S} s, {GOAL_ROWS_MB} MB"
    return [
        row(f"reading {ROWS} rows x {COLUMNS} columns", (time.perf_counter() - begun) * 1000, peak_mb=peak, note=note)
    ]
