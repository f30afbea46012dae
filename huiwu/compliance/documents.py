"""《合规检查单》 as a kind of document: signed by 法务合规, it opens G0."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiwu.compliance.choices import CHECKLIST, Decision, PermitKind, Topic
from huiwu.compliance.events import ComplianceCleared
from huiwu.documents.blocks import (
    Block,
    Callout,
    Column,
    Heading,
    KeyValues,
    Party,
    Sheet,
    SignatureBlock,
    Table,
)
from huiwu.documents.kinds import DocumentKind, FieldDifference, Missing, Signing, register
from huiwu.documents.language import readers_language
from huiwu.documents.queries import confirmation
from huiwu.foundation.registry.impact import Change

STATES = {"open": gettext_lazy("待判断"), "reopened": gettext_lazy("事实已变，重新判断")}


def decision_word(code: str) -> str:
    return str(STATES.get(code) or Decision(code).label)


def sheet(meeting: Any, content: dict[str, Any], version: Any) -> Sheet:
    """One table per topic: item, what the rule says, decision with note, who and when; the packs and permits used."""
    blocks: list[Block] = [_head(meeting)]
    items = content.get("items", [])
    for topic in dict.fromkeys(item["topic"] for item in items):
        blocks += [Heading(1, str(Topic(topic).label)), _item_table([i for i in items if i["topic"] == topic])]
    if content.get("permits"):
        blocks += [Heading(1, _("许可与批准")), _permit_table(content["permits"])]
    blocks += [Heading(1, _("所用规则包")), _pack_table(content.get("packs", []))]
    if any(pack["status"] == "pending" for pack in content.get("packs", [])):
        blocks.append(Callout(_("标“待核”的规则尚未由法务、财务对原文核定，不作为唯一的阻断依据。"), "warning"))
    blocks.append(SignatureBlock((_signed_by(meeting, version),)))
    return Sheet(
        title=_("合规检查单"),
        blocks=tuple(blocks),
        doc_no=version.document.number if version else "",
        version=str(version.number) if version else "",
        dated_on=version.proposed_at.date() if version else None,
        meeting_name=meeting.name,
        language=readers_language(),
        status_word=_("草稿") if version is None else "",
        issuer=meeting.org.name,
    )


def _head(meeting: Any) -> KeyValues:
    days = f"{meeting.start_on.isoformat()} – {meeting.end_on.isoformat()}"
    return KeyValues(
        (
            (_("立项号"), meeting.number),
            (_("客户"), meeting.client.name if meeting.client else ""),
            (_("会期"), days),
            (_("城市"), meeting.city),
        )
    )


def _item_table(items: list[dict[str, Any]]) -> Table:
    columns = (Column(_("检查项"), 2), Column(_("须知"), 5), Column(_("判断"), 3), Column(_("判断人"), 2))
    return Table(columns, tuple(_item_row(item) for item in items))


def _item_row(item: dict[str, Any]) -> tuple[str, ...]:
    file = item.get("attachment")
    said = [decision_word(item["decision"]), item["note"], _("附件：{name}").format(name=file["name"]) if file else ""]
    who = "\n".join(filter(None, [item["decided_by"], item["decided_at"][:10]]))
    return (item["title"], "\n".join(item["prompts"]), "\n".join(filter(None, said)), who)


def _permit_table(permits: list[dict[str, Any]]) -> Table:
    columns = (
        Column(_("种类"), 3),
        Column(_("机关"), 3),
        Column(_("文号"), 2),
        Column(_("申请"), 2),
        Column(_("批准"), 2),
    )
    rows = (
        (str(PermitKind(p["kind"]).label), p["authority"], p["number"], p["applied_on"] or "", p["granted_on"] or "")
        for p in permits
    )
    return Table(columns, tuple(rows))


def _pack_table(packs: list[dict[str, Any]]) -> Table:
    columns = (Column(_("规则"), 3), Column(_("依据"), 5), Column(_("地区"), 1.5), Column(_("状态"), 1.5))
    rows = (
        (
            str(Topic(pack["topic"]).label),
            pack["basis"],
            _("全国") if pack["region"] == "CN" else pack["region"],
            _("待核") if pack["status"] == "pending" else _("已核"),
        )
        for pack in packs
    )
    return Table(columns, tuple(rows))


def _signed_by(meeting: Any, version: Any) -> Party:
    role = _("法务合规放行")
    signoff = confirmation(version) if version else None
    if signoff is None:
        return Party(role, meeting.org.name)
    return Party(role, meeting.org.name, signoff.person_name, signoff.signed_at, signoff.version_hash)


def _rows(content: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {item["key"]: item for item in content.get("items", [])}


def _text(item: dict[str, Any] | None) -> str:
    if item is None:
        return ""
    return "\n".join(filter(None, [decision_word(item["decision"]), item["note"], *item["prompts"]]))


def differences(before: dict[str, Any], after: dict[str, Any]) -> Iterable[FieldDifference]:
    """Items whose decision, note or prompt reads differently."""
    old, new = _rows(before), _rows(after)
    for key in dict.fromkeys([*old, *new]):
        texts = _text(old.get(key)), _text(new.get(key))
        if texts[0] != texts[1]:
            item = new.get(key) or old[key]
            yield FieldDifference(key, item["title"], *texts, str(Topic(item["topic"]).label))


def missing(content: dict[str, Any], _meeting: Any) -> list[Missing]:
    """Items not yet judged, or judged 需整改: G0 needs every item settled."""
    words = {"open": _("待判断"), "reopened": _("事实已变，须重新判断"), "needs_work": _("需整改")}
    return [
        Missing(item["key"], item["title"], words[item["decision"]])
        for item in content.get("items", [])
        if item["decision"] in words
    ]


def changes(before: dict[str, Any], after: dict[str, Any]) -> list[Change]:
    return [
        Change(f"compliance.{row.key}", row.label, row.before_text, row.after_text)
        for row in differences(before, after)
    ]


def signed(signing: Signing) -> ComplianceCleared:
    return ComplianceCleared(
        meeting_id=signing.meeting.pk,
        document_id=signing.document.pk,
        version_id=signing.version.pk,
        version_hash=signing.version.content_hash,
    )


register(
    DocumentKind(
        code=CHECKLIST,
        title=gettext_lazy("合规检查单"),
        prefix="CP",
        gates=("G0",),
        signer="internal",
        view="compliance.view",
        edit="compliance.edit",
        sign_off="compliance.decide",
        sheet=sheet,
        url=lambda document: reverse("compliance:checklist", args=[document.meeting.slug]),
        differences=differences,
        missing=missing,
        changes=changes,
        signed=signed,
        fields=lambda content: [
            (item["key"], item["title"], str(Topic(item["topic"]).label)) for item in content.get("items", [])
        ],
        rests_on=(),
        owner_role="compliance_officer",
    )
)
