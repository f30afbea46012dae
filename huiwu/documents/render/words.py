"""The few words that the drawing itself puts on paper, in the sheet's language."""

from __future__ import annotations

from collections.abc import Mapping

from huiwu.documents.blocks import Language

WORDS: Mapping[Language, Mapping[str, str]] = {
    "zh-hans": {
        "doc_no": "编号", "version": "版本", "dated_on": "日期", "issuer": "编制", "contents": "目录",
        "task": "事项", "owner": "责任人", "start": "开始", "end": "结束",
        "critical": "关键路径", "planned": "计划", "done": "已完成", "gate": "关口", "rest": "休息日", "today": "今天",
        "responsible": "R 执行", "accountable": "A 负责", "consulted": "C 征询", "informed": "I 知会",
        "signature": "签字（盖章）", "date": "日期", "signed": "已签认", "signed_at": "签认时间",
        "hash": "版本校验", "note": "说明", "warning": "注意", "changed": "改", "week": "周", "page": "第 {} 页 / 共 {} 页",
    },
    "en": {
        "doc_no": "No.", "version": "Version", "dated_on": "Date", "issuer": "Prepared by", "contents": "Contents",
        "task": "Task", "owner": "Owner", "start": "Start", "end": "End",
        "critical": "Critical path", "planned": "Planned", "done": "Done", "gate": "Gate", "rest": "Day off",
        "today": "Today", "responsible": "R responsible", "accountable": "A accountable",
        "consulted": "C consulted", "informed": "I informed",
        "signature": "Signature (seal)", "date": "Date", "signed": "Signed", "signed_at": "Signed at",
        "hash": "Version hash", "note": "Note", "warning": "Warning", "changed": "Rev.", "week": "Week",
        "page": "Page {} of {}",
    },
}  # fmt: skip
