"""The ledger: every figure of the budget is the sum of postings, and every posting names the record behind it.

Nothing is booked twice and nothing gets lost: the postings of one record add up to its amount exactly, what nobody has
put on a line stands on the row 未分摊 (`line` is empty).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from huiwu.kernel.money import spread, times

UNALLOCATED = ""
COMMITMENTS = ("contract", "amendment", "order", "speaker_fee")
ACCOUNT_OF = {
    "contract": "committed",
    "amendment": "committed",
    "order": "committed",
    "speaker_fee": "committed",
    "invoice": "invoiced",
    "payment": "paid",
}
ACCOUNTS = ("baseline", "adjusted", "committed", "invoiced", "paid", "unbilled", "overpaid", "covered")


@dataclass(frozen=True, slots=True)
class Source:
    """One record that moves money. `parent` is the key of the commitment it hangs on (contract, order, fee).

    Amounts are cents with tax; a reversal, a refund and a reduction are negative.
    """

    kind: str
    id: str
    amount_cents: int
    parent: str = ""
    on: date | None = None
    label: str = ""
    party: str = ""
    url: str = ""
    category: str = ""
    supplier: str = ""

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.id}"

    @property
    def root(self) -> str:
        """The commitment this record belongs to; itself when it hangs on none."""
        return self.parent or self.key


@dataclass(frozen=True, slots=True)
class Part:
    """A confirmed share of a record on a line; `quantity` is how much of the line it covers, if somebody said so."""

    line: str
    amount_cents: int
    quantity: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Posting:
    """`account` is one of ACCOUNTS; `source` the key of the record; `line` the key of the line, empty for 未分摊."""

    account: str
    line: str
    source: str
    amount_cents: int


Parts = Mapping[str, tuple[Part, ...]]
"""Confirmed parts by the key of their record."""


def split(source: Source, own: tuple[Part, ...], followed: Mapping[str, int]) -> dict[str, int]:
    """The record's amount by line; always adds up to it.

    Confirmed parts first, the rest 未分摊. Without any, a record follows the commitment it hangs on (`followed`: cents by
    line), to the cent; a change of a contract does so only while the contract is on one line, since nobody can tell
    which of several it changes.
    """
    if own:
        return _with_rest(source.amount_cents, own)
    weights = {line: cents for line, cents in followed.items() if cents > 0}
    if not weights or (source.kind == "amendment" and len(weights) > 1):
        return {UNALLOCATED: source.amount_cents}
    return dict(zip(weights, spread(source.amount_cents, list(weights.values())), strict=True))


def _with_rest(amount_cents: int, own: tuple[Part, ...]) -> dict[str, int]:
    found: dict[str, int] = defaultdict(int)
    for part in own:
        found[part.line] += part.amount_cents
    rest = amount_cents - sum(found.values())
    if rest:
        found[UNALLOCATED] += rest
    return dict(found)


def postings(sources: Iterable[Source], parts: Parts, prices: Mapping[str, int]) -> list[Posting]:
    """All postings, commitments first, since invoices and payments follow them.

    `prices` is each line's unit price, by which a covered quantity becomes cents. Beside what each record brings there are
    `covered` (what of a line's need a commitment meets), `unbilled` (paid beyond the invoices of the same commitment) and
    `overpaid` (paid beyond that commitment).
    """
    by_root: dict[str, dict[str, dict[str, int]]] = {}
    found: list[Posting] = []
    for source in sorted(sources, key=_order):
        root = by_root.setdefault(source.root, {"committed": {}, "invoiced": {}, "paid": {}})
        account, own = ACCOUNT_OF[source.kind], parts.get(source.key, ())
        booked = root.get(account)
        for line, cents in split(source, own, root["committed"]).items():
            found.append(Posting(account, line, source.key, cents))
            if booked is not None:
                booked[line] = booked.get(line, 0) + cents
            if account == "committed":
                found.append(Posting("covered", line, source.key, _met(line, cents, own, prices)))
    return [*found, *_beyond(by_root)]


def _order(source: Source) -> tuple[int, int, str, str]:
    day = source.on.toordinal() if source.on else 0
    return COMMITMENTS.index(source.kind) if source.kind in COMMITMENTS else 9, day, source.kind, source.id


def _met(line: str, cents: int, own: tuple[Part, ...], prices: Mapping[str, int]) -> int:
    """At the line's own price where somebody said how much is covered, else the amount itself."""
    mine = [part for part in own if part.line == line]
    if not line or not mine:
        return cents
    return sum(
        part.amount_cents if part.quantity is None else times(prices.get(line, 0), part.quantity) for part in mine
    )


def _beyond(by_root: Mapping[str, Mapping[str, Mapping[str, int]]]) -> Iterable[Posting]:
    for root, accounts in by_root.items():
        for line, cents in accounts["paid"].items():
            for account, against in (("unbilled", "invoiced"), ("overpaid", "committed")):
                beyond = cents - max(accounts[against].get(line, 0), 0)
                if beyond > 0:
                    yield Posting(account, line, root, beyond)
