"""Addresses of the plumbing: preferences and the component page."""

from __future__ import annotations

from django.urls import path
from django.views.i18n import set_language

from huiwu.foundation import views

app_name = "foundation"
urlpatterns = [
    path("offline-worker.js", views.offline_worker, name="offline_worker"),
    path("ui", views.components, name="components"),
    path("preferences/language", set_language, name="set_language"),
    path("preferences/theme", views.set_theme, name="set_theme"),
]
