"""The words of speakers' materials (sop.md P12; documents.md 6)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiwu.speaker_materials.rules import wanted


class MaterialKind(models.TextChoices):
    TITLE = wanted.TITLE, _("演讲题目")
    BIOGRAPHY = wanted.BIOGRAPHY, _("讲者简介")
    PHOTO = wanted.PHOTO, _("讲者照片")
    SLIDES = wanted.SLIDES, _("演示文稿")
    VIDEO = wanted.VIDEO, _("播放视频")
    HANDOUT = wanted.HANDOUT, _("讲义")


TEXTS = (MaterialKind.TITLE, MaterialKind.BIOGRAPHY)
"""Written on the page; the others are files."""
BY_HAND = (MaterialKind.VIDEO, MaterialKind.HANDOUT)
"""Asked for by the team beyond what the part on the stage asks."""


class MaterialState(models.TextChoices):
    WANTED = "wanted", _("待交")
    RECEIVED = "received", _("已交，待审")
    RETURNED = "returned", _("已退回")
    ACCEPTED = "accepted", _("已通过")


OWED = (MaterialState.WANTED, MaterialState.RETURNED)
"""States in which the speaker has something to do."""


class Ratio(models.TextChoices):
    """The shape of the screen in the hall."""

    WIDE = "16:9", "16:9"
    CLASSIC = "4:3", "4:3"
    TALL = "16:10", "16:10"
    UNKNOWN = "", _("未定，不核对")


class AskedWhy(models.TextChoices):
    """Why a speaker was written to."""

    ASKED = "asked", _("首次索取")
    REMINDED = "reminded", _("到期提醒")
    RETURNED = "returned", _("退回")
