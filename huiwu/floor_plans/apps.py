from django.apps import AppConfig


class FloorPlansConfig(AppConfig):
    name = "huiwu.floor_plans"
    label = "floor_plans"
