"""The comparison and one venue's inspection as sheets: page, PDF, Word and Excel are drawn from the same."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

from django.utils.translation import gettext as _
from PIL import Image

from huiwu.documents.blocks import (
    Block,
    Bullets,
    Cell,
    Column,
    Emphasis,
    Heading,
    KeyValues,
    NamedTable,
    Paragraph,
    Party,
    Picture,
    Sheet,
    SignatureBlock,
    Table,
)
from huiwu.documents.language import readers_language
from huiwu.foundation.files import open_file
from huiwu.kernel import clock
from huiwu.kernel.money import yuan
from huiwu.site_visits.choices import Dimension, Group, Measure
from huiwu.site_visits.models import VisitPhoto
from huiwu.site_visits.queries.board import Board, CandidateRow, PointRow
from huiwu.site_visits.queries.library import compared
from huiwu.site_visits.queries.words import subject_of
from huiwu.site_visits.rules.scoring import shown

MOST_PHOTOS = 24
PHOTO_MM = 110.0
PHOTO_PIXELS = 1100


def comparison_tables(board: Board) -> list[NamedTable]:
    """Tabs of the workbook: score, facts side by side, points of each inspector, promises."""
    rows = board.running
    return [
        NamedTable(_("评分"), scores(board, rows)),
        NamedTable(_("条件对照"), facts(board, rows)),
        NamedTable(_("逐点评分"), points(rows)),
        NamedTable(_("赠送与免费项"), promised(rows)),
    ]


def scores(board: Board, rows: list[CandidateRow]) -> Table:
    """One line a venue, best first."""
    names = [name for name, weight in board.weights.items() if weight]
    columns = (
        Column(_("名次"), 1),
        Column(_("场地"), 3),
        *(Column(f"{Dimension(name).label}（{board.weights[name]}）", 1.2, align="right") for name in names),
        Column(_("得分"), 1.2, align="right"),
        Column(_("报价（含税）"), 2, kind="money"),
        Column(_("说明"), 3),
    )
    return Table(columns, tuple(_score_row(row, names) for row in rows))


def _score_row(row: CandidateRow, names: list[str]) -> tuple[Cell, ...]:
    parts = {part.dimension: shown(part.points) for part in row.score.parts} if row.score else {}
    rank = _("否决") if row.is_excluded else str(row.rank or "—")
    return (
        rank,
        row.venue.name,
        *(parts.get(name) or "—" for name in names),
        row.total or "—",
        row.candidate.quote_cents,
        _remark(row),
    )


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """One dimension across the venues: points and mean of each."""

    label: str
    weight: int
    cells: list[tuple[str, str]]


def score_lines(board: Board, rows: list[CandidateRow]) -> list[ScoreLine]:
    lines = []
    for name, weight in board.weights.items():
        parts = [next((p for p in row.score.parts if p.dimension == name), None) if row.score else None for row in rows]
        cells = [(shown(p.points), shown(p.mean)) if p else ("", "") for p in parts]
        lines.append(ScoreLine(str(Dimension(name).label), weight, cells))
    return lines


def _remark(row: CandidateRow) -> str:
    said = []
    if row.is_excluded:
        said.append(_("一票否决：{why}").format(why=_("、").join(row.excluded_by)))
    if row.missing_words:
        said.append(_("未评：{names}").format(names=row.missing_words))
    if row.open_differences:
        said.append(_("评分差异未说明 {n} 处").format(n=len(row.open_differences)))
    return _("；").join(said)


def facts(board: Board, rows: list[CandidateRow]) -> Table:
    """One column a venue, one line a fact."""
    columns = (Column(_("项目"), 2), *(Column(row.venue.name, 3) for row in rows))
    return Table(columns, tuple((label, *cells) for label, cells in fact_lines(board, rows)))


def fact_lines(board: Board, rows: list[CandidateRow]) -> list[tuple[str, list[str]]]:
    """What is compared beside the score: label, one text for each venue."""
    lines: list[tuple[str, list[str]]] = [
        (_("状态"), [str(row.candidate.get_list_display()) for row in rows]),
        (_("地址"), [" ".join(filter(None, [row.venue.city, row.venue.address])) for row in rows]),
        (_("主会场"), [row.candidate.room.name if row.candidate.room else "" for row in rows]),
        (_("容量（{layout}）").format(layout=board.need.layout_word), [capacity_text(row) for row in rows]),
        (_("报价口径"), [row.candidate.quote_note for row in rows]),
        (_("档期"), [" · ".join(filter(None, [row.date_word, row.candidate.date_note])) for row in rows]),
        (_("停车"), [_parking(row) for row in rows]),
    ]
    for measure in Measure:
        lines.append((str(measure.label), [_measured(row, measure) for row in rows]))
    lines += [
        (_("否决项"), ["\n".join(f"{v.title}：{v.word}" for v in row.vetoes) for row in rows]),
        (_("赠送与免费项"), ["\n".join(p.item for p in row.promises) for row in rows]),
        (_("考察人"), [_("、").join(v.inspector.name for v in row.visits) for row in rows]),
        (_("照片"), [str(len(row.photos)) for row in rows]),
    ]
    return [(label, [cell or "—" for cell in cells]) for label, cells in lines]


def capacity_text(row: CandidateRow) -> str:
    if row.capacity is None:
        return ""
    return _("{n} 人").format(n=row.capacity) + ("" if row.is_large_enough else _("（不足）"))


def _parking(row: CandidateRow) -> str:
    coaches, cars = row.venue.parking_coaches, row.venue.parking_cars
    found = []
    if coaches is not None:
        found.append(_("大巴 {n}").format(n=coaches))
    if cars is not None:
        found.append(_("小车 {n}").format(n=cars))
    return " · ".join(found)


def _measured(row: CandidateRow, measure: Measure) -> str:
    """What was measured; where nobody did, the library's figure, marked as such."""
    line = next((c for c in compared(row) if c.measure == measure), None)
    if line is None:
        return ""
    if line.found:
        return " / ".join(dict.fromkeys(m.text for m in line.found))
    return _("{value}（场地库，未实测）").format(value=line.library_text)


def points(rows: list[CandidateRow]) -> Table:
    """Every point of every venue with each inspector's score."""
    columns = (
        Column(_("场地"), 2),
        Column(_("类别"), 1.5),
        Column(_("考察点"), 3),
        Column(_("考察人"), 1.5),
        Column(_("评分"), 0.8, kind="number"),
        Column(_("备注"), 4),
    )
    lines = [
        (row.venue.name, str(Group(group).label), str(point.point.label), visit.inspector.name, mark.score, mark.note)
        for row in rows
        for group, found in row.points.items()
        for point in found
        for visit, mark in point.marks
    ]
    return Table(columns, tuple(lines))


def promised(rows: list[CandidateRow]) -> Table:
    columns = (Column(_("场地"), 2), Column(_("项目"), 4), Column(_("谁说的"), 2), Column(_("备注"), 3))
    return Table(columns, tuple((row.venue.name, p.item, p.said_by, p.note) for row in rows for p in row.promises))


def comparison_sheet(board: Board) -> Sheet:
    """《场地比较表》 on paper, landscape."""
    rows = board.running
    blocks: list[Block] = [
        KeyValues(((_("主会场需求"), board.need.words), (_("参与比较"), str(len(rows))))),
        Heading(1, _("评分与名次")),
        scores(board, rows),
        Paragraph(
            _(
                "得分 = Σ（权重 × 平均分 ÷ 5）+ {price} × 最低有效报价 ÷ 报价；逐项平均后合计，最后四舍五入到一位小数。"
            ).format(price=board.weights["price"]),
            indent=False,
        ),
        Heading(1, _("条件对照")),
        facts(board, rows),
    ]
    if board.fewer_reason:
        blocks += [Heading(1, _("考察不足 3 家的理由")), Paragraph(board.fewer_reason)]
    return Sheet(
        title=_("候选场地比较表"),
        blocks=tuple(blocks),
        dated_on=clock.today(board.meeting.time_zone),
        meeting_name=board.meeting.name,
        language=readers_language(),
        orientation="landscape",
        issuer=board.meeting.org.name,
    )


def visit_sheet(board: Board, row: CandidateRow) -> Sheet:
    """《场地考察表》 of one venue: profile, scores of all inspectors, what was measured and promised, photos."""
    blocks: list[Block] = [KeyValues(_profile(board, row))]
    for group, found in row.points.items():
        if found:
            mean = shown(row.groups.get(group))
            title = str(Group(group).label) + (f" · {mean}" if mean else "")
            blocks += [Heading(1, title), _point_table(row, found)]
    if row.measured:
        blocks += [Heading(1, _("现场实测")), _measure_table(row)]
    blocks += [Heading(1, _("否决项")), _veto_table(row)]
    if row.promises:
        said = tuple(f"{p.item}（{' · '.join(filter(None, [p.said_by, p.note]))}）" if p.said_by or p.note else p.item
                     for p in row.promises)  # fmt: skip
        blocks += [Heading(1, _("赠送与免费项")), Bullets(said)]
    summaries = [(visit.inspector.name, visit.summary) for visit in row.visits if visit.summary]
    if summaries:
        blocks += [Heading(1, _("总体印象")), KeyValues(tuple(summaries))]
    pictures = _pictures(row)
    if pictures:
        blocks += [Heading(1, _("现场照片")), *pictures]
    blocks.append(
        SignatureBlock(tuple(Party(_("考察人"), board.meeting.org.name, v.inspector.name) for v in row.visits))
    )
    return Sheet(
        title=_("场地考察表"),
        subtitle=row.venue.name,
        blocks=tuple(blocks),
        dated_on=max((v.visited_on for v in row.visits), default=clock.today(board.meeting.time_zone)),
        meeting_name=board.meeting.name,
        language=readers_language(),
        issuer=board.meeting.org.name,
    )


def _profile(board: Board, row: CandidateRow) -> tuple[tuple[str, str], ...]:
    quote = f"¥{yuan(row.candidate.quote_cents)}" if row.candidate.quote_cents else ""
    pairs = (
        (_("场地"), row.venue.name),
        (_("类型"), str(row.venue.get_kind_display())),
        (_("地址"), " ".join(filter(None, [row.venue.city, row.venue.address]))),
        (_("主会场"), row.candidate.room.name if row.candidate.room else ""),
        (_("需求"), board.need.words),
        (_("容量"), capacity_text(row)),
        (_("停车"), _parking(row)),
        (_("报价（含税）"), " ".join(filter(None, [quote, row.candidate.quote_note]))),
        (_("档期"), " · ".join(filter(None, [row.date_word, row.candidate.date_note]))),
        (_("考察"), _("；").join(f"{v.visited_on.isoformat()} {v.inspector.name}" for v in row.visits)),
        (_("综合得分"), row.total),
    )
    return tuple((label, text) for label, text in pairs if text)


def _point_table(row: CandidateRow, found: list[PointRow]) -> Table:
    """A column for each inspector; notes by name below each other."""
    inspectors = [visit.inspector for visit in row.visits]
    columns = (
        Column(_("考察点"), 3),
        *(Column(person.name, 1, align="right") for person in inspectors),
        Column(_("平均"), 1, align="right"),
        Column(_("备注"), 5),
    )
    lines: list[tuple[Cell, ...]] = []
    marked: dict[int, Emphasis] = {}
    for nth, point in enumerate(found):
        given = {visit.inspector_id: mark for visit, mark in point.marks}
        cells = [_mark_text(given.get(person.pk)) for person in inspectors]
        notes = [f"{visit.inspector.name}：{mark.note}" for visit, mark in point.marks if mark.note]
        if point.settled and not point.is_open:
            notes.append(_("差异说明：{note}").format(note=point.settled.note))
        if point.is_wide:
            marked[nth] = "changed"
        lines.append((str(point.point.label), *cells, point.mean, "\n".join(notes)))
    return Table(columns, tuple(lines), emphasis=marked)


def _mark_text(mark: object) -> str:
    score = getattr(mark, "score", None)
    return "—" if score is None else str(score)


def _measure_table(row: CandidateRow) -> Table:
    columns = (
        Column(_("项目"), 3),
        Column(_("场地库"), 2),
        Column(_("实测"), 2),
        Column(_("考察人"), 2),
        Column(_("备注"), 4),
    )
    lines = [
        (line.label, line.library_text or "—", found.text, found.visit.inspector.name, found.note)
        for line in compared(row)
        for found in line.found
    ]
    return Table(columns, tuple(lines))


def _veto_table(row: CandidateRow) -> Table:
    columns = (Column(_("否决项"), 3), Column(_("资料显示"), 4), Column(_("判断"), 2), Column(_("依据"), 4))
    lines = [(v.title, v.basis, v.word, v.decision.note if v.decision else "") for v in row.vetoes]
    return Table(columns, tuple(lines))


def _pictures(row: CandidateRow) -> list[Block]:
    names = {visit.pk: visit.inspector.name for visit in row.visits}
    shown_photos = sorted(row.photos, key=lambda photo: (photo.key, photo.taken_at))[:MOST_PHOTOS]
    found: list[Block] = []
    for photo in shown_photos:
        caption = " · ".join(filter(None, [subject_of(photo.key), names.get(photo.visit_id, "")]))
        found.append(Picture(_small(photo), caption, PHOTO_MM))
    if len(row.photos) > MOST_PHOTOS:
        found.append(Paragraph(_("另有 {n} 张照片，见系统。").format(n=len(row.photos) - MOST_PHOTOS)))
    return found


def _small(photo: VisitPhoto) -> bytes:
    """As large as paper needs: twenty phone pictures at full size make a PDF nobody can mail."""
    with open_file(photo.stored) as content, Image.open(content) as picture:
        picture.thumbnail((PHOTO_PIXELS, PHOTO_PIXELS))
        made = BytesIO()
        picture.convert("RGB").save(made, "JPEG", quality=78)
    return made.getvalue()
