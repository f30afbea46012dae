from django.apps import AppConfig


class ComplianceConfig(AppConfig):
    name = "huiwu.compliance"
    label = "compliance"
