from django.apps import AppConfig


class EventPlanConfig(AppConfig):
    name = "huiwu.event_plan"
    label = "event_plan"
