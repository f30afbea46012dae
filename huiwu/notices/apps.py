from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "huiwu.notices"
    label = "notices"
