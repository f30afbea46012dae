"""Records of the meeting archive. Sealed values stay at home: nobody could open them elsewhere."""

from __future__ import annotations

from huiwu.foundation.registry.archive import archived
from huiwu.speaker_fees.models import SpeakerFee

archived(
    "speaker_fees",
    SpeakerFee,
    order=77,
    leave_out=("id_number_sealed", "account_sealed"),
)
