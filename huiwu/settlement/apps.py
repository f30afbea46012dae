from django.apps import AppConfig


class SettlementConfig(AppConfig):
    name = "huiwu.settlement"
    label = "settlement"
