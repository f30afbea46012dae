"""Problems and variables in words; texts that pass the reviewers, to start from."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiwu.notices.choices import Batch, NoticeChannel
from huiwu.notices.rules.texts import Problem

VARIABLE_WORDS: dict[str, Any] = {
    "name": gettext_lazy("姓名与称谓"),
    "title": gettext_lazy("职务"),
    "org": gettext_lazy("发出单位"),
    "meeting": gettext_lazy("会名"),
    "start": gettext_lazy("开始日期"),
    "end": gettext_lazy("结束日期"),
    "place": gettext_lazy("地点"),
    "parking": gettext_lazy("停车"),
    "weather": gettext_lazy("天气"),
    "dress": gettext_lazy("着装"),
    "contact": gettext_lazy("联系电话"),
    "link": gettext_lazy("个人页链接（签到码、日程）"),
    "code": gettext_lazy("个人页的六位短码，只用于短信，接在本系统网址后：…/s/{code}"),
}


def sentence(problem: Problem) -> str:
    """One problem as a person reads it."""
    name = str(VARIABLE_WORDS.get(problem.detail, problem.detail))
    match problem.code:
        case "no_sign":
            return _("没有短信签名")
        case "no_text":
            return _("没有正文")
        case "no_subject":
            return _("没有标题")
        case "too_long":
            return _("连签名共 {n} 字，超过 500 字").format(n=problem.detail)
        case "word":
            return _("含短信通道不收的词“{word}”").format(word=problem.detail)
        case "adjacent":
            return _("变量相邻：{pair}，中间要有固定文字").format(pair=problem.detail)
        case "link":
            return _("变量“{name}”里有链接").format(name=name)
        case "mobile":
            return _("含个人手机号 {number}，只能留固定电话或 400 电话").format(number=problem.detail)
        case "unknown_variable":
            return _("没有名为 {name} 的变量").format(name=problem.detail)
        case "empty":
            return _("用到了“{name}”，但还没有填写").format(name=name)
    if problem.code == "not_registered":
        return _("这段文字没有在短信服务商报备过审")
    return _("没有告知“{name}”").format(name=name)


STARTERS: dict[tuple[str, str], tuple[Any, Any]] = {
    (Batch.FIRST, NoticeChannel.EMAIL): (
        gettext_lazy("会议通知：{meeting}，{start}"),
        gettext_lazy(
            "尊敬的{name}：\n\n{meeting}定于{start}至{end}举行。\n\n地点：{place}\n停车：{parking}\n天气：{weather}\n着装：{dress}\n\n"
            "您的参会信息、日程与签到码在个人页：\n{link}\n\n如有变动，请在个人页修改或致电 {contact}。\n\n{org}"
        ),
    ),
    (Batch.SECOND, NoticeChannel.EMAIL): (
        gettext_lazy("参会须知：{meeting}"),
        gettext_lazy(
            "尊敬的{name}：\n\n{meeting}即将于{start}开始，请核对您的行程。\n\n地点：{place}\n停车：{parking}\n天气：{weather}\n着装：{dress}\n\n"
            "个人页：\n{link}\n\n会务组：{contact}\n\n{org}"
        ),
    ),
    (Batch.THIRD, NoticeChannel.EMAIL): (
        gettext_lazy("明天见：{meeting}"),
        gettext_lazy(
            "尊敬的{name}：\n\n{meeting}明天（{start}）开始。到场请出示个人页上的签到码：\n{link}\n\n地点：{place}\n停车：{parking}\n天气：{weather}\n"
            "着装：{dress}\n\n会务组：{contact}\n\n{org}"
        ),
    ),
    (Batch.FIRST, NoticeChannel.SMS): (
        "",
        gettext_lazy("会议通知：{meeting}定于{start}举行，地点：{place}。停车：{parking}。会务组电话：{contact}。"),
    ),
    (Batch.THIRD, NoticeChannel.SMS): (
        "",
        gettext_lazy(
            "会议提醒：{meeting}于{start}开始，地点：{place}。天气：{weather}；着装：{dress}。"
            "签到码：{site}/s/{code} 。会务组电话：{contact}。"
        ),
    ),
}
"""Subject and text by batch and channel: the SMS ones are worded so that reviewers pass them as notices. `{site}` is our
own address, which the provider registers with the text (EX-104: a fixed domain and six letters)."""


def starter(batch: str, channel: str) -> tuple[str, str] | None:
    """Subject and text to begin with, in the words of the language in use."""
    if (batch, channel) not in STARTERS:
        return None
    subject, text = STARTERS[batch, channel]
    return str(subject), str(text).replace("{site}", settings.BASE_URL.rstrip("/"))
