"""Which reader a file needs, by its content and never by its name."""

from __future__ import annotations

from collections.abc import Callable

from huiwu.invoices.reading.ofd import read_ofd
from huiwu.invoices.reading.pdf import read_pdf
from huiwu.invoices.reading.picture import read_picture
from huiwu.invoices.reading.values import N_, Reading, Unreadable
from huiwu.invoices.reading.xml import read_xml

Reader = Callable[..., Reading]
PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a")


def kind_of_file(content: bytes) -> str:
    """xml, ofd, pdf, picture, or "" for anything else."""
    start = content[:64].lstrip(b"\xef\xbb\xbf \r\n\t")
    if start.startswith(b"%PDF-"):
        return "pdf"
    if start.startswith(b"PK\x03\x04"):
        return "ofd"
    if start.startswith(b"<"):
        return "xml"
    if start.startswith(PICTURES) or (start[:4] == b"RIFF" and start[8:12] == b"WEBP"):
        return "picture"
    return ""


def read_file(content: bytes, *, name: str = "") -> Reading:
    """One invoice from a file of any known kind.

    Raises Unreadable, Encrypted (pdf), ZipRefused (ofd): each says what is wrong in a sentence.
    """
    kind = kind_of_file(content)
    try:
        if kind == "xml":
            return _not_blank(read_xml(content))
        if kind == "ofd":
            return read_ofd(content, name=name)
        if kind == "pdf":
            return read_pdf(content, name=name)
        if kind == "picture":
            return read_picture(content, name=name)
    except Unreadable as fault:
        raise Unreadable(**(fault.params | {"name": name})) from fault
    raise Unreadable(name=name, why=N_("不是 XML、OFD、PDF 或图片"))


def _not_blank(reading: Reading) -> Reading:
    if reading.is_blank:
        raise Unreadable(name="", why=N_("XML 里没有发票号码和金额"))
    return reading
