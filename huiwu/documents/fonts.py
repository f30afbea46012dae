"""The fonts that travel with the product, what they can draw, and the proof of it at start-up."""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import manimgx_fonts_cjk  # type: ignore[import-untyped]  # ships no types
import pylopdf_fonts_zh_cn
from fontTools.ttLib import TTFont

SANS = "Noto Sans CJK SC"
SERIF = "Noto Serif SC"

# Given names and surnames that real rosters hold and most fonts lack: one of each block a name comes from.
RARE_NAMES = "㛃㑇㙦㬎㭎䶮䒟䴖堃祎喆龘犇骉骁翀烜炘昉晳玥珺璟璠彧煊燚垚淼鑫赟斌贇婧媖嫚"
RARE_NAMES += "鿏镕鎔瑨璘𠮷𬭎𬬭𬍛𬀩𬎆𬸚𬒈𬤇𬭬𬱖𬘭𫍯𫖮𨱏𨭉𪟝𡐓𬣙"

GENERAL_CHARACTERS = Path(__file__).with_name("general_characters.txt")


@dataclass(frozen=True, slots=True)
class Coverage:
    """`missing`: characters that no font draws; `by_font`: those that each font lacks, both in code order."""

    missing: tuple[str, ...]
    by_font: Mapping[str, tuple[str, ...]]


@functools.cache
def files() -> Mapping[str, Path]:
    """Font family name to its file."""
    return {
        SANS: Path(manimgx_fonts_cjk.__file__).with_name("NotoSansCJK-VF.otf.ttc"),
        SERIF: pylopdf_fonts_zh_cn.serif_path(),
    }


def folders() -> list[str]:
    """The folders that a typesetter is to look for fonts in."""
    return sorted({str(path.parent) for path in files().values()})


@functools.cache
def characters(family: str) -> frozenset[int]:
    """The code points that a family draws, read once from its file's character map."""
    path = files()[family]
    number = _face_number(path, family) if path.suffix == ".ttc" else -1
    with TTFont(path, fontNumber=number, lazy=True) as font:
        return frozenset(font.getBestCmap())


def _face_number(path: Path, family: str) -> int:
    """Which face of a collection carries the family name."""
    number = 0
    while True:
        with TTFont(path, fontNumber=number, lazy=True) as font:
            if family in (font["name"].getDebugName(1), font["name"].getDebugName(16)):
                return number
        number += 1


def is_invisible(character: str) -> bool:
    """Line feeds, joiners, direction marks and variation selectors need no glyph of their own."""
    code = ord(character)
    return (
        unicodedata.category(character) in ("Cc", "Cf", "Zl", "Zp")
        or 0xFE00 <= code <= 0xFE0F
        or 0xE0100 <= code <= 0xE01EF
    )


def coverage(text: str) -> Coverage:
    """What of `text` the shipped fonts cannot draw, all together and each alone."""
    wanted = {ord(character) for character in set(text) if not is_invisible(character)}
    by_font = {family: wanted - characters(family) for family in files()}
    missing = set.intersection(*by_font.values())
    return Coverage(_as_text(missing), {family: _as_text(codes) for family, codes in by_font.items()})


def prove() -> list[str]:
    """Start-up proof over the 8,105 characters of 《通用规范汉字表》 (2013) and a list of rare name characters.

    Returns one sentence for each fault, and none when everything can be printed. A single font may lack a
    character that another one draws; that is a note, told by `gaps`, and no fault.
    """
    problems = [f"字体文件缺失：{family}（{path.name}）" for family, path in files().items() if not path.is_file()]
    if problems:
        return problems
    missing = coverage(proof_text()).missing
    return [f"没有字体可以排印：{'、'.join(missing)}"] if missing else []


def gaps() -> Mapping[str, tuple[str, ...]]:
    """For each font, the characters of the proof that it lacks; another font then stands in for it."""
    return coverage(proof_text()).by_font


def proof_text() -> str:
    return GENERAL_CHARACTERS.read_text(encoding="utf-8") + RARE_NAMES


def _as_text(codes: Iterable[int]) -> tuple[str, ...]:
    return tuple(chr(code) for code in sorted(codes))
