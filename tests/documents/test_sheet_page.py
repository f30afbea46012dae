"""The third drawing of the same blocks: as HTML."""

from __future__ import annotations

from datetime import UTC, date, datetime

from django.template import Context, Template

from huiwu.documents import blocks as b


def drawn(*blocks: b.Block, **more) -> str:
    sheet = b.Sheet(title="简报", blocks=blocks, **more)
    return Template("{% load sheet %}{% sheet made %}").render(Context({"made": sheet}))


def test_every_kind_of_block_is_drawn():
    day = date(2027, 3, 18)
    page = drawn(
        b.Heading(1, "目标"),
        b.Paragraph("一段**要紧**的话\n第二行"),
        b.Bullets(("甲",)),
        b.Numbered(("乙",)),
        b.KeyValues((("主办", "启明"),)),
        b.Table(
            (b.Column("项目"), b.Column("金额", kind="money")),
            (("搭建", 123_450), ("合计", None)),
            emphasis={1: "total"},
        ),
        b.Gantt((b.GanttRow("签简报", "客户", day, day, gate=True),), day, day),
        b.RaciMatrix(("策划",), (b.RaciRow("写方案", ("A/R",)),)),
        b.SignatureBlock((b.Party("客户", "启明", "赵明远", datetime(2027, 1, 2, tzinfo=UTC), "ab" * 32),)),
        b.Callout("当心", "warning"),
        b.PageBreak(),
        b.Picture(b"\x89PNG\r\n\x1a\n", "现场"),
        b.Drawing('<svg viewBox="0 0 9 9"><text>曲线</text></svg>', "进度曲线"),
        b.Qr("https://example.test/x", "扫码"),
        red_head="启明文件",
    )
    wanted = (
        "<strong>要紧</strong>", "<br>第二行", "<li>甲</li>", "<li>乙</li>", "<dt>主办</dt>", "1,234.50", "doc-row-total",
        "签简报", "A/R", "赵明远", "abababababab<", "当心",
        "doc-break", "data:image/png;base64,iVBORw0KGgo=", "<text>曲线</text>", "进度曲线",
        "扫码", "启明文件",
    )  # fmt: skip
    assert [text for text in wanted if text not in page] == []


def test_headings_are_numbered_as_on_paper_and_stand_below_the_pages_own():
    page = drawn(b.Heading(1, "甲"), b.Heading(2, "乙"), typography="gbt9704")
    assert ('<h3 class="sheet-h1">一、甲</h3>' in page, '<h4 class="sheet-h2">（一）乙</h4>' in page) == (True, True)


def test_words_are_never_markup():
    evil = "<script>alert(1)</script>"
    page = drawn(
        b.Heading(1, evil),
        b.Paragraph(f"**{evil}**{evil}"),
        b.Bullets((evil,)),
        b.KeyValues(((evil, evil),)),
        b.Table((b.Column(evil),), ((evil,),), caption=evil),
        b.SignatureBlock((b.Party(evil, evil, evil),)),
        doc_no=evil,
        status_word=evil,
    )
    assert "<script" not in page
