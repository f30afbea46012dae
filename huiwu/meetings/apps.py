from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "huiwu.meetings"
    label = "meetings"
