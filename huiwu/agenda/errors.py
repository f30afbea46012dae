"""Refusals of the agenda."""

from __future__ import annotations

from huiwu.kernel.errors import NotFound, Refusal


class NoSuchItem(NotFound):
    code = "no_such_agenda_item"
    sentence = "没有找到这个议程环节，它可能已被删除。"


class AgendaEmpty(Refusal):
    """A version without any item says nothing."""

    code = "agenda_empty"
    status = 422
    sentence = "议程里还没有任何环节，没有生成版本。请先排入环节。"


class AgendaContradictory(Refusal):
    """What cannot be carried out is not shown to the client."""

    code = "agenda_contradictory"
    status = 422
    sentence = "议程里还有 {count} 处不能同时成立的安排，没有生成版本。请先解决：{detail}"


class NothingReleased(Refusal):
    """Only a version in force can be shown or quoted."""

    code = "agenda_not_released"
    sentence = "议程还没有客户确认的版本，没有改动。请先提交版本并请客户确认。"


class ResourceInUse(Refusal):
    code = "agenda_resource_in_use"
    sentence = "“{name}”还被 {count} 个环节使用，没有删除。请先在这些环节里取消。"


class TrackInUse(Refusal):
    code = "agenda_track_in_use"
    sentence = "“{name}”里还有 {count} 个环节，没有删除。请先把它们移到别的专场。"
