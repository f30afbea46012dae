"""The words of compliance (glossary 4.1, 4.2; domain/compliance.md)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

CHECKLIST = "compliance_checklist"
"""Kind of the document."""


class Topic(models.TextChoices):
    """What a rule pack is about; a meeting uses one pack of each topic."""

    STATE_SECRETS = "state_secrets", _("涉密判定")
    FORUM = "forum", _("会名与论坛、报告会审批")
    MASS_EVENT = "mass_event", _("大型群众性活动许可")
    FOREIGN = "foreign", _("涉外")
    PUBLIC_SPENDING = "public_spending", _("公共机构会议费")
    TRAINING_FEE = "training_fee", _("培训费与讲课费")
    CONSULTATION_FEE = "consultation_fee", _("专家咨询费")
    LABOUR_TAX = "labour_tax", _("劳务报酬个人所得税")
    LUCKY_DRAW = "lucky_draw", _("有奖活动")
    PRIZE_TAX = "prize_tax", _("中奖所得个人所得税")
    ADVERTISING = "advertising", _("广告用语")
    GOV_BRIEFING = "gov_briefing", _("政务发布会备案")
    PERSONAL_INFORMATION = "personal_information", _("个人信息")


class Nature(models.TextChoices):
    """The nature of the host, by which rule packs are chosen (compliance.md: applies_to)."""

    PUBLIC_CENTRAL = "public_central", _("中央和国家机关")
    PUBLIC_LOCAL = "public_local", _("地方公共机构")
    ENTERPRISE = "enterprise", _("企业")
    ASSOCIATION = "association", _("社团")


PUBLIC_NATURES = (Nature.PUBLIC_CENTRAL, Nature.PUBLIC_LOCAL)


class PackStatus(models.TextChoices):
    VERIFIED = "verified", _("已核")
    PENDING = "pending", _("待核")


class Severity(models.TextChoices):
    BLOCK = "block", _("阻断")
    WARN = "warn", _("警告")
    HINT = "hint", _("提示")


class ExceptionPolicy(models.TextChoices):
    """How an exception may be made."""

    NONE = "none", _("不得例外")
    EVIDENCE = "evidence", _("须附批准或登记文件")
    WAIVE = "waive", _("授权人留痕放行")


class Decision(models.TextChoices):
    """What a person decided about one item of the checklist."""

    PASS = "pass", _("通过")
    NEEDS_WORK = "needs_work", _("需整改")
    NOT_APPLICABLE = "not_applicable", _("不适用")


class SpendingClass(models.TextChoices):
    """会议类别 of public bodies (财行〔2016〕214号)."""

    FIRST = "1", _("一类会议")
    SECOND = "2", _("二类会议")
    THIRD = "3", _("三类会议")
    FOURTH = "4", _("四类会议")


class SpendingCategory(models.TextChoices):
    """The three parts of the per-diem cap (综合定额)."""

    LODGING = "lodging", _("住宿")
    MEALS = "meals", _("伙食")
    OTHER = "other", _("其他")


class VenueKind(models.TextChoices):
    DESIGNATED = "designated", _("定点会议场所")
    OWN = "own", _("单位内部会议室")
    OTHER = "other", _("其他场所")


class PermitKind(models.TextChoices):
    MASS_EVENT = "mass_event", _("大型群众性活动许可")
    FORUM = "forum", _("论坛、报告会登记或批准")
    FOREIGN = "foreign", _("外事审批")
    GOV_BRIEFING = "gov_briefing", _("发布会备案")
    OTHER = "other", _("其他批准文件")


class Audience(models.TextChoices):
    """Whom a draw is for: only draws for consumers fall under the cap."""

    INTERNAL = "internal", _("内部人员")
    CONSUMERS = "consumers", _("消费者")


class ReleaseKind(models.TextChoices):
    REGISTRATION_PAGE = "registration_page", _("报名页")
    INVITATION = "invitation", _("邀请函")
    PRESS_RELEASE = "press_release", _("通稿")
    QUOTATION = "quotation", _("报价")
    OTHER = "other", _("其他对外发布")


class BannedGoods(models.TextChoices):
    """What public bodies may not spend on at meetings (财行〔2016〕214号)."""

    BACKDROP = "backdrop", _("背景板")
    FLOWERS = "flowers", _("花草")
    FRUIT = "fruit", _("水果")
    TOBACCO_ALCOHOL = "tobacco_alcohol", _("烟酒")
    BANQUET = "banquet", _("宴请")
    SOUVENIR = "souvenir", _("纪念品")
    TOILETRIES = "toiletries", _("额外洗漱用品")
    SUITE = "suite", _("高档套房")
    SIGHTSEEING = "sightseeing", _("旅游参观")
    ENTERTAINMENT = "entertainment", _("娱乐健身")
    FIXED_ASSETS = "fixed_assets", _("固定资产")
