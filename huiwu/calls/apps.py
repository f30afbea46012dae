from django.apps import AppConfig


class CallsConfig(AppConfig):
    name = "huiwu.calls"
    label = "calls"
