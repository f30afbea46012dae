"""Addresses of speakers' materials, and of the speaker's own pages."""

from django.contrib.auth.decorators import login_required as signed_in
from django.urls import path

from huiwu.speaker_materials.views import materials, own, show, speaker

app_name = "speaker_materials"
urlpatterns = [
    path("l/<str:token>/materials/", own.index, name="own"),
    path("l/<str:token>/materials/consent/", own.consent, name="own_consent"),
    path("l/<str:token>/materials/<uuid:material_id>/", own.material, name="own_material"),
    path("l/<str:token>/materials/file/<uuid:version_id>/", own.file, name="own_file"),
    path("m/<slug:slug>/materials/", signed_in(materials.index), name="materials"),
    path("m/<slug:slug>/materials/ask/", signed_in(materials.ask), name="ask"),
    path("m/<slug:slug>/materials/package/", signed_in(materials.package), name="package"),
    path("m/<slug:slug>/materials/show/", signed_in(show.edit), name="show"),
    path("m/<slug:slug>/materials/speaker/<uuid:attendee_id>/", signed_in(speaker.show), name="speaker"),
    path("m/<slug:slug>/materials/speaker/<uuid:attendee_id>/extra/", signed_in(speaker.extra), name="extra"),
    path("m/<slug:slug>/materials/file/<uuid:version_id>/", signed_in(speaker.file), name="file"),
    path("m/<slug:slug>/materials/<uuid:material_id>/hand-in/", signed_in(speaker.hand_in), name="hand_in"),
    path("m/<slug:slug>/materials/<uuid:material_id>/judge/", signed_in(speaker.judge), name="judge"),
    path("m/<slug:slug>/materials/<uuid:material_id>/adjust/", signed_in(speaker.adjust), name="adjust"),
]
