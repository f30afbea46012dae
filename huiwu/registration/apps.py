from django.apps import AppConfig


class RegistrationConfig(AppConfig):
    name = "huiwu.registration"
    label = "registration"
