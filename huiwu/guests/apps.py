from django.apps import AppConfig


class GuestsConfig(AppConfig):
    name = "huiwu.guests"
    label = "guests"
