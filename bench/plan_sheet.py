"""A believable plan of any length: what the look is judged by and the figures are measured on."""

from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime, timedelta
from typing import Any

from huiwu.documents.blocks import (
    Block,
    Bullets,
    Callout,
    Column,
    Gantt,
    GanttRow,
    Heading,
    KeyValues,
    Numbered,
    Paragraph,
    Party,
    Qr,
    RaciMatrix,
    RaciRow,
    Sheet,
    SignatureBlock,
    Table,
)

STEPS = (
    "签署需求简报",
    "确定会议主题与规模",
    "编制策划方案",
    "客户审定方案",
    "考察备选场地",
    "锁定会场档期",
    "场地合同签署",
    "发出询价函",
    "供应商比价",
    "确定搭建商",
    "拟定邀请名单",
    "邀请函设计定稿",
    "寄发邀请函",
    "跟进回执",
    "议程初稿",
    "议程定稿",
    "主持词撰写",
    "名牌与席卡制作",
    "手册付印",
    "用餐人数保底",
    "住宿分房",
    "接送排班",
    "搭建图纸会审",
    "音响与大屏调试",
    "全要素彩排",
)
OWNERS = ("周敏", "林㛃", "陈喆", "王龘", "赵䶮")


def plan(chapters: int = 1, **changes: Any) -> Sheet:
    """The plan of an invented meeting; each further chapter adds about two pages."""
    blocks: tuple[Block, ...] = (*_opening(), *_schedule(), *_roles(), *_risks(), *_money(), *_people(150))
    for number in range(1, chapters):
        blocks += _chapter(number)
    sheet = Sheet(
        title="二〇二六年长三角绿色制造论坛会务策划方案",
        subtitle="会期两天，四百人规模，一场主论坛与六场分论坛",
        doc_no="HW-2026-0518-02", version="V2.1", dated_on=date(2026, 2, 20), meeting_name="长三角绿色制造论坛",
        status_word="草稿", issuer="澄明会务有限公司", toc=True,
        blocks=(*blocks, Heading(1, "确认"), Paragraph("本方案经双方签认后作为执行基准；其后的改动一律出具变更单。"), _signatures()),
    )  # fmt: skip
    return dataclasses.replace(sheet, **changes)


def _opening() -> tuple[Block, ...]:
    return (
        Heading(1, "会议概况"),
        KeyValues((
            ("会议名称", "二〇二六年长三角绿色制造论坛"), ("会议时间", "2026 年 5 月 18 日至 19 日（备选 5 月 25 日至 26 日）"),
            ("会议地点", "杭州市滨江区钱塘会议中心三层**大宴会厅**及六间分会场"), ("会议主题", "以低碳工艺重塑产业链"),
            ("人数口径", "邀请 520 人，预计 400 人，保底 360 人"),
        )),
        Heading(2, "背景与宗旨"),
        Paragraph("论坛自 2019 年起已连续举办六届，是区域内制造企业、研究机构与主管部门交流减排路径的**年度例会**。"
                  "本届聚焦“以低碳工艺重塑产业链”，希望参会者带走可以照做的做法，而不是口号。"),
        Paragraph("会务目标有三：一是让每一位嘉宾在抵达、签到、就座、用餐、离会的每一步都有人接应；二是主论坛准点率不低于"
                  " 95%；三是预算执行偏差控制在 5% 以内。上述目标在总结报告中逐项对照。"),
        Bullets(("成果：形成《绿色制造行动清单》一份，会后十个工作日内发布。", "传播：中央媒体三家、行业媒体十二家到场报道。",
                 "可持续：纸质资料减少六成，餐余称重并公布。")),
        Heading(2, "筹备原则"),
        Numbered(("凡涉及嘉宾姓名、职务、排序的内容，以嘉宾库当前版本为唯一来源。", "凡已冻结的单据，改动须出具变更单并写明费用。",
                  "凡面向现场人员的表单，均备纸质版以应对断网断电。")),
        Callout("客户已于 2 月 12 日口头确认备选日期，书面确认尚未收到，场地合同签署前必须补齐。", "warning"),
    )  # fmt: skip


def _schedule() -> tuple[Block, ...]:
    start = date(2026, 2, 20)
    rows = []
    for number in range(75):
        begin = start + timedelta(days=number * 82 // 75)
        rows.append(GanttRow(
            STEPS[number % len(STEPS)] + ("" if number < 25 else "（复核）" if number < 50 else "（现场）"),
            OWNERS[number % len(OWNERS)], begin, begin + timedelta(days=2 + number * 7 % 9),
            critical=number % 4 == 1, done=number < 9, gate=number % 12 == 6,
        ))  # fmt: skip
    days = [start + timedelta(days=n) for n in range(90)]
    rest = frozenset(d for d in days if d.weekday() > 4) | {
        date(2026, 4, 6),
        date(2026, 5, 1),
        date(2026, 5, 4),
    }
    return (
        Heading(1, "倒排进度"),
        Paragraph(
            "以 5 月 18 日开幕为锚点向前倒排，工作日按国务院办公厅公布的调休安排计算。关键路径上的事项每延误一天，开幕前的缓冲就少一天。"
        ),
        Gantt(tuple(rows), start, days[-1], rest, date(2026, 3, 2), "表 1　筹备进度（七十五项，九十天）"),
    )


def _roles() -> tuple[Block, ...]:
    marks = ("A", "R", "C", "I", "A/R", "")
    rows = tuple(
        RaciRow(step, tuple(marks[(n * 2 + k * 5) % 6] for k in range(6))) for n, step in enumerate(STEPS[:14])
    )
    return (
        Heading(1, "组织架构与分工"),
        Paragraph("每项工作恰有一名负责人；执行人可以多名。需要征询的意见应在计划完成日前两个工作日收齐。"),
        RaciMatrix(("总协调", "场地组", "嘉宾组", "宣传组", "财务组", "客户"), rows, "表 2　职责分工"),
    )


def _risks() -> tuple[Block, ...]:
    columns = (Column("编号", 0.7), Column("风险", 2.4), Column("可能", 0.7, "center"), Column("影响", 0.7, "center"),
               Column("应对", 3.6), Column("责任人", 0.9))  # fmt: skip
    rows = (
        (
            "R-01",
            "主旨演讲嘉宾临时不能到场",
            "中",
            "高",
            "落实备选嘉宾一名；视频连线链路提前两天联调；主持词备两版。",
            "林㛃",
        ),
        (
            "R-02",
            "场地前一日活动延迟撤场",
            "中",
            "中",
            "合同约定夜间进场时点与超时赔付；搭建方案可在八小时内完成。",
            "陈喆",
        ),
        ("R-03", "暴雨或高温预警", "低", "高", "签到区移入二层连廊；备雨具四百件、饮水点六处。", "赵䶮"),
        ("R-04", "签到系统断网", "中", "中", "闸机离线核验；纸质签到簿按姓名拼音分册。", "王龘"),
        (
            "R-05",
            "食物过敏或食源性不适",
            "低",
            "高",
            "餐单逐道标注过敏原；驻会医务人员两名；留样四十八小时。",
            "周敏",
        ),
        ("R-06", "预算超支", "中", "中", "累计超行预算 5% 须书面审批；每周五出具执行表。", "周敏"),
    )
    return (Heading(1, "风险登记"), Table(columns, rows, "表 3　主要风险与应对", emphasis={1: "changed"}))


def _money() -> tuple[Block, ...]:
    columns = (Column("科目", 1.2), Column("规格", 2.6), Column("口径", 0.7), Column("数量", 0.8, kind="number"),
               Column("单价（元）", 1.2, kind="money"), Column("小计（元）", 1.4, kind="money"))  # fmt: skip
    lines = (
        ("场地", "大宴会厅及六间分会场，含前一日搭建", "天", 3, 6800000), ("搭建", "主背景、舞台、签到区、导视", "项", 1, 18600000),
        ("设备", "P2.5 大屏 72 平方米、音响、灯光", "套", 1, 12450000), ("同传", "中英双向，含接收机三百只", "天", 2, 1580000),
        ("餐饮", "自助午餐", "人次", 720, 16800), ("餐饮", "欢迎晚宴", "桌", 40, 288000), ("茶歇", "四次", "人次", 1440, 4800),
        ("住宿", "嘉宾大床房含早", "间夜", 180, 62000),
        ("交通", "机场与高铁站接送", "车次", 64, 48000),
        ("物料", "手册、名牌、席卡、礼袋", "份", 420, 8600),
        ("人员", "礼仪、翻译、摄影、速记", "人天", 56, 90000), ("不可预见", "按前列合计的 5%", "项", 1, 3900000),
    )  # fmt: skip
    rows: list[tuple[Any, ...]] = [(*line, line[3] * line[4]) for line in lines]
    rows.append(("合计", "", "", None, None, sum(row[5] for row in rows)))
    return (
        Heading(1, "预算明细"),
        Paragraph("金额均含税，币种为人民币。"),
        Table(columns, tuple(rows), "表 4　预算", emphasis={4: "changed", len(rows) - 1: "total"}),
        Callout("第 5 行自助午餐由 680 人次调整为 720 人次，系客户 2 月 18 日邮件确认。"),
    )


def _people(count: int) -> tuple[Block, ...]:
    columns = (
        Column("序", 0.5, "right"),
        Column("姓名", 1),
        Column("单位", 3),
        Column("手机", 1.4),
        Column("桌号", 0.7, "center"),
    )
    names = ("林㛃", "𬭎之远", "赵䶮", "王龘", "陈喆", "欧阳骉", "祎然", "堃", "犇")
    rows = tuple(
        (str(n + 1), names[n % 9], f"华东第{n % 30 + 1}装备制造研究院", f"1380000{n:04d}", str(n % 40 + 1))
        for n in range(count)
    )
    return (Heading(1, "参会人员"), Table(columns, rows, "表 5　已确认名单"))


def _chapter(number: int) -> tuple[Block, ...]:
    text = "会场布置遵循先主后次、先大后小的顺序，搭建、布线、调试三个环节各留半日缓冲；凡有交叉作业，由总协调指定先后并书面告知各方。"
    return (Heading(1, f"分论坛执行细则（{number}）"), Heading(2, "现场安排"), *(Paragraph(text * 3),) * 4, *_risks()[1:],
            Heading(2, "预算分解"), _money()[2])  # fmt: skip


def _signatures() -> SignatureBlock:
    signed_at = datetime(2026, 2, 21, 6, 30, tzinfo=UTC)
    return SignatureBlock((
        Party("客户（甲方）", "长三角绿色制造促进会", "沈知远"),
        Party("会务服务方（乙方）", "澄明会务有限公司", "周敏", signed_at, "9f2c6a1d" * 8),
    ))  # fmt: skip


def qr() -> Qr:
    return Qr("https://example.invalid/plan", "扫码查看当前版本")
