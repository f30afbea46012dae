"""Addresses of the callers' queue."""

from django.urls import path

from huiwu.calls.views import listing, ringing

app_name = "calls"
urlpatterns = [
    path("m/<slug:slug>/calls/", ringing.queue, name="queue"),
    path("m/<slug:slug>/calls/next/", ringing.take, name="next"),
    path("m/<slug:slug>/calls/list/", listing.index, name="list"),
    path("m/<slug:slug>/calls/made/", listing.made, name="made"),
    path("m/<slug:slug>/calls/people/<uuid:attendee_id>/", ringing.person, name="person"),
    path("m/<slug:slug>/calls/people/<uuid:attendee_id>/take/", ringing.take_person, name="take"),
    path("m/<slug:slug>/calls/people/<uuid:attendee_id>/back/", ringing.put_back, name="back"),
    path("m/<slug:slug>/calls/people/<uuid:attendee_id>/request/", ringing.ask, name="request"),
]
