"""The words of the callers' queue."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

HOLD = timedelta(minutes=15)
"""How long a person stays with the caller who took them; then somebody else may ring."""


class CallWhy(models.TextChoices):
    """Why somebody is rung."""

    REPLY = "reply", _("催回执")
    UNDELIVERED = "undelivered", _("通知未送达")
    MISSING_DATA = "missing_data", _("资料不全")
    OTHER = "other", _("其他")


class CallState(models.TextChoices):
    OPEN = "open", _("待拨打")
    DONE = "done", _("已办结")
    DROPPED = "dropped", _("已不需要")


class Priority(models.IntegerChoices):
    """Lower rings first."""

    HIGH = 1, _("优先")
    NORMAL = 2, _("一般")
    LOW = 3, _("靠后")


class Outcome(models.TextChoices):
    """What came of a call."""

    SETTLED = "settled", _("已说定")
    ACCEPTED = "accepted", _("口头答应出席")
    DECLINED = "declined", _("表示不出席")
    SENT_ANOTHER = "sent_another", _("改由他人参加")
    CALL_BACK = "call_back", _("约定再打")
    NO_ANSWER = "no_answer", _("无人接听")
    BUSY = "busy", _("占线或挂断")
    WRONG_NUMBER = "wrong_number", _("空号或错号")


ENDS = (Outcome.SETTLED, Outcome.ACCEPTED, Outcome.DECLINED, Outcome.SENT_ANOTHER)
"""The person was reached and the matter is settled."""
AGAIN = {
    Outcome.NO_ANSWER: timedelta(hours=2),
    Outcome.BUSY: timedelta(minutes=30),
}
"""When to ring again, unless the caller says otherwise「默认」."""
