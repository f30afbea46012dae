"""The words of the desk."""

from __future__ import annotations

from datetime import timedelta

FEED = "calendar.feed"
"""Purpose of a link that a calendar program follows."""
FEED_LASTS = timedelta(days=400)
MOST_FEEDS = 50
