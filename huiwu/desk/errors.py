"""Refusals of the desk."""

from __future__ import annotations

from huiwu.kernel.errors import Refusal


class TooManyFeeds(Refusal):
    """Each feed is a key that somebody holds; there must be an end."""

    code = "too_many_feeds"
    sentence = "您已有 {most} 个日历订阅，没有再新建。请先停用不再使用的。"
