"""What the rules ask about a meeting: from its own columns, the brief, and what compliance has noted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from huiwu.brief import rules as brief_rules
from huiwu.brief.queries.briefs import brief_of, signed_brief
from huiwu.compliance.choices import CHECKLIST, PUBLIC_NATURES, Nature, SpendingClass, VenueKind
from huiwu.compliance.models import ComplianceProfile
from huiwu.compliance.queries.packs import pack_from, packs_of
from huiwu.compliance.rules.packs import Pack, chosen
from huiwu.compliance.rules.spending import days_text
from huiwu.documents.queries import latest, signed_version
from huiwu.meetings.choices import ClientKind, MeetingStatus, Publicness
from huiwu.meetings.models import Meeting

VENUE_BY_BRIEF = {"designated": VenueKind.DESIGNATED, "own": VenueKind.OWN}


@dataclass(frozen=True, slots=True)
class Facts:
    """One meeting as the rules see it. Of meeting and brief the stricter: public if either says so, the larger number.

    `texts` are the brief's own words by field. `half_days` count 会期 and 报到离开; None where nobody said.
    """

    name: str
    theme: str
    meeting_type: str
    publicness: str
    people: int
    start_on: date
    end_on: date
    city: str
    hosts: tuple[str, ...]
    nature: str
    public_body_mode: bool
    client_is_public_body: bool
    spending_class: str
    delegates: int
    staff: int
    session_half_days: int
    travel_half_days: int | None
    is_conveying: bool
    venue_kind: str
    venue_name: str
    venue_exception: str
    overseas: int
    has_brief: bool
    content: dict[str, Any]
    packs: dict[str, Pack]

    def text(self, key: str) -> str:
        """The brief's words in a field, empty when 无, 不适用 or 未填."""
        held = brief_rules.told(self.content, key)
        return str(held) if held else ""

    @property
    def is_public_host(self) -> bool:
        """The host is a public body, whether or not the meeting is run in 公共机构合规模式."""
        return self.public_body_mode or self.nature in PUBLIC_NATURES

    @property
    def publicness_word(self) -> str:
        return str(Publicness(self.publicness).label)

    @property
    def nature_word(self) -> str:
        return str(Nature(self.nature).label)

    @property
    def class_word(self) -> str:
        return str(SpendingClass(self.spending_class).label) if self.spending_class else ""

    @property
    def session_days(self) -> str:
        return days_text(self.session_half_days)

    @property
    def travel_days(self) -> str:
        return "" if self.travel_half_days is None else days_text(self.travel_half_days)

    @property
    def half_days(self) -> int:
        return self.session_half_days + (self.travel_half_days or 0)


def profile_of(meeting: Meeting) -> ComplianceProfile:
    """What was noted for the meeting; an unsaved empty row (revision 0) when nothing was."""
    found = ComplianceProfile.objects.filter(meeting=meeting).first()
    return found or ComplianceProfile(meeting=meeting, revision=0)


def agreed_content(meeting: Meeting) -> dict[str, Any]:
    """The brief the client signed; before there is one, its draft."""
    version = signed_brief(meeting)
    if version is not None:
        return dict(version.content)
    document = brief_of(meeting)
    return dict(document.draft) if document else {}


def facts_of(meeting: Meeting) -> Facts:
    """Everything the rules ask about, and the pack of each topic that holds for it."""
    profile, content = profile_of(meeting), agreed_content(meeting)
    groups = brief_rules.group_numbers(content)
    nature = profile.nature or _nature(meeting)
    delegates = sum(n for group, n in groups.items() if group not in ("staff", "entourage"))
    people = max(meeting.expected_headcount, brief_rules.expected_people(content) or 0)
    return Facts(
        name=meeting.name,
        theme=meeting.theme,
        meeting_type=meeting.meeting_type,
        publicness="public" if _is_public(meeting, content) else meeting.publicness,
        people=people,
        start_on=meeting.start_on,
        end_on=meeting.end_on,
        city=meeting.city,
        hosts=_hosts(meeting),
        nature=nature,
        public_body_mode=meeting.public_body_mode,
        client_is_public_body=_client_is_public_body(meeting),
        spending_class=profile.spending_class,
        delegates=_first(profile.delegates, delegates or None, people),
        staff=_first(profile.staff, groups.get("staff"), 0),
        session_half_days=_first(profile.session_half_days, None, meeting.day_count * 2),
        travel_half_days=profile.travel_half_days,
        is_conveying=profile.is_conveying,
        venue_kind=profile.venue_kind or _venue_kind(content),
        venue_name=meeting.venue_name,
        venue_exception=profile.venue_exception,
        overseas=_first(profile.overseas, _overseas(content), 0),
        has_brief=bool(content),
        content=content,
        packs=packs_for(meeting, nature),
    )


def packs_for(meeting: Meeting, nature: str) -> dict[str, Pack]:
    """Topic → the pack that holds at the meeting's place, for its host, on its first day.

    A closed meeting keeps the packs its checklist was signed with: later edits do not reach back.
    """
    known = _kept_packs(meeting) if meeting.status == MeetingStatus.CLOSED else None
    packs = known if known is not None else packs_of(meeting.org_id)
    topics = dict.fromkeys(pack.topic for pack in packs)
    found = {
        topic: chosen(packs, topic=topic, place=meeting.city, nature=nature, on=meeting.start_on) for topic in topics
    }
    return {topic: pack for topic, pack in found.items() if pack is not None}


def _kept_packs(meeting: Meeting) -> list[Pack] | None:
    document = latest(meeting, CHECKLIST)
    version = signed_version(document) if document else None
    return [pack_from(row) for row in version.content.get("packs", [])] if version else None


def _nature(meeting: Meeting) -> str:
    if meeting.public_body_mode or _client_is_public_body(meeting):
        return Nature.PUBLIC_CENTRAL
    is_association = meeting.client is not None and meeting.client.kind == ClientKind.ASSOCIATION
    return Nature.ASSOCIATION if is_association else Nature.ENTERPRISE


def _client_is_public_body(meeting: Meeting) -> bool:
    return meeting.client is not None and meeting.client.kind == ClientKind.PUBLIC_BODY


def _is_public(meeting: Meeting, content: dict[str, Any]) -> bool:
    return "public" in (meeting.publicness, brief_rules.told(content, "publicness"))


def _hosts(meeting: Meeting) -> tuple[str, ...]:
    named = [row.name for row in meeting.organisations.all()]
    client = [meeting.client.name] if meeting.client else []
    return tuple(dict.fromkeys([*client, *named]))


def _venue_kind(content: dict[str, Any]) -> str:
    wanted = brief_rules.told(content, "venue_type") or []
    for code, kind in VENUE_BY_BRIEF.items():
        if code in wanted:
            return kind
    return VenueKind.OTHER if wanted else ""


def _overseas(content: dict[str, Any]) -> int | None:
    found: int | None = ((brief_rules.told(content, "origin") or {}).get("groups") or {}).get("overseas")
    return found


def _first(noted: int | None, told: int | None, otherwise: int) -> int:
    """What compliance noted, else what the brief says, else the meeting."""
    return noted if noted is not None else told if told is not None else otherwise
