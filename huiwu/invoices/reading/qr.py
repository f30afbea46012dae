"""The text of an invoice's QR code: comma separated, of a changing number of parts; kept as it was read.

`01,kind,code,number,amount,yyyymmdd,check code,tail,`. What first and last part mean is not published, and older
invoices state the amount without tax where 数电票 seem to state it with tax: it is compared with both, and proves neither.
"""

from __future__ import annotations

import re

from huiwu.invoices.reading.values import N_, Gathering, Reading, Unreadable
from huiwu.invoices.rules.numbers import key_of

KINDS = {
    "01": "special", "04": "ordinary", "08": "electronic_special", "10": "electronic_ordinary", "11": "roll",
    "14": "toll", "31": "digital_special", "32": "digital_ordinary",
}  # fmt: skip
LONGEST = 500


def read_qr_text(text: str, *, source: str = "qr") -> Reading:
    """Scanned or typed text of the code. Raises Unreadable for text that is not an invoice's."""
    kept = text.strip()[:LONGEST]
    parts = [part.strip() for part in re.split(r"[,，]", kept)]
    if len(parts) < 6 or not any(_is_number(part) for part in parts[2:5]):
        raise Unreadable(name="", why=N_("不是发票上的二维码"))
    found = Gathering(source, "qr")
    found.put("qr_text", kept, "qr")
    found.put("kind", KINDS.get(parts[1], ""), "qr[2]")
    code, number = key_of(parts[2], parts[3])
    found.take("number", number, "qr[4]")
    found.take("code", code, "qr[3]")
    found.take("issued_on", parts[5], "qr[6]")
    if re.fullmatch(r"-?\d+(\.\d+)?", parts[4]):
        found.take("qr_cents", parts[4], "qr[5]")
    if not found.values.get("kind"):
        found.trouble("qr_kind_unknown", text=parts[1][:20])
    return found.done()


def is_invoice_qr(text: str) -> bool:
    """Whether this may be the QR code of an invoice, of all those on a page."""
    parts = re.split(r"[,，]", text.strip())
    return len(parts) >= 6 and any(_is_number(part.strip()) for part in parts[2:5])


def _is_number(text: str) -> bool:
    return re.fullmatch(r"\d{8}|\d{20}", text) is not None
