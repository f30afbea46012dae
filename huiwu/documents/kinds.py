"""Kinds of document, each registered by the capability that owns its content, in that capability's `documents.py`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from huiwu.foundation.registry.impact import Change, rests_on
from huiwu.kernel.facts import Fact

if TYPE_CHECKING:
    from huiwu.documents.blocks import Sheet

MEETING_FACTS = (
    "meeting.name",
    "meeting.start_on",
    "meeting.end_on",
    "meeting.city",
    "meeting.venue_name",
    "meeting.client",
)
"""Facts in the head of every sheet: a change of one touches every document in force."""


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """One field whose text differs between two versions."""

    key: str
    label: str
    before_text: str
    after_text: str
    section: str = ""


@dataclass(frozen=True, slots=True)
class Missing:
    """A field that forbids proposing a version, and why."""

    key: str
    label: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Signing:
    """What `DocumentKind.signed` is given: rows, already written, inside the signing transaction."""

    meeting: Any
    document: Any
    version: Any
    signoff: Any


def _nothing(*_args: Any) -> list[Any]:
    return []


@dataclass(frozen=True, kw_only=True)
class DocumentKind:
    """How one kind of document behaves.

    `gates` are the gates of the SOP its sign-off opens; `signer` who opens them. `view`, `edit`, `sign_off` are names of
    permissions asked with the meeting: `sign_off` is who may send it to the client (`signer="client"`) or who approves
    it (`signer="internal"`). `sheet(meeting, content, version)` gets the meeting with the facts of that version's moment,
    and None as version for a draft. `changes` uses keys such as `brief.headcount`. `rests_on` names the changes that touch
    this document: keys, or prefixes that end in a dot.
    """

    code: str
    title: Any
    prefix: str
    view: str
    edit: str
    sign_off: str
    sheet: Callable[[Any, dict[str, Any], Any], Sheet]
    url: Callable[[Any], str]
    gates: tuple[str, ...] = ()
    signer: Literal["client", "internal"] = "client"
    differences: Callable[[dict[str, Any], dict[str, Any]], Iterable[FieldDifference]] = _nothing
    missing: Callable[[dict[str, Any], Any], Iterable[Missing]] = _nothing
    changes: Callable[[dict[str, Any], dict[str, Any]], Iterable[Change]] = _nothing
    signed: Callable[[Signing], Fact | None] | None = None
    fields: Callable[[dict[str, Any]], Iterable[tuple[str, Any, Any]]] = _nothing
    rests_on: tuple[str, ...] = MEETING_FACTS
    owner_role: str = "project_manager"


KINDS: dict[str, DocumentKind] = {}


def register(kind: DocumentKind) -> DocumentKind:
    """Make a kind known. Raises ValueError when two share a code or a prefix of numbers."""
    if kind.code in KINDS or any(kind.prefix == other.prefix for other in KINDS.values()):
        raise ValueError(f"two kinds of document share the code {kind.code} or the prefix {kind.prefix}")
    KINDS[kind.code] = kind
    if kind.rests_on:
        rests_on(*kind.rests_on)(lambda meeting, change: documents_at_stake(kind, meeting, change))
    return kind


def kind_of(code: str) -> DocumentKind:
    """The kind registered under a code; KeyError names a kind nobody registered."""
    return KINDS[code]


def documents_at_stake(kind: DocumentKind, meeting: Any, change: Change) -> Iterable[Any]:
    """The meeting's documents of a kind that a change touches; the look-up stands in `impact.py`."""
    from huiwu.documents.impact import documents_of_kind  # models cannot be imported before the registry is ready

    return documents_of_kind(kind, meeting, change)
