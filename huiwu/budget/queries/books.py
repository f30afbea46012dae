"""The book of one meeting: lines, head-counts, records, what stands where. Read once for a page, in constant queries."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext as _

from huiwu.brief.queries.briefs import brief_of, signed_brief
from huiwu.brief.rules import expected_people, group_numbers
from huiwu.budget.choices import Account, SourceKind
from huiwu.budget.models import Adjustment, Allocation, Budget, BudgetLine, LineApproval
from huiwu.budget.queries.sources import sources_of
from huiwu.budget.rules import forecast
from huiwu.budget.rules.ledger import Part, Posting, Source, postings
from huiwu.budget.rules.naming import names_it
from huiwu.budget.rules.quantities import EVERYBODY, Headcounts
from huiwu.event_plan.choices import BudgetCategory
from huiwu.kernel.money import spread
from huiwu.meetings.models import Function, Meeting

Numbers = dict[tuple[str, str], int]


def budget_of(meeting: Meeting) -> Budget | None:
    """The meeting's budget, if it was begun."""
    found = Budget.objects.select_related("baseline", "saved_by").filter(meeting=meeting).first()
    if found is not None:
        found.meeting = meeting
    return found


def lines_of(budget: Budget) -> list[BudgetLine]:
    """Lines that are not deleted, category by category in the tree's order."""
    order = list(BudgetCategory.values)
    rows = budget.lines.filter(deleted_at=None).select_related("supplier", "function")
    return sorted(rows, key=lambda row: (order.index(row.category), row.order, row.key))


def numbers_of(budget: Budget) -> Numbers:
    """Head-counts by (group or function, basis): the budget's own, what the brief says where it has none, the functions'."""
    meeting = budget.meeting
    found: Numbers = {(EVERYBODY, "expected"): meeting.expected_headcount}
    version, document = signed_brief(meeting), brief_of(meeting)
    content = version.content if version else document.draft if document else {}
    found |= {(group, "expected"): people for group, people in group_numbers(content).items()}
    if total := expected_people(content):
        found[EVERYBODY, "expected"] = total
    own = {(row.group, row.basis): row.people for row in budget.headcounts.all()}
    told = {group for group, basis in own if basis == "expected" and group != EVERYBODY}
    if told and (EVERYBODY, "expected") not in own:
        del found[EVERYBODY, "expected"]  # a group was changed here: everybody is the sum again
    return found | own | _of_functions(meeting)


def _of_functions(meeting: Meeting) -> Numbers:
    found: Numbers = {}
    for row in Function.objects.filter(meeting=meeting, is_cancelled=False):
        for basis in ("expected", "guaranteed", "actual"):
            people = getattr(row, f"headcount_{basis}")
            if people is not None:
                found[str(row.pk), basis] = people
    return found


@dataclass(slots=True)
class Ledger:
    """Everything behind the figures of one meeting, so that any of them can be opened."""

    budget: Budget
    lines: list[BudgetLine]
    numbers: Numbers
    sources: dict[str, Source]
    parts: dict[str, tuple[Part, ...]]
    entries: list[Posting]
    book: forecast.Book
    approvals: dict[str, int] = field(default_factory=dict)

    @property
    def headcounts(self) -> Headcounts:
        return Headcounts(self.numbers)

    def reckoned(self, numbers: Numbers) -> forecast.Book:
        """The same book at other head-counts: nothing is saved."""
        plain = [line.plain for line in self.lines]
        return forecast.book(plain, Headcounts(numbers), self.entries, has_baseline=self.budget.baseline_id is not None)

    def figures(self, key: str) -> forecast.Figures:
        """Of a line; of 未分摊 with an empty key."""
        return self.book.rows[key].figures if key else self.book.unallocated

    def is_over(self, key: str) -> bool:
        at = self.figures(key)
        return forecast.is_over(at, self.budget.threshold_bp, self.approvals.get(key))

    @property
    def over(self) -> list[BudgetLine]:
        """Lines beyond their threshold without approval (OM-106)."""
        return [line for line in self.lines if self.is_over(line.key)]

    @property
    def loose(self) -> list[Source]:
        """Records of which something is on no line yet."""
        keys = {e.source for e in self.entries if not e.line and e.account in ("committed", "invoiced", "paid")}
        return [source for key, source in self.sources.items() if key in keys]


def ledger_of(budget: Budget) -> Ledger:
    """Read everything and reckon it."""
    lines = lines_of(budget)
    numbers = numbers_of(budget)
    money = sources_of(budget.meeting)
    sources = {source.key: source for source in money}
    parts = _parts(budget, {line.pk: line.key for line in lines})
    prices = {line.key: line.unit_cents for line in lines}
    entries = [*_baseline(budget, sources), *_adjustments(budget, sources), *postings(money, parts, prices)]
    plain = [line.plain for line in lines]
    book = forecast.book(plain, Headcounts(numbers), entries, has_baseline=budget.baseline_id is not None)
    approved = LineApproval.objects.filter(line__budget=budget).values("line__key").annotate(n=Max("up_to_cents"))
    approvals = {row["line__key"]: row["n"] for row in approved.order_by()}
    return Ledger(budget, lines, numbers, sources, parts, entries, book, approvals)


def _parts(budget: Budget, keys: dict[object, str]) -> dict[str, tuple[Part, ...]]:
    """Confirmed parts by record; parts on a deleted line fall to 未分摊 by themselves."""
    found: dict[str, tuple[Part, ...]] = {}
    for row in Allocation.objects.filter(budget=budget):
        if row.line_id in keys:
            key = f"{row.source_kind}:{row.source_id}"
            found[key] = (*found.get(key, ()), Part(keys[row.line_id], row.amount_cents, row.quantity))
    return found


def _baseline(budget: Budget, sources: dict[str, Source]) -> list[Posting]:
    """What the client signed, line by line. `sources` gets the version, so that its rows can be opened."""
    version = budget.baseline
    if version is None:
        return []
    day = budget.baseline_at.astimezone(budget.meeting.zone).date() if budget.baseline_at else None
    label = _("预算基线第 {number} 版").format(number=version.number)
    url = reverse("documents:version", args=[budget.meeting.slug, version.pk])
    source = Source("baseline", str(version.pk), version.content["total_cents"], on=day, label=label, url=url)
    sources[source.key] = source
    return [Posting("baseline", row["key"], source.key, row["amount_cents"]) for row in version.content["lines"]]


def _adjustments(budget: Budget, sources: dict[str, Source]) -> list[Posting]:
    found = []
    if budget.baseline_id is None:
        return []
    rows = Adjustment.objects.filter(budget=budget, baseline=budget.baseline_id)
    for row in rows.select_related("line", "change_order__sheet__meeting", "made_by"):
        label = f"{row.get_kind_display()} {row.reason}".strip()
        url = row.change_order.sheet.url if row.change_order and row.change_order.sheet else ""
        who = row.made_by.name if row.made_by else ""
        day = row.made_at.astimezone(budget.meeting.zone).date()
        source = Source("adjustment", str(row.pk), row.amount_cents, on=day, label=label, party=who, url=url)
        sources[source.key] = source
        found.append(Posting("adjusted", row.line.key, source.key, row.amount_cents))
    return found


@dataclass(frozen=True)
class LedgerRow:
    """A posting with the record behind it and the name of its line."""

    posting: Posting
    source: Source | None
    line: BudgetLine | None

    @property
    def account_word(self) -> str:
        return str(Account(self.posting.account).label)

    @property
    def kind_word(self) -> str:
        return str(SourceKind(self.source.kind).label) if self.source else ""


def rows_behind(ledger: Ledger, *, line: str | None = None, category: str = "", account: str = "") -> list[LedgerRow]:
    """The postings whose sum a figure is. `line=""` is 未分摊, None every line."""
    lines = {row.key: row for row in ledger.lines}
    found = []
    for entry in ledger.entries:
        at = lines.get(entry.line)
        if line is not None and (at.key if at else "") != line:
            continue
        if (category and (at is None or at.category != category)) or (account and entry.account != account):
            continue
        found.append(LedgerRow(entry, ledger.sources.get(entry.source), at))
    return found


FED_AND_LODGED = (BudgetCategory.CATERING, BudgetCategory.LODGING)


def proposal(ledger: Ledger, source: Source) -> list[tuple[BudgetLine, int]]:
    """Where a record probably belongs: lines of its supplier, else lines of its category that it names, else all of these.

    A venue's contract that is more than its rooms usually feeds and lodges too. Several lines are weighed by what they
    still need. Adds up to the amount; empty when nothing fits. A person confirms it.
    """
    fitting = [line for line in ledger.lines if source.supplier and str(line.supplier_id or "") == source.supplier]
    if not fitting:
        alike = [line for line in ledger.lines if source.category and line.category == source.category]
        fitting = [line for line in alike if names_it(source.label, line.item)] or alike
    if source.category == BudgetCategory.VENUE:
        need = sum(ledger.figures(line.key).open for line in fitting)
        if source.amount_cents > need:
            fitting += [line for line in ledger.lines if line.category in FED_AND_LODGED]
    if not fitting:
        return []
    weights = [max(ledger.figures(line.key).open, 0) for line in fitting]
    if not any(weights):
        weights = [max(ledger.figures(line.key).estimate, 1) for line in fitting]
    return [row for row in zip(fitting, spread(source.amount_cents, weights), strict=True) if row[1]]
