from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "huiwu.privacy"
    label = "privacy"
