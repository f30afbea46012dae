from django.apps import AppConfig


class AttendeesConfig(AppConfig):
    name = "huiwu.attendees"
    label = "attendees"
