"""Refusals of accounts."""

from __future__ import annotations

from huiwu.kernel.errors import Refusal


class LinkUnusable(Refusal):
    """The token is unknown, expired, revoked, or for something else. One sentence for all: it tells a guesser nothing."""

    code = "link_unusable"
    status = 404
    sentence = "这个链接已失效，或不是给这个页面用的。内容没有改变。请向发给您链接的人要一个新的。"
