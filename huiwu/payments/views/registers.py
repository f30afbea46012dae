"""Registers as files, and the papers kept with payments."""

from __future__ import annotations

import io
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiwu.documents.blocks import NamedTable, Sheet
from huiwu.documents.render.excel import xlsx
from huiwu.documents.render.pdf import pdf
from huiwu.foundation.files import ZIPPED, send, send_file
from huiwu.foundation.models import StoredFile
from huiwu.kernel import clock
from huiwu.kernel.errors import NotFound
from huiwu.payments.models import Payment, PaymentRequest, Receipt
from huiwu.payments.sheets import register_sheet, register_tables
from huiwu.payments.views.frame import opened


@login_required
@require_safe
def export(request: HttpRequest, slug: str, form: str) -> HttpResponseBase:
    """All registers of the meeting: excel (a tab each) or pdf."""
    _actor, meeting = opened(request, slug)
    today = clock.today(meeting.time_zone)
    name = f"{meeting.number} {_('付款与收款登记簿')}"
    if form == "excel":
        return as_excel(register_tables(meeting, today), name)
    if form == "pdf":
        return as_pdf(register_sheet(meeting, today), name)
    raise NotFound


def as_excel(tables: list[NamedTable], name: str) -> HttpResponseBase:
    return send(io.BytesIO(xlsx(tables)), name=f"{name}.xlsx", media_type=ZIPPED["xl/"])


def as_pdf(sheet: Sheet, name: str) -> HttpResponseBase:
    made = pdf(sheet, on_missing="mark")
    return send(io.BytesIO(made), name=f"{name}.pdf", media_type="application/pdf", inline=True)


@login_required
@require_safe
def file(request: HttpRequest, slug: str, file_id: UUID) -> HttpResponseBase:
    """A voucher, a bank slip or an attachment of this meeting's payments, and nothing else."""
    _actor, meeting = opened(request, slug)
    used = (
        Payment.objects.filter(meeting=meeting, voucher_id=file_id).exists()
        or Receipt.objects.filter(meeting=meeting, file_id=file_id).exists()
        or PaymentRequest.objects.filter(meeting=meeting, file_id=file_id).exists()
    )
    found = StoredFile.objects.filter(pk=file_id).first()
    if found is None or not used:
        raise NotFound
    return send_file(found, inline=True)
