"""The size of a photo, from its heading alone."""

from __future__ import annotations

from typing import IO

from PIL import Image

from huiwu.foundation.pictures import FAULTS, READ
from huiwu.speaker_materials.reading.values import Unreadable

TURNED = (5, 6, 7, 8)
"""EXIF orientations that lie on their side."""


def size_of(content: IO[bytes]) -> tuple[int, int]:
    """Width and height as it will be seen. Raises Unreadable."""
    content.seek(0)
    try:
        with Image.open(content, formats=READ) as picture:
            width, height = picture.size
            turned = picture.getexif().get(0x0112) in TURNED
    except FAULTS as fault:
        raise Unreadable from fault
    finally:
        content.seek(0)
    return (height, width) if turned else (width, height)
