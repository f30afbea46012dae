"""Addresses of findings and of the catalogue of rules."""

from django.urls import path

from huiwu.checks import views

app_name = "checks"
urlpatterns = [
    path("m/<slug:slug>/checks/", views.index, name="findings"),
    path("m/<slug:slug>/checks/judge/", views.judge, name="judge"),
    path("m/<slug:slug>/checks/<uuid:finding_id>/claim/", views.claim, name="claim"),
    path("m/<slug:slug>/checks/<uuid:finding_id>/waive/", views.waive, name="waive"),
    path("m/<slug:slug>/checks/<uuid:finding_id>/revoke/", views.revoke, name="revoke"),
    path("settings/checks/", views.catalogue, name="catalogue"),
]
