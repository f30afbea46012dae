"""Refusals of accounts."""

from __future__ import annotations

from huiwu.kernel.errors import Refusal


class LinkUnusable(Refusal):
    """The token is unknown, expired, revoked, or for something else. One sentence for all: it tells a guesser nothing."""

    code = "link_unusable"
    status = 404
    sentence = "这个链接已失效，或不是给这个页面用的。内容没有改变。请向发给您链接的人要一个新的。"


class TooManyGuesses(Refusal):
    """Too many addresses of links that lead nowhere, from one place."""

    code = "too_many_guesses"
    status = 429
    sentence = (
        "从这个网络地址打开失效链接的次数太多，暂停一分钟。内容没有改变。请稍后再打开，或向发给您链接的人核对网址。"
    )


class LastOwner(Refusal):
    """An organisation keeps at least one owner."""

    code = "last_owner"
    sentence = "{name} 是本单位唯一的所有者，不能移除或降级。请先把另一位成员设为所有者。没有改变任何内容。"


class AlreadyMember(Refusal):
    code = "already_member"
    sentence = "{email} 已经是本单位的成员，没有重复邀请。"


class PersonElsewhere(Refusal):
    """Whoever may set a person's password may act as them: no single organisation of several may."""

    code = "person_elsewhere"
    status = 403
    sentence = "{name} 还属于另一家单位，本单位不能替其重设密码。密码没有改变。请本人在登录页点“忘记密码”。"


class OrganisationNameTaken(Refusal):
    code = "organisation_name_taken"
    sentence = "已有名为“{name}”的单位，没有新建。请换一个名称。"
