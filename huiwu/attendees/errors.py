"""Refusals of attendees."""

from __future__ import annotations

from huiwu.kernel.errors import NotFound, Refusal


class NoSuchAttendee(NotFound):
    code = "no_such_attendee"
    sentence = "没有找到这位参会人员，可能属于另一场会议、已合并到另一条记录，或已按本人要求删除。"


class NoSuchDelegation(NotFound):
    code = "no_such_delegation"
    sentence = "没有找到这个代表团，它可能已被删除。"


class DelegationNameTaken(Refusal):
    code = "delegation_name_taken"
    sentence = "已经有名为“{name}”的代表团，没有保存。请换一个名称，或直接使用已有的代表团。"


class NotOnePerson(Refusal):
    """A record cannot be merged with itself, or with one that is no longer active."""

    code = "not_one_person"
    sentence = "这两条记录不能合并：须是同一场会议的两条有效记录。没有任何改动。"


class MergeUndone(Refusal):
    code = "merge_undone"
    sentence = "这次合并已经撤销过，没有再做改动。"


class MergeNotUndoable(Refusal):
    """Since the merge, the person was erased or merged on."""

    code = "merge_not_undoable"
    sentence = "合并后的记录又被合并或删除，这次合并不能再撤销，没有任何改动。"


class CodeUnknown(NotFound):
    """No code of this meeting, or not signed by it."""

    code = "unknown_code"
    sentence = "这个码不是本会议的有效票码。请核对是否拿错会议的票，或按姓名、手机尾号查找。"


class CodeReplaced(Refusal):
    """A newer code was issued to the same person."""

    code = "code_replaced"
    sentence = "这张票已补发新码，旧码作废。请让对方打开最新的个人页面，或按姓名查找。"


class TooManyAtOnce(Refusal):
    code = "too_many_at_once"
    status = 422
    sentence = "一次最多处理 {most} 人，这次选了 {count} 人，没有任何改动。请缩小筛选范围后再试。"


class ListNotReady(Refusal):
    """The list cannot be declared checked."""

    code = "list_not_ready"
    status = 422
    sentence = "名单还不能核对完毕：{lacks}。没有记录任何内容，请先处理后再确认。"


class ListNotWaiting(Refusal):
    """The batch is not in a state in which this can be done: confirmed already, dropped, of another meeting."""

    code = "list_not_waiting"
    status = 409
    sentence = "这份名单已经导入、放弃或正在处理，没有重复执行。请回到“导入名单”查看它的状态。"


class TooManyLists(Refusal):
    """By one link of the client."""

    code = "too_many_lists"
    status = 429
    sentence = "这个链接已有 {most} 份名单等待处理，这一份没有上传。请先放弃不用的名单，或等会务组处理以后再传。"


class ListNotUndoable(Refusal):
    code = "list_not_undoable"
    status = 409
    sentence = "这次导入已经撤销，或还没有完成，没有任何改动。"


class ListWorkGivenUp(Refusal):
    code = "list_work_given_up"
    status = 503
    sentence = "后台几次都没能读完这份名单，没有写入任何人。请把名单拆成几份再上传；仍不行请联系系统管理员。"


class ShortCodeWrong(Refusal):
    """The same for a code that does not exist and for figures that do not match: nobody learns which codes there are."""

    code = "short_code_wrong"
    status = 404
    sentence = "短码或手机尾号不对。请核对短信里的六位短码，尾号是收到短信的手机的最后四位。"


class ShortCodeRests(Refusal):
    code = "short_code_rests"
    status = 429
    sentence = "试错次数太多，请一小时后再试，或向会务组索取个人页面的链接。"
