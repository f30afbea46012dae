"""《场地选定确认》: what the client signs before the venue contract (G3b), and the sheets of visits and comparison."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiwu.documents.blocks import (
    Block,
    Bullets,
    Callout,
    Column,
    Heading,
    KeyValues,
    Paragraph,
    Party,
    Sheet,
    SignatureBlock,
    Table,
)
from huiwu.documents.kinds import MEETING_FACTS, DocumentKind, FieldDifference, Missing, Signing, register
from huiwu.documents.language import readers_language
from huiwu.documents.queries import confirmation
from huiwu.kernel.money import yuan
from huiwu.site_visits.choices import VENUE_CHOICE, Dimension
from huiwu.site_visits.events import VenueChoiceSigned

LABELS = {
    "venue": gettext_lazy("选定场地"),
    "address": gettext_lazy("地址"),
    "room": gettext_lazy("主会场"),
    "need": gettext_lazy("主会场需求"),
    "quote": gettext_lazy("本会议报价（含税）"),
    "dates": gettext_lazy("档期"),
    "reason": gettext_lazy("推荐理由"),
    "score": gettext_lazy("综合得分与名次"),
    "others": gettext_lazy("其他候选场地"),
    "measures": gettext_lazy("现场实测"),
    "promises": gettext_lazy("场地方口头承诺的赠送与免费项"),
    "visits": gettext_lazy("考察记录"),
}


def texts(content: dict[str, Any]) -> dict[str, str]:
    """Every field as one text, for differences and remarks."""
    rows = content.get("rows", [])
    own: dict[str, Any] = next((row for row in rows if row["candidate_id"] == content.get("candidate_id")), {})
    return {
        "venue": content.get("venue", ""),
        "address": content.get("address", ""),
        "room": content.get("room", ""),
        "need": content.get("need", ""),
        "quote": _quote(content),
        "dates": content.get("dates", ""),
        "reason": content.get("reason", ""),
        "score": " · ".join(filter(None, [own.get("total", ""), _rank(own)])),
        "others": "\n".join(_other(row) for row in rows if row is not own),
        "measures": "\n".join(f"{row['label']}：{row['value']}" for row in content.get("measures", [])),
        "promises": "\n".join(row["item"] for row in content.get("promises", [])),
        "visits": "\n".join(f"{r['venue']} {r['on']} {r['inspector']}" for r in content.get("visits", [])),
    }


def _quote(content: dict[str, Any]) -> str:
    cents = content.get("quote_cents")
    if not cents:
        return ""
    note = content.get("quote_note", "")
    return f"¥{yuan(cents)}" + (f"（{note}）" if note else "")


def _rank(row: dict[str, Any]) -> str:
    return _("第 {rank} 名").format(rank=row["rank"]) if row.get("rank") else ""


def _other(row: dict[str, Any]) -> str:
    excluded = _("否决：{why}").format(why=row["excluded"]) if row["excluded"] else ""
    return " · ".join(filter(None, [row["venue"], row["total"], _rank(row), excluded]))


def sheet(meeting: Any, content: dict[str, Any], version: Any) -> Sheet:
    """One page or two: the venue, why, how the candidates compare, what was measured and promised, signatures."""
    told = texts(content)
    head = ("venue", "address", "room", "need", "quote", "dates")
    blocks: list[Block] = [
        KeyValues(tuple((str(LABELS[key]), told[key]) for key in head if told[key])),
        Heading(1, str(LABELS["reason"])),
        Paragraph(told["reason"]),
        Heading(1, _("候选场地比较")),
        _comparison(content),
        Paragraph(_formula(content), indent=False),
    ]
    if content.get("measures"):
        blocks += [Heading(1, str(LABELS["measures"])), _measures(content["measures"])]
    if content.get("promises"):
        blocks += [
            Heading(1, str(LABELS["promises"])),
            Bullets(tuple(_promised(row) for row in content["promises"])),
            Callout(_("以上各项将写入场地合同的包含项。")),
        ]
    if content.get("visits"):
        blocks += [Heading(1, str(LABELS["visits"])), _visits(content["visits"])]
    blocks.append(Callout(_("客户确认后，我方据此与场地方签订租赁合同；确认前不签约、不付定金。")))
    blocks.append(SignatureBlock(_parties(meeting, version)))
    return Sheet(
        title=_("场地选定确认"),
        blocks=tuple(blocks),
        doc_no=version.header.get("document", "") if version else "",
        version=str(version.number) if version else "",
        dated_on=version.proposed_at.astimezone(meeting.zone).date() if version else None,
        meeting_name=meeting.name,
        language=readers_language(),
        status_word=_("草稿") if version is None else "",
        issuer=meeting.org.name,
    )


def _comparison(content: dict[str, Any]) -> Table:
    weights = content.get("weights", {})
    names = [name for name in Dimension.values if weights.get(name)]
    columns = (
        Column(_("场地"), 3),
        *(Column(f"{Dimension(name).label} {weights[name]}", 1.1, align="right") for name in names),
        Column(_("得分"), 1, align="right"),
        Column(_("名次"), 1),
        Column(_("报价"), 1.8, kind="money"),
    )
    rows = []
    chosen = 0
    for nth, row in enumerate(content.get("rows", [])):
        if row["candidate_id"] == content.get("candidate_id"):
            chosen = nth
        place = _("否决") if row["excluded"] else str(row["rank"] or "—")
        points = tuple(row["parts"].get(name, "") for name in names)
        rows.append((row["venue"], *points, row["total"], place, row["quote_cents"]))
    return Table(columns, tuple(rows), emphasis={chosen: "total"} if rows else {})


def _formula(content: dict[str, Any]) -> str:
    price = content.get("weights", {}).get("price", 0)
    text = _(
        "得分 = Σ（权重 × 平均分 ÷ 5）+ {price} × 最低有效报价 ÷ 报价；逐项平均后合计，最后四舍五入到一位小数。"
    ).format(price=price)
    vetoed = [f"{row['venue']}：{row['excluded']}" for row in content.get("rows", []) if row["excluded"]]
    return text + (_("一票否决：") + _("；").join(vetoed) + _("。") if vetoed else "")


def _measures(rows: list[dict[str, Any]]) -> Table:
    columns = (Column(_("项目"), 3), Column(_("实测"), 3), Column(_("备注"), 4), Column(_("考察人"), 2))
    return Table(columns, tuple((r["label"], r["value"], r["note"], r["by"]) for r in rows))


def _visits(rows: list[dict[str, Any]]) -> Table:
    columns = (
        Column(_("场地"), 4),
        Column(_("考察日期"), 2),
        Column(_("考察人"), 2),
        Column(_("照片"), 1, kind="number"),
    )
    return Table(columns, tuple((r["venue"], r["on"], r["inspector"], r["photos"]) for r in rows))


def _promised(row: dict[str, Any]) -> str:
    more = " · ".join(filter(None, [row["said_by"], row["note"]]))
    return f"{row['item']}（{more}）" if more else str(row["item"])


def _parties(meeting: Any, version: Any) -> tuple[Party, ...]:
    client = meeting.client.name if meeting.client else ""
    prepared = version.header.get("prepared_by", "") if version else ""
    ours = Party(_("编制"), meeting.org.name, prepared)
    signoff = confirmation(version) if version else None
    if signoff is None:
        return (Party(_("客户确认"), client), ours)
    at = signoff.signed_at.astimezone(meeting.zone)
    return (Party(_("客户确认"), client, signoff.person_name, at, signoff.version_hash), ours)


def differences(before: dict[str, Any], after: dict[str, Any]) -> list[FieldDifference]:
    old, new = texts(before), texts(after)
    return [FieldDifference(key, str(LABELS[key]), old[key], new[key]) for key in LABELS if old[key] != new[key]]


def missing(content: dict[str, Any], _meeting: Any) -> Iterable[Missing]:
    """A confirmation names a venue, its price and why."""
    told = texts(content)
    for key in ("venue", "quote", "reason"):
        if not told[key]:
            yield Missing(key, str(LABELS[key]), _("没有这一项，客户无从确认"))


def signed(signing: Signing) -> VenueChoiceSigned:
    return VenueChoiceSigned(
        meeting_id=signing.meeting.pk,
        candidate_id=signing.version.content["candidate_id"],
        document_id=signing.document.pk,
        version_id=signing.version.pk,
        version_hash=signing.version.content_hash,
    )


register(
    DocumentKind(
        code=VENUE_CHOICE,
        title=gettext_lazy("场地选定确认"),
        prefix="VC",
        gates=("G3b",),
        signer="client",
        view="site_visits.view",
        edit="site_visits.recommend",
        sign_off="site_visits.recommend",
        sheet=sheet,
        url=lambda document: reverse("site_visits:choice", args=[document.meeting.slug]),
        differences=differences,
        missing=missing,
        signed=signed,
        fields=lambda content: [(key, label, "") for key, label in LABELS.items()],
        rests_on=(*MEETING_FACTS, "function."),
        owner_role="venue_team",
    )
)
