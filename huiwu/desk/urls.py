"""Addresses of the desk."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required as signed_in
from django.urls import path

from huiwu.desk.views import board, feeds, search

app_name = "desk"
urlpatterns = [
    path("", signed_in(board.home), name="home"),
    path("search", signed_in(search.search), name="search"),
    path("calendar.ics", feeds.calendar, name="calendar"),
    path("desk/calendar/", signed_in(feeds.feeds), name="feeds"),
    path("desk/calendar/<uuid:link_id>/revoke/", signed_in(feeds.revoke), name="revoke_feed"),
]
