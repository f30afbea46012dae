"""Records of the meeting archive. The client and its contacts go along, since gates and letters name them."""

from __future__ import annotations

from huiwu.foundation.registry.archive import archived
from huiwu.meetings.models import (
    Client,
    Contact,
    Function,
    Meeting,
    MeetingOrganisation,
    Space,
    TeamMember,
    WorkGroup,
)

archived("clients", Client, meeting_path="meetings", order=10, is_shared=True)
archived("contacts", Contact, meeting_path="client__meetings", order=11, is_shared=True)
archived("meetings", Meeting, meeting_path="id", order=12, leave_out=("prior_edition",))
archived("meeting_organisations", MeetingOrganisation, order=13)
archived("work_groups", WorkGroup, order=13)
archived("team_members", TeamMember, order=14)
archived("spaces", Space, order=13)
archived("functions", Function, order=14)
