"""Addresses of the library, of bookings and of the reckoning figures."""

from django.urls import path

from huiwu.venues.views import bookings, calendar, demands, library, pictures, rooms, standards, venue_rows

app_name = "venues"
urlpatterns = [
    path("venues/", library.index, name="list"),
    path("venues/new/", library.new, name="new"),
    path("venues/<uuid:venue_id>/", library.show, name="venue"),
    path("venues/<uuid:venue_id>/edit/", library.edit, name="edit"),
    path("venues/<uuid:venue_id>/retire/", library.retire, name="retire"),
    path("venues/<uuid:venue_id>/reinstate/", library.reinstate, name="reinstate"),
    path("venues/<uuid:venue_id>/contacts/", venue_rows.contacts, name="contacts"),
    path("venues/<uuid:venue_id>/distances/", venue_rows.distances, name="distances"),
    path("venues/<uuid:venue_id>/lodging/", venue_rows.lodging, name="lodging"),
    path("venues/<uuid:venue_id>/certificates/new/", venue_rows.certificate_new, name="certificate_new"),
    path(
        "venues/<uuid:venue_id>/certificates/<uuid:certificate_id>/file/",
        venue_rows.certificate_file,
        name="certificate_file",
    ),
    path(
        "venues/<uuid:venue_id>/certificates/<uuid:certificate_id>/remove/",
        venue_rows.certificate_remove,
        name="certificate_remove",
    ),
    path("venues/<uuid:venue_id>/calendar/", calendar.show, name="calendar"),
    path("venues/<uuid:venue_id>/pictures/new/", pictures.add, name="picture_new"),
    path("venues/<uuid:venue_id>/pictures/<uuid:picture_id>/", pictures.large, name="picture"),
    path("venues/<uuid:venue_id>/pictures/<uuid:picture_id>/small/", pictures.small, name="picture_small"),
    path("venues/<uuid:venue_id>/pictures/<uuid:picture_id>/remove/", pictures.remove, name="picture_remove"),
    path("venues/<uuid:venue_id>/rooms/new/", rooms.new, name="room_new"),
    path("venues/rooms/<uuid:room_id>/", rooms.show, name="room"),
    path("venues/rooms/<uuid:room_id>/edit/", rooms.edit, name="room_edit"),
    path("venues/rooms/<uuid:room_id>/copy/", rooms.copy, name="room_copy"),
    path("venues/rooms/<uuid:room_id>/retire/", rooms.retire, name="room_retire"),
    path("venues/rooms/<uuid:room_id>/reinstate/", rooms.reinstate, name="room_reinstate"),
    path("m/<slug:slug>/bookings/", bookings.index, name="bookings"),
    path("m/<slug:slug>/bookings/new/", bookings.new, name="booking_new"),
    path("m/<slug:slug>/bookings/<uuid:booking_id>/", bookings.edit, name="booking"),
    path("m/<slug:slug>/bookings/<uuid:booking_id>/hold/", bookings.hold, name="booking_hold"),
    path("m/<slug:slug>/bookings/<uuid:booking_id>/confirm/", bookings.confirm, name="booking_confirm"),
    path("m/<slug:slug>/bookings/<uuid:booking_id>/release/", bookings.release, name="booking_release"),
    path("m/<slug:slug>/bookings/functions/<int:number>/", demands.edit, name="demand"),
    path("settings/venue-standards/", standards.show, name="standards"),
    path("settings/venue-standards/edit/", standards.edit, name="standards_edit"),
]
