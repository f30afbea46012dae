"""Refusals of reading tables."""

from __future__ import annotations

from huiwu.kernel.errors import Refusal


class SheetRefused(Refusal):
    """Base: nothing of the file was read or kept."""

    code = "sheet_refused"
    status = 422
    sentence = "文件“{name}”没有读取。"


class SheetTooLarge(SheetRefused):
    code = "sheet_too_large"
    status = 413
    sentence = "文件“{name}”有 {size} MB，超过 {limit} MB，没有读取。请删去图片和无关的工作表，或分成几份。"


class SheetKindRefused(SheetRefused):
    code = "sheet_kind_refused"
    status = 415
    sentence = (
        "文件“{name}”不是可读的表格，没有读取。请用 .xlsx 或 .csv；旧的 .xls、.et 请在表格软件里“另存为”.xlsx 再上传。"
    )


class SheetLocked(SheetRefused):
    code = "sheet_locked"
    sentence = "文件“{name}”设有打开密码，没有读取。请在表格软件里取消密码，另存后再上传。"


class SheetSuspicious(SheetRefused):
    """A packed file that unpacks to more than any table has: a zip bomb, or a broken file."""

    code = "sheet_suspicious"
    sentence = "文件“{name}”没有读取：{why}。请把需要的表格复制到一个新文件后再上传。"


class SheetBroken(SheetRefused):
    code = "sheet_broken"
    sentence = "文件“{name}”已损坏，没有读取。请用表格软件打开、另存后再上传。"


class HeadingsNotFound(SheetRefused):
    code = "headings_not_found"
    sentence = "文件“{name}”里没有找到表头，什么都没有保存。{best}还缺：{missing}。请保留表头这一行，不要改列名。"
