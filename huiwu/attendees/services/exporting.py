"""Lists go out: asked for with a purpose, judged and recorded by privacy, then made (EX-207, OM-155)."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO, Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from huiwu.attendees import bridge
from huiwu.attendees.choices import NOT_COMING, SensitiveField
from huiwu.attendees.queries.people import active
from huiwu.attendees.services.sensitive import reveal_of_many
from huiwu.attendees.sheets.kinds import ListKind, kinds
from huiwu.attendees.sheets.sealed import SEALED
from huiwu.attendees.sheets.tables import cells, comma_separated, ordered, people_of, sheet, sheet_of, workbook
from huiwu.documents.blocks import Column, Sheet
from huiwu.documents.render.pdf import pdf
from huiwu.documents.render.word import docx
from huiwu.foundation.actors import Actor
from huiwu.foundation.files import OOXML
from huiwu.foundation.permission import require
from huiwu.kernel.errors import InvalidInput, NotFound
from huiwu.meetings.models import Function, Meeting
from huiwu.privacy.choices import Audience
from huiwu.privacy.services import record_export

MOST_ON_PAPER = 5000
MEDIA = {
    "pdf": "application/pdf",
    "docx": f"{OOXML}wordprocessingml.document",
    "xlsx": f"{OOXML}spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What list, how, for whom. `entrusted_id` is the agreement with the supplier or venue that receives it."""

    code: str
    form: str
    purpose: str
    order: str = "number"
    single_name: bridge.SingleName = bridge.BLANK_FIRST
    function_id: UUID | None = None
    audience: str = Audience.TEAM
    recipient: str = ""
    entrusted_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """A file to send; the caller closes it."""

    name: str
    media_type: str
    content: IO[bytes]


def export_list(*, actor: Actor, meeting: Meeting, asked: Asked) -> Made:
    """Make a list, after privacy agreed and wrote it down. Raises NotFound for a list or form that is none, InvalidInput,
    NotAllowed, and what privacy.record_export raises (no agreement, columns beyond need …): then nothing is made.
    """
    kind = kinds().get(asked.code)
    if kind is None or asked.form not in kind.forms:
        raise NotFound
    require(actor, "attendees.export", meeting)
    if asked.code == "diets":
        return _diets(actor, meeting, kind, asked)
    people = people_of(meeting, kind, order=asked.order, function_id=asked.function_id)
    count = people.count()
    if asked.form in ("pdf", "docx") and count > MOST_ON_PAPER:
        said = _("{count} 人太多，纸面格式最多 {most} 人。请选一个场次，或导出 Excel。")
        raise InvalidInput(detail=said.format(count=count, most=MOST_ON_PAPER))
    heads, words = _sealed_words(actor, meeting, kind)
    if kind.sealed:
        people = people.filter(pk__in=list(words))
        count = people.count()
    _record(actor, meeting, kind, asked, count)
    listed = ordered(people, asked.order, asked.single_name)
    rows = ((*plain, *words.get(row.pk, ())) for row in listed for plain in cells(kind, [row]))
    name = f"{kind.title} {_scope(meeting, asked)}"
    if asked.form == "xlsx":
        return _made(name, asked.form, workbook(str(kind.title), heads, rows))
    if asked.form == "csv":
        return _made(name, asked.form, comma_separated(heads, rows))
    page = sheet(meeting, kind, rows, heads=heads, subtitle=_function_name(meeting, asked), note=_note(asked, people))
    return _made(name, asked.form, _drawn(page, asked.form))


def _sealed_words(actor: Actor, meeting: Meeting, kind: ListKind) -> tuple[list[str], dict[UUID, tuple[str, ...]]]:
    """Heads of all columns, and what lies under lock of each person. Whoever asks must need it; the look is written down."""
    heads = [str(one.title) for one in kind.fields]
    if not kind.sealed:
        return heads, {}
    told = reveal_of_many(actor=actor, meeting=meeting, field=kind.sealed)
    more, words_of = SEALED[kind.sealed]
    return [*heads, *more()], {pk: words_of(text) for pk, text in told.items()}


def _record(actor: Actor, meeting: Meeting, kind: ListKind, asked: Asked, count: int) -> None:
    if not asked.purpose.strip():
        raise InvalidInput({"purpose": [_("请写明用途。")]}, detail=_("请写明用途。"))
    with transaction.atomic():
        record_export(
            actor=actor,
            meeting=meeting,
            what=f"attendees.{kind.code}",
            title=str(kind.title),
            fields=kind.told,
            count=count,
            purpose=asked.purpose,
            audience=asked.audience,
            recipient=asked.recipient,
            entrusted_id=asked.entrusted_id,
            subject_ids=(),
        )


def _diets(actor: Actor, meeting: Meeting, kind: ListKind, asked: Asked) -> Made:
    """How many of each diet: figures only. Whoever asks must need the diets for their work; the look is written down."""
    field = SensitiveField.DIETARY_REQUIREMENT
    told = reveal_of_many(actor=actor, meeting=meeting, field=field)
    coming = set(active(meeting).exclude(presence__in=NOT_COMING).values_list("pk", flat=True))
    counted = Counter(" ".join(text.split()) for pk, text in told.items() if pk in coming)
    _record(actor, meeting, kind, asked, len(coming))
    rows: list[tuple[Any, ...]] = [(text, count) for text, count in counted.most_common()]
    rows.append((_("未登记餐别"), len(coming) - sum(counted.values())))
    rows.append((_("合计"), len(coming)))
    heads = (_("餐别"), _("人数"))
    name = f"{kind.title} {meeting.name}"
    if asked.form == "xlsx":
        return _made(name, "xlsx", workbook(str(kind.title), heads, [(text, str(count)) for text, count in rows]))
    columns = (Column(heads[0], 3.0), Column(heads[1], 1.0, kind="number"))
    page = sheet_of(
        meeting, str(kind.title), columns, rows, subtitle="", note=_("人数口径：未谢绝、未取消的全部人员。")
    )
    return _made(name, asked.form, _drawn(page, asked.form))


def _drawn(page: Sheet, form: str) -> IO[bytes]:
    return io.BytesIO(pdf(page, on_missing="mark") if form == "pdf" else docx(page))


def _made(name: str, form: str, content: IO[bytes]) -> Made:
    return Made(f"{name}.{form}", MEDIA[form], content)


def _function_name(meeting: Meeting, asked: Asked) -> str:
    if asked.function_id is None:
        return ""
    return Function.objects.filter(meeting=meeting, pk=asked.function_id).values_list("name", flat=True).first() or ""


def _scope(meeting: Meeting, asked: Asked) -> str:
    return _function_name(meeting, asked) or meeting.name


def _note(asked: Asked, people: Any) -> str:
    """By strokes, characters that the norm does not settle are named on the sheet."""
    if asked.order != "strokes":
        return _("按姓氏拼音为序。") if asked.order == "pinyin" else ""
    doubtful = bridge.unsettled_in(people.values_list("display_name", flat=True))
    said = _("按姓氏笔画为序。")
    names: Sequence[str] = list(doubtful)[:20]
    return said + (_("其中有笔画未定的字，次序请核对：{names}").format(names=_("、").join(names)) if names else "")
