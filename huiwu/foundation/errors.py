"""Refusals of the mechanisms."""

from __future__ import annotations

from huiwu.kernel.errors import Refusal


class StorageFull(Refusal):
    """The disk is full or cannot be written; the transaction was rolled back, and half-written files are gone."""

    code = "storage_full"
    status = 507
    sentence = "服务器的磁盘已满或不能写入，这次的内容没有保存，原有数据没有改变。请联系管理员腾出空间后再试。"


class PlaceUnwritable(Refusal):
    """The file the system owner named cannot be written: no such folder, no right, no space."""

    code = "place_unwritable"
    status = 507
    sentence = "不能写入 {place}：{reason}。没有写出任何内容。"


class FileTooLarge(Refusal):
    """Longer than the installation allows."""

    code = "file_too_large"
    status = 413
    sentence = "文件“{name}”超过 {limit} MB，没有保存。请压缩或拆分后再上传。"


class FormTooLarge(Refusal):
    """A posted form holds more text, or more fields, than any page needs; nothing of it was read."""

    code = "form_too_large"
    status = 413
    sentence = "提交的文字太多，没有保存，原有内容没有改变。请用浏览器的“后退”回到表单，您填写的文字还在那里，请删短或改为附件。"


class FileKindRefused(Refusal):
    """Its content is of no kind that is kept, whatever its name says."""

    code = "file_kind_refused"
    status = 415
    sentence = (
        "文件“{name}”的内容不是可接受的类型，没有保存。可以上传图片、PDF、Word、Excel、PPT、OFD、XML、CSV 和纯文本。"
    )


class NotAuthenticated(Refusal):
    """No token, or one that is unknown, expired or revoked."""

    code = "not_authenticated"
    status = 401
    sentence = "没有有效的访问令牌，什么都没有做。请在请求头中给出 Authorization: Bearer 令牌。"


class ScopeMissing(Refusal):
    """The token is good, but not for this."""

    code = "scope_missing"
    status = 403
    sentence = "这个令牌没有“{scope}”权限，什么都没有做。请用有此权限的令牌。"


class IdempotencyKeyReused(Refusal):
    """The same key was used for another request."""

    code = "idempotency_key_reused"
    status = 422
    sentence = "这个 Idempotency-Key 已用于另一个请求，什么都没有做。请为新的请求换一个。"


class StillAnswering(Refusal):
    """The first request with this key has not been answered yet."""

    code = "still_answering"
    status = 409
    sentence = "同一个请求正在处理中，没有重复执行。请稍后用同一个 Idempotency-Key 再试。"


class CursorInvalid(Refusal):
    """A cursor that this list did not give out."""

    code = "cursor_invalid"
    status = 422
    sentence = "分页游标无效。请从第一页重新开始。"


class PictureUnreadable(Refusal):
    """Not a picture, a damaged one, or of a kind that browsers do not show."""

    code = "picture_unreadable"
    status = 415
    sentence = "“{name}”不是可读的照片，没有保存。请上传 JPEG、PNG 或 WebP；苹果手机的 HEIC 请先另存为 JPEG。"


class PictureTooLarge(Refusal):
    """More pixels than are ever needed: nothing of it was unpacked."""

    code = "picture_too_large"
    status = 413
    sentence = "照片“{name}”超过 {limit} 百万像素，没有保存。请缩小后再上传。"
