from django.apps import AppConfig


class BriefConfig(AppConfig):
    name = "huiwu.brief"
    label = "brief"
