from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "huiwu.desk"
    label = "desk"
