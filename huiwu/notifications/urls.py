"""Addresses of the inbox, one's choices, what a meeting sent, and the mailbox."""

from __future__ import annotations

from django.urls import path

from huiwu.notifications import views

app_name = "notifications"
urlpatterns = [
    path("inbox/", views.inbox, name="inbox"),
    path("inbox/badge/", views.badge, name="badge"),
    path("inbox/read/", views.read_all, name="read_all"),
    path("inbox/<uuid:message_id>/", views.open_message, name="open"),
    path("account/notifications/", views.preferences, name="preferences"),
    path("account/notifications/hours/", views.quiet_hours, name="quiet_hours"),
    path("settings/reminders/", views.reminder_rules, name="reminder_rules"),
    path("m/<slug:slug>/messages/", views.sent, name="sent"),
    path("m/<slug:slug>/messages/<uuid:delivery_id>/repeat/", views.repeat, name="repeat"),
    path("desk/mailbox/", views.mailbox, name="mailbox"),
    path("desk/mailbox/<uuid:mail_id>/", views.kept_mail, name="kept_mail"),
    path("desk/mailbox/<uuid:mail_id>/html/", views.kept_html, name="kept_html"),
]
