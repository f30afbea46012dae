from django.apps import AppConfig


class SiteVisitsConfig(AppConfig):
    name = "huiwu.site_visits"
    label = "site_visits"
