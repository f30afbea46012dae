"""OM-031 (domain/failures.md, 场地), and a venue that is booked or recommended against what people found."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiwu.foundation.registry.checks import Hit, Scope, Subject, check
from huiwu.site_visits.choices import ESSENTIAL_MEASURES, FireAcceptance, ListState, Measure
from huiwu.site_visits.queries.board import Board, CandidateRow, board_of
from huiwu.site_visits.queries.library import compared
from huiwu.site_visits.queries.words import measure_text


def _board(scope: Scope) -> Board:
    return scope.once("site_visits.board", lambda: board_of(scope.meeting))


def _chosen(scope: Scope) -> CandidateRow | None:
    board = _board(scope)
    return board.confirmed or board.recommended


@check(
    "OM-031",
    module="site_visits",
    severity="warn",
    title=gettext_lazy("考察表缺净高、电力、货梯或消防"),
    step="P08",
    owner_role="venue_team",
    from_days_before=42,
)
def chosen_venue_without_the_essential_measures(scope: Scope) -> Iterable[Hit]:
    """The venue recommended or confirmed, whose contract is being drawn up: what nobody measured on site."""
    row = _chosen(scope)
    if row is None:
        return
    missing = [measure for measure in ESSENTIAL_MEASURES if not _is_measured(row, measure)]
    if not missing:
        return
    names = _("、").join(str(measure.label) for measure in missing)
    known = {line.measure: line.library_text for line in compared(row) if line.library_text}
    stated = _("；").join(f"{m.label} {known[m]}" for m in missing if m in known)
    detail = _("“{venue}”{list}，考察表没有实测：{names}。").format(
        venue=row.venue.name, list=str(ListState(row.candidate.list).label), names=names
    )
    if stated:
        detail += _("场地库写的是：{stated}，未经现场核对。").format(stated=stated)
    yield Hit(
        detail=detail,
        subjects=(_candidate(row),),
        url=_url(scope, row) + "#measures",
        action=_("到现场补测并填入考察表，再进入合同签署。"),
        root=str(row.candidate.pk),
    )


def _is_measured(row: CandidateRow, measure: Measure) -> bool:
    """A fire paper that was only spoken of has not been seen."""
    found = row.measured.get(measure.value, ())
    if measure == Measure.FIRE_ACCEPTANCE:
        return any(m.value == FireAcceptance.SEEN for m in found)
    return bool(found)


@check(
    "GEN-VEN-01",
    module="site_visits",
    severity="block",
    title=gettext_lazy("推荐或确认的场地有否决项"),
    step="P08",
    owner_role="venue_team",
)
def chosen_venue_with_a_veto(scope: Scope) -> Iterable[Hit]:
    """Decided after it was recommended, or its data changed so that a decision no longer rests on it."""
    row = _chosen(scope)
    if row is None:
        return
    for veto in row.vetoes:
        contradicted = veto.is_stale and veto.says == "fail"
        if not veto.is_failed and not contradicted:
            continue
        yield Hit(
            detail=_("“{venue}”{list}，但“{veto}”：{basis}。").format(
                venue=row.venue.name,
                list=str(ListState(row.candidate.list).label),
                veto=veto.title,
                basis=veto.basis,
            ),
            subjects=(_candidate(row),),
            url=_url(scope, row) + "#vetoes",
            action=_("重新判断；确属否决的，撤回推荐，另选场地并请客户重新确认。"),
            root=f"{row.candidate.pk}:{veto.item}",
        )


@check(
    "GEN-VEN-02",
    module="site_visits",
    severity="hint",
    title=gettext_lazy("场地库与现场实测不一致"),
    step="P08",
    owner_role="venue_team",
)
def library_differs_from_what_was_measured(scope: Scope) -> Iterable[Hit]:
    """The chosen room's height, sides or power: capacity and screens are reckoned with the library's value."""
    row = _chosen(scope)
    if row is None:
        return
    for line in compared(row):
        values = {found.value for found in line.found}
        if not line.differs or line.library in values:
            continue
        taken = _("、").join(measure_text(line.measure, value) for value in sorted(values))
        yield Hit(
            detail=_("“{venue}”{measure}：场地库 {library}，现场实测 {taken}。").format(
                venue=row.venue.name,
                measure=line.label,
                library=line.library_text or _("未填"),
                taken=taken,
            ),
            subjects=(_candidate(row),),
            url=_url(scope, row) + "#measures",
            action=_("核对后把实测值写入场地库，或请考察人改正。"),
            root=f"{row.candidate.pk}:{line.measure}",
        )


def _candidate(row: CandidateRow) -> Subject:
    return Subject("candidate", str(row.candidate.pk), row.venue.name)


def _url(scope: Scope, row: CandidateRow) -> str:
    return reverse("site_visits:candidate", args=[scope.meeting.slug, row.candidate.pk])
