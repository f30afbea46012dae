"""Certificates, a person's own data and agreements on paper."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from huiwu.documents import blocks as b
from huiwu.documents.queries import confirmation
from huiwu.foundation.registry.personal import FieldGroup
from huiwu.kernel import clock
from huiwu.meetings.models import Meeting
from huiwu.privacy.choices import EntrustState, ErasureKind, ReturnKind
from huiwu.privacy.models import Consent, EntrustedProcessing, Erasure
from huiwu.privacy.queries.own import OwnSection
from huiwu.privacy.queries.records import group_words


def _language() -> Any:
    return "en" if (get_language() or "").startswith("en") else "zh-hans"


def erasure_certificate(erasure: Erasure) -> b.Sheet:
    """One erasure: what, how much, when, sealed by a hash; without a word about whom."""
    meeting = erasure.meeting
    done = erasure.done_at.astimezone() if erasure.done_at else None
    head = (
        (_("证明编号"), f"{meeting.number}-{erasure.label}"),
        (_("会议"), meeting.name),
        (_("依据"), str(ErasureKind(erasure.kind).label)),
        (_("完成时间"), f"{done:%Y-%m-%d %H:%M:%S %z}" if done else ""),
        (_("涉及人数"), str(erasure.people)),
        (_("删除记录"), str(erasure.records)),
        (_("删除的名单副本"), str(erasure.files)),
    )
    columns = (
        b.Column(_("种类"), 2),
        b.Column(_("内容"), 4),
        b.Column(_("人数"), 1, kind="number"),
        b.Column(_("记录"), 1, kind="number"),
        b.Column(_("依法保留"), 1.4, kind="number"),
    )
    rows = tuple(
        (str(FieldGroup(line["group"]).label), line["title"], line["people"], line["records"], line["kept"])
        for line in erasure.lines
    )
    blocks: list[b.Block] = [
        b.Paragraph(
            _("兹证明下列个人信息已从系统的正式数据中删除或匿名化，不能再识别到个人。备份按备份保存期轮换清除。")
        ),
        b.KeyValues(head),
        b.Heading(1, _("明细")),
        b.Table(columns, rows),
        b.Callout(_("本证明不含任何个人信息。内容校验码（SHA-256）：{hash}").format(hash=erasure.content_hash)),
    ]
    return b.Sheet(
        title=_("个人信息删除证明"),
        blocks=tuple(blocks),
        doc_no=f"{meeting.number}-{erasure.label}",
        dated_on=done.date() if done else None,
        meeting_name=meeting.name,
        language=_language(),
        issuer=meeting.org.name,
    )


def meeting_certificate(meeting: Meeting, content: dict[str, Any], version: Any) -> b.Sheet:
    """The whole meeting: erasures, parties, what is still kept, what was handed over; both sides sign."""
    return b.Sheet(
        title=_("个人信息删除证明"),
        blocks=tuple(_meeting_blocks(meeting, content, version)),
        doc_no=version.document.number if version else "",
        version=str(version.number) if version else "",
        dated_on=version.proposed_at.date() if version else None,
        meeting_name=meeting.name,
        language=_language(),
        status_word=_("草稿") if version is None else "",
        issuer=meeting.org.name,
    )


def party_text(party: dict[str, Any]) -> str:
    """`已删除 2027-04-20`, or that nothing is confirmed yet."""
    if party["state"] != EntrustState.RETURNED:
        return _("尚未确认")
    return f"{ReturnKind(party['returned_kind']).label} {party['returned_on']}"


def _meeting_blocks(meeting: Meeting, content: dict[str, Any], version: Any) -> list[b.Block]:
    blocks: list[b.Block] = [
        b.Paragraph(
            _(
                "依据《个人信息保护法》第二十一条、第四十七条，就《{meeting}》受托处理的个人信息说明如下，请客户确认。"
            ).format(meeting=meeting.name)
        ),
        b.Heading(1, _("已删除的个人信息")),
        _erasure_table(content.get("erasures", [])),
        b.Heading(1, _("受托单位的返还或删除")),
        _party_table(content.get("parties", [])),
    ]
    if content.get("left"):
        blocks += [b.Heading(1, _("仍依约或依法保存的")), _left_table(content["left"])]
    blocks += [
        b.Heading(1, _("资料移交清单")),
        b.Paragraph(content.get("handed_over") or _("（待填）")),
        b.Heading(1, _("备份的处理")),
        b.Paragraph(content.get("backups") or _("（待填）")),
        b.SignatureBlock(_parties(meeting, version)),
    ]
    return blocks


def _erasure_table(rows: list[dict[str, Any]]) -> b.Block:
    if not rows:
        return b.Paragraph(_("无。"))
    columns = (
        b.Column(_("证明编号"), 1.4),
        b.Column(_("日期"), 1.6),
        b.Column(_("种类"), 4),
        b.Column(_("人数"), 1, kind="number"),
        b.Column(_("记录"), 1, kind="number"),
        b.Column(_("校验码"), 2.4),
    )
    cells = tuple(
        (row["label"], row["done_on"], group_words(row["groups"]), row["people"], row["records"], row["hash"][:16])
        for row in rows
    )
    return b.Table(columns, cells)


def _party_table(parties: list[dict[str, Any]]) -> b.Block:
    if not parties:
        return b.Paragraph(_("没有委托其他单位处理个人信息。"))
    columns = (b.Column(_("受托单位"), 3), b.Column(_("种类"), 4), b.Column(_("返还或删除"), 3))
    return b.Table(columns, tuple((row["name"], group_words(row["groups"]), party_text(row)) for row in parties))


def _left_table(left: list[dict[str, Any]]) -> b.Table:
    columns = (
        b.Column(_("种类"), 3),
        b.Column(_("人数"), 1, kind="number"),
        b.Column(_("保存至"), 2),
        b.Column(_("依据"), 4),
    )
    rows = tuple((str(FieldGroup(row["group"]).label), row["people"], row["until"], row["why"]) for row in left)
    return b.Table(columns, rows)


def _parties(meeting: Meeting, version: Any) -> tuple[b.Party, ...]:
    own = b.Party(_("受托方"), meeting.org.name)
    signoff = confirmation(version) if version else None
    client = meeting.client.name if meeting.client else ""
    if signoff is None:
        return own, b.Party(_("客户确认"), client)
    return own, b.Party(_("客户确认"), client, signoff.person_name, signoff.signed_at, signoff.version_hash)


def own_sheet(meeting: Meeting, sections: Sequence[OwnSection], consents: Sequence[Consent]) -> b.Sheet:
    """Everything held about one person, for that person."""
    blocks: list[b.Block] = [b.Paragraph(_("以下是本会议保存的您的全部个人信息，只供您本人查阅。"))]
    for section in sections:
        blocks += [
            b.Heading(1, str(section.title)),
            b.Paragraph(_("用途：{purpose}").format(purpose=section.purpose)),
            b.KeyValues(section.rows),
        ]
    if consents:
        columns = (
            b.Column(_("用途"), 3),
            b.Column(_("同意时间"), 2),
            b.Column(_("撤回时间"), 2),
            b.Column(_("告知"), 1),
        )
        rows = tuple(
            (
                str(row.get_purpose_display()),
                f"{row.given_at:%Y-%m-%d %H:%M}",
                f"{row.withdrawn_at:%Y-%m-%d %H:%M}" if row.withdrawn_at else "",
                str(row.notice or ""),
            )
            for row in consents
        )
        blocks += [b.Heading(1, _("您的同意")), b.Table(columns, rows)]
    return b.Sheet(
        title=_("我的个人信息"),
        blocks=tuple(blocks),
        dated_on=clock.today(meeting.time_zone),
        meeting_name=meeting.name,
        language=_language(),
        issuer=meeting.org.name,
    )


def agreement_sheet(meeting: Meeting, row: EntrustedProcessing) -> b.Sheet:
    """The annex to be signed with a party: the six terms of PIPL art. 21."""
    pairs = (
        (_("委托方"), meeting.org.name),
        (_("受托方"), row.name),
        (_("处理目的"), row.purpose),
        (_("期限"), f"{row.until_on:%Y-%m-%d}" if row.until_on else ""),
        (_("处理方式"), row.method),
        (_("个人信息种类"), group_words(row.groups)),
        (_("保护措施"), row.safeguards),
        (_("双方权利义务"), row.duties),
    )
    passing_on = _("可以转委托，须事先书面同意具体单位。") if row.may_pass_on else _("未经委托方书面同意不得转委托。")
    blocks: tuple[b.Block, ...] = (
        b.KeyValues(pairs),
        b.Heading(1, _("其他约定")),
        b.Numbered(
            (
                passing_on,
                _("受托方只在上述目的、方式与种类内处理，不得超出；不得在微信群、共享文档等公开场合转发。"),
                _("合同不生效、无效、被撤销或者终止的，受托方应当返还或者删除全部个人信息，不得保留，并书面确认。"),
                _("发生或者可能发生泄露的，立即补救并通知委托方。"),
            )
        ),
        b.SignatureBlock((b.Party(_("委托方"), meeting.org.name), b.Party(_("受托方"), row.name))),
    )
    return b.Sheet(
        title=_("个人信息委托处理协议"),
        blocks=blocks,
        meeting_name=meeting.name,
        language=_language(),
        issuer=meeting.org.name,
        dated_on=row.agreed_on,
    )
