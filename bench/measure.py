"""What a row is, and how its figures are taken."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

LEAST_RUNS = 5


def row(
    name: str,
    median_ms: float,
    *,
    cpu_ms: float | None = None,
    peak_mb: float | None = None,
    baseline_ms: float | None = None,
    baseline_name: str = "",
    note: str = "",
) -> dict[str, Any]:
    """One row as every module gives it: seconds and megabytes; a ratio below 1 is better than the baseline."""
    return {
        "name": name,
        "median_s": median_ms / 1000,
        "cpu_s": None if cpu_ms is None else cpu_ms / 1000,
        "peak_mb": peak_mb,
        "baseline_name": baseline_name,
        "baseline_s": None if baseline_ms is None else baseline_ms / 1000,
        "ratio": None if not baseline_ms else median_ms / baseline_ms,
        "note": note,
    }


def timed(work: Callable[[], Any], *, runs: int = LEAST_RUNS, per: int = 1) -> tuple[float, float]:
    """Median wall and CPU milliseconds of one call; `per` is how many things one call does."""
    work()
    walls, cpus = [], []
    for _ in range(runs):
        wall, cpu = time.perf_counter(), time.process_time()
        work()
        walls.append((time.perf_counter() - wall) * 1000 / per)
        cpus.append((time.process_time() - cpu) * 1000 / per)
    return statistics.median(walls), statistics.median(cpus)


def percentile(values: list[float], share: float) -> float:
    """Nearest rank."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, -(-int(share * len(ordered) * 100) // 100) - 1))]


def table(rows: list[dict[str, Any]]) -> str:
    """Aligned text, one row a line; times in milliseconds."""
    lines = [("what", "median ms", "CPU ms", "peak MB", "baseline ms", "ratio", "")]
    for found in rows:
        baseline = f"{_ms(found['baseline_s'])} {found['baseline_name']}".strip()
        figures = (_ms(found["median_s"]), _ms(found["cpu_s"]), _figure(found["peak_mb"]), baseline)
        lines.append((found["name"], *figures, _figure(found["ratio"]), found.get("note") or ""))
    widths = [max(len(line[i]) for line in lines) for i in range(7)]
    return "\n".join("  ".join(c.ljust(w) for c, w in zip(line, widths, strict=True)).rstrip() for line in lines)


def _ms(seconds: float | None) -> str:
    return _figure(None if seconds is None else seconds * 1000)


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"


def note(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
