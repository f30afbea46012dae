"""Refusals of personal information."""

from __future__ import annotations

from huiwu.kernel.errors import Refusal


class NotEntrusted(Refusal):
    """OM-155: a list goes to a party without an agreement in force."""

    code = "not_entrusted"
    sentence = "与{recipient}还没有生效的个人信息委托处理协议，不能把名单给它，什么都没有导出。请先在“个人信息”登记协议，再导出。"


class FieldsBeyondNeed(Refusal):
    """OM-155: a list holds more than the party's agreement allows."""

    code = "fields_beyond_need"
    sentence = (
        "{recipient}的委托处理协议不包括：{groups}。什么都没有导出。请去掉这些列后再导出；确需提供的，先修改协议。"
    )


class DirectoryWithoutConsent(Refusal):
    """OM-157: contact details of people who did not agree to be listed."""

    code = "directory_without_consent"
    sentence = "名单中有 {count} 人没有同意公开联系方式，通讯录没有导出。请去掉他们的联系方式，或只导出已同意的人。"


class AbroadUnregistered(Refusal):
    """Data for a recipient outside the mainland is registered with its grounds first."""

    code = "abroad_unregistered"
    sentence = "{recipient}在境外，还没有登记出境依据，什么都没有导出。请先在“个人信息”登记向境外提供的情况。"


class NoticeNotPublished(Refusal):
    code = "notice_not_published"
    sentence = "本会议还没有公布个人信息处理告知，不能收取同意，什么都没有保存。请先公布告知。"


class NoticeMoved(Refusal):
    code = "notice_moved"
    sentence = "这一版告知已经公布，不能再改。内容没有改变。需要修改的，请起草新的一版。"


class AgreementIncomplete(Refusal):
    """PIPL art. 21 names six terms."""

    code = "agreement_incomplete"
    status = 422
    sentence = "委托处理协议还缺：{terms}。没有登记为已签订。请补齐后再登记。"


class EntrustmentMoved(Refusal):
    code = "entrustment_moved"
    sentence = "{name}的委托处理现在是“{state}”，不能这样操作，数据没有改变。请刷新后再看。"


class NotDueYet(Refusal):
    code = "not_due_yet"
    sentence = "{groups}还没有到期，没有删除任何内容。会议结束以前不能删除；会后要提前删除的，请写明理由。"


class ErasureBound(Refusal):
    """A law or an open matter keeps every part of what was to be erased."""

    code = "erasure_bound"
    sentence = "现在不能删除：{reasons}。没有删除任何内容。"


class RequestAnswered(Refusal):
    code = "request_answered"
    sentence = "这项请求已经答复，没有改变。请刷新后再看。"


class BreachClosed(Refusal):
    code = "breach_closed"
    sentence = "这起事件已经结束，不能再改。数据没有改变。"


class NotADraft(Refusal):
    code = "no_notice_draft"
    sentence = "没有起草中的告知，什么都没有公布。请先起草。"
