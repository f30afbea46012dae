from django.apps import AppConfig


class ContractsConfig(AppConfig):
    name = "huiwu.contracts"
    label = "contracts"
