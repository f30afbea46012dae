from django.apps import AppConfig


class PlanningConfig(AppConfig):
    name = "huiwu.planning"
    label = "planning"
