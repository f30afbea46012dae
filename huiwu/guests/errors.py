"""Refusals of guests."""

from __future__ import annotations

from huiwu.kernel.errors import NotFound, Refusal


class NoSuchGuest(NotFound):
    code = "no_such_guest"
    sentence = "没有找到这位嘉宾，可能已从名单移出，或属于另一场会议。"


class AnswerMoved(Refusal):
    """The answer is not where it was seen, or may not go there."""

    code = "answer_moved"
    sentence = "{name}现在是“{state}”，不能改为“{asked}”，没有改动。请刷新后再看。"


class NotInvitedYet(Refusal):
    """The guest's page is opened before the invitation went out."""

    code = "not_invited_yet"
    sentence = "邀请还没有发出，暂时不能答复。请等会务组的邀请，或联系您的对接人。"


class ReplyClosed(Refusal):
    """The meeting is over, or the guest has been checked in."""

    code = "reply_closed"
    sentence = "会议已经开始或结束，这里不能再修改答复，没有改动。有变化请直接联系您的对接人。"


class AnswerFirst(Refusal):
    """Travel, lodging and diet are asked of those who come."""

    code = "answer_first"
    status = 422
    sentence = "请先确认是否出席，再填写行程、住宿等安排。刚才的内容没有保存。"


class ConsentNeeded(Refusal):
    """Sensitive data without the separate consent of the guest (PIPL 29)."""

    code = "consent_needed"
    status = 422
    sentence = "这部分属于敏感个人信息，须您单独勾选同意后才能保存，刚才填写的内容还在页面上，没有保存到系统。"


class InvitationUnsigned(Refusal):
    """P12: the client signs or seals the invitation before it goes out."""

    code = "invitation_unsigned"
    sentence = "邀请函“{name}”还没有经客户署名或盖章确认，不能发出，没有生成任何函件。请先提交版本并取得客户确认。"


class InvitationRetired(Refusal):
    code = "invitation_retired"
    sentence = "邀请函“{name}”已停用，没有生成任何函件。"


class InvitationNameTaken(Refusal):
    code = "invitation_name_taken"
    sentence = "已有一份叫“{name}”的邀请函，没有新建。请换一个名称。"


class NobodyToInvite(Refusal):
    """All chosen guests were left out; `why` says for what reasons."""

    code = "nobody_to_invite"
    status = 422
    sentence = "没有可以发出的函件：{why}。什么都没有生成。"


class NoSuchLetter(NotFound):
    code = "no_such_letter"
    sentence = "没有找到这封邀请函，可能已作废，或属于另一场会议。"


class LetterMoved(Refusal):
    code = "letter_moved"
    sentence = "邀请函 {number} 现在是“{state}”，不能这样操作，没有改动。"


class TooManyToPrint(Refusal):
    code = "too_many_to_print"
    status = 422
    sentence = "一次最多打印 {most} 封，这次选了 {count} 封，没有生成文件。请按批次或筛选分开打印。"
