"""Invoices: a zip of 5,000 files in the real formats imported as the worker does it, and what reading one of each costs."""

from __future__ import annotations

import io
import time
import zipfile
from datetime import date
from functools import partial
from typing import Any

from bench.measure import note, row, timed

FILES = 5_000
GOAL_MS = 30_000
RUNS = 5


def _tell(told: list[int], done: int, _total: int) -> None:
    told.append(done)


def rows(full: bool = False) -> list[dict[str, Any]]:
    return [*reading(), *importing(full)]


def reading() -> list[dict[str, Any]]:
    """One file of each format through its reader; the PDF is made as the house makes its own."""
    from huiwu.invoices.demo_files import einvoice_xml, ofd_package
    from huiwu.invoices.reading import read_file
    from tests.invoices.samples import invoice_pdf, paper

    found = []
    for name, content in (
        ("XML", einvoice_xml(paper())),
        ("OFD", ofd_package(paper())),
        ("PDF with QR code", invoice_pdf(paper())),
    ):
        wall, cpu = timed(partial(read_file, content))
        found.append(row(f"invoices: read one {name}", wall, cpu_ms=cpu, note=f"{len(content) / 1000:.0f} kB"))
    return found


def importing(full: bool) -> list[dict[str, Any]]:
    """From the queued import to the last answer; nine of ten files XML, one OFD. Each run has numbers of its own."""
    from huiwu.foundation.actors import SYSTEM, Actor
    from huiwu.invoices import services
    from huiwu.invoices.models import Invoice
    from huiwu.invoices.services.importing import Upload
    from tests.cast import assemble
    from tests.invoices.samples import OURS

    cast = assemble()
    actor = Actor.of_user(cast.owner)
    title = {"name": OURS.name, "tax_id": OURS.tax_id}
    services.save_title(actor=SYSTEM, org_id=cast.org.pk, values=title, is_default=True)
    walls, cpus, asked, reports = [], [], [], []
    for run in range(RUNS if full else 3):
        packed = io.BytesIO(_package(run))
        begun = time.perf_counter()
        batch = services.ask_for_import(
            actor=actor, org_id=cast.org.pk, meeting=cast.meeting, uploads=[Upload("发票.zip", packed)]
        )
        asked.append((time.perf_counter() - begun) * 1000)
        told: list[int] = []
        begun, spent = time.perf_counter(), time.process_time()
        counts = services.run_import(import_id=batch.pk, progress=partial(_tell, told))
        walls.append((time.perf_counter() - begun) * 1000)
        cpus.append((time.process_time() - spent) * 1000)
        reports.append(len(told))
        assert counts["taken"] == FILES, counts
        note(f"   run {run + 1}: {walls[-1] / 1000:.1f} s, {cpus[-1] / 1000:.1f} s of CPU")
    assert Invoice.objects.count() == FILES * len(walls)
    middle = sorted(walls)[len(walls) // 2]
    said = f"{FILES / middle * 1000:.0f} a second, progress told {reports[0]} times"
    return [
        row(
            f"invoices: import {FILES:,} files",
            middle,
            cpu_ms=sorted(cpus)[len(cpus) // 2],
            baseline_ms=GOAL_MS,
            baseline_name="goal",
            note=said,
        ),
        row("invoices: ask for it (zip kept, counted)", sorted(asked)[len(asked) // 2]),
    ]


def _package(run: int) -> bytes:
    from huiwu.invoices.demo_files import digital_number, einvoice_xml, ofd_package
    from tests.invoices.samples import paper

    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for serial in range(FILES):
            one = paper(number=digital_number(date(2026, 3, 1), run * FILES + serial), issued_on=date(2026, 3, 1))
            if serial % 10:
                package.writestr(f"{serial}.xml", einvoice_xml(one))
            else:
                package.writestr(f"{serial}.ofd", ofd_package(one))
    return made.getvalue()
