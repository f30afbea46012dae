"""Rules of contracts: failures.md OM-030, 044, 046, 047, 048, 050, 051."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiwu.brief.queries.briefs import signed_brief
from huiwu.brief.rules import told as told_in_brief
from huiwu.contracts.choices import Basis, GuaranteeKind, Kind, Status
from huiwu.contracts.models import Contract, Guarantee
from huiwu.contracts.queries.contracts import contracts_of
from huiwu.contracts.queries.exposure import Exposure, exposure_of
from huiwu.contracts.queries.money import cancellation_cost
from huiwu.contracts.queries.sources import promises_for, unwritten
from huiwu.contracts.queries.standards import Standards, standards_of
from huiwu.contracts.rules.hours import Hours, uncovered
from huiwu.contracts.schema import CLIENT_ESSENTIALS, SCHEMAS
from huiwu.contracts.snapshot import share_text
from huiwu.documents.fourstate import value_of
from huiwu.foundation.registry.checks import Hit, Scope, Subject, check
from huiwu.kernel.money import yuan
from huiwu.meetings.choices import Layout
from huiwu.meetings.models import Function
from huiwu.venues.models import Booking

COMMERCIAL = "commercial_manager"
WINDOW_DAYS = 3


@check(
    "OM-030",
    module="contract",
    severity="block",
    title=gettext_lazy("合同使用时段没有覆盖进场、彩排或撤场"),
    step="P09",
    owner_role="venue_team",
    from_days_before=42,
)
def hours_that_do_not_cover_the_plan(scope: Scope) -> Iterable[Hit]:
    """Per space: each function with its load-in and strike, and each booking, against the hours of the venue's contract."""
    contracts = [c for c in _contracts(scope) if c.kind == Kind.VENUE and c.status != Status.ENDED]
    if not contracts:
        return
    contract = contracts[0]
    agreed = [Hours(s.from_at, s.to_at, _place(s.space_id)) for c in contracts for s in c.spans.all()]
    rooms = {s.room_id: _place(s.space_id) for c in contracts for s in c.spans.all() if s.room_id and s.space_id}
    gaps: dict[str, list[tuple[str, Hours]]] = {}
    for label, place, need in _needs(scope, contract, rooms):
        for gap in uncovered(need, agreed):
            gaps.setdefault(place, []).append((label, gap))
    for place, found in gaps.items():
        said = _("；").join(f"{label} {_span(gap, scope)}" for label, gap in found[:4])
        yield Hit(
            detail=_("合同“{contract}”的使用时段没有覆盖{place}的下列安排：{said}。合同约定：{agreed}。").format(
                contract=contract,
                place=_space_name(place, found),
                said=said,
                agreed=_("；").join(_span(h, scope) for h in agreed if h.place in ("", place)) or _("没有时段"),
            ),
            subjects=(_subject(contract),),
            url=_url(contract, "spans"),
            action=_("与场地方补充约定进场、彩排、撤场时段；已签订的另出补充协议，或调整计划。"),
            root=f"{contract.pk}:{place}",
        )


def _needs(scope: Scope, contract: Contract, rooms: dict[UUID, str]) -> Iterator[tuple[str, str, Hours]]:
    """(what, place, hours) of everything that takes up a space of the venue."""
    functions = Function.objects.filter(meeting=scope.meeting, is_cancelled=False).exclude(space=None)
    held = {_place(s.space_id) for s in contract.spans.all()} - {""}
    for f in functions.select_related("space"):
        place = _place(f.space_id)
        if held and place not in held and not any(s.space_id is None for s in contract.spans.all()):
            continue  # a space that this contract does not rent
        name = f"{f.space.name}|{f.name}" if f.space else f.name
        yield name, place, Hours(f.load_in_at or f.start_at, f.strike_by_at or f.end_at, place)
    bookings = Booking.objects.filter(meeting=scope.meeting, room__venue=contract.venue_id).select_related("room")
    for b in bookings if contract.venue_id else ():
        if b.is_live:
            place = _place(b.space_id) or rooms.get(b.room_id, "")
            yield f"{b.room.name}|{_('档期')}", place, Hours(b.starts_at, b.ends_at, place)


def _place(space_id: object) -> str:
    return str(space_id) if space_id else ""


def _space_name(place: str, found: list[tuple[str, Hours]]) -> str:
    return found[0][0].partition("|")[0] if found else place


def _span(hours: Hours, scope: Scope) -> str:
    zone: ZoneInfo = scope.meeting.zone
    start, end = hours.from_at.astimezone(zone), hours.to_at.astimezone(zone)
    return f"{_moment(start)}–{end:%H:%M}" if start.date() == end.date() else f"{_moment(start)}–{_moment(end)}"


def _moment(at: datetime) -> str:
    return f"{at:%m-%d %H:%M}"


@check(
    "OM-044",
    module="contract",
    severity="block",
    title=gettext_lazy("主合同缺变更、取消、人数口径或个人信息委托条款"),
    step="P05",
    owner_role=COMMERCIAL,
    from_days_before=42,
)
def main_contract_of_price_alone(scope: Scope) -> Iterable[Hit]:
    for contract in _contracts(scope):
        if contract.kind != Kind.CLIENT or contract.document is None:
            continue
        schema, content = SCHEMAS[Kind.CLIENT], contract.document.draft
        lacks = [str(schema[key].label) for key in CLIENT_ESSENTIALS if value_of(content, key) is None]
        lacks += [] if contract.headcount_basis else [_("人数口径（未选）")]
        lacks += [] if contract.ladder.all() else [_("取消阶梯（无）")]
        if lacks:
            yield Hit(
                detail=_("主合同“{contract}”（合同额 {amount} 元）缺少：{lacks}。").format(
                    contract=contract, amount=yuan(contract.amount_cents), lacks=_("、").join(lacks)
                ),
                subjects=(_subject(contract),),
                url=_url(contract, "contract"),
                action=_("补齐条款后重新送审并请客户签署；已签署的另签补充协议。"),
                root=str(contract.pk),
            )


@check(
    "OM-046",
    module="contract",
    severity="warn",
    title=gettext_lazy("保底数高于预计数，调整窗口将关闭"),
    step="P09",
    owner_role=COMMERCIAL,
)
def guarantee_above_what_is_expected(scope: Scope) -> Iterable[Hit]:
    """From three days before the window closes until it has closed."""
    for contract in _contracts(scope):
        if contract.is_receivable or contract.status != Status.SIGNED:
            continue
        for row in contract.guarantees.all():
            until, expected = row.adjust_until or contract.adjust_until, _expected(row, scope)
            if until is None or expected is None or row.count <= expected:
                continue
            if not 0 <= (until - scope.today).days <= WINDOW_DAYS:
                continue
            empty = row.count - expected
            yield Hit(
                detail=_(
                    "“{contract}”的{what}保底 {count}，预计 {expected}，将为 {empty} 个空位付 {cents} 元；调整窗口 {until} 关闭。"
                ).format(
                    contract=contract, what=_guaranteed(row), count=row.count, expected=expected, empty=empty,
                    cents=yuan(empty * row.unit_cents), until=until,
                ),
                subjects=(_subject(contract), Subject("guarantee", str(row.pk), _guaranteed(row))),
                url=_url(contract, "contract") + "#guarantees",
                action=_("窗口关闭前书面通知对方调减保底数，并签补充协议。"),
                root=str(row.pk),
            )  # fmt: skip


def _expected(row: Guarantee, scope: Scope) -> int | None:
    if row.kind != GuaranteeKind.PEOPLE or row.expected is not None:
        return row.expected
    if row.function is not None:
        return row.function.headcount_expected
    return int(scope.meeting.expected_headcount)


def _guaranteed(row: Guarantee) -> str:
    return row.label or (row.function.name if row.function else str(row.get_kind_display()))


@check(
    "OM-047",
    module="contract",
    severity="warn",
    title=gettext_lazy("取消阶梯下一档将生效，确认人数低于止损线"),
    step="P09",
    owner_role="project_manager",
)
def dearer_step_ahead_with_few_confirmed(scope: Scope) -> Iterable[Hit]:
    for contract in _contracts(scope):
        if contract.is_receivable or contract.status != Status.SIGNED or contract.stop_loss_count is None:
            continue
        cost = cancellation_cost(contract, scope.today)
        if cost is None or cost.next_on is None or not 0 <= (cost.next_on - scope.today).days <= WINDOW_DAYS:
            continue
        if contract.confirmed_count is not None and contract.confirmed_count >= contract.stop_loss_count:
            continue
        known = _("尚未登记") if contract.confirmed_count is None else _("{n} 人").format(n=contract.confirmed_count)
        yield Hit(
            detail=_(
                "“{contract}”现在取消须付 {now} 元（{share}），{day} 起须付 {then} 元（{next}）；确认人数{known}，止损线 {limit} 人。"
            ).format(
                contract=contract, now=yuan(cost.cents), share=share_text(cost.share_bp), day=cost.next_on,
                then=yuan(cost.next_cents or 0), next=share_text(cost.next_share_bp or 0), known=known,
                limit=contract.stop_loss_count,
            ),
            subjects=(_subject(contract),),
            url=_url(contract, "contract") + "#ladder",
            action=_("在下一档生效前决定：继续、压缩规模还是取消；并登记最新的确认人数。"),
            root=f"{contract.pk}:{cost.next_share_bp}",
        )  # fmt: skip


@check(
    "OM-048",
    module="contract",
    severity="warn",
    title=gettext_lazy("合同的人数、台型或日期与简报、方案的现值不一致"),
    step="P09",
    owner_role=COMMERCIAL,
    from_days_before=42,
)
def contract_says_otherwise(scope: Scope) -> Iterable[Hit]:
    for contract in _contracts(scope):
        if contract.kind not in (Kind.CLIENT, Kind.VENUE) or contract.status == Status.ENDED:
            continue
        for root, said in (*_dates(contract, scope), *_people(contract, scope), *_layouts(contract, scope)):
            yield Hit(
                detail=_("合同“{contract}”{said}。").format(contract=contract, said=said),
                subjects=(_subject(contract), Subject("meeting", str(scope.meeting.pk), scope.meeting.name)),
                url=_url(contract, "contract"),
                action=_("核实哪一个是对的：改合同草稿，或为已签订的合同出补充协议，或改会议信息。"),
                root=f"{contract.pk}:{root}",
            )


def _dates(contract: Contract, scope: Scope) -> Iterator[tuple[str, str]]:
    ours, theirs = (contract.starts_on, contract.ends_on), (scope.meeting.start_on, scope.meeting.end_on)
    if ours != theirs:
        yield "dates", _("写的日期是 {ours}，会议现在是 {theirs}").format(ours=_days(*ours), theirs=_days(*theirs))


def _days(first: date, last: date) -> str:
    return f"{first} — {last}"


def _people(contract: Contract, scope: Scope) -> Iterator[tuple[str, str]]:
    """Head-counts on the basis 预计 are compared; a guarantee is a figure of its own."""
    if contract.headcount is None or contract.headcount_basis != Basis.EXPECTED:
        return
    now, where = scope.once("contracts.headcount", lambda: _headcount_now(scope))
    if contract.headcount != now:
        yield (
            "headcount",
            _("写的人数是 {ours}（预计），{where}现在是 {theirs}").format(
                ours=contract.headcount, where=where, theirs=now
            ),
        )


def _headcount_now(scope: Scope) -> tuple[int, str]:
    brief = signed_brief(scope.meeting)
    told = told_in_brief(brief.content, "headcount") if brief else None
    total = told.get("total") if isinstance(told, dict) else None
    if total is not None and total == scope.meeting.expected_headcount:
        return total, _("简报")
    return scope.meeting.expected_headcount, _("会议信息")


def _layouts(contract: Contract, scope: Scope) -> Iterator[tuple[str, str]]:
    spans = [s for s in contract.spans.all() if s.space_id and s.layout]
    if not spans:
        return
    wanted: dict[object, set[str]] = {}
    for space_id, layout in scope.once("contracts.layouts", lambda: _layouts_now(scope)):
        wanted.setdefault(space_id, set()).add(layout)
    agreed: dict[UUID | None, set[str]] = {}
    for s in spans:
        agreed.setdefault(s.space_id, set()).add(s.layout)
    names = {s.space_id: s.space.name for s in spans if s.space}
    for space_id, layouts in agreed.items():
        if space_id in wanted and (lacks := wanted[space_id] - layouts):
            yield (
                f"layout:{space_id}",
                _("写的{space}台型是{ours}，功能单元现在要{theirs}").format(
                    space=names[space_id], ours=_words(layouts), theirs=_words(lacks)
                ),
            )


def _layouts_now(scope: Scope) -> list[tuple[object, str]]:
    rows = Function.objects.filter(meeting=scope.meeting, is_cancelled=False).exclude(space=None).exclude(layout="")
    return list(rows.values_list("space_id", "layout"))


def _words(layouts: Iterable[str]) -> str:
    return _("、").join(str(Layout(code).label) for code in sorted(layouts))


@check(
    "OM-050",
    module="contract",
    severity="warn",
    title=gettext_lazy("承诺的赠送或免费项没有写入合同"),
    step="P09",
    owner_role=COMMERCIAL,
)
def promise_not_written_down(scope: Scope) -> Iterable[Hit]:
    for contract in _contracts(scope):
        if contract.is_receivable or contract.status == Status.ENDED:
            continue
        for promised in unwritten(contract, promises_for(contract)):
            written = _("、").join(row.text for row in contract.inclusions.all() if row.is_written) or _("无")
            where = {"visit": _("考察"), "quotation": _("报价")}.get(promised.source, _("沟通"))
            yield Hit(
                detail=_("{where}时承诺“{text}”（{said}），合同“{contract}”的包含项里没有（现有：{written}）。").format(
                    where=where,
                    text=promised.text,
                    said=promised.said or _("未记来人"),
                    contract=contract,
                    written=written,
                ),
                subjects=(_subject(contract),),
                url=_url(contract, "inclusions"),
                action=_("写入包含项；已签订的补签，或写明不写入的理由。"),
                root=f"{contract.pk}:{promised.key}",
            )


@check(
    "OM-051",
    module="contract",
    severity="hint",
    title=gettext_lazy("客户取消时我方净敞口超过设定额"),
    step="P09",
    owner_role="project_manager",
    from_days_before=42,
)
def exposure_above_the_limit(scope: Scope) -> Iterable[Hit]:
    """The worst day that is still ahead, once the client's contract is signed."""
    found: Exposure = scope.once("contracts.exposure", lambda: exposure_of(scope.meeting, scope.today))
    limit = _standards(scope).exposure_limit_cents
    if not found.has_client or found.worst is None or scope.today > scope.meeting.start_on:
        return
    if found.worst.net_cents <= limit:
        return
    worst = found.worst
    yield Hit(
        detail=_(
            "若客户在 {day} 取消，我方须付供应商 {owed} 元，客户按约付 {due} 元，我方净损失 {net} 元，超过设定额 {limit} 元。"
        ).format(
            day=worst.day,
            owed=yuan(worst.owed_cents),
            due=yuan(worst.due_cents),
            net=yuan(worst.net_cents),
            limit=yuan(limit),
        ),
        subjects=tuple(Subject("contract", line.side.key, line.side.label) for line in worst.lines),
        url=reverse("contracts:exposure", args=[scope.meeting.slug]),
        action=_("收紧供应商合同的取消阶梯，或与客户补充约定对应的取消费用。"),
        root="exposure",
    )


def _contracts(scope: Scope) -> list[Contract]:
    """Every contract that is not cancelled, with its rows: six queries, once a run."""
    found: list[Contract] = scope.once("contracts.rows", lambda: list(_with_rows(contracts_of(scope.meeting))))
    return found


def _with_rows(found: QuerySet[Contract]) -> QuerySet[Contract]:
    live = found.exclude(status=Status.CANCELLED).select_related("selection", "document", "meeting")
    return live.prefetch_related("ladder", "guarantees__function", "spans__space", "inclusions")


def _standards(scope: Scope) -> Standards:
    found: Standards = scope.once("contracts.standards", lambda: standards_of(scope.meeting.org_id, scope.today))
    return found


def _subject(contract: Contract) -> Subject:
    return Subject("contract", str(contract.pk), str(contract))


def _url(contract: Contract, name: str) -> str:
    return reverse(f"contracts:{name}", args=[contract.meeting.slug, contract.pk])
