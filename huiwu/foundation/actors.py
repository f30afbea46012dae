"""Who does something: a signed-in person, the holder of a scoped link, or the system itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import UUID


@dataclass(slots=True, eq=False)
class Actor:
    """Named in every service. `memo` keeps look-ups (roles) for the length of one request.

    For `kind="user"`: `user` is set. For `kind="link"`: `link` is the ScopedLink that was opened. `address` and
    `agent` are the network address and browser for sign-off evidence.
    """

    kind: Literal["user", "link", "system"]
    id: UUID | None = None
    name: str = ""
    user: Any = None
    link: Any = None
    address: str = ""
    agent: str = ""
    memo: dict[Any, Any] = field(default_factory=dict)

    @classmethod
    def of_user(cls, user: Any, *, address: str = "", agent: str = "") -> Actor:
        return cls("user", user.pk, user.name, user=user, address=address, agent=agent)

    @classmethod
    def of_link(cls, link: Any, *, address: str = "", agent: str = "") -> Actor:
        return cls("link", link.pk, link.label, link=link, address=address, agent=agent)

    @property
    def user_id(self) -> UUID:
        """The id of a signed-in person. Raises TypeError for a link or the system: permission was not asked before."""
        if self.kind != "user" or self.id is None:
            raise TypeError("this actor is not a signed-in person")
        return self.id

    @property
    def is_signed_in(self) -> bool:
        return self.kind == "user"


SYSTEM = Actor("system", None, "系统")
NOBODY = Actor("link", None, "")
"""A visitor without log-in or link: every permission is refused."""
