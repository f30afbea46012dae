"""Settlement as its pages need it."""

from huiwu.settlement.queries.final import final_content, final_document, signed_final
from huiwu.settlement.queries.papers import missing_papers, papers_of
from huiwu.settlement.queries.suppliers import Row, Totals, row_of, rows_of, totals_of, unsettled

__all__ = [
    "Row",
    "Totals",
    "final_content",
    "final_document",
    "missing_papers",
    "papers_of",
    "row_of",
    "rows_of",
    "signed_final",
    "totals_of",
    "unsettled",
]
