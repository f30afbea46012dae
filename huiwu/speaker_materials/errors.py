"""Refusals of speakers' materials."""

from __future__ import annotations

from huiwu.kernel.errors import NotFound, Refusal


class NoSuchMaterial(NotFound):
    code = "no_such_material"
    sentence = "没有找到这项讲者资料，可能已从议程撤下，或属于另一场会议。"


class MaterialMoved(Refusal):
    """Another version came in, or somebody judged it, after the page was opened."""

    code = "material_moved"
    sentence = "“{what}”现在是第 {number} 版、{state}，与您看到的不同，没有改动。请刷新后再看。"


class MaterialNotAsked(Refusal):
    code = "material_not_asked"
    sentence = "“{what}”现在不需要提交，没有保存。有疑问请联系会务组。"


class MaterialKnown(Refusal):
    code = "material_known"
    sentence = "这位讲者的“{what}”已在清单上，没有重复添加。"


class HandInClosed(Refusal):
    code = "hand_in_closed"
    sentence = "会议已经结束，这里不再接收资料，没有保存。需要更换的请直接联系会务组。"


class MaterialRefused(Refusal):
    """Base: a file that cannot be used; nothing of it is kept."""

    code = "material_refused"
    status = 415
    sentence = "“{name}”不能使用，没有保存。"


class FormatUnusable(MaterialRefused):
    code = "format_unusable"
    sentence = "“{name}”的格式不能使用，没有保存。请提交：{endings}。"


class KeynoteUnusable(MaterialRefused):
    code = "keynote_unusable"
    sentence = "“{name}”是 Keynote 文稿，会场电脑打不开，没有保存。请在 Keynote 里选择“文件 → 导出为 → PowerPoint”或 PDF 后再提交。"


class OldOffice(MaterialRefused):
    code = "old_office"
    sentence = "“{name}”是旧版 Office 格式，没有保存。请用 PowerPoint 或 WPS 另存为 .pptx 后再提交。"


class FileLocked(MaterialRefused):
    code = "file_locked"
    sentence = "“{name}”设有打开密码，会场电脑无法放映，没有保存。请去掉密码后再提交。"


class ProgramInside(MaterialRefused):
    code = "program_inside"
    sentence = "“{name}”里有宏或控件，为了会场电脑的安全没有保存。请另存为不带宏的 .pptx 后再提交。"


class FileDamaged(MaterialRefused):
    code = "file_damaged"
    sentence = "“{name}”打不开，可能已损坏或没有传完，没有保存。请在自己的电脑上确认能打开，再提交一次。"


class FileTooLargeForShow(MaterialRefused):
    code = "file_too_large_for_show"
    status = 413
    sentence = (
        "“{name}”有 {size} MB，超过本会议的上限 {limit} MB，没有保存。请压缩其中的图片和视频，或联系会务组另行交付。"
    )
