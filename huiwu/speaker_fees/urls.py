"""Addresses of the 劳务发放表."""

from django.urls import path

from huiwu.speaker_fees.views import actions, pages

app_name = "speaker_fees"
urlpatterns = [
    path("m/<slug:slug>/speaker-fees/", pages.index, name="index"),
    path("m/<slug:slug>/speaker-fees/new/", pages.create, name="new"),
    path("m/<slug:slug>/speaker-fees/submit/", actions.submit_all, name="submit_all"),
    path("m/<slug:slug>/speaker-fees/declared/", actions.declare, name="declare"),
    path("m/<slug:slug>/speaker-fees/declaration/", actions.declaration, name="declaration"),
    path("m/<slug:slug>/speaker-fees/erase/", actions.erase, name="erase"),
    path("m/<slug:slug>/speaker-fees/sheet/<slug:form>/", pages.sheet, name="sheet"),
    path("m/<slug:slug>/speaker-fees/<uuid:fee_id>/", pages.show, name="fee"),
    path("m/<slug:slug>/speaker-fees/<uuid:fee_id>/edit/", pages.edit, name="edit"),
    path("m/<slug:slug>/speaker-fees/<uuid:fee_id>/submit/", actions.submit, name="submit"),
    path("m/<slug:slug>/speaker-fees/<uuid:fee_id>/approve/", actions.approve, name="approve"),
    path("m/<slug:slug>/speaker-fees/<uuid:fee_id>/refuse/", actions.refuse, name="refuse"),
    path("m/<slug:slug>/speaker-fees/<uuid:fee_id>/paid/", actions.pay, name="pay"),
    path("m/<slug:slug>/speaker-fees/<uuid:fee_id>/receipt/", actions.receipt, name="receipt"),
    path("m/<slug:slug>/speaker-fees/<uuid:fee_id>/cancel/", actions.cancel, name="cancel"),
    path("m/<slug:slug>/speaker-fees/<uuid:fee_id>/secret/<slug:secret>/", actions.secret, name="secret"),
    path("m/<slug:slug>/speaker-fees/<uuid:fee_id>/files/<uuid:file_id>/", pages.file, name="file"),
]
