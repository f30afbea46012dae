"""Refusals of registration, and the sentences of what is wrong with an answer or a form."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiwu.kernel.errors import NotFound, Refusal


class NoSuchRegistration(NotFound):
    code = "no_such_registration"
    sentence = "没有找到这份报名，可能属于另一场会议，或已按本人要求删除。"


class NoSuchCategory(NotFound):
    code = "no_such_category"
    sentence = "没有“{name}”这个报名类别，没有保存。请从列表中选择。"


class FormMissing(NotFound):
    code = "form_missing"
    sentence = "这场会议还没有报名表。"


class RegistrationShut(Refusal):
    """Not open yet, paused, or past its deadline."""

    code = "registration_shut"
    sentence = "报名现在没有开放，您填写的内容没有提交。{when}如有疑问请联系会务组。"


class FormNotConfirmed(Refusal):
    """SOP P16: the client confirms text and fields before the form opens."""

    code = "form_not_confirmed"
    sentence = "客户还没有确认报名方案的当前版本，没有开放报名。请先送客户确认文案与字段（SOP P16）。"


class NoticeMissing(Refusal):
    """PIPL 第17条: no collecting without a published notice."""

    code = "notice_missing"
    sentence = "还没有公布《个人信息处理告知》，没有开放报名。请先在“个人信息”中公布告知。"


class FeeForbidden(Refusal):
    """财行〔2016〕214号: meetings of public bodies charge nobody."""

    code = "fee_forbidden"
    sentence = "公共机构会议不得向参会者收费，没有保存。请把各类别的费用改为 0。"


class QuotaFull(Refusal):
    """The last place is gone and there is no waiting list."""

    code = "quota_full"
    sentence = "“{name}”的名额已满，没有报上名，您填写的内容还在页面上。请改选其他类别或场次，或联系会务组。"


class AlreadyRegistered(Refusal):
    """The same person (name with phone or e-mail) has a standing registration."""

    code = "already_registered"
    sentence = (
        "{name}已经用这个手机号或邮箱报过名，没有重复登记。要修改请打开报名确认消息里的个人链接，或请会务组重发链接。"
    )


class EntryCodeInvalid(Refusal):
    """Unknown, expired, revoked, used up, or of another category."""

    code = "entry_code_invalid"
    status = 422
    sentence = "邀请码“{code}”不能用于这个类别：不存在、已过期或已用完。没有报上名，请核对或联系发邀请的人。"


class ProofMissing(Refusal):
    """The form asks for a verified phone or address."""

    code = "proof_missing"
    status = 422
    sentence = "手机或邮箱还没有通过验证，或验证已超过两小时。您填写的内容没有提交，请重新获取验证码。"


class CodeWrong(Refusal):
    code = "code_wrong"
    status = 422
    sentence = "验证码不对或已过期，还可以再试 {left} 次。请核对，或重新获取。"


class CodeTooSoon(Refusal):
    code = "code_too_soon"
    status = 429
    sentence = "验证码刚刚发出，没有重复发送。请过 {seconds} 秒再试；请同时看看垃圾短信和垃圾邮件。"


class TooManyCodes(Refusal):
    code = "too_many_codes"
    status = 429
    sentence = "这个号码或这个网络今天获取验证码的次数太多，没有发送。请一小时后再试，或联系会务组代为报名。"


class TooManyPosts(Refusal):
    """One address sends forms faster than people do."""

    code = "too_many_posts"
    status = 429
    sentence = "从您所在的网络提交得太频繁，这一次没有提交，您填写的内容还在页面上。请等一分钟再提交。"


class StateMoved(Refusal):
    """The registration is not in a state that allows this."""

    code = "state_moved"
    sentence = "这份报名现在是“{state}”，不能这样操作，没有改动。请刷新后再看。"


class OfferOver(Refusal):
    """The time to answer is over, or the offer was answered before."""

    code = "offer_over"
    sentence = "这个候补名额已经过了答复时间或已答复过，没有改动。您仍可查看目前的报名状态。"


class PaymentKnown(Refusal):
    """The same reference was entered before."""

    code = "payment_known"
    sentence = "流水号“{reference}”已经登记过，没有重复入账。请核对是否同一笔。"


class GroupTooLarge(Refusal):
    code = "group_too_large"
    status = 422
    sentence = "一次最多报 {most} 人，这次有 {count} 人，什么都没有保存。请分几次提交。"


class GroupsNotAllowed(Refusal):
    code = "groups_not_allowed"
    sentence = "这场会议不接受团体报名，什么都没有保存。请各自报名，或联系会务组。"


class QuotaInUse(Refusal):
    code = "quota_in_use"
    sentence = "名额“{name}”已有 {count} 人占用或候补，没有删除。可以改为不限人数。"


ANSWER_SENTENCES = {
    "required": _("请填写这一项。"),
    "too_long": _("最多 {most} 个字，现在有 {count} 个。"),
    "too_short": _("至少 {least} 个字。"),
    "not_offered": _("请从给出的选项中选择。"),
    "not_a_number": _("请填写整数。"),
    "out_of_range": _("请填写 {low} 到 {high} 之间的数。"),
    "not_a_date": _("请填写日期，如 2027-03-18。"),
    "not_a_mobile": _("这不是手机号：大陆手机 11 位，境外号码以 + 和国家代码开头。"),
    "not_an_email": _("这不是邮箱地址。"),
    "too_many": _("最多选 {most} 项。"),
    "too_few": _("至少选 {least} 项。"),
    "needs_consent": _("这一项属于敏感个人信息，须先在下面单独同意；不同意请留空。"),
    "consent_required": _("参会必须同意这一项，否则无法办理报名。"),
    "choice_full": _("“{name}”已满，请改选。"),
}
FAULT_SENTENCES = {
    "no_title": _("报名表没有标题。"),
    "no_category": _("至少要有一个报名类别。"),
    "too_many_fields": _("最多 {other} 个字段，请只收必要的信息。"),
    "no_name_field": _("必须有所有人必填的“姓名”字段（display_name）。"),
    "no_contact_field": _("必须有手机号或邮箱字段，否则联系不上报名者。"),
    "no_participation_consent": _("必须有“参会所需”的同意项。"),
    "bad_key": _("代码只能用小写字母、数字和下划线，以字母开头。"),
    "category_twice": _("有两个类别用了同一个代码。"),
    "no_label": _("没有名称。"),
    "bad_mode": _("报名方式须从列表中选择。"),
    "field_twice": _("有两个字段用了同一个代码。"),
    "bad_type": _("字段类型须从列表中选择。"),
    "few_options": _("至少要有两个选项。"),
    "option_twice": _("选项的值为空或重复。"),
    "too_many_options": _("最多 {other} 个选项。"),
    "low_above_high": _("下限大于上限。"),
    "unknown_category": _("类别“{other}”不存在。"),
    "condition_not_before": _("显示条件所看的字段必须排在它前面。"),
    "condition_on_text": _("显示条件只能看选择题或是否题，“{other}”不是。"),
    "condition_value": _("显示条件的取值不在“{other}”的选项里。"),
    "sounds_sensitive": _("听起来是敏感个人信息。请改用内置的敏感字段（加密保存、单独同意），或改掉这一项（OM-064）。"),
    "sensitive_unexplained": _("敏感字段须写明用途，并勾选对应的单独同意项（OM-064）。"),
}
