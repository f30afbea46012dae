"""Addresses of lists: taking them in and giving them out; part of urls.py."""

from django.urls import path

from huiwu.attendees.views import door, exports, imports

urlpatterns = [
    path("m/<slug:slug>/attendees/import/", imports.index, name="imports"),
    path("l/<str:token>/list/", door.index, name="door"),
    path("l/<str:token>/list/template/", door.template, name="door_template"),
    path("l/<str:token>/list/<uuid:batch_id>/", door.show, name="door_list"),
    path("l/<str:token>/list/<uuid:batch_id>/hand-over/", door.hand_over, name="door_hand_over"),
    path("l/<str:token>/list/<uuid:batch_id>/drop/", door.drop, name="door_drop"),
    path("l/<str:token>/list/<uuid:batch_id>/corrections/", door.corrections, name="door_corrections"),
    path("m/<slug:slug>/attendees/import/ask/", imports.ask, name="import_ask"),
    path("m/<slug:slug>/attendees/import/ask/<uuid:link_id>/shut/", imports.shut, name="import_shut"),
    path("m/<slug:slug>/attendees/import/template/", imports.template, name="import_template"),
    path("m/<slug:slug>/attendees/import/<uuid:batch_id>/", imports.show, name="import"),
    path("m/<slug:slug>/attendees/import/<uuid:batch_id>/choose/", imports.choose, name="import_choose"),
    path("m/<slug:slug>/attendees/import/<uuid:batch_id>/confirm/", imports.confirm, name="import_confirm"),
    path("m/<slug:slug>/attendees/import/<uuid:batch_id>/drop/", imports.drop, name="import_drop"),
    path("m/<slug:slug>/attendees/import/<uuid:batch_id>/undo/", imports.undo, name="import_undo"),
    path("m/<slug:slug>/attendees/import/<uuid:batch_id>/stop/", imports.stop, name="import_stop"),
    path("m/<slug:slug>/attendees/import/<uuid:batch_id>/corrections/", imports.corrections, name="import_corrections"),
    path("m/<slug:slug>/attendees/export/", exports.index, name="exports"),
    path("m/<slug:slug>/attendees/export/<slug:code>/", exports.make, name="export"),
]
