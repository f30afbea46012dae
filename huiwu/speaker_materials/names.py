"""What speakers' materials are called in the history."""

from __future__ import annotations

from typing import Any

from huiwu.foundation.registry.names import names
from huiwu.speaker_materials.models import SpeakerMaterial
from huiwu.speaker_materials.words import material_words


@names("material")
def materials(ids: set[str]) -> dict[str, Any]:
    rows = SpeakerMaterial.objects.filter(pk__in=ids, attendee__erased_at=None).select_related("attendee", "item")
    return {str(row.pk): f"{row.attendee.display_name} {material_words(row)}" for row in rows}
