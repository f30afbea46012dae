"""Readers of invoices: XML, OFD, PDF, pictures, QR text. Plain Python; each gives a `Reading`, never writes, never asks the clock."""

from huiwu.invoices.reading.detect import read_file
from huiwu.invoices.reading.qr import read_qr_text
from huiwu.invoices.reading.values import Line, Reading, Unreadable

__all__ = ["Line", "Reading", "Unreadable", "read_file", "read_qr_text"]
