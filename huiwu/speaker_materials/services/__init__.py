"""Verbs of speakers' materials, split by what they are about."""

from huiwu.speaker_materials.services.asking import ask_speakers, remind_speakers
from huiwu.speaker_materials.services.following import follow_agenda
from huiwu.speaker_materials.services.handing_in import hand_in_file, hand_in_text
from huiwu.speaker_materials.services.judging import (
    accept_material,
    ask_extra,
    return_material,
    set_due,
    waive_material,
    want_again,
)
from huiwu.speaker_materials.services.show import ShowValues, pack_files, set_show

__all__ = [
    "ShowValues",
    "accept_material",
    "ask_extra",
    "ask_speakers",
    "follow_agenda",
    "hand_in_file",
    "hand_in_text",
    "pack_files",
    "remind_speakers",
    "return_material",
    "set_due",
    "set_show",
    "waive_material",
    "want_again",
]
