"""Nouns of the desk, made for its pages."""

from huiwu.desk.queries.board import LISTS, Asked, Desk, Line, Listing, desk, full_list, may_open_meetings
from huiwu.desk.queries.feeds import Feed, feed_of, feeds_of
from huiwu.desk.queries.search import Group, found_everywhere

__all__ = [
    "LISTS",
    "Asked",
    "Desk",
    "Feed",
    "Group",
    "Line",
    "Listing",
    "desk",
    "feed_of",
    "feeds_of",
    "found_everywhere",
    "full_list",
    "may_open_meetings",
]
