"""Who may do what at an address: the words of the table, and the groups of people it names."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from huiwu.accounts.choices import Role

EVERYBODY_ELSE = ("anonymous", "stranger", "colleague", "owner", "admin")
"""Nobody signed in; owner of another organisation; of ours but not on the team; owner and admin of ours."""
ALL = frozenset((*EVERYBODY_ELSE, *Role.values))
FEW = frozenset((*EVERYBODY_ELSE, "project_manager", "planner", "client"))
SIGNED_IN = ALL - {"anonymous"}
PUBLIC = ALL

# A meeting. The client's own log-in sees none of the team's pages: the client reads and confirms through links.
OUTSIDE = frozenset({"stranger", "colleague", "client"})
TEAM = SIGNED_IN - OUTSIDE
LEADS = frozenset({"owner", "admin", "project_manager", "account_manager"})
BRIEF_WRITERS = LEADS | {"planner"}
SHEET_WRITERS = LEADS | {"planner", "secretariat", "venue_team", "catering_team", "av_team", "operations_head"}
CHANGERS = LEADS | {"planner", "secretariat", "commercial_manager"}
NOBODY: frozenset[str] = frozenset()

# An organisation. A stranger opens their own organisation's page, so pages without an id are open to them too.
MEMBERS = SIGNED_IN - {"client"}
OURS = MEMBERS - {"stranger"}
HEADS = frozenset({"owner", "admin", "stranger"})
OUR_HEADS = frozenset({"owner", "admin"})


@dataclass(frozen=True, slots=True)
class May:
    get: frozenset[str] | None = None
    post: frozenset[str] | None = None
    patch: frozenset[str] | None = None
    put: frozenset[str] | None = None
    at: dict[str, str] = field(default_factory=dict)
    send: dict[str, Any] = field(default_factory=dict)
    few: bool = False  # dear to draw: asked as FEW
    own: bool = False  # about oneself: what is not there (404) is no refusal


def page(who: frozenset[str], **more: Any) -> May:
    return May(get=who, **more)


def act(who: frozenset[str], **more: Any) -> May:
    return May(post=who, **more)


def both(who: frozenset[str], **more: Any) -> May:
    return May(get=who, post=who, **more)
