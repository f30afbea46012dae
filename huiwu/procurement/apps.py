from django.apps import AppConfig


class ProcurementConfig(AppConfig):
    name = "huiwu.procurement"
    label = "procurement"
