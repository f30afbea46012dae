"""What the codes of the callers' queue are called in the history."""

from __future__ import annotations

from huiwu.calls.choices import CallWhy, Outcome
from huiwu.foundation.registry.names import names, words

names("call_why")(words(CallWhy))
names("call_outcome")(words(Outcome))
