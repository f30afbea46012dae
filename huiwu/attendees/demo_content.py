"""Invented people: names with surnames that have their own reading, organisations and titles of each script."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

SURNAMES = tuple(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严武戴莫孔向汤"
)
OWN_READING = ("曾", "单", "解", "仇", "查", "区", "朴", "尉迟", "盖", "缪", "翟", "欧阳", "上官", "司马", "诸葛")
"""Surnames that are read unlike the plain word, and double ones."""
FIRST = tuple(
    "明静伟芳娜敏丽强磊军洋勇艳杰娟涛超秀霞平刚桂英华玉萍红玲芬燕彬鹏辉宇浩凯健俊帆雪琳晨旭欣怡嘉子梓雨思若诗瑞文博睿宁"
)
SECOND = tuple("国建文志海晓春云天永德成家世庆安立新宏伟佳一可雅慧梦珊琪瑶璐颖然轩涵泽航翔远哲昊")
RARE = ("玥", "堃", "喆", "昉", "翀", "骉", "龘")
"""Letters that most fonts and many sort orders lack."""


@dataclass(frozen=True, slots=True)
class Circle:
    """Whom a meeting brings together: its organisations, what people are there, press in percent, groups to work in."""

    orgs: tuple[tuple[str, str], ...]
    titles: tuple[str, ...]
    vip_titles: tuple[str, ...]
    delegations: tuple[str, ...] = ()
    media: int = 10
    abroad: int = 0
    groups: int = 0


COMPANIES = (
    ("明湖产业研究院", "明湖研究院"),
    ("滨江精密制造有限公司", "滨江精密"),
    ("云岭新材料股份有限公司", "云岭新材"),
    ("东海智能装备有限公司", "东海智装"),
    ("青禾连锁商业有限公司", "青禾连锁"),
    ("长风集团有限公司", "长风集团"),
    ("云雀智能科技有限公司", "云雀智能"),
    ("星河半导体有限公司", "星河半导体"),
    ("北辰能源科技有限公司", "北辰能源"),
    ("南屏软件技术有限公司", "南屏软件"),
    ("锦城物流集团有限公司", "锦城物流"),
    ("启明科技股份有限公司", "启明科技"),
)
TITLES = (
    "经理",
    "高级经理",
    "总监",
    "工程师",
    "高级工程师",
    "主任",
    "副主任",
    "项目主管",
    "研究员",
    "市场专员",
    "部长",
)
VIP_TITLES = ("董事长", "总经理", "副总裁", "院长", "首席科学家", "秘书长", "理事长")
PRESS = (("滨江日报社", "滨江日报"), ("东海财经网", "东海财经"), ("长风广播电视台", "长风台"), ("云岭周刊", ""))
MEDIA_TITLES = ("记者", "摄影记者", "编辑", "主编")
COUNTIES = ("东川市政务服务局", "城北区政务服务中心", "江口县政务服务中心", "石桥县行政审批局", "清河区政务服务局")
BODIES = tuple((name, name.replace("东川市", "市").replace("政务服务", "政服")) for name in COUNTIES)
BODY_TITLES = ("科员", "一级科员", "副科长", "科长", "窗口负责人", "股长")
CLERKS = ("局长", "副局长", "党组成员", "主任")

FORUM = Circle(COMPANIES, TITLES, VIP_TITLES, ("华东代表团", "西南代表团", "海外嘉宾团"), media=4, abroad=6)
GOVERNMENT = Circle(BODIES, BODY_TITLES, CLERKS, ("市直单位", "县区单位"), media=2)
LAUNCH = Circle(COMPANIES, TITLES, VIP_TITLES, media=33)
TRAINING = Circle(
    tuple(
        (f"青禾连锁{city}店", "")
        for city in ("成都", "绵阳", "德阳", "乐山", "宜宾", "泸州", "南充", "遂宁", "重庆江北")
    ),
    ("店长", "副店长", "值班经理"),
    ("区域总监", "运营总监"),
    ("川西区", "川南区", "川东区"),
    media=0,
    groups=12,
)
SEMINAR = Circle(
    (
        ("江南城市研究会", ""),
        ("明湖大学建筑学院", "明湖大学"),
        ("滨江规划设计院", "滨江院"),
        ("云岭社会治理研究中心", ""),
    ),
    ("教授", "副教授", "讲师", "高级规划师", "研究员", "博士研究生"),
    ("会长", "院长", "首席规划师"),
    media=2,
)
GALA = Circle(
    (
        ("长风集团有限公司", "长风集团"),
        *((f"长风{part}有限公司", f"长风{part}") for part in ("置业", "物流", "食品", "能源", "软件")),
    ),
    ("员工代表", "优秀员工", "部门经理", "总监", "主管"),
    ("董事长", "总裁", "副总裁", "首席财务官"),
    media=1,
)
BY_TYPE = {
    "forum": FORUM,
    "annual_gala": GALA,
    "gov_work": GOVERNMENT,
    "launch": LAUNCH,
    "seminar": SEMINAR,
    "training": TRAINING,
}
FOREIGN = (
    ("Anna Lindqvist", "安娜·林德奎斯特", "SE", "Nordhav Industries", "Chief Executive Officer"),
    ("James Whitfield", "詹姆斯·惠特菲尔德", "GB", "Whitfield & Rowe", "Director of Research"),
    ("Keiko Moriyama", "森山惠子", "JP", "Moriyama Seiki", "General Manager"),
    ("Lukas Brandt", "卢卡斯·勃兰特", "DE", "Brandt Werke", "Head of Manufacturing"),
    ("Mei-Ling Tan", "陈美玲", "SG", "Straits Logistics", "Managing Director"),
    ("Sofia Duarte", "索菲娅·杜阿尔特", "PT", "Atlantico Energia", "Chief Technology Officer"),
)
DIETS = ("清真", "素食", "无坚果", "低盐", "无麸质")


def names(rng: Random) -> Iterator[str]:
    """Names without end, each once; every tenth with a surname that has its own reading, every fortieth with a rare letter."""
    given: set[str] = set()
    nth = 0
    while True:
        nth += 1
        surname = rng.choice(OWN_READING) if nth % 10 == 0 else rng.choice(SURNAMES)
        first = rng.choice(RARE) if nth % 40 == 0 else rng.choice(FIRST)
        name = surname + (first if rng.random() < 0.3 else rng.choice(SECOND) + first)
        for _more in range(3):
            if name not in given:
                break
            name = surname + rng.choice(SECOND) + rng.choice(FIRST)
        if name not in given:
            given.add(name)
            yield name
