"""Refusals of the checks."""

from __future__ import annotations

from huiwu.kernel.errors import Refusal


class NotWaivable(Refusal):
    """The rule states the SOP itself; nobody inside may let it stand."""

    code = "not_waivable"
    sentence = "{code} 是标准操作流程明文规定的要求，不能放行，只能改正。没有改变任何内容。"


class ReasonMissing(Refusal):
    code = "reason_missing"
    status = 422
    sentence = "请写明理由（至少 4 个字）。没有保存。"


class ExpiryNotUsable(Refusal):
    """A waiver must end after today and no later than thirty days after the meeting."""

    code = "expiry_not_usable"
    status = 422
    sentence = "放行期限应在今天之后、会议结束后 30 天之内（最晚 {latest}）。没有保存。"


class AlreadyMended(Refusal):
    code = "already_mended"
    sentence = "这条已经自动消除，不用再处理。"
