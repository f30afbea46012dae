from django.apps import AppConfig


class SuppliersConfig(AppConfig):
    name = "huiwu.suppliers"
    label = "suppliers"
