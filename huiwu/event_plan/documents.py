"""The event plan as a kind of document: its sheet, what differs, what is missing, what rests on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiwu.documents.blocks import Block, KeyValues, Party, Sheet, SignatureBlock
from huiwu.documents.kinds import MEETING_FACTS, DocumentKind, FieldDifference, Missing, Signing, register
from huiwu.documents.language import readers_language
from huiwu.documents.models import Document
from huiwu.documents.queries import confirmation
from huiwu.event_plan import rules
from huiwu.event_plan.choices import EVENT_PLAN, RiskKind, Typography
from huiwu.event_plan.events import EventPlanSigned
from huiwu.event_plan.layout import plan_blocks
from huiwu.event_plan.queries.live import live_lines, with_live
from huiwu.event_plan.schema import SCHEMA
from huiwu.foundation.registry.impact import Change
from huiwu.kernel.money import yuan

RESTS_ON = (*MEETING_FACTS, "meeting.theme", "meeting.time_zone", "brief.", "function.")
"""Whatever the client has agreed in the brief, and the functions, are what a plan is made of."""


def sheet(meeting: Any, content: dict[str, Any], version: Any) -> Sheet:
    """《会议策划方案》 as a sheet; without a version, the draft with live data as it is now."""
    if version is None:
        content = with_live(meeting, content)
    client = meeting.client.name if meeting.client else ""
    head = KeyValues(((_("客户"), client), (_("编制单位"), meeting.org.name), (_("立项号"), meeting.number)))
    official = rules.told(content, "typography") == Typography.OFFICIAL
    return Sheet(
        title=_("会议策划方案"),
        subtitle=rules.told(content, "name") or meeting.name,
        blocks=(head, *plan_blocks(content), _signatures(meeting, version)),
        doc_no=version.header.get("document", "") if version else "",
        version=str(version.number) if version else "",
        dated_on=version.proposed_at.astimezone(meeting.zone).date() if version else None,
        meeting_name=meeting.name,
        language=readers_language(),
        typography="gbt9704" if official else "house",
        status_word=_("草稿") if version is None else "",
        issuer=rules.told(content, "issuer") or meeting.org.name,
        toc=True,
        toc_depth=1,
    )


def _signatures(meeting: Any, version: Any) -> Block:
    signoff = confirmation(version) if version else None
    client = meeting.client.name if meeting.client else ""
    theirs = Party(_("客户确认"), client)
    if signoff is not None:
        theirs = Party(
            _("客户确认"),
            client,
            signoff.person_name,
            signoff.signed_at.astimezone(meeting.zone),
            signoff.version_hash,
        )
    prepared = version.header.get("prepared_by", "") if version else ""
    return SignatureBlock((theirs, Party(_("编制"), meeting.org.name, prepared)))


def differences(before: dict[str, Any], after: dict[str, Any]) -> list[FieldDifference]:
    """Typed fields that read differently; of live data, the lines that went and those that came."""
    return [*SCHEMA.differences(before, after), *_live_differences(before, after)]


def _live_differences(before: dict[str, Any], after: dict[str, Any]) -> Iterator[FieldDifference]:
    for code in dict.fromkeys([*(before.get("live") or {}), *(after.get("live") or {})]):
        old, new = live_lines(before, code), live_lines(after, code)
        gone, come = _apart(old, new), _apart(new, old)
        if gone or come:
            title = _section_title(code, after) or _section_title(code, before)
            label = _("{section}（实时数据）").format(section=title)
            yield FieldDifference(f"live.{code}", label, "\n".join(gone), "\n".join(come), title)


def _apart(these: list[str], those: list[str]) -> list[str]:
    """Lines of the one that the other lacks, repeated lines counted."""
    left = list(those)
    found = []
    for line in these:
        if line in left:
            left.remove(line)
        else:
            found.append(line)
    return found


def _section_title(code: str, content: dict[str, Any]) -> str:
    titles = {section.key: str(section.title) for section in SCHEMA.sections}
    parts = rules.live_parts(content, code)
    return titles.get(code) or (str(parts[0]["title"]) if parts else "")


def missing(content: dict[str, Any], _meeting: Any) -> list[Missing]:
    """What forbids a version: a content of the SOP that says nothing (OM-010), a named contingency without measure or
    owner, a budget that does not add up (OM-012), days out of order, parts of rows."""
    found = {row.key: row for row in SCHEMA.missing(content)}
    for section in rules.contents_lacking(content):
        for key in rules.CONTENT_OF[section]:
            if rules.state_of(content, key) == "unfilled":
                found.setdefault(key, Missing(key, str(SCHEMA[key].label), _("SOP 列出的核心内容，尚未填写")))
    for key, why in _contradictions(content):
        found.setdefault(key, Missing(key, str(SCHEMA[key].label), why))
    order = [spec.key for spec in SCHEMA.fields]
    return sorted(found.values(), key=lambda row: order.index(row.key))


def _contradictions(content: dict[str, Any]) -> Iterator[tuple[str, str]]:
    first, last = rules.told(content, "start_date"), rules.told(content, "end_date")
    if first and last and last < first:
        yield "end_date", _("结束日期早于开始日期")
    if kinds := rules.contingencies_lacking(content):
        words = _("、").join(str(RiskKind(kind).label) for kind in kinds)
        yield "contingency", _("缺少应对措施或责任人：{kinds}").format(kinds=words)
    if fault := rules.budget_fault(content):
        sums = {"lines": yuan(fault.lines), "total": yuan(fault.total)}
        yield "budget_total", _("明细合计 ¥{lines}，总额 ¥{total}，两者须相等").format(**sums)


def lacking(document: Document) -> list[Missing]:
    """What forbids a version of the draft as it stands, with live data as it is now."""
    return missing(with_live(document.meeting, document.draft), document.meeting)


def changes(before: dict[str, Any], after: dict[str, Any]) -> list[Change]:
    """One Change for each field that reads differently: `event_plan.venue`, `event_plan.budget`, `event_plan.live.agenda` …"""
    found = differences(before, after)
    return [Change(f"event_plan.{row.key}", row.label, row.before_text, row.after_text) for row in found]


def signed(signing: Signing) -> EventPlanSigned:
    return EventPlanSigned(
        meeting_id=signing.meeting.pk,
        document_id=signing.document.pk,
        version_id=signing.version.pk,
        version_hash=signing.version.content_hash,
        budget_total_cents=rules.told(signing.version.content, "budget_total") or 0,
    )


def field_list(content: dict[str, Any]) -> Iterable[tuple[str, Any, Any]]:
    """Typed fields, then live sections, so that a remark can be made on each."""
    yield from SCHEMA.field_list()
    for code in content.get("live") or {}:
        title = _section_title(code, content)
        yield f"live.{code}", _("{section}（实时数据）").format(section=title), title


def editor_url(meeting: Any, key: str = "") -> str:
    """The plan's page, or the section of the editor in which a field is filled in."""
    if not key:
        return reverse("event_plan:editor", kwargs={"slug": meeting.slug})
    section = key.removeprefix("live.") if key.startswith("live.") else SCHEMA[key].section
    return section_url(meeting, section) + ("" if key.startswith("live.") else f"#field-{key}")


def section_url(meeting: Any, section: str) -> str:
    return reverse("event_plan:section", kwargs={"slug": meeting.slug, "section": section})


register(
    DocumentKind(
        code=EVENT_PLAN,
        title=gettext_lazy("会议策划方案"),
        prefix="EP",
        gates=("G2",),
        signer="client",
        view="event_plan.view",
        edit="event_plan.edit",
        sign_off="event_plan.invite",
        sheet=sheet,
        url=lambda document: editor_url(document.meeting),
        differences=differences,
        missing=missing,
        changes=changes,
        signed=signed,
        fields=field_list,
        rests_on=RESTS_ON,
        owner_role="planner",
    )
)
