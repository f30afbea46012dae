"""Files as speakers bring them: decks with something wrong, PDFs, photos, and what is none of these."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

from PIL import Image
from pypdf import PdfWriter

from huiwu.speaker_materials.demo_content import deck

RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def rewritten(content: bytes, change: Callable[[str, bytes], bytes | None], **more: bytes) -> bytes:
    """The package with every part as `change` gives it (None leaves it out), and with `more` parts added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            made = change(name, old.read(name))
            if made is not None:
                new.writestr(name, made)
        for name, part in more.items():
            new.writestr(name, part)
    return out.getvalue()


def slides(title: str = "开放协作", pages: tuple[str, ...] = ("一", "二"), font: str = "微软雅黑") -> bytes:
    return deck(title, list(pages), font=font)


def old_shape() -> bytes:
    """4:3."""
    return rewritten(
        slides(), lambda _n, part: part.replace(b'cx="12192000" cy="6858000"', b'cx="9144000" cy="6858000"')
    )


def with_relation(kind: str, target: str, mode: str = "") -> bytes:
    """The first slide names something it plays."""
    line = f'<Relationship Id="rId9" Type="{RELATION}/{kind}" Target="{target}"{mode}/></Relationships>'.encode()

    def add(name: str, part: bytes) -> bytes:
        return part.replace(b"</Relationships>", line) if name.endswith("slide1.xml.rels") else part

    return rewritten(slides(), add)


def with_linked_video() -> bytes:
    return with_relation("video", "file:///C:/videos/opening.mp4", ' TargetMode="External"')


def with_lost_video() -> bytes:
    return with_relation("video", "../media/media1.mp4")


def with_video() -> bytes:
    return rewritten(
        with_lost_video(), lambda _n, part: part, **{"ppt/media/media1.mp4": b"\0\0\0\x18ftypmp42" + b"\0" * 40}
    )


def with_macro() -> bytes:
    return rewritten(slides(), lambda _n, part: part, **{"ppt/vbaProject.bin": OLE})


def with_control() -> bytes:
    return rewritten(slides(), lambda _n, part: part, **{"ppt/activeX/activeX1.xml": b"<a/>"})


def with_hidden_page() -> bytes:
    return rewritten(
        slides(),
        lambda name, part: part.replace(b"<p:sld ", b'<p:sld show="0" ') if name.endswith("slide2.xml") else part,
    )


def with_embedded_font() -> bytes:
    """A rare font, carried along."""
    font = '<p:embeddedFontLst><p:embeddedFont><p:font typeface="方正兰亭黑"/></p:embeddedFont></p:embeddedFontLst>'
    whole = slides(font="方正兰亭黑")
    return rewritten(
        whole,
        lambda name, part: (
            part.replace(b"</p:presentation>", font.encode() + b"</p:presentation>")
            if name == "ppt/presentation.xml"
            else part
        ),
    )


def with_entity() -> bytes:
    """An XML bomb's first step."""
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><p:presentation xmlns:p="x">&a;</p:presentation>'
    return rewritten(slides(), lambda name, part: bomb if name == "ppt/presentation.xml" else part)


def bomb() -> bytes:
    """50 MB of nothing in a few kilobytes."""
    return rewritten(slides(), lambda _n, part: part, **{"ppt/media/image1.png": b"\0" * 50_000_000})


def keynote() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("Index/Document.iwa", b"x")
    return out.getvalue()


def protected() -> bytes:
    return OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 100


def old_powerpoint() -> bytes:
    return OLE + b"\0" * 600 + "PowerPoint Document".encode("utf-16-le")


def pdf(pages: int = 3, width: int = 960, height: int = 540, password: str = "") -> bytes:
    writer = PdfWriter()
    for _page in range(pages):
        writer.add_blank_page(width, height)
    if password:
        writer.encrypt(password)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def pdf_with_text(font: str = "FZLTHK--GBK1-0") -> bytes:
    """One page in a font that the file does not carry."""
    stream = b"BT /F1 40 Tf 100 300 Td (Open cooperation) Tj ET"
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 960 540]/Resources<</Font<</F1 4 0 R>>>>/Contents 5 0 R>>",
        b"<</Type/Font/Subtype/TrueType/BaseFont/" + font.encode() + b"/Encoding/WinAnsiEncoding>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
    ]
    out, places = bytearray(b"%PDF-1.4\n"), []
    for nth, part in enumerate(parts, 1):
        places.append(len(out))
        out += b"%d 0 obj" % nth + part + b"endobj\n"
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(parts) + 1, table)
    return bytes(out)


def photo(width: int = 800, height: int = 1000, form: str = "JPEG", tone: int = 120) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), (tone, 140, 160)).save(out, form)
    return out.getvalue()


def film() -> bytes:
    return b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + b"\0" * 400
