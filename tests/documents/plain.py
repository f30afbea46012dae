"""A kind of document for these tests alone: a schema, a sheet, changes, and what it rests on."""

from __future__ import annotations

from typing import Any

from huiwu.documents.blocks import Sheet
from huiwu.documents.fourstate import FieldSpec, Schema, Section, column
from huiwu.documents.kinds import KINDS, DocumentKind, register
from huiwu.foundation.registry.impact import Change

SCHEMA = Schema(
    sections=(Section("basic", "基本"), Section("needs", "需求")),
    fields=(
        FieldSpec("name", "会议名称", "basic", required=True),
        FieldSpec("days", "备选日期", "basic", "dates"),
        FieldSpec(
            "headcount",
            "人数",
            "basic",
            "headcounts",
            required=True,
            choices=(("vip", "贵宾"), ("general", "普通参会")),
            bases=(("estimate", "预计"), ("guaranteed", "保底")),
            unit="人",
        ),
        FieldSpec("allergies", "过敏", "needs", "longtext", required=True, sensitive=True),
        FieldSpec("budget", "预算", "needs", "cents"),
        FieldSpec(
            "kpi",
            "指标",
            "needs",
            "rows",
            columns=(column("metric", "指标", required=True), column("target", "目标值", "integer")),
        ),
        FieldSpec("contact", "对接人", "needs", "person"),
        FieldSpec("streamed", "是否直播", "needs", "yes_no"),
        FieldSpec("format", "会议形式", "needs", "choice", choices=(("onsite", "线下"), ("online", "线上"))),
    ),
)


def filled_in(name: str = "合作伙伴大会") -> dict[str, Any]:
    """A content with nothing missing."""
    return SCHEMA.blank() | {
        "name": {"state": "filled", "value": name},
        "headcount": {
            "state": "filled",
            "value": {"basis": "estimate", "total": 600, "groups": {"vip": 20, "general": 580}},
        },
        "allergies": {"state": "none", "value": None},
    }


def _sheet(meeting: Any, content: dict[str, Any], version: Any) -> Sheet:
    return Sheet(title="登记表", blocks=SCHEMA.to_blocks(content), meeting_name=meeting.name, doc_no="x")


def _changes(before: dict[str, Any], after: dict[str, Any]) -> list[Change]:
    return [Change(f"plain.{d.key}", d.label, d.before_text, d.after_text) for d in SCHEMA.differences(before, after)]


def kinds() -> tuple[DocumentKind, DocumentKind]:
    """`plain` is signed by the client, `inner` inside; `inner` rests on `plain`. Registered once a run."""
    if "plain" not in KINDS:
        shape: dict[str, Any] = {
            "view": "documents.view",
            "edit": "documents.view",
            "sheet": _sheet,
            "differences": SCHEMA.differences,
            "missing": lambda content, meeting: SCHEMA.missing(content),
            "changes": _changes,
            "url": lambda document: f"/m/{document.meeting.slug}/documents/{document.pk}/",
            "fields": lambda content: SCHEMA.field_list(),
        }
        register(
            DocumentKind(code="plain", title="登记表", prefix="PL", gates=("G1",), sign_off="documents.view", **shape)
        )
        register(
            DocumentKind(
                code="inner",
                title="内部单",
                prefix="IN",
                signer="internal",
                sign_off="documents.freeze",
                **shape,
                rests_on=("plain.", "meeting.name"),
            )
        )
    return KINDS["plain"], KINDS["inner"]
