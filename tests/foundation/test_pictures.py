"""Photos are kept upright and without EXIF; what is no photo, or a bomb, is refused and leaves nothing."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image

from huiwu.foundation.errors import PictureTooLarge, PictureUnreadable
from huiwu.foundation.files import open_file
from huiwu.foundation.models import StoredFile
from huiwu.foundation.pictures import LONGEST_SIDE, THUMBNAIL_SIDE, keep_picture


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    return settings.MEDIA_ROOT


def photo(size=(1200, 800), form="JPEG", mode="RGB", **more) -> io.BytesIO:
    out = io.BytesIO()
    Image.new(mode, size, 128 if mode == "L" else (10, 120, 200, 0)[: len(mode)]).save(out, form, **more)
    out.seek(0)
    return out


def read(stored: StoredFile) -> Image.Image:
    with open_file(stored) as content:
        picture = Image.open(content)
        picture.load()
        return picture


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_bomb(side: int) -> io.BytesIO:
    """A PNG of a few kilobytes that says it is `side` × `side`."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0))
    return io.BytesIO(b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 9999)) + chunk(b"IEND", b""))


def test_a_photo_is_kept_with_a_small_one(db):
    kept = keep_picture(photo((4000, 3000)), name="大厅.JPG")
    assert (read(kept.stored).size, read(kept.thumbnail).size) == ((2560, 1920), (480, 360))
    assert (kept.stored.name, kept.stored.media_type, kept.thumbnail.name) == (
        "大厅.jpg",
        "image/jpeg",
        "大厅-小图.jpg",
    )


def test_a_small_photo_is_not_blown_up(db):
    kept = keep_picture(photo((300, 200)), name="a.jpg")
    assert (read(kept.stored).size, read(kept.thumbnail).size) == ((300, 200), (300, 200))


def test_place_and_device_are_gone_and_the_picture_stands_upright(db):
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Maker"
    exif.get_ifd(0x8825)[1] = "N"
    kept = keep_picture(photo((1200, 800), exif=exif), name="a.jpg")
    assert read(kept.stored).size == (800, 1200)
    assert dict(read(kept.stored).getexif()) == {}
    assert dict(read(kept.thumbnail).getexif()) == {}


@pytest.mark.parametrize(
    ("form", "mode"), [("PNG", "RGBA"), ("PNG", "L"), ("WEBP", "RGB"), ("JPEG", "CMYK"), ("PNG", "P")]
)
def test_every_kind_of_colour_becomes_a_plain_jpeg(db, form, mode):
    source = photo(form=form, mode=mode) if mode != "P" else io.BytesIO()
    if mode == "P":
        Image.new("P", (20, 20)).save(source, form, transparency=0)
    assert read(keep_picture(source, name="x").stored).mode == "RGB"


def test_what_shines_through_becomes_white(db):
    assert read(keep_picture(photo((8, 8), "PNG", "RGBA"), name="x.png").stored).getpixel((4, 4)) == (255, 255, 255)


@pytest.mark.parametrize("content", [b"", b"GIF89a\0\0", b"<svg/>", b"\xff\xd8\xff\xe0 broken", b"%PDF-1.7"])
def test_what_is_no_photo_is_refused_and_nothing_remains(db, content):
    with pytest.raises(PictureUnreadable):
        keep_picture(io.BytesIO(content), name="a.jpg")
    assert StoredFile.objects.count() == 0


def test_half_a_photo_is_refused(db):
    whole = photo().getvalue()
    with pytest.raises(PictureUnreadable):
        keep_picture(io.BytesIO(whole[: len(whole) // 2]), name="a.jpg")


@pytest.mark.parametrize("side", [8_000, 30_000, 60_000])
def test_a_bomb_is_refused_by_its_heading(db, side, media):
    with pytest.raises((PictureTooLarge, PictureUnreadable)) as refused:
        keep_picture(png_bomb(side), name="a.png")
    assert refused.value.status in (413, 415)
    assert not media.exists()


def test_the_sides_are_the_ones_stated():
    assert (LONGEST_SIDE, THUMBNAIL_SIDE) == (2560, 480)
