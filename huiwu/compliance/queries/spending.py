"""Public spending of one meeting: its lines, its cap, its limits, and what may not be spent on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from huiwu.brief.documents import editor_url
from huiwu.brief.schema import SCHEMA
from huiwu.compliance.choices import BannedGoods, SpendingClass, Topic
from huiwu.compliance.models import SpendingItem
from huiwu.compliance.queries.facts import Facts
from huiwu.compliance.rules import spending
from huiwu.compliance.rules.fees import training_cap
from huiwu.compliance.rules.packs import Pack
from huiwu.compliance.rules.words import banned_in
from huiwu.documents.fourstate import shown, unfilled
from huiwu.foundation.registry.spending import planned_spending, spending_lines
from huiwu.meetings.choices import FunctionKind, MeetingType, SetupField
from huiwu.meetings.models import Function, Meeting

BRIEF_TEXTS = ("style", "alcohol", "venue_layout", "lodging_standard", "agenda_outline", "outcome")
BRIEF_MARKS = (
    ("meals", "banquet", BannedGoods.BANQUET),
    ("segments", "performance", BannedGoods.ENTERTAINMENT),
)
"""Options of the brief that name banned goods by themselves."""
FUNCTION_MARKS = ((SetupField.BACKDROP, BannedGoods.BACKDROP), (SetupField.FLORAL, BannedGoods.FLOWERS))
"""Fields of the function sheet that are for banned goods: the field filled is enough, unless its text denies it."""


def lines_of(meeting: Meeting) -> list[SpendingItem]:
    return list(SpendingItem.objects.filter(meeting=meeting))


def plain_line(item: SpendingItem) -> spending.Line:
    return spending.Line(item.category, item.unit_cents, item.people, item.half_days)


def planned_lines(meeting: Meeting, *, by_budget: bool) -> list[spending.Line]:
    """What counts against the cap: the budget's lines where it has any, never both. A sum is a line of one person and day."""
    planned = planned_spending(meeting) if by_budget else []
    if planned:
        return [spending.Line(row.category, row.amount_cents, 1, 2) for row in planned]
    return [plain_line(item) for item in lines_of(meeting)]


def cap_for(
    meeting: Meeting, facts: Facts, *, attended: int | None = None, by_budget: bool = True
) -> spending.Cap | None:
    """The cap and what is planned; `attended` delegates in place of those expected, once people have come.

    The screening before gate G0 judges what was typed for it (`by_budget=False`): a budget made later is watched by
    OM-023 and does not take a decision back.

    None outside 公共机构合规模式, without a rule pack, or while no class is chosen. A training has a cap of its own.
    """
    pack = cap_pack(facts)
    if not facts.public_body_mode or pack is None:
        return None
    people = (facts.delegates if attended is None else attended) + facts.staff
    lines = planned_lines(meeting, by_budget=by_budget)
    if pack.topic == Topic.TRAINING_FEE:
        return _training_cap(pack, facts, people, lines)
    return spending.cap_of(
        pack, spending_class=facts.spending_class, people=people, half_days=facts.half_days, lines=lines
    )


def cap_pack(facts: Facts) -> Pack | None:
    """The pack whose 综合定额 holds: that of trainings for a training, else that of meetings."""
    training = facts.packs.get(Topic.TRAINING_FEE) if facts.meeting_type == MeetingType.TRAINING else None
    return training or facts.packs.get(Topic.PUBLIC_SPENDING)


def _training_cap(pack: Pack, facts: Facts, people: int, lines: list[spending.Line]) -> spending.Cap | None:
    travel = facts.travel_half_days or 0
    cap = training_cap(
        pack,
        training_class=facts.spending_class,
        people=people,
        session_half_days=facts.session_half_days,
        arrival=(travel + 1) // 2,
        departure=travel // 2,
    )
    if cap is None:
        return None
    planned = sum(line.half_cents for line in lines)
    lower = pack.at("long_permille") or 1000
    return spending.Cap(cap.rate_cents, people, cap.half_days, planned, cap.reduced_half_days, lower)


def attended(meeting: Meeting) -> int | None:
    """实到: the largest number that came to one function; None until somebody counted."""
    counted = meeting.functions.filter(is_cancelled=False).exclude(headcount_actual=None)
    row = counted.order_by("-headcount_actual").first()
    return row.headcount_actual if row else None


def limits_passed(facts: Facts) -> list[spending.Excess]:
    """人数, 工作人员, 会期 and 报到离开 past the limits of the class, which trainings do not have."""
    pack = cap_pack(facts)
    is_training = pack is not None and pack.topic == Topic.TRAINING_FEE
    if not facts.public_body_mode or pack is None or is_training or not facts.spending_class:
        return []
    return spending.excesses(
        pack,
        spending_class=facts.spending_class,
        delegates=facts.delegates,
        staff=facts.staff,
        session_half_days=facts.session_half_days,
        travel_half_days=facts.travel_half_days,
        is_conveying=facts.is_conveying,
    )


@dataclass(frozen=True, slots=True)
class BannedHit:
    """One line that names goods a public body may not spend on."""

    id: str
    subject: str
    where: str
    text: str
    goods: str
    url: str
    owner_role: str = ""

    @property
    def goods_word(self) -> str:
        known = dict(BannedGoods.choices)
        return str(known.get(self.goods, self.goods))


def banned_spending(meeting: Meeting, facts: Facts) -> list[BannedHit]:
    """Lines of brief, function sheets, spending list, and of whatever later sheets declare, that name banned goods."""
    pack = facts.packs.get(Topic.PUBLIC_SPENDING)
    if not facts.public_body_mode or pack is None:
        return []
    banned = pack.params.get("banned", {})
    found = [*_in_brief(meeting, facts, banned), *_in_functions(meeting, banned), *_in_lines(meeting, banned)]
    seen: dict[tuple[str, str], BannedHit] = {}
    for hit in found:
        seen.setdefault((hit.id, hit.goods), hit)
    return list(seen.values())


def _in_brief(meeting: Meeting, facts: Facts, banned: dict[str, Any]) -> Iterator[BannedHit]:
    where = _("会议需求简报")
    for key, option, marked in BRIEF_MARKS:
        held = facts.content.get(key) or unfilled()
        if marked in banned and held.get("state") == "filled" and option in (held.get("value") or []):
            words = SCHEMA[key].words[option]
            yield BannedHit(f"brief.{key}", "brief", where, words, marked, editor_url(meeting, key), "account_manager")
    for key in BRIEF_TEXTS:
        text = shown(SCHEMA[key], facts.content[key]) if facts.text(key) else ""
        for goods, _word in _named(key, text, banned):
            yield BannedHit(
                f"brief.{key}", "brief", where, text[:80], goods, editor_url(meeting, key), "account_manager"
            )


def _named(key: str, text: str, banned: dict[str, Any]) -> list[tuple[str, str]]:
    """The field 酒水 is about drinks: it need not name one to ask for them."""
    found = banned_in(text, banned)
    asks = key == "alcohol" and text and not any(no in text for no in ("不", "无", "免", "禁"))
    if asks and "tobacco_alcohol" in banned and not any(goods == "tobacco_alcohol" for goods, _word in found):
        found.append(("tobacco_alcohol", text))
    return found


def _in_functions(meeting: Meeting, banned: dict[str, Any]) -> Iterator[BannedHit]:
    for row in meeting.functions.filter(is_cancelled=False):
        url = reverse("meetings:function", args=[meeting.slug, row.number])
        for goods, text in _of_function(row, banned):
            yield BannedHit(f"function:{row.pk}", "function", row.name, text[:80], goods, url, "venue_team")


def _of_function(row: Function, banned: dict[str, Any]) -> Iterator[tuple[str, str]]:
    filled = {
        code: str(held.get("value") or "") for code, held in row.setup_order.items() if held.get("state") == "filled"
    }
    for field, goods in FUNCTION_MARKS:
        text = filled.pop(field, "")
        if goods in banned and text and not any(no in text[:2] for no in ("不", "无", "免")):
            yield goods, text
    if row.kind == FunctionKind.MEAL:
        yield from ((goods, row.name) for goods, _word in banned_in(row.name, banned))
    for text in filled.values():
        yield from ((goods, text) for goods, _word in banned_in(text, banned))


def _in_lines(meeting: Meeting, banned: dict[str, Any]) -> Iterator[BannedHit]:
    url = reverse("compliance:spending", args=[meeting.slug])
    for item in lines_of(meeting):
        for goods, _word in banned_in(item.name, banned):
            yield BannedHit(f"spending:{item.pk}", "spending_item", _("开支明细"), item.name, goods, url, "finance")
    for line in spending_lines(meeting):
        for goods, _word in banned_in(line.text, banned):
            yield BannedHit(line.id, "spending_line", line.where, line.text[:80], goods, line.url, line.owner_role)


@dataclass(frozen=True, slots=True)
class ClassRow:
    """One class of a pack as a table shows it."""

    code: str
    rate_cents: int
    people: int | None
    session_half_days: int | None

    @property
    def word(self) -> str:
        return str(SpendingClass(self.code).label)

    @property
    def session_days(self) -> str:
        return spending.days_text(self.session_half_days) if self.session_half_days else ""


def class_rows(pack: Pack) -> list[ClassRow]:
    rows = []
    for code in ("1", "2", "3", "4"):
        rate = spending.rate_of(pack, code)
        if rate is not None:
            limits = [pack.at(f"class_{code}.{name}") for name in ("people", "session_half_days")]
            rows.append(ClassRow(code, rate, *limits))
    return rows


def excess_sentence(excess: spending.Excess) -> str:
    """A passed limit with both sides' values."""
    if excess.kind in ("people", "staff"):
        words = {"people": _("代表 {found} 人，上限 {limit} 人"), "staff": _("工作人员 {found} 人，上限 {limit} 人")}
        return words[excess.kind].format(found=excess.found, limit=excess.limit)
    words = {
        "session": _("会期 {found} 天，上限 {limit} 天"),
        "travel": _("报到与离开合计 {found} 天，上限 {limit} 天"),
    }
    found, limit = spending.days_text(excess.found), spending.days_text(excess.limit)
    return words[excess.kind].format(found=found, limit=limit)
