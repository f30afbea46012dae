"""Photos that people upload: kept without the place and the device they were taken with, and once more small, for lists.

A picture is judged by its heading before a single pixel is unpacked, so that a small file cannot fill the memory.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import IO, Any
from uuid import UUID

from PIL import Image, ImageOps, UnidentifiedImageError

from huiwu.foundation.errors import PictureTooLarge, PictureUnreadable
from huiwu.foundation.files import keep_file, plain_name
from huiwu.foundation.models import StoredFile

READ = ("JPEG", "PNG", "WEBP")
MOST_PIXELS = 50_000_000
"""A phone's best photo has 50 million; unpacked they take 150 MB."""
LONGEST_SIDE = 2560
THUMBNAIL_SIDE = 480
FAULTS = (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError)
"""What Pillow raises for damaged or hostile files."""


@dataclass(frozen=True, slots=True)
class KeptPicture:
    """The picture, upright, without EXIF, at most LONGEST_SIDE; and its thumbnail."""

    stored: StoredFile
    thumbnail: StoredFile


def keep_picture(
    content: IO[bytes], *, name: str, meeting_id: UUID | None = None, kept_by: UUID | None = None
) -> KeptPicture:
    """Keep an uploaded JPEG, PNG or WebP; the caller asked for permission.

    Turned upright as the camera meant it, then written anew: EXIF, with place and device, is gone. Raises
    PictureUnreadable, PictureTooLarge, and what `keep_file` raises; nothing remains.
    """
    name = plain_name(name)
    whole = _unpacked(content, name)
    large, small = whole.copy(), whole
    large.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
    stem = name.rpartition(".")[0] or name
    owner: dict[str, Any] = {"meeting_id": meeting_id, "kept_by": kept_by}
    return KeptPicture(
        stored=keep_file(_jpeg(large, 85), name=f"{stem}.jpg", **owner),
        thumbnail=keep_file(_jpeg(small, 75), name=f"{stem}-小图.jpg", **owner),
    )


def _unpacked(content: IO[bytes], name: str) -> Image.Image:
    content.seek(0)
    try:
        picture = Image.open(content, formats=READ)
        width, height = picture.size
        if width * height > MOST_PIXELS:
            raise PictureTooLarge(name=name, limit=MOST_PIXELS // 1_000_000)
        picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG is unpacked no larger than it will be kept
        picture.load()
        upright = ImageOps.exif_transpose(picture)
        return _on_white(upright)
    except FAULTS as fault:
        raise PictureUnreadable(name=name) from fault


def _on_white(picture: Image.Image) -> Image.Image:
    """Colours only: what shines through becomes white."""
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        seen = picture.convert("RGBA")
        white = Image.new("RGBA", seen.size, "white")
        white.alpha_composite(seen)
        picture = white
    return picture.convert("RGB")


def _jpeg(picture: Image.Image, quality: int) -> BytesIO:
    out = BytesIO()
    picture.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
    out.seek(0)
    return out
