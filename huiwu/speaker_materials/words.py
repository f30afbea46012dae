"""Findings, materials and differences in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiwu.agenda.words import is_english
from huiwu.speaker_materials.models import MaterialVersion, SpeakerMaterial

SENTENCES = {
    "ratio": gettext_lazy("页面是 {is}，会场屏幕是 {wants}，放映时会留边或变形。"),
    "linked_video": gettext_lazy("视频没有放进文件里，只是链接：{names}。请插入视频本身，或另交视频文件。"),
    "lost_video": gettext_lazy("文件里缺少视频或音频：{names}。请重新插入后再提交。"),
    "fonts": gettext_lazy("会场电脑没有这些字体，文件里也没有嵌入：{names}。请嵌入字体，或换成常用字体。"),
    "hidden_pages": gettext_lazy("有 {count} 页设为隐藏，放映时看不到。"),
    "photo_small": gettext_lazy("照片只有 {width}×{height} 像素，印刷会模糊；短边至少 {least} 像素。"),
    "photo_shape": gettext_lazy("照片是 {width}×{height}，不是半身竖幅，排版时会被裁切。"),
}


def finding_words(finding: dict[str, Any]) -> str:
    """One finding as a sentence in the reader's language."""
    values = {key: _("、").join(value) if isinstance(value, list) else value for key, value in finding.items()}
    return str(SENTENCES[finding["code"]]).format_map(values)


def material_words(row: SpeakerMaterial) -> str:
    """`演示文稿（主旨演讲一）`."""
    item = row.item
    title = ((is_english() and item.title_en) or item.title) if item is not None else row.item_title
    kind = str(row.get_kind_display())
    return _("{kind}（{title}）").format(kind=kind, title=title) if title else kind


@dataclass(frozen=True, slots=True)
class Difference:
    """One line of what changed between two versions."""

    what: str
    before: str
    after: str


def differences(former: MaterialVersion, now: MaterialVersion) -> list[Difference]:
    """Pages, title and text of a file; the text of what is written."""
    found = []
    if former.text != now.text:
        found.append(Difference(_("文字"), former.text, now.text))
    if former.text_en != now.text_en:
        found.append(Difference(_("英文"), former.text_en, now.text_en))
    if former.page_count != now.page_count:
        found.append(Difference(_("页数"), str(former.page_count or ""), str(now.page_count or "")))
    if (former.width, former.height) != (now.width, now.height):
        found.append(Difference(_("尺寸"), _size(former), _size(now)))
    return found + list(_page_differences(former.outline, now.outline))


def _size(version: MaterialVersion) -> str:
    return f"{version.width}×{version.height}" if version.width and version.height else ""


def _page_differences(before: list[str], after: list[str]) -> Iterable[Difference]:
    """Pages whose words are new or gone; pages that only moved are not listed."""
    gone, came = [t for t in before if t not in after], [t for t in after if t not in before]
    for nth in range(max(len(gone), len(came))):
        old, new = gone[nth] if nth < len(gone) else "", came[nth] if nth < len(came) else ""
        page = (after.index(new) if new else before.index(old)) + 1
        yield Difference(_("第 {n} 页").format(n=page), old, new)
