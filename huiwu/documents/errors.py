"""Why a sheet cannot be drawn."""

from __future__ import annotations

from huiwu.kernel.errors import Refusal


class MissingGlyphs(Refusal):
    """No shipped font draws these characters; `characters` holds them in code order."""

    code = "missing_glyphs"
    status = 422
    sentence = "这些字没有字体可以排印：{named}。文件没有生成，内容没有改变。请核对用字，或选择以〓代替后再生成。"

    def __init__(self, characters: tuple[str, ...]) -> None:
        self.characters = characters
        super().__init__(named="、".join(f"{c}（U+{ord(c):04X}）" for c in characters))


class PictureUnreadable(Refusal):
    """A picture's bytes are not a whole PNG or JPEG."""

    code = "picture_unreadable"
    status = 422
    sentence = "图片“{caption}”无法读取，文件没有生成。请换一张 PNG 或 JPEG 图片。"
