from django.apps import AppConfig


class ChecksConfig(AppConfig):
    name = "huiwu.checks"
    label = "checks"
