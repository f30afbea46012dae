from django.apps import AppConfig


class SpeakerFeesConfig(AppConfig):
    name = "huiwu.speaker_fees"
    label = "speaker_fees"
