"""Refusals of documents: why a sheet cannot be drawn, why a step with versions cannot be taken."""

from __future__ import annotations

from typing import Any

from huiwu.kernel.errors import InvalidInput, Refusal, StaleEdit

__all__ = ["StaleEdit"]


class MissingGlyphs(Refusal):
    """No shipped font draws these characters; `characters` holds them in code order."""

    code = "missing_glyphs"
    status = 422
    sentence = "这些字没有字体可以排印：{named}。文件没有生成，内容没有改变。请核对用字，或选择以〓代替后再生成。"

    def __init__(self, characters: tuple[str, ...]) -> None:
        self.characters = characters
        super().__init__(named="、".join(f"{c}（U+{ord(c):04X}）" for c in characters))


class PictureUnreadable(Refusal):
    """A picture's bytes are not a whole PNG or JPEG."""

    code = "picture_unreadable"
    status = 422
    sentence = "图片“{caption}”无法读取，文件没有生成。请换一张 PNG 或 JPEG 图片。"


class Incomplete(Refusal):
    """Fields that forbid a version are missing; `missing` is a list of kinds.Missing."""

    code = "document_incomplete"
    status = 422
    sentence = "还有 {count} 项没有填写，不能送审：{names}。已填的内容都已保存，请补齐后再送审。"

    def __init__(self, missing: list[Any] | None = None, **params: Any) -> None:
        self.missing = missing or []
        params.setdefault("count", len(self.missing))
        params.setdefault("names", "、".join(str(m.label) for m in self.missing[:8]))
        super().__init__(**params)


class NothingChanged(Refusal):
    code = "nothing_changed"
    sentence = "草稿与已确认的第 {version} 版完全相同，没有需要送审的改动。"


class VersionSuperseded(Refusal):
    """The version seen is not the one that can be signed: a newer one exists, or it was withdrawn or returned."""

    code = "version_superseded"
    sentence = "您看到的第 {version} 版已经不能确认了：{why}。没有记录任何确认。请打开最新的版本再确认。"


class VersionTampered(Refusal):
    """Content and hash of the stored version no longer agree."""

    code = "version_tampered"
    sentence = "第 {version} 版的内容与它的哈希不一致，可能被改动过，不能确认。请通知项目负责人重新出一版。"


class VersionUnsigned(Refusal):
    code = "version_unsigned"
    sentence = "这份单据还没有经确认的版本，不能{verb}。请先送审并取得确认。"


class ClientMustSign(Refusal):
    """SOP-stated gates open only by the client's own sign-off."""

    code = "client_must_sign"
    status = 403
    sentence = "这份单据只能由客户本人确认，内部人员不能代为放行。请把确认链接发给客户，或上传客户签字盖章的扫描件。"


class ScanMissing(Refusal):
    code = "scan_missing"
    status = 422
    sentence = "纸质、盖章或邮件确认必须附上扫描件或截图，没有记录任何确认。请选择文件后再提交。"


class FrozenNeedsChangeOrder(Refusal):
    code = "frozen_needs_change_order"
    sentence = (
        "这份单据已于 {frozen} 冻结，改动须先由客户确认变更单。您填写的内容还在页面上，没有写入单据。请先开一张变更单。"
    )


class DraftAhead(Refusal):
    code = "draft_ahead"
    sentence = "草稿里有尚未确认的改动，不能冻结。请先送审并取得确认，或把草稿恢复为已确认的版本。"


class ReviewPending(Refusal):
    code = "review_pending"
    sentence = "第 {version} 版还在等待确认，不能{verb}。请先等它确认、退回，或撤回它。"


class AlreadyFrozen(Refusal):
    code = "already_frozen"
    sentence = "这份单据已经冻结，没有改变。"


class NotFrozen(Refusal):
    code = "not_frozen"
    sentence = "这份单据没有冻结，可以直接修改后送审，不需要变更单。"


class ChangeOrderUnsigned(Refusal):
    code = "change_order_unsigned"
    sentence = "变更单 {number} 还没有经客户确认，单据没有打开。请先取得客户确认。"


class ChangeOrderClosed(Refusal):
    code = "change_order_closed"
    sentence = "变更单 {number} 已经{state}，没有再次执行。"


class ChangeOrderOpen(Refusal):
    code = "change_order_open"
    sentence = "这份单据正按变更单 {number} 修改，新版本确认之前不能再打开一次。"


class RemarkAnswered(Refusal):
    code = "remark_answered"
    sentence = "这条意见已由{who}答复，没有改变。"


class ImpactAnswered(Refusal):
    code = "impact_answered"
    sentence = "这一项已由{who}确认，没有改变。"


class ContentTooLarge(InvalidInput):
    """A field, a list or the whole document is past its limit; `fields` names which."""

    code = "content_too_large"
    sentence = "{what}。什么都没有写入，您填写的文字还在页面上，请删短，或改为附件。"
