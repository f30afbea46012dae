"""Photos and scans of an invoice: what its QR code says, read on the server where no camera script runs."""

from __future__ import annotations

import io
import warnings
from typing import Any

import zxingcpp
from PIL import Image, ImageOps, UnidentifiedImageError

from huiwu.invoices.reading.qr import is_invoice_qr, read_qr_text
from huiwu.invoices.reading.values import N_, Reading, Unreadable

QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
MOST_PIXELS = 60_000_000
LARGEST_SIDE = 3_500


def read_picture(content: bytes, *, name: str = "") -> Reading:
    """The invoice whose QR code is on the picture. Raises Unreadable."""
    for said in qr_texts(_opened(content, name)):
        return read_qr_text(said, source="picture")
    raise Unreadable(name=name, why=N_("图片上没有识别到发票二维码，请对正、拍近一些，或手工登记"))


def qr_texts(picture: Any) -> list[str]:
    """The texts of all QR codes of invoices on a picture (PIL), each once."""
    found = zxingcpp.read_barcodes(picture, formats=QR)
    return list(dict.fromkeys(code.text for code in found if is_invoice_qr(code.text)))


def _opened(content: bytes, name: str) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(content))
            if picture.width * picture.height > MOST_PIXELS:
                raise Unreadable(name=name, why=N_("图片尺寸过大"))
            picture.draft("L", (LARGEST_SIDE, LARGEST_SIDE))
            upright = ImageOps.exif_transpose(picture).convert("L")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as fault:
        raise Unreadable(name=name, why=N_("图片已损坏或格式不受支持")) from fault
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as fault:
        raise Unreadable(name=name, why=N_("图片尺寸过大")) from fault
    upright.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
    return upright
