from django.apps import AppConfig


class SpeakerMaterialsConfig(AppConfig):
    name = "huiwu.speaker_materials"
    label = "speaker_materials"
