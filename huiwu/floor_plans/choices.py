"""The words of floor plans: what is fixed in a room and must stay free, and what is set up in it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class MarkKind(models.TextChoices):
    """Fixed marks beside the room's own exits and columns (numbers.md §2 阻断检查)."""

    HYDRANT = "hydrant", _("消火栓")
    DISTRIBUTION_BOX = "distribution_box", _("配电箱")
    AISLE = "aisle", _("疏散走道")
    EXIT = "exit", _("疏散门")
    EXIT_SIGN = "exit_sign", _("出口标志")
    PILLAR = "pillar", _("柱")
    KEEP_FREE = "keep_free", _("其他不得占用处")


CLEAR_MM = {MarkKind.EXIT: 1_400, MarkKind.HYDRANT: 1_000, MarkKind.DISTRIBUTION_BOX: 1_000}
"""「默认」 floor that stays free around a mark: 1.4 m at ways out (GB 50016, 5.5.19), the others from practice."""


class ItemKind(models.TextChoices):
    """What is set up for a function."""

    SEAT_BLOCK = "seat_block", _("座椅区")
    DESK_BLOCK = "desk_block", _("课桌区")
    ROUND_TABLE = "round_table", _("圆桌")
    STAGE = "stage", _("舞台")
    SCREEN = "screen", _("屏幕")
    LECTERN = "lectern", _("发言席")
    BOOTH = "booth", _("同传间")
    CONTROL_DESK = "control_desk", _("控台")
    CAMERA = "camera", _("机位")
    BUFFET = "buffet", _("取餐台")
    REGISTRATION_DESK = "registration_desk", _("报到台")
    WHEELCHAIR_SPACE = "wheelchair_space", _("轮椅席")
    BUILD = "build", _("搭建物")
    OTHER = "other", _("其他")


ROUND = frozenset({ItemKind.ROUND_TABLE})
CARRYING = frozenset({ItemKind.STAGE})
"""What others may stand on."""
