"""Finding people of a meeting: one box for names, pinyin, initials, organisations, numbers and phones.

Every way is a range of an index that begins with the meeting, so that other meetings do not slow it down.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import connection
from django.db.models import Q

from huiwu.attendees import bridge
from huiwu.attendees.models import Attendee, NamePiece, OrganisationPiece
from huiwu.meetings.models import Meeting

SOME, MANY = 300, 20_000
ACTIVE = {"merged_into": None, "erased_at": None}
_LAST = "\U0010ffff"


def find(meeting: Meeting | UUID, text: str, limit: int = 20) -> list[Attendee]:
    """Up to `limit` active people meant by the text, closest first; all of its words must fit. Nothing for no text.

    A word is the beginning of: a name or any part of it, its pinyin or initials (surnames as read, other readings too),
    an organisation or its short name, a number, a mobile or its last four figures, an e-mail address.
    """
    return find_in([meeting if isinstance(meeting, UUID) else meeting.pk], text, limit)


def find_in(meeting_ids: Sequence[UUID], text: str, limit: int = 20) -> list[Attendee]:
    """The same in several meetings at once, with as many queries."""
    ids = _matching(meeting_ids, text, SOME)
    there = set(Attendee.objects.filter(pk__in=ids, **ACTIVE).order_by().values_list("pk", flat=True))
    wanted = [pk for pk in ids if pk in there][:limit]
    rows = Attendee.objects.select_related("delegation", "meeting").in_bulk(wanted)
    return [rows[pk] for pk in wanted]


def matching_ids(meeting: Meeting | UUID, text: str, most: int = MANY) -> list[UUID]:
    """Ids of those meant by the text, closest first: for filters of lists. People merged or erased may be among them."""
    return _matching([meeting if isinstance(meeting, UUID) else meeting.pk], text, most)


def _matching(meetings: Sequence[UUID], text: str, most: int) -> list[UUID]:
    words = bridge.query_pieces(text)
    if not words or not meetings:
        return []
    first, *others = sorted(words, key=len, reverse=True)
    found = list(_meant(meetings, first, most if not others else MANY))
    for word in others:
        also = set(_meant(meetings, word, MANY))
        found = [pk for pk in found if pk in also]
    return found[:most]


def _meant(meetings: Sequence[UUID], word: str, most: int) -> dict[UUID, None]:
    """Ids for one word in the order of closeness: number and phone, then names (shortest first), then organisations."""
    found: dict[UUID, None] = {}
    if word.isdigit():
        found |= dict.fromkeys(_by_figures(meetings, word, most))
    pieces = NamePiece.objects.filter(_begins(word), meeting__in=meetings).order_by("piece")
    found |= dict.fromkeys(pieces.values_list("attendee_id", flat=True)[:most])
    if len(found) < most:
        found |= dict.fromkeys(_by_organisation(meetings, word, most))
    if word.isascii() and not found:
        found |= dict.fromkeys(_by_mail(meetings, word, most))
    return found


def _by_figures(meetings: Sequence[UUID], word: str, most: int) -> Iterable[UUID]:
    rows = Attendee.objects.filter(meeting__in=meetings).order_by()
    if len(word) <= 6:
        yield from rows.filter(number=int(word)).values_list("pk", flat=True)
    if len(word) == 4:
        yield from rows.filter(mobile_tail=word).values_list("pk", flat=True)[:most]
    if len(word) >= 3:
        mobile = _begins(f"+86{word}", "mobile") | _begins(f"+{word}", "mobile")
        yield from rows.filter(mobile).values_list("pk", flat=True)[:most]


def _by_organisation(meetings: Sequence[UUID], word: str, most: int) -> Iterable[UUID]:
    pieces = OrganisationPiece.objects.filter(_begins(word), meeting__in=meetings).order_by("piece")
    names = list(dict.fromkeys(pieces.values_list("org_name", flat=True)[:SOME]))
    if not names:
        return []
    rows = Attendee.objects.filter(meeting__in=meetings, org_name__in=names).order_by("number")
    return rows.values_list("pk", flat=True)[:most]


def _by_mail(meetings: Sequence[UUID], word: str, most: int) -> Iterable[UUID]:
    """E-mail addresses are kept with their signs, words of a query without: compared by their part before the @."""
    rows = Attendee.objects.filter(_begins(word, "email"), meeting__in=meetings).exclude(email="").order_by()
    return rows.values_list("pk", flat=True)[:most]


def _begins(word: str, column: str = "piece") -> Q:
    """The column begins with the word, in the form that the database answers from an index."""
    if connection.vendor == "sqlite":
        return Q(**{f"{column}__gte": word, f"{column}__lt": word + _LAST})
    return Q(**{f"{column}__startswith": word})
