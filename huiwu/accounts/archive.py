"""What of accounts travels with a meeting: people by e-mail only; nothing that opens doors."""

from __future__ import annotations

from huiwu.accounts.models import Organisation, ScopedLink
from huiwu.foundation.registry.archive import home, left_at_home

home(Organisation)
left_at_home(ScopedLink, "链接是通行凭据，只在发出它的系统里有效")
