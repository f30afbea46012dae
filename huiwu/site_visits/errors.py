"""Refusals of site visits."""

from __future__ import annotations

from huiwu.kernel.errors import Refusal


class AlreadyCandidate(Refusal):
    code = "already_candidate"
    sentence = "“{venue}”已在本会议的名单里，没有再加一次。"


class ListChanged(Refusal):
    """A colleague moved the candidate meanwhile, or the move is not possible from where it stands."""

    code = "list_changed"
    sentence = "“{venue}”现在在“{list}”，不能这样移动，名单没有改变。请刷新页面看同事刚做了什么。"


class OneRecommended(Refusal):
    code = "one_recommended"
    sentence = "已经推荐了另一个场地，名单没有改变。请先撤回那个推荐。"


class NotReady(Refusal):
    """What has to be done before a venue is recommended."""

    code = "candidate_not_ready"
    sentence = "还不能推荐“{venue}”：{why}。名单没有改变。"


class NotYourVisit(Refusal):
    code = "not_your_visit"
    status = 403
    sentence = "这是{inspector}的考察记录，只有本人可以填写，什么都没有保存。您可以为自己新开一份。"


class EntryRefused(Refusal):
    """One entry of a device cannot be taken; the others are."""

    code = "entry_refused"
    status = 422
    sentence = "这一项的内容不能保存：{why}。其他各项不受影响。"


class TooManyEntries(Refusal):
    code = "too_many_entries"
    status = 413
    sentence = "一次最多同步 {limit} 项，什么都没有保存。请分批。"


class NothingMeasured(Refusal):
    code = "nothing_measured"
    sentence = "这一项没有可写入场地库的实测值，场地库没有改变。"


class NothingRecommended(Refusal):
    code = "nothing_recommended"
    sentence = "还没有推荐的场地，没有出确认书。请先在名单里推荐一个。"
