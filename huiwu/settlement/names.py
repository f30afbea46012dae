"""What records and codes of settlement are called in the history."""

from __future__ import annotations

from huiwu.foundation.registry.names import names, words
from huiwu.settlement.choices import PaperKind

names("paper_kind")(words(PaperKind))
