"""Where messages leave from, in words, on the pages that send them."""

from __future__ import annotations

from typing import Any

from django import template

from huiwu.notifications.queries import leaves_nothing

register = template.Library()


@register.inclusion_tag("notifications/_test_mode.html")
def test_mode(meeting: Any) -> dict[str, Any]:
    """Says that nothing of what is sent here goes outside, while the organisation only tests."""
    return {"is_test": leaves_nothing(meeting.org_id)}
