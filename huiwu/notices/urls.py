"""Addresses of notices."""

from __future__ import annotations

from django.urls import path

from huiwu.notices.views import notices, own, settings

app_name = "notices"
urlpatterns = [
    path("m/<slug:slug>/notices/", notices.notices, name="notices"),
    path("m/<slug:slug>/notices/new/", notices.new, name="new"),
    path("m/<slug:slug>/notices/<uuid:notice_id>/", notices.notice, name="notice"),
    path("m/<slug:slug>/notices/<uuid:notice_id>/edit/", notices.edit, name="edit"),
    path("m/<slug:slug>/notices/<uuid:notice_id>/approve/", notices.approve, name="approve"),
    path("m/<slug:slug>/notices/<uuid:notice_id>/ask/", notices.ask, name="ask"),
    path("m/<slug:slug>/notices/<uuid:notice_id>/send/", notices.send, name="send"),
    path("m/<slug:slug>/notices/<uuid:notice_id>/withdraw/", notices.withdraw, name="withdraw"),
    path("m/<slug:slug>/notices/<uuid:notice_id>/again/<uuid:recipient_id>/", notices.again, name="again"),
    path("settings/notice-templates/", settings.templates, name="templates"),
    path("settings/notice-templates/new/", settings.template, name="new_template"),
    path("settings/notice-templates/<uuid:template_id>/", settings.template, name="template"),
    path("settings/notice-templates/<uuid:template_id>/retire/", settings.retire, name="retire_template"),
    path("l/<str:token>/me/notices/<uuid:recipient_id>/", own.own, name="own"),
]
