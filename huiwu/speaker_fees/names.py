"""What speakers' fees are called in the history: their number, not the person's name."""

from __future__ import annotations

from typing import Any

from huiwu.foundation.registry.names import names, words
from huiwu.speaker_fees.choices import Secret
from huiwu.speaker_fees.models import SpeakerFee

names("speaker_secret_seen.secret")(words(Secret))


@names("speaker_fee")
def fees(ids: set[str]) -> dict[str, Any]:
    return {str(pk): f"LW-{n:03d}" for pk, n in SpeakerFee.objects.filter(pk__in=ids).values_list("pk", "number")}
