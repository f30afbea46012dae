"""A whole meeting as one file, and back again: import then export gives the same bytes (contracts.md).

`writing.write_archive` and `reading.put_archive` are the two ways; who may, and that it happened, is the business of
the capability that owns meetings.
"""

from huiwu.foundation.archiving.reading import Arrived, put_archive
from huiwu.foundation.archiving.writing import Written, write_archive

__all__ = ["Arrived", "Written", "put_archive", "write_archive"]
