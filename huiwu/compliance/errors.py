"""Refusals of compliance."""

from __future__ import annotations

from huiwu.kernel.errors import Refusal


class FactsChanged(Refusal):
    """The item was judged on facts that have changed since the page was opened."""

    code = "facts_changed"
    sentence = "您打开页面以后，这一项所依据的事实或规则已经变了。没有记录任何判断，请看过新的内容再判断。"


class RuleForbids(Refusal):
    """What a rule makes certain cannot be decided away."""

    code = "rule_forbids"
    sentence = "“{item}”现在不能判为通过：{why}。没有记录任何判断。"


class AlreadyRecorded(Refusal):
    code = "already_recorded"
    sentence = "同样的记录已经有一条，没有再记一条。"


class BuiltInPack(Refusal):
    code = "built_in_pack"
    sentence = "这是内建规则包，没有本单位的修改可以撤销。"
