"""The demo meetings' programmes: function by name, its items in order."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scripted:
    """An item: `parts` are roles on the stage, each taken by another person. `gap`: minutes after the one before."""

    kind: str
    title: str
    minutes: int
    parts: tuple[str, ...] = ()
    title_en: str = ""
    buffer: int = 0
    interpreted: bool = False
    uses: tuple[str, ...] = ()
    is_internal: bool = False
    gap: int = 0


MICS, CLICKER, TIMER = "无线手持话筒", "翻页器", "计时屏"
RESOURCES: tuple[tuple[str, str, int], ...] = (
    ("equipment", MICS, 8),
    ("equipment", CLICKER, 4),
    ("equipment", TIMER, 3),
)
INTERPRETERS = ("译员甲（中英）", "译员乙（中英）")

_S = Scripted
PROGRAMMES: dict[str, tuple[Scripted, ...]] = {
    "开幕式与主旨演讲": (
        _S("video", "开场片", 5, title_en="Opening film"),
        _S("address", "主办方致辞", 10, ("mc", "address"), "Welcome address", interpreted=True),
        _S("address", "嘉宾致辞", 10, ("address", "address"), "Guest addresses", interpreted=True),
        _S(
            "keynote",
            "开放协作的新阶段",
            25,
            ("keynote",),
            "A new phase of open cooperation",
            0,
            True,
            (CLICKER, TIMER),
        ),
        _S("keynote", "从供应链到创新链", 20, ("keynote",), "From supply to innovation", 5, True, (CLICKER, TIMER)),
    ),
    "主论坛": (
        _S("talk", "全球合作的三个问题", 20, ("mc", "talk"), "Three questions", 0, True, (CLICKER, TIMER)),
        _S(
            "panel",
            "高端对话：共创价值",
            40,
            ("mc", "panel", "panel", "panel"),
            "Creating value together",
            0,
            True,
            (MICS,),
        ),
    ),
    "分论坛一：绿色制造": (
        _S("talk", "零碳工厂的路径", 30, ("mc", "talk"), "Towards the zero-carbon factory", 0, False, (CLICKER,)),
        _S("talk", "再生材料的标准", 30, ("talk",), "Standards for recycled materials", 0, False, (CLICKER,)),
        _S("coffee_break", "茶歇", 45, (), "Coffee break", 5),
        _S(
            "panel",
            "圆桌：绿色供应链",
            50,
            ("mc", "panel", "panel"),
            "Round table: green supply chains",
            0,
            False,
            (MICS,),
        ),
    ),
    "分论坛二：数据与安全": (
        _S("talk", "跨境数据的边界", 30, ("mc", "talk"), "The limits of data across borders", 0, False, (CLICKER,)),
        _S("talk", "可信计算实践", 30, ("talk",), "Trusted computing in practice", 0, False, (CLICKER,)),
        _S("coffee_break", "茶歇", 45, (), "Coffee break", 5),
        _S("questions", "提问与讨论", 50, ("mc",), "Questions and discussion", 0, False, (MICS,)),
    ),
    "分论坛三：青年创新": (
        _S("talk", "六个年轻团队的展示", 60, ("mc", "talk"), "Six young teams", 0, False, (CLICKER,)),
        _S("coffee_break", "茶歇", 45, (), "Coffee break", 5),
        _S("panel", "导师点评", 50, ("panel", "panel"), "Mentors' comments"),
    ),
    "圆桌对话": (
        _S(
            "panel",
            "圆桌一：产业与城市",
            50,
            ("mc", "panel", "panel", "panel"),
            "Industry and the city",
            5,
            True,
            (MICS,),
        ),
        _S("panel", "圆桌二：人才与开放", 50, ("mc", "panel", "panel"), "Talent and openness", 0, True, (MICS,)),
    ),
    "开幕与主旨报告": (
        _S("opening", "开场", 5, ("mc",)),
        _S("talk", "主旨报告：设计方法的十年", 40, ("talk",), uses=(CLICKER,)),
        _S("questions", "提问", 15, ("mc",)),
    ),
    "专题研讨": (
        _S("talk", "案例一：从草图到交付", 30, ("talk",), uses=(CLICKER,), gap=20),
        _S("discussion", "分组讨论", 45, ("mc",)),
    ),
    "圆桌与小结": (
        _S("panel", "圆桌：下一个十年", 75, ("mc", "panel", "panel"), uses=(MICS,)),
        _S("coffee_break", "茶歇", 15, buffer=5),
        _S("closing", "小结与行动项", 45, ("mc", "talk")),
    ),
    "工作会议": (
        _S("opening", "宣布开会、介绍出席人员", 5, ("mc",)),
        _S("talk", "工作报告", 50, ("talk",)),
        _S("talk", "典型发言", 40, ("talk", "talk")),
        _S("address", "讲话", 40, ("address",)),
        _S("closing", "会议小结", 10, ("mc",)),
    ),
    "分组讨论": (
        _S("discussion", "分组讨论", 90, ("mc",)),
        _S("closing", "各组汇报", 20, ("mc",)),
    ),
    "新品发布": (
        _S("video", "开场片", 3),
        _S("address", "欢迎致辞", 7, ("mc", "address")),
        _S("launch", "新品发布", 30, ("talk",), uses=(CLICKER, TIMER)),
        _S("talk", "技术解读", 15, ("talk",), uses=(CLICKER,)),
        _S("questions", "媒体问答", 20, ("mc", "panel"), uses=(MICS,)),
    ),
    "开班与课程一": (
        _S("opening", "开班", 10, ("mc", "address")),
        _S("teaching", "课程一（上）：服务标准", 60, ("talk",), uses=(CLICKER,)),
        _S("coffee_break", "课间茶歇", 30, buffer=5),
        _S("teaching", "课程一（下）：现场处置", 70, ("talk",), uses=(CLICKER,)),
    ),
    "课程二与演练": (
        _S("teaching", "课程二：应急与分工", 80, ("talk",), uses=(CLICKER,)),
        _S("coffee_break", "课间茶歇", 30, buffer=5),
        _S("discussion", "桌面演练", 110, ("mc",)),
    ),
    "课程三": (
        _S("teaching", "课程三（上）：沟通", 70, ("talk",), uses=(CLICKER,)),
        _S("coffee_break", "课间茶歇", 30, buffer=5),
        _S("teaching", "课程三（下）：复盘", 70, ("talk",), uses=(CLICKER,)),
    ),
    "考核与结业": (
        _S("other", "笔试", 60),
        _S("discussion", "现场考核", 70, ("mc",)),
        _S("award", "颁发结业证书", 20, ("mc", "award"), gap=5),
    ),
    "年度总结大会": (
        _S("video", "年度回顾片", 8),
        _S("address", "总经理讲话", 30, ("mc", "address"), uses=(TIMER,)),
        _S("talk", "业务线汇报", 40, ("talk", "talk"), uses=(CLICKER,)),
    ),
    "平行论坛一": (_S("talk", "专题一", 40, ("mc", "talk")), _S("panel", "对话", 50, ("mc", "panel", "panel"))),
    "平行论坛二": (_S("talk", "专题二", 40, ("mc", "talk")), _S("panel", "对话", 50, ("mc", "panel", "panel"))),
}
"""A function without a row here (meals, breaks, photo, signing) is one item by itself."""
