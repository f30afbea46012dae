"""The agenda in the meeting archive."""

from __future__ import annotations

from huiwu.agenda.models import (
    Agenda,
    AgendaItem,
    AgendaQuote,
    AgendaResource,
    AgendaSpeaker,
    AgendaTelling,
    ResourceUse,
    Track,
)
from huiwu.foundation.registry.archive import archived

archived("agendas", Agenda, order=93)
archived("tracks", Track, order=93)
archived("agenda_resources", AgendaResource, order=93)
archived("agenda_quotes", AgendaQuote, order=93)
archived("agenda_tellings", AgendaTelling, order=93)
archived("agenda_items", AgendaItem, order=94)
archived("agenda_speakers", AgendaSpeaker, meeting_path="item__meeting", order=95)
archived("agenda_resource_uses", ResourceUse, meeting_path="item__meeting", order=95)
