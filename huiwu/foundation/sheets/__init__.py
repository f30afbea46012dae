"""Tables out of people's own Excel and CSV files: typed rows, each with its place, and what was wrong cell by cell.

    table = read_table(source, columns)            # a path, an open binary file or bytes; pasted text: from_text(…)
    for row in table.rows():                       # may be called again; rows are made as they are read
        row.values["unit_cents"], row.is_refused, row.problems
    corrections(refused, columns)                  # the refused rows with a column of reasons, as a workbook

Nothing is unpacked before `limits.inspect` has looked at the file: sizes, entries, ratio, password.
"""

from huiwu.foundation.sheets.columns import Column
from huiwu.foundation.sheets.corrections import corrections, guarded
from huiwu.foundation.sheets.errors import SheetRefused
from huiwu.foundation.sheets.limits import Limits, inspect
from huiwu.foundation.sheets.reading import from_text, read_table, sheet_names
from huiwu.foundation.sheets.table import Note, Problem, Row, Table

__all__ = [
    "Column",
    "Limits",
    "Note",
    "Problem",
    "Row",
    "SheetRefused",
    "Table",
    "corrections",
    "from_text",
    "guarded",
    "inspect",
    "read_table",
    "sheet_names",
]
