"""Addresses of attendees, and of the one personal page."""

from django.contrib.auth.decorators import login_required as signed_in
from django.urls import path

from huiwu.attendees import list_urls
from huiwu.attendees.views import lists, own, people, quality

app_name = "attendees"
urlpatterns = [
    *list_urls.urlpatterns,
    path("l/<str:token>/me/", own.read, name="own"),
    path("l/<str:token>/me/data/", own.data, name="own_data"),
    path("l/<str:token>/me/photo/", own.photo, name="own_photo"),
    path("l/<str:token>/me/card.png", own.card, name="own_card"),
    path("l/<str:token>/me/calendar.ics", own.calendar, name="own_calendar"),
    path("s/<str:code>/", own.by_code, name="by_code"),
    path("m/<slug:slug>/attendees/", signed_in(lists.index), name="list"),
    path("m/<slug:slug>/attendees/bulk/", signed_in(lists.bulk), name="bulk"),
    path("m/<slug:slug>/attendees/new/", signed_in(people.create), name="new"),
    path("m/<slug:slug>/attendees/delegations/", signed_in(lists.delegations), name="delegations"),
    path(
        "m/<slug:slug>/attendees/delegations/<uuid:delegation_id>/",
        signed_in(lists.delegation),
        name="delegation",
    ),
    path(
        "m/<slug:slug>/attendees/delegations/<uuid:delegation_id>/remove/",
        signed_in(lists.remove_delegation),
        name="remove_delegation",
    ),
    path("m/<slug:slug>/attendees/ranks/", signed_in(lists.ranks), name="ranks"),
    path("m/<slug:slug>/attendees/quality/", signed_in(quality.show), name="quality"),
    path("m/<slug:slug>/attendees/quality/apart/", signed_in(quality.apart), name="apart"),
    path("m/<slug:slug>/attendees/quality/check/", signed_in(quality.check), name="check"),
    path(
        "m/<slug:slug>/attendees/quality/merge/<uuid:kept_id>/<uuid:gone_id>/",
        signed_in(quality.merge),
        name="merge",
    ),
    path("m/<slug:slug>/attendees/merges/<uuid:merge_id>/undo/", signed_in(quality.undo), name="undo_merge"),
    path("m/<slug:slug>/attendees/<uuid:attendee_id>/", signed_in(people.show), name="attendee"),
    path("m/<slug:slug>/attendees/<uuid:attendee_id>/edit/", signed_in(people.edit), name="edit"),
    path("m/<slug:slug>/attendees/<uuid:attendee_id>/presence/", signed_in(people.presence), name="presence"),
    path("m/<slug:slug>/attendees/<uuid:attendee_id>/functions/", signed_in(people.functions), name="functions"),
    path("m/<slug:slug>/attendees/<uuid:attendee_id>/sensitive/", signed_in(people.keep), name="keep_sensitive"),
    path(
        "m/<slug:slug>/attendees/<uuid:attendee_id>/sensitive/<slug:field>/",
        signed_in(people.reveal),
        name="reveal",
    ),
    path("m/<slug:slug>/attendees/<uuid:attendee_id>/link/", signed_in(people.link), name="make_link"),
    path("m/<slug:slug>/attendees/<uuid:attendee_id>/code/", signed_in(people.new_code), name="new_code"),
    path("m/<slug:slug>/attendees/<uuid:attendee_id>/photo/", signed_in(people.photo), name="photo"),
]
