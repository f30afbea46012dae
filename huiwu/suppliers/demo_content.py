"""The invented suppliers of the demo's library. Names, codes and telephone numbers belong to nobody."""

from __future__ import annotations

from dataclasses import dataclass

from huiwu.kernel.credit_code import check_character


@dataclass(frozen=True, slots=True)
class Company:
    """`people` are name and title; the second is on site. `standing` and `why` for those not simply in use."""

    name: str
    short: str
    city: str
    categories: tuple[str, ...]
    people: tuple[tuple[str, str], tuple[str, str]]
    small: bool = False
    standing: str = ""
    why: str = ""


COMPANIES = (
    Company(
        "上海明筑会展服务有限公司",
        "明筑会展",
        "上海",
        ("build", "decoration"),
        (("叶青", "客户总监"), ("石磊", "现场经理")),
    ),
    Company("杭州木石展览工程有限公司", "木石展览", "杭州", ("build",), (("方晓", "业务经理"), ("魏强", "施工队长"))),
    Company(
        "北京筑光舞美工程有限公司",
        "筑光舞美",
        "北京",
        ("build", "av", "led"),
        (("贺一鸣", "总经理"), ("段飞", "现场经理")),
    ),
    Company(
        "上海声帆音视频工程有限公司",
        "声帆音视频",
        "上海",
        ("av", "led", "streaming"),
        (("江涛", "项目总监"), ("蓝波", "技术主管")),
    ),
    Company("深圳维光显示技术有限公司", "维光显示", "深圳", ("led", "av"), (("侯杰", "销售经理"), ("白宇", "工程师"))),
    Company(
        "北京译桥翻译有限公司",
        "译桥翻译",
        "北京",
        ("interpretation", "translation"),
        (("温婉", "项目经理"), ("关越", "设备主管")),
    ),
    Company(
        "上海惠语语言服务有限公司",
        "惠语语言",
        "上海",
        ("interpretation",),
        (("苏珩", "客户经理"), ("倪凡", "现场主管")),
    ),
    Company(
        "广州通言会议设备有限公司",
        "通言会议",
        "广州",
        ("interpretation",),
        (("梁朝", "经理"), ("区伟", "技术员")),
        small=True,
    ),
    Company(
        "上海光屿影像有限公司",
        "光屿影像",
        "上海",
        ("photography", "streaming"),
        (("顾澜", "制片"), ("陶然", "摄影指导")),
    ),
    Company(
        "杭州云岸直播科技有限公司",
        "云岸直播",
        "杭州",
        ("streaming", "photography"),
        (("薛冰", "客户经理"), ("钟磊", "导播")),
    ),
    Company(
        "南京定格摄影服务部", "定格摄影", "南京", ("photography",), (("严松", "负责人"), ("柳依", "摄影师")), small=True
    ),
    Company(
        "上海印桐印务有限公司", "印桐印务", "上海", ("printing", "gifts"), (("戚敏", "业务员"), ("卢刚", "送货主管"))
    ),
    Company(
        "成都锦印文化传播有限公司", "锦印文化", "成都", ("printing", "gifts"), (("龚丽", "经理"), ("文涛", "生产主管"))
    ),
    Company(
        "苏州佳礼文创有限公司", "佳礼文创", "苏州", ("gifts", "printing"), (("俞宁", "客户经理"), ("祝明", "仓储主管"))
    ),
    Company("上海安途汽车服务有限公司", "安途用车", "上海", ("transport",), (("洪波", "调度经理"), ("焦勇", "车队长"))),
    Company("东方快线旅游客运有限公司", "东方快线", "上海", ("transport",), (("尹娜", "业务经理"), ("邱实", "车队长"))),
    Company("成都锦程运输服务有限公司", "锦程运输", "成都", ("transport",), (("向阳", "调度员"), ("牛力", "车队长"))),
    Company(
        "杭州雅集礼仪文化有限公司",
        "雅集礼仪",
        "杭州",
        ("ceremony", "performance"),
        (("安琪", "经理"), ("纪然", "领班")),
    ),
    Company("上海众护保安服务有限公司", "众护保安", "上海", ("security",), (("雷鸣", "大队长"), ("孔武", "现场队长"))),
    Company("上海仁康医疗急救服务有限公司", "仁康急救", "上海", ("medical",), (("邵华", "站长"), ("甄诚", "急救医师"))),
    Company(
        "宏展搭建工程部",
        "宏展搭建",
        "上海",
        ("build",),
        (("胡来", "负责人"), ("左右", "工长")),
        small=True,
        standing="stopped",
        why="两次擅自更换板材，阻燃证明与实物不符",
    ),
)


def code_of(nth: int) -> str:
    """An invented code with a right check character."""
    plain = f"91310106MA1FL{nth:04d}"
    return plain + check_character(plain)


def phone_of(nth: int, person: int) -> str:
    return f"1390001{nth:02d}{person:02d}"
