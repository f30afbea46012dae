"""Addresses of the event plan."""

from django.urls import path

from huiwu.event_plan.views import editor, sheets

app_name = "event_plan"
urlpatterns = [
    path("m/<slug:slug>/event-plan/", editor.editor, name="editor"),
    path("m/<slug:slug>/event-plan/propose/", editor.propose, name="propose"),
    path("m/<slug:slug>/event-plan/preview/", sheets.preview, name="preview"),
    path("m/<slug:slug>/event-plan/draft/<str:form>/", sheets.draft_file, name="draft_file"),
    path("m/<slug:slug>/event-plan/<slug:section>/", editor.section, name="section"),
]
