"""Whether the title of a contract names what a budget line is for."""

from __future__ import annotations

GENERAL = frozenset(("服务", "合同", "设备", "会议", "费用", "租赁", "租金", "采购", "制作", "项目"))
"""Pairs of characters that stand in every other title and tell nothing."""


def names_it(title: str, item: str) -> bool:
    """Whether two neighbouring characters of the item stand in the title too: 同声传译合同 names 同声传译设备."""
    words = "".join(item.split()).casefold()
    pairs = {words[n : n + 2] for n in range(len(words) - 1)} - GENERAL
    folded = "".join(title.split()).casefold()
    return any(pair in folded for pair in pairs if not pair.isascii() or pair.isalpha())
