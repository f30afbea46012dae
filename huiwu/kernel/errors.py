"""The one family of refusals. A refusal is an expected answer, not a fault of the program."""

from __future__ import annotations

from typing import Any, ClassVar


class Refusal(Exception):
    """The state of the world forbids what was asked.

    Subclasses are named after that state (`BriefIncomplete`), carry a stable `code` for programs and a `sentence`
    with `{placeholders}` for people: what happened, what was kept, what to do. The door translates the sentence.
    """

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 409
    sentence: ClassVar[str] = "这个操作现在不能做，数据没有改变。"

    def __init__(self, **params: Any) -> None:
        self.params = params
        super().__init__(self.sentence.format_map(_Lenient(params)))


class _Lenient(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return ""


class NotAllowed(Refusal):
    """The actor lacks the permission asked for."""

    code = "not_allowed"
    status = 403
    sentence = "您没有做这件事的权限，数据没有改变。请联系本会议的项目负责人。"


class NotFound(Refusal):
    """Nothing of that name is visible to the actor."""

    code = "not_found"
    status = 404
    sentence = "没有找到所要的内容，它可能已被删除，或您无权查看。"


class InvalidInput(Refusal):
    """Input that cannot be understood; `fields` maps a field name to its list of sentences."""

    code = "invalid_input"
    status = 422
    sentence = "填写的内容有误，什么都没有保存。{detail}"

    def __init__(self, fields: dict[str, list[str]] | None = None, **params: Any) -> None:
        self.fields = fields or {}
        super().__init__(**params)


class StaleEdit(Refusal):
    """Somebody saved a newer revision after this form was opened; `theirs` holds the current values."""

    code = "stale_edit"
    sentence = "在您编辑期间，{who}已保存了新的内容。您填写的文字都在下面，没有丢失，请对照两边后再保存。"

    def __init__(self, theirs: Any = None, **params: Any) -> None:
        self.theirs = theirs
        super().__init__(**params)
