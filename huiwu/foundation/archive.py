"""What of the mechanisms travels with a meeting: history and kept files, written by `archiving` itself."""

from __future__ import annotations

from huiwu.foundation.models import FactRecord, Job, StoredFile
from huiwu.foundation.registry.archive import left_at_home

left_at_home(FactRecord, "由档案自己写成 facts.jsonl")
left_at_home(StoredFile, "由档案自己写成 stored_files.jsonl 与 files/")
left_at_home(Job, "排队中的后台工作，只属于运行它的系统")
