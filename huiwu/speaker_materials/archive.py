"""Speakers' materials in the meeting archive, with every version and what the show asks of files."""

from __future__ import annotations

from huiwu.foundation.registry.archive import archived
from huiwu.speaker_materials.models import MaterialRequest, MaterialVersion, ShowStandards, SpeakerMaterial

archived("show_standards", ShowStandards, order=96)
archived("speaker_materials", SpeakerMaterial, order=96)
archived("material_versions", MaterialVersion, meeting_path="material__meeting", order=97)
archived("material_requests", MaterialRequest, order=97)
