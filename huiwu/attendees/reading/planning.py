"""What each row of a list would do, before anything is written (EX-203).

A row means somebody by number; else by mobile and name; else by name and organisation, where nothing speaks against it.
Nobody is taken for somebody else by the name alone: where it is in doubt, the row waits for a decision.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from huiwu.attendees import bridge
from huiwu.attendees.choices import RowChoice, RowOutcome
from huiwu.attendees.reading.cells import other_numbers, salutation_in
from huiwu.attendees.reading.columns import SENSITIVE, WRITTEN, by_key
from huiwu.attendees.reading.known import Known, Person
from huiwu.attendees.rules import phones
from huiwu.attendees.services.history import text_of
from huiwu.foundation.secrets import unseal
from huiwu.foundation.sheets import Problem, Row, Table

ROWS_AT_ONCE = 500
HIDDEN = "••••"
_SAMPLES = ("※", "示例", "例：", "例如")


@dataclass(slots=True)
class Planned:
    """One row. `values` is what would be written (of a known person: only what differs), `ours` the keys of those that a
    person here wrote otherwise. `doubt` says why it is not sure who is meant."""

    row: Row
    outcome: str = RowOutcome.NEW
    person_id: UUID | None = None
    values: dict[str, Any] = field(default_factory=dict)
    sensitive: dict[str, str] = field(default_factory=dict)
    ours: set[str] = field(default_factory=set)
    doubt: str = ""
    reasons: list[str] = field(default_factory=list)
    before: dict[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return str(self.row.values.get("display_name") or self.row.texts.get("display_name", ""))

    @property
    def cells(self) -> list[list[Any]]:
        """What would change, as shown: [key, label, before, after, whether a choice is needed]. Sensitive values hidden."""
        labels = {key: str(by_key()[key].label) for key in (*self.values, *self.sensitive)}
        found: list[list[Any]] = [
            [key, labels[key], _text(key, self.before.get(key)), _text(key, value), key in self.ours]
            for key, value in self.values.items()
        ]
        return found + [[key, labels[key], self.before.get(key, ""), HIDDEN, False] for key in self.sensitive]

    def refuse(self, key: str, why: str) -> None:
        label = str(by_key()[key].label)
        self.row.problems.append(Problem("refused", key, label, f"{self.row.sheet}!{self.row.number}", "", why))
        self.outcome = RowOutcome.REFUSED


@dataclass(slots=True)
class Seen:
    """Rows of the list so far, so that it does not bring the same person twice."""

    people: dict[tuple[str, str], int] = field(default_factory=dict)
    mobiles: dict[str, tuple[int, str]] = field(default_factory=dict)
    ids: dict[UUID, int] = field(default_factory=dict)


def planned(table: Table, known: Known) -> Iterator[Planned]:
    """Each row of the table with what it would do."""
    seen, rows = Seen(), (row for row in table.rows() if not _is_sample(row))
    while some := [Planned(row) for row in islice(rows, ROWS_AT_ONCE)]:
        for one in some:
            _identify(one, known, seen)
        ids = [one.person_id for one in some if one.person_id]
        there, sealed = known.values_of(ids), known.sealed_of(ids) if set(SENSITIVE) & set(table.columns) else {}
        for one in some:
            _compare(one, known, there, sealed)
            yield one


def _is_sample(row: Row) -> bool:
    """The template's lines of explanation and example."""
    return row.texts.get("display_name", "").startswith(_SAMPLES)


def _identify(one: Planned, known: Known, seen: Seen) -> None:
    """Whom the row means, or why that is in doubt."""
    if one.row.is_refused:
        one.outcome = RowOutcome.REFUSED
        return
    values = one.row.values
    name = bridge.piece(values["display_name"])
    org, mobile, number = bridge.piece(values.get("org_name") or ""), values.get("mobile") or "", values.get("number")
    if _again(one, seen, name, org, mobile):
        return
    if number is not None:
        _by_number(one, known, number, name)
    else:
        _by_what_is_known(one, known, name, org, mobile)
    if one.person_id and one.outcome != RowOutcome.REFUSED:
        earlier = seen.ids.setdefault(one.person_id, one.row.number)
        if earlier != one.row.number:
            one.refuse("display_name", _("与第 {nth} 行是同一人，只读第 {nth} 行").format(nth=earlier))


def _again(one: Planned, seen: Seen, name: str, org: str, mobile: str) -> bool:
    """The same person twice in the list is refused; two people with one phone are named."""
    key = (name, mobile or f"@{org}")
    earlier = seen.people.setdefault(key, one.row.number)
    if earlier != one.row.number:
        what = _("姓名和手机") if mobile else _("姓名和单位")
        one.refuse("display_name", _("与第 {nth} 行的{what}都相同，只读第 {nth} 行").format(nth=earlier, what=what))
        return True
    if mobile:
        nth, other = seen.mobiles.setdefault(mobile, (one.row.number, one.name))
        if nth != one.row.number:
            said = _("与第 {nth} 行的“{other}”共用手机 {mobile}，按两个人读取")
            one.reasons.append(said.format(nth=nth, other=other, mobile=phones.masked(mobile)))
    return False


def _by_number(one: Planned, known: Known, number: int, name: str) -> None:
    person = known.by_number.get(number)
    if person is None:
        one.refuse("number", _("没有编号为 {number} 的人；新的人请把编号留空").format(number=number))
        return
    one.person_id = person.id
    if bridge.piece(person.name) != name:
        said = _("编号 {number} 在系统里是“{other}”，名单里是“{name}”：是改名，还是编号填错？")
        one.doubt = said.format(number=number, other=person.name, name=one.name)


def _by_what_is_known(one: Planned, known: Known, name: str, org: str, mobile: str) -> None:
    same_mobile = known.by_mobile.get(mobile, []) if mobile else []
    exact = [person for person in same_mobile if bridge.piece(person.name) == name]
    if exact:
        one.person_id = exact[0].id
        return
    namesakes = known.by_name.get((name, org), [])
    if len(namesakes) > 1:
        said = _("系统里有 {count} 位“{name}”（{org}），请填写编号或手机")
        one.refuse("display_name", said.format(count=len(namesakes), name=one.name, org=_org(one)))
    elif namesakes:
        _same_name(one, namesakes[0], mobile)
    elif same_mobile:
        other = same_mobile[0]
        one.person_id = other.id
        said = _("手机 {mobile} 在系统里是“{other}”的：是同一人改名，还是两人共用？")
        one.doubt = said.format(mobile=phones.masked(mobile), other=other.name)


def _same_name(one: Planned, person: Person, mobile: str) -> None:
    one.person_id = person.id
    if mobile and person.mobile and mobile != person.mobile:
        said = _("同名同单位，手机不同（系统里是 {ours}，名单里是 {theirs}）：是同一人换号，还是另一个人？")
        one.doubt = said.format(ours=phones.masked(person.mobile), theirs=phones.masked(mobile))


def _org(one: Planned) -> str:
    return one.row.values.get("org_name") or _("没有单位")


def _compare(
    one: Planned,
    known: Known,
    there: Mapping[UUID, dict[str, Any]],
    sealed: Mapping[tuple[UUID, str], str],
) -> None:
    """Set the outcome and the cells."""
    if one.outcome == RowOutcome.REFUSED:
        return
    values = _wanted(one.row)
    current = there.get(one.person_id) if one.person_id else None
    for key, value in values.items():
        before = _current(current, known, key) if current else None
        if current and before == value:
            continue
        is_ours = bool(current and before not in (None, "", []) and known.is_ours(current, key))
        one.values[key] = value
        one.before[key] = before
        if is_ours:
            one.ours.add(key)
    for key in SENSITIVE:
        if text := one.row.values.get(key):
            before = unseal(sealed.get((one.person_id, key), ""), purpose(key)) if one.person_id else ""
            if before != text:
                one.sensitive[key] = text
                one.before[key] = HIDDEN if before else ""
    one.outcome = _outcome(one, current)
    one.reasons += [f"{p.label}：{p.sentence}" for p in one.row.problems if p.severity == "flagged"]


def _outcome(one: Planned, current: Any) -> str:
    if one.doubt:
        one.reasons.insert(0, one.doubt)
        return RowOutcome.CONFLICT
    if not current:
        return RowOutcome.NEW
    if one.ours:
        return RowOutcome.CONFLICT
    return RowOutcome.CHANGED if one.values or one.sensitive else RowOutcome.SAME


def purpose(field_name: str) -> str:
    """Under which purpose a sensitive value is sealed."""
    return f"attendees.{field_name}"


def _wanted(row: Row) -> dict[str, Any]:
    """What the row says; empty cells say nothing, so that a short list never empties what is known."""
    found = {key: row.values[key] for key in (*WRITTEN, "delegation") if row.values.get(key) not in (None, "", [])}
    if "salutation" not in found and (said := salutation_in(row.texts.get("display_name", ""))):
        found["salutation"] = said
    if beside := other_numbers(row.texts.get("mobile", "")):
        told = _("另一电话：{numbers}").format(numbers=beside)
        found["note"] = "；".join(filter(None, [found.get("note", ""), told]))
    return found


def _current(current: dict[str, Any], known: Known, key: str) -> Any:
    if key == "delegation":
        return next((name for name, pk in known.delegations.items() if pk == current["delegation_id"]), "")
    return current[key]


def _text(key: str, value: Any) -> str:
    if key in ("mobile", "secretary_mobile"):
        return phones.spoken(value or "")
    return text_of(key, value)


def decided(one: Planned, choice: str) -> Planned:
    """The row after a person chose: KEEP leaves out what is in doubt, TAKE takes the list's word, NEW adds another person."""
    if one.outcome != RowOutcome.CONFLICT or choice == RowChoice.TAKE:
        return one
    if one.doubt and choice == RowChoice.NEW:
        one.person_id, one.values, one.before, one.ours = None, _wanted(one.row), {}, set()
        return one
    if one.doubt:
        one.values, one.sensitive = {}, {}
    else:
        one.values = {key: value for key, value in one.values.items() if key not in one.ours}
    return one


def missing_columns(columns: Iterable[str]) -> list[str]:
    """Headings of what OM-067 asks for and the list does not have."""
    return [str(by_key()[key].label) for key in ("org_name", "title", "mobile") if key not in columns]
