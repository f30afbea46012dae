"""Sheets that the drawing tests share."""

from datetime import date

from huiwu.documents.blocks import Block, Sheet

# What typst, Word's XML, Python's formatting and a spreadsheet could each take for an order.
HOSTILE = (
    '#import "x": * $x^2$ @who *a* _b_ `c` \\u{41} {{d}} [e] </w:t> &amp; <b> =1+1 //f /*g*/ ~ %s {0} 100% ### - + 1.'
)


def sheet(*blocks: Block, **changes: object) -> Sheet:
    facts: dict[str, object] = {
        "title": "会务方案",
        "dated_on": date(2026, 2, 20),
        "doc_no": "HW-1",
        "version": "V1",
    }
    return Sheet(blocks=blocks, **(facts | changes))  # type: ignore[arg-type]  # facts of any type
