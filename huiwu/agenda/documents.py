"""The agenda as a kind of document, and its sheets: for client and print, for the stage, as a workbook, as calendars."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiwu.agenda.choices import AGENDA, ItemKind
from huiwu.agenda.events import AgendaReleased
from huiwu.agenda.rules.differences import Item, compared, items_of
from huiwu.agenda.words import (
    aspect_words,
    day_words,
    is_english,
    languages_words,
    length_words,
    notable_languages,
    side_words,
    span_words,
    speakers_words,
    title_of,
    uses_words,
)
from huiwu.documents.blocks import (
    Block,
    Callout,
    Column,
    Heading,
    KeyValues,
    Language,
    NamedTable,
    Party,
    Sheet,
    SignatureBlock,
    Table,
)
from huiwu.documents.kinds import MEETING_FACTS, DocumentKind, FieldDifference, Missing, Signing, register
from huiwu.documents.models import Document
from huiwu.documents.queries import confirmation, last_signed_before
from huiwu.documents.render.ics import CalendarEvent
from huiwu.foundation.registry.impact import Change

RESTS_ON = (*MEETING_FACTS, "meeting.time_zone", "function.", "event_plan.agenda", "event_plan.live.agenda")


def zone_of(content: dict[str, Any]) -> ZoneInfo:
    return ZoneInfo(content.get("zone") or "Asia/Shanghai")


def sheet(meeting: Any, content: dict[str, Any], version: Any) -> Sheet:
    """《议程表》 for the client and for print: day by day, without what only the crew needs."""
    changed = _changed_ids(content, version)
    blocks: list[Block] = [_head(meeting)]
    for day in content.get("days") or []:
        items = [item for item in day["items"] if not item["internal"]]
        if items:
            blocks += [
                Heading(1, day_words(date.fromisoformat(day["on"]))),
                _day_table(items, zone_of(content), changed),
            ]
    if changed:
        blocks.insert(1, Callout(_("标出的行与上一次客户确认的版本不同。")))
    return Sheet(
        title=_("议程表"),
        subtitle=_meeting_name(meeting),
        blocks=(*blocks, _signatures(meeting, version)),
        meeting_name=_meeting_name(meeting),
        language=_language(),
        status_word=_("草稿") if version is None else "",
        issuer=meeting.org.name,
        numbered=False,
        **_version_head(meeting, version),
    )


def stage_sheet(meeting: Any, content: dict[str, Any], version: Any) -> Sheet:
    """For those behind the stage: every item with its length, room, people, equipment, interpretation and the crew's own."""
    zone, changed = zone_of(content), _changed_ids(content, version)
    blocks: list[Block] = []
    for day in content.get("days") or []:
        blocks += [Heading(1, day_words(date.fromisoformat(day["on"]))), _stage_table(day["items"], zone, changed)]
    return Sheet(
        title=_("台口议程"),
        subtitle=_meeting_name(meeting),
        blocks=tuple(blocks),
        meeting_name=_meeting_name(meeting),
        language=_language(),
        orientation="landscape",
        paper="a3",
        status_word=_("草稿") if version is None else "",
        issuer=meeting.org.name,
        numbered=False,
        **_version_head(meeting, version),
    )


def workbook(content: dict[str, Any]) -> list[NamedTable]:
    """One tab with every item in a row, to sort and filter."""
    zone = zone_of(content)
    columns = (
        Column(_("日期"), kind="date"),
        Column(_("开始")),
        Column(_("结束")),
        Column(_("分钟"), kind="number"),
        Column(_("缓冲"), kind="number"),
        Column(_("功能单元")),
        Column(_("专场")),
        Column(_("类型")),
        Column(_("环节")),
        Column(_("英文名称")),
        Column(_("讲者")),
        Column(_("地点")),
        Column(_("语言与同传")),
        Column(_("设备与要求")),
        Column(_("仅工作人员")),
    )
    rows = []
    for item in items_of(content):
        start = datetime.fromisoformat(item["starts_at"]).astimezone(zone)
        end = start + timedelta(minutes=item["minutes"])
        rows.append(
            (
                start.date(),
                f"{start:%H:%M}",
                f"{end:%H:%M}",
                item["minutes"],
                item["buffer_minutes"],
                item["function_name"],
                _track(item),
                str(ItemKind(item["kind"]).label),
                item["title"],
                item["title_en"],
                speakers_words(item["speakers"]),
                item["space"],
                _languages(item),
                _needs(item),
                _("是") if item["internal"] else "",
            )
        )
    return [NamedTable(_("议程"), Table(columns, tuple(rows)))]


def calendar_events(
    meeting: Any,
    content: dict[str, Any],
    *,
    number: int,
    former: Iterable[dict[str, Any]] = (),
    attendee: str = "",
    url: str = "",
) -> list[CalendarEvent]:
    """The items as calendar entries; with `attendee`, those they are on the stage for.

    Entries keep their uid from version to version and `number` (the version's) is their sequence, so that calendars
    move them. What stood in a `former` content and is gone is told as cancelled.
    """

    def theirs(item: Item) -> bool:
        return not item["internal"] and (not attendee or any(s["attendee"] == attendee for s in item["speakers"]))

    items = {item["id"]: item for item in items_of(content) if theirs(item)}
    gone = {item["id"]: item for old in former for item in items_of(old) if theirs(item) and item["id"] not in items}
    events = [_event(meeting, item, number, url) for item in items.values()]
    return events + [_event(meeting, item, number, url, cancelled=True) for item in gone.values()]


def _event(meeting: Any, item: Item, number: int, url: str, *, cancelled: bool = False) -> CalendarEvent:
    start = datetime.fromisoformat(item["starts_at"])
    told = filter(None, (item["summary"], speakers_words(item["speakers"]), _notable(item)))
    return CalendarEvent(
        uid=f"{item['id'].replace(':', '-')}@agenda.huiwu",
        title=f"{title_of(item)} · {_meeting_name(meeting)}",
        start=start,
        end=start + timedelta(minutes=item["minutes"]),
        sequence=number,
        location=item["space"],
        description="\n".join(told),
        url=url,
        cancelled=cancelled,
    )


def _head(meeting: Any) -> Block:
    place = " ".join(filter(None, (meeting.city, meeting.venue_name)))
    days = day_words(meeting.start_on)
    if meeting.end_on != meeting.start_on:
        days = _("{first} 至 {last}").format(first=days, last=day_words(meeting.end_on))
    client = meeting.client.name if meeting.client else ""
    return KeyValues(((_("客户"), client), (_("会期"), days), (_("地点"), place), (_("主题"), meeting.theme)))


def _day_table(items: list[Item], zone: ZoneInfo, changed: set[str]) -> Table:
    has_tracks = any(item["track"] for item in items)
    columns = [Column(_("时间"), 1.5), *([Column(_("专场"), 1.2)] if has_tracks else [])]
    columns += [Column(_("环节"), 3.0), Column(_("讲者"), 3.2), Column(_("地点"), 1.6)]
    rows = []
    for item in items:
        title = title_of(item)
        if note := _notable(item):
            title = _("{title}\n（{note}）").format(title=title, note=note)
        row = [_time(item, zone), *([_track(item)] if has_tracks else [])]
        rows.append((*row, title, speakers_words(item["speakers"]), item["space"]))
    emphasis = {nth: "changed" for nth, item in enumerate(items) if item["id"] in changed}
    return Table(tuple(columns), tuple(rows), emphasis=emphasis)  # type: ignore[arg-type]  # of literals


def _stage_table(items: list[Item], zone: ZoneInfo, changed: set[str]) -> Table:
    columns = (
        Column(_("时间"), 1.3),
        Column(_("时长"), 0.8),
        Column(_("环节"), 2.8),
        Column(_("讲者"), 3.4),
        Column(_("地点"), 1.4),
        Column(_("语言与同传"), 1.5),
        Column(_("设备与要求"), 2.2),
    )
    rows = []
    for item in items:
        length = length_words(item["minutes"])
        if item["buffer_minutes"]:
            length = _("{length}\n+ 缓冲 {buffer}").format(length=length, buffer=item["buffer_minutes"])
        title = title_of(item) + (_("\n（仅工作人员）") if item["internal"] else "")
        people = speakers_words(item["speakers"])
        rows.append((_time(item, zone), length, title, people, item["space"], _languages(item), _needs(item)))
    emphasis = {nth: "changed" for nth, item in enumerate(items) if item["id"] in changed}
    return Table(columns, tuple(rows), emphasis=emphasis)  # type: ignore[arg-type]  # of literals


def _time(item: Item, zone: ZoneInfo) -> str:
    return span_words(datetime.fromisoformat(item["starts_at"]), item["minutes"], zone)


def _track(item: Item) -> str:
    return item["track_en"] if is_english() and item["track_en"] else item["track"]


def _languages(item: Item) -> str:
    spoken = languages_words(item["languages"])
    return _("；").join(filter(None, (spoken, _("配同传") if item["needs_interpretation"] else "")))


def _notable(item: Item) -> str:
    spoken = notable_languages(item["languages"])
    return _("；").join(filter(None, (spoken, _("配同传") if item["needs_interpretation"] else "")))


def _needs(item: Item) -> str:
    return _("；").join(filter(None, (uses_words(item["uses"]), item["equipment_note"])))


def _changed_ids(content: dict[str, Any], version: Any) -> set[str]:
    """Items that the client has not confirmed like this."""
    before = last_signed_before(version) if version is not None else None
    if before is None:
        return set()
    return {change.item for change in compared(before.content, content) if change.after is not None}


def _version_head(meeting: Any, version: Any) -> dict[str, Any]:
    if version is None:
        return {}
    return {
        "doc_no": version.header.get("document", ""),
        "version": str(version.number),
        "dated_on": version.proposed_at.astimezone(meeting.zone).date(),
    }


def _meeting_name(meeting: Any) -> str:
    return str((is_english() and meeting.name_en) or meeting.name)


def _language() -> Language:
    return "en" if is_english() else "zh-hans"


def _signatures(meeting: Any, version: Any) -> Block:
    signoff = confirmation(version) if version else None
    client = meeting.client.name if meeting.client else ""
    theirs = Party(_("客户确认"), client)
    if signoff is not None:
        at = signoff.signed_at.astimezone(meeting.zone)
        theirs = Party(_("客户确认"), client, signoff.person_name, at, signoff.version_hash)
    prepared = version.header.get("prepared_by", "") if version else ""
    return SignatureBlock((theirs, Party(_("编制"), meeting.org.name, prepared)))


def differences(before: dict[str, Any], after: dict[str, Any]) -> list[FieldDifference]:
    """One for each aspect of each item that differs, under the day of the newer programme."""
    zone = zone_of(after)
    found = []
    for change in compared(before, after):
        item = change.after or change.before or {}
        label = _("“{title}”的{aspect}").format(title=title_of(item), aspect=aspect_words(change.aspect))
        if change.aspect in ("added", "removed"):
            label = _("{aspect}“{title}”").format(title=title_of(item), aspect=aspect_words(change.aspect))
        old, new = (side_words(change.aspect, side, zone) for side in (change.before, change.after))
        section = day_words(date.fromisoformat(item["on"]))
        found.append(FieldDifference(f"item.{change.item}.{change.aspect}", label, old, new, section))
    return found


def changes(before: dict[str, Any], after: dict[str, Any]) -> list[Change]:
    """`agenda.time`, `agenda.space`, `agenda.speakers`, `agenda.added` …, one for each item."""
    aspects = [change.aspect for change in compared(before, after)]
    return [
        Change(f"agenda.{aspect}", row.label, row.before_text, row.after_text)
        for aspect, row in zip(aspects, differences(before, after), strict=True)
    ]


def missing(content: dict[str, Any], _meeting: Any) -> list[Missing]:
    if any(not item["whole"] for item in items_of(content)):
        return []
    return [Missing("days", _("议程环节"), _("还没有排入任何环节"))]


def signed(signing: Signing) -> AgendaReleased:
    before = last_signed_before(signing.version)
    return AgendaReleased(
        meeting_id=signing.meeting.pk,
        document_id=signing.document.pk,
        version_id=signing.version.pk,
        number=signing.version.number,
        version_hash=signing.version.content_hash,
        former_version_id=before.pk if before else None,
    )


def field_list(content: dict[str, Any]) -> Iterable[tuple[str, Any, Any]]:
    """Every item, so that the client can remark on each."""
    for item in items_of(content):
        if not item["internal"]:
            yield f"item.{item['id']}", title_of(item), day_words(date.fromisoformat(item["on"]))


def editor_url(document: Document) -> str:
    return reverse("agenda:agenda", args=[document.meeting.slug])


SHEETS: dict[str, Callable[[Any, dict[str, Any], Any], Sheet]] = {"print": sheet, "stage": stage_sheet}

register(
    DocumentKind(
        code=AGENDA,
        title=gettext_lazy("议程表"),
        prefix="AG",
        gates=("G5",),
        signer="client",
        view="agenda.read_version",
        edit="agenda.edit",
        sign_off="agenda.release",
        sheet=sheet,
        url=editor_url,
        differences=differences,
        missing=missing,
        changes=changes,
        signed=signed,
        fields=field_list,
        rests_on=RESTS_ON,
        owner_role="planner",
    )
)
