"""What is read from a file that a speaker hands in, and why it may not be read."""

from __future__ import annotations

from dataclasses import dataclass

MOST_PAGES = 400
"""Pages that are looked at; a longer deck is counted only."""
MOST_OUTLINE = 120
"""Characters of a page kept for the difference between two versions."""


@dataclass(frozen=True, slots=True)
class Deck:
    """Slides or a paper: pages, their size in points, the first words of each, fonts, and what plays inside.

    `fonts` are those in use that the file does not carry. `linked` videos lie outside of the file; `lost` ones are named
    in it and are not there.
    """

    pages: int
    width: int
    height: int
    outline: tuple[str, ...] = ()
    fonts: tuple[str, ...] = ()
    linked: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    hidden: int = 0


class Unreadable(Exception):
    """Damaged, or not what its name says."""


class Locked(Exception):
    """Opens only with a password."""


class HasProgram(Exception):
    """Macros or controls inside: programs do not reach the playing computer."""


def first_words(texts: list[str]) -> str:
    """A page's words in one line, cut."""
    return " ".join(" ".join(texts).split())[:MOST_OUTLINE]
