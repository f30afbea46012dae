"""Messages stay at home: they were sent by this installation, to its people, and hold links into it."""

from __future__ import annotations

from huiwu.foundation.registry.archive import left_at_home
from huiwu.notifications.models import Bot, Delivery, Message, OutsideDelivery

left_at_home(Message, "sent by this installation, to addresses it knows, with links into it")
left_at_home(Delivery, "what came of a message on one channel of this installation")
left_at_home(OutsideDelivery, "sent by this installation on its own ways out, to addresses it knows")
left_at_home(Bot, "the address of a group chat is a secret of this installation")
