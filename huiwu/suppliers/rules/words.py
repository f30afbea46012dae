"""Words by which a line of an equipment list is known for what it is."""

from __future__ import annotations

NO = frozenset({"", "否", "无", "不需要", "不涉及", "no", "none"})
CALLS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("interpretation", ("同传", "同声传译", "译员间")),
    ("streaming", ("直播", "推流")),
    ("photography", ("摄像", "摄影", "录制", "录像", "切换台", "照相")),
    ("led", ("led屏", "led 屏", "led p", "led大屏", "大屏", "主屏", "投影", "拼接屏")),
    ("av", ("音响", "扩声", "话筒", "调音", "功放", "灯光", "面光", "追光")),
    ("build", ("舞台", "搭建", "桁架", "背景板", "truss")),
    ("software", ("签到系统", "投票系统", "抽奖系统", "报名系统")),
)


def in_row(text: str) -> list[str]:
    """The category a line of equipment belongs to: the first whose words stand in it; none for others.

    >>> in_row("主屏 LED P2.5，10 m × 4 m 舞台与屏幕")
    ['led']
    """
    folded = text.casefold()
    for category, words in CALLS:
        if any(word in folded for word in words):
            return [category]
    return []
