"""What the brief states about facts that other documents state too (GEN-001)."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from huiwu.brief.documents import editor_url
from huiwu.brief.queries.briefs import signed_brief
from huiwu.brief.rules import expected_people, told
from huiwu.brief.schema import SCHEMA
from huiwu.foundation.registry.statements import Statement, states
from huiwu.meetings.models import Meeting

FACTS = {
    "name": "meeting.name",
    "theme": "meeting.theme",
    "start_date": "meeting.start_on",
    "end_date": "meeting.end_on",
    "city": "meeting.city",
}
"""Field of the brief → the fact's key, shared by every document that states it."""


@states
def what_the_brief_states(meeting: Meeting) -> Iterator[Statement]:
    """The version the client has signed. Its budget is a ceiling and no statement of a total."""
    version = signed_brief(meeting)
    if version is None:
        return
    where = str(_("会议需求简报"))
    for key, fact in FACTS.items():
        said = told(version.content, key)
        if said:
            yield Statement(fact, str(SCHEMA[key].label), where, str(said), editor_url(meeting, key), is_signed=True)
    people = expected_people(version.content)
    if people:
        url = editor_url(meeting, "headcount")
        yield Statement("meeting.expected_headcount", str(_("预计人数")), where, str(people), url, is_signed=True)
