"""What the demo's speakers hand in: a small deck that PowerPoint opens, a drawn portrait, a biography."""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape

from PIL import Image, ImageDraw

OFFICE = "http://schemas.openxmlformats.org"
RELATIONS = f"{OFFICE}/officeDocument/2006/relationships"
SPACES = f'xmlns:a="{OFFICE}/drawingml/2006/main" xmlns:r="{RELATIONS}" xmlns:p="{OFFICE}/presentationml/2006/main"'
TYPE = "application/vnd.openxmlformats-officedocument.presentationml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
TREE = '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>'
FILL = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
LINE = f"<a:ln>{FILL}</a:ln>"
TONES = ((176, 137, 104), (122, 141, 168), (150, 160, 130), (168, 128, 140))


def deck(title: str, pages: list[str], *, font: str = "微软雅黑") -> bytes:
    """A widescreen PPTX: a page for the title and one for each of `pages`, written in `font`."""
    said = [title, *pages]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in _fixed(font, len(said)).items():
            package.writestr(name, HEAD + content)
        for nth, words in enumerate(said, 1):
            package.writestr(f"ppt/slides/slide{nth}.xml", HEAD + _slide(words, nth))
            package.writestr(
                f"ppt/slides/_rels/slide{nth}.xml.rels",
                HEAD + _relations([("slideLayout", "../slideLayouts/slideLayout1.xml")]),
            )
    return out.getvalue()


def _slide(words: str, nth: int) -> str:
    box = '<a:xfrm><a:off x="914400" y="2286000"/><a:ext cx="10363200" cy="1828800"/></a:xfrm>'
    text = f'<a:p><a:r><a:rPr lang="zh-CN" sz="{4000 if nth == 1 else 2800}"/><a:t>{escape(words)}</a:t></a:r></a:p>'
    shape = (
        f'<p:sp><p:nvSpPr><p:cNvPr id="2" name="文字"/><p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr>'
        f'<p:spPr>{box}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>'
        f'<p:txBody><a:bodyPr wrap="square"/><a:lstStyle/>{text}</p:txBody></p:sp>'
    )
    return f"<p:sld {SPACES}><p:cSld><p:spTree>{TREE}{shape}</p:spTree></p:cSld></p:sld>"


def _relations(rows: list[tuple[str, str]]) -> str:
    lines = "".join(
        f'<Relationship Id="rId{n}" Type="{RELATIONS}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(rows, 1)
    )
    return f'<Relationships xmlns="{OFFICE}/package/2006/relationships">{lines}</Relationships>'


def _fixed(font: str, count: int) -> dict[str, str]:
    """Everything of a package beside its slides."""
    overrides = [("/ppt/presentation.xml", f"{TYPE}.presentation.main+xml")]
    overrides += [(f"/ppt/slides/slide{n}.xml", f"{TYPE}.slide+xml") for n in range(1, count + 1)]
    overrides += [
        ("/ppt/slideMasters/slideMaster1.xml", f"{TYPE}.slideMaster+xml"),
        ("/ppt/slideLayouts/slideLayout1.xml", f"{TYPE}.slideLayout+xml"),
        ("/ppt/theme/theme1.xml", "application/vnd.openxmlformats-officedocument.theme+xml"),
    ]
    types = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in overrides)
    slides = "".join(f'<p:sldId id="{255 + n}" r:id="rId{n}"/>' for n in range(1, count + 1))
    mapping = " ".join(
        f'{name}="{name}"'
        for name in ("accent1", "accent2", "accent3", "accent4", "accent5", "accent6", "hlink", "folHlink")
    )
    return {
        "[Content_Types].xml": f'<Types xmlns="{OFFICE}/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{types}</Types>',
        "_rels/.rels": _relations([("officeDocument", "ppt/presentation.xml")]),
        "ppt/presentation.xml": f'<p:presentation {SPACES}><p:sldMasterIdLst><p:sldMasterId id="2147483648" '
        f'r:id="rId{count + 1}"/></p:sldMasterIdLst><p:sldIdLst>{slides}</p:sldIdLst>'
        '<p:sldSz cx="12192000" cy="6858000"/><p:notesSz cx="6858000" cy="9144000"/></p:presentation>',
        "ppt/_rels/presentation.xml.rels": _relations(
            [
                *(("slide", f"slides/slide{n}.xml") for n in range(1, count + 1)),
                ("slideMaster", "slideMasters/slideMaster1.xml"),
                ("theme", "theme/theme1.xml"),
            ]
        ),
        "ppt/slideMasters/slideMaster1.xml": f"<p:sldMaster {SPACES}><p:cSld><p:spTree>{TREE}</p:spTree></p:cSld>"
        f'<p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" {mapping}/><p:sldLayoutIdLst><p:sldLayoutId '
        'id="2147483649" r:id="rId1"/></p:sldLayoutIdLst></p:sldMaster>',
        "ppt/slideMasters/_rels/slideMaster1.xml.rels": _relations(
            [("slideLayout", "../slideLayouts/slideLayout1.xml"), ("theme", "../theme/theme1.xml")]
        ),
        "ppt/slideLayouts/slideLayout1.xml": f"<p:sldLayout {SPACES}><p:cSld><p:spTree>{TREE}</p:spTree></p:cSld>"
        "</p:sldLayout>",
        "ppt/slideLayouts/_rels/slideLayout1.xml.rels": _relations(
            [("slideMaster", "../slideMasters/slideMaster1.xml")]
        ),
        "ppt/theme/theme1.xml": _theme(font),
    }


def _theme(font: str) -> str:
    tones = "dk1 000000|lt1 FFFFFF|dk2 1F3A4D|lt2 EEF2F4|accent1 B4461E|accent2 2F6F8F|accent3 6B8E23|accent4 C28F2C"
    tones += "|accent5 7A5C8E|accent6 4C7A6B|hlink 2F6F8F|folHlink 7A5C8E"
    colours = "".join(
        f'<a:{name}><a:srgbClr val="{tone}"/></a:{name}>' for name, tone in (row.split() for row in tones.split("|"))
    )
    face = f'<a:latin typeface="Arial"/><a:ea typeface="{escape(font)}"/><a:cs typeface=""/>'
    return (
        f'<a:theme xmlns:a="{OFFICE}/drawingml/2006/main" name="讲者"><a:themeElements>'
        f'<a:clrScheme name="讲者">{colours}</a:clrScheme><a:fontScheme name="讲者"><a:majorFont>{face}</a:majorFont>'
        f'<a:minorFont>{face}</a:minorFont></a:fontScheme><a:fmtScheme name="讲者"><a:fillStyleLst>{FILL * 3}'
        f"</a:fillStyleLst><a:lnStyleLst>{LINE * 3}</a:lnStyleLst><a:effectStyleLst>"
        f"{'<a:effectStyle><a:effectLst/></a:effectStyle>' * 3}</a:effectStyleLst><a:bgFillStyleLst>{FILL * 3}"
        "</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>"
    )


def portrait(nth: int) -> bytes:
    """A drawn head and shoulders, 640 by 800, another tone for each."""
    picture = Image.new("RGB", (640, 800), (232, 236, 238))
    draw = ImageDraw.Draw(picture)
    tone = TONES[nth % len(TONES)]
    draw.ellipse((90, 470, 550, 1100), fill=tuple(part // 2 for part in tone))
    draw.ellipse((210, 180, 430, 460), fill=tone)
    draw.rectangle((0, 792, 8 + nth % 600, 800), fill=(200, 205, 208))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=82)
    return out.getvalue()


def biography(name: str, org: str, title: str) -> tuple[str, str]:
    """Chinese and English, as short as a handbook wants it."""
    role = f"{org}{title}" if title else org
    zh = f"{name}，{role}。长期从事产业研究与国际合作，主持过多项行业标准与联合研究，近年关注技术创新与区域协作。"
    return zh, ""
