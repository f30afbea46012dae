"""Addresses of first contact, of the brief and of its goals."""

from django.urls import path

from huiwu.brief.views import briefs, cities, goals, intakes, public

app_name = "brief"
urlpatterns = [
    path("l/<str:token>/intake", public.fill, name="intake_fill"),
    path("l/<str:token>/intake/<uuid:key>/", public.sent, name="intake_sent"),
    path("intake/", intakes.index, name="intakes"),
    path("intake/new/", intakes.create, name="intake_new"),
    path("intake/links/", intakes.links, name="intake_links"),
    path("intake/<uuid:intake_id>/", intakes.show, name="intake"),
    path("intake/<uuid:intake_id>/edit/", intakes.edit, name="intake_edit"),
    path("intake/<uuid:intake_id>/accept/", intakes.accept, name="intake_accept"),
    path("intake/<uuid:intake_id>/decline/", intakes.decline, name="intake_decline"),
    path("intake/<uuid:intake_id>/merge/", intakes.merge, name="intake_merge"),
    path("settings/city-events/", cities.city_events, name="city_events"),
    path("settings/city-events/<uuid:event_id>/", cities.city_event, name="city_event"),
    path("settings/city-events/<uuid:event_id>/remove/", cities.city_event_remove, name="city_event_remove"),
    path("m/<slug:slug>/brief/", briefs.editor, name="editor"),
    path("m/<slug:slug>/brief/propose/", briefs.propose, name="propose"),
    path("m/<slug:slug>/brief/<slug:section>/", briefs.section, name="section"),
    path("m/<slug:slug>/goals/", goals.goals, name="goals"),
    path("m/<slug:slug>/dates/", cities.meeting_dates, name="dates"),
]
