"""Refusals of the callers' queue."""

from __future__ import annotations

from huiwu.kernel.errors import Refusal


class CallTaken(Refusal):
    """Somebody else has the person now: nobody is rung twice."""

    code = "call_taken"
    sentence = "{who}正在联系{name}，您的记录没有保存，也不必再打。请取下一位。"


class NothingToRing(Refusal):
    code = "nothing_to_ring"
    sentence = "{name}没有待办的电话事项，没有保存。请刷新后再看。"
