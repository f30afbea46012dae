"""What every sheet of procurement shares: its head, and how figures read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from huiwu.documents.blocks import (
    Block,
    Sheet,
)
from huiwu.documents.language import readers_language
from huiwu.kernel import clock
from huiwu.procurement.models import Rfq


def procurement_sheet(rfq: Rfq, title: str, blocks: Sequence[Block], **more: Any) -> Sheet:
    return Sheet(
        title=title,
        subtitle=rfq.title,
        blocks=tuple(blocks),
        doc_no=rfq.number,
        dated_on=clock.today(rfq.meeting.time_zone),
        meeting_name=rfq.meeting.name,
        language=readers_language(),
        issuer=rfq.meeting.org.name,
        **more,
    )


def quantity_text(value: Any) -> str:
    """600.000 → 600."""
    return f"{value.normalize():f}"


def rate_text(rate_bp: int | None) -> str:
    return "" if rate_bp is None else f"{rate_bp / 100:g}%"


def scoring_text(rfq: Rfq) -> str:
    parts = [_("价格 {weight} 分（最低有效报价÷报价×权重）").format(weight=rfq.price_weight)]
    parts += [_("{label} {weight} 分").format(label=row["label"], weight=row["weight"]) for row in rfq.criteria]
    return "；".join(parts)
