from __future__ import annotations

from django.urls import path

from huiwu.audit import views

app_name = "audit"
urlpatterns = [
    path("m/<slug:slug>/history/", views.meeting_history, name="meeting"),
    path("settings/history/", views.organisation_history, name="organisation"),
]
