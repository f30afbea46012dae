"""Addresses of the inbox, one's choices, what a meeting sent, and the mailbox."""

from __future__ import annotations

from django.urls import path

from huiwu.notifications.views import inside, outside

app_name = "notifications"
urlpatterns = [
    path("inbox/", inside.inbox, name="inbox"),
    path("inbox/badge/", inside.badge, name="badge"),
    path("inbox/read/", inside.read_all, name="read_all"),
    path("inbox/<uuid:message_id>/", inside.open_message, name="open"),
    path("account/notifications/", inside.preferences, name="preferences"),
    path("account/notifications/hours/", inside.quiet_hours, name="quiet_hours"),
    path("settings/reminders/", inside.reminder_rules, name="reminder_rules"),
    path("m/<slug:slug>/messages/", inside.sent, name="sent"),
    path("m/<slug:slug>/messages/<uuid:delivery_id>/repeat/", inside.repeat, name="repeat"),
    path("settings/outside/", outside.ways, name="ways"),
    path("settings/outside/texts/", outside.text, name="new_text"),
    path("settings/outside/texts/<uuid:template_id>/", outside.text, name="text"),
    path("settings/outside/bots/", outside.add_bot, name="add_bot"),
    path("settings/outside/bots/<uuid:bot_id>/", outside.bot, name="bot"),
    path("settings/outside/bots/<uuid:bot_id>/remove/", outside.remove_bot, name="remove_bot"),
    path("settings/outside/release/<uuid:suppression_id>/", outside.release, name="release"),
    path("hooks/sms/<str:token>/", outside.report, name="sms_report"),
    path("hooks/bounces/<str:token>/", outside.bounce, name="bounce"),
    path("u/<str:token>/", outside.unsubscribe, name="unsubscribe"),
    path("desk/mailbox/", inside.mailbox, name="mailbox"),
    path("desk/mailbox/<uuid:mail_id>/", inside.kept_mail, name="kept_mail"),
    path("desk/mailbox/<uuid:mail_id>/html/", inside.kept_html, name="kept_html"),
]
