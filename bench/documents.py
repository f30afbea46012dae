"""Cost of drawing documents; each case runs in a process of its own, so that its peak memory is its own."""

from __future__ import annotations

import io
import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

CASES = ("plan_pdf", "plan_word", "font_proof")
TARGETS = {"plan_pdf": "under 2 s and 300 MB", "plan_word": "", "font_proof": "cheap enough for start-up"}


def rows(full: bool = False) -> list[dict[str, Any]]:
    """One row for each case over 5 runs (`full`: 15); seconds, megabytes."""
    return [_row(case, 15 if full else 5) for case in CASES]


def _row(case: str, runs: int) -> dict[str, Any]:
    measured = [_measured(case) for _ in range(runs)]
    return {
        "name": f"documents: {case}",
        "median_s": statistics.median(m["wall_s"] for m in measured),
        "cpu_s": statistics.median(m["cpu_s"] for m in measured),
        "peak_mb": max(m["peak_mb"] for m in measured),
        "baseline_name": "", "baseline_s": None, "ratio": None,
        "note": ", ".join(filter(None, (measured[0]["note"], TARGETS[case], f"{runs} cold runs"))),
    }  # fmt: skip


def _measured(case: str) -> dict[str, Any]:
    done = subprocess.run([sys.executable, "-m", "bench.documents", case], check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _run(case: str) -> dict[str, Any]:
    work = _prepared(case)
    wall, cpu = time.perf_counter(), time.process_time()
    made = work()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    # Linux reports kilobytes.
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    note = (
        made if isinstance(made, str) else f"{pages(made)} pages" if made[:4] == b"%PDF" else f"{len(made) // 1024} kB"
    )
    return {"wall_s": wall, "cpu_s": cpu, "peak_mb": peak, "note": note}


def pages(data: bytes) -> int:
    from pypdf import PdfReader

    return len(PdfReader(io.BytesIO(data)).pages)


def _prepared(case: str) -> Callable[[], str | bytes]:
    from bench.plan_sheet import plan
    from huiwu.documents import fonts
    from huiwu.documents.render.pdf import pdf
    from huiwu.documents.render.word import docx

    sheet = plan(chapters=41)
    work: dict[str, Callable[[], str | bytes]] = {
        "plan_pdf": lambda: pdf(sheet),
        "plan_word": lambda: docx(sheet),
        "font_proof": lambda: f"{len(fonts.proof_text())} characters, {len(fonts.prove())} problems",
    }
    return work[case]


if __name__ == "__main__":
    print(json.dumps(_run(sys.argv[1])))
