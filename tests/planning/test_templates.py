from __future__ import annotations

import pytest

from huiwu.kernel.errors import NotAllowed, StaleEdit
from huiwu.planning import services
from huiwu.planning.errors import NameTaken, TemplateFaulty, TemplatePublished
from huiwu.planning.models import SopTemplate
from huiwu.planning.rules import template_difference


@pytest.fixture
def own(cast):
    return services.copy_template(actor=cast.actor("owner"), org_id=cast.org.pk, name="云帆标准")


def with_step(template, code, **changed):
    steps = [s | changed if s["id"] == code else s for s in template.content["steps"]]
    return template.content | {"steps": steps}


def edit(cast, template, content, revision=1):
    return services.edit_template(
        actor=cast.actor("owner"), template_id=template.pk, revision=revision, content=content
    )


def test_a_copy_has_all_75_steps_and_is_a_draft(own):
    assert (len(own.content["steps"]), own.status, own.number) == (75, "draft", 1)


@pytest.mark.parametrize(
    ("code", "changed", "place", "sentence"),
    [
        ("P01", {"deps": ["P02"]}, "steps.P01.deps", "依赖成环：P01 → P02 → P01。请去掉其中一条依赖。"),
        ("P06", {"deps": ["P77"]}, "steps.P06.deps", "步骤 P06 依赖的 P77 不存在。"),
        (
            "P06",
            {"accountable": ["策划", "财务"]},
            "steps.P06.accountable",
            "步骤 P06 有 2 个负责人（A），只能有一个。",
        ),
        ("P06", {"responsible": []}, "steps.P06.responsible", "步骤 P06 没有执行人（R）。"),
    ],
)
def test_a_bad_template_is_refused_at_the_place_of_the_fault(cast, own, code, changed, place, sentence):
    with pytest.raises(TemplateFaulty) as refused:
        edit(cast, own, with_step(own, code, **changed))
    assert (place, sentence) in refused.value.problems
    own.refresh_from_db()
    assert own.revision == 1


def test_content_that_is_no_template_at_all_is_refused(cast, own):
    with pytest.raises(TemplateFaulty):
        edit(cast, own, {"steps": "都删了"})


def test_a_published_version_never_changes(cast, own):
    services.publish_template(actor=cast.actor("owner"), template_id=own.pk)
    with pytest.raises(TemplatePublished):
        edit(cast, own, with_step(own, "P01", zh="改名"))


def test_publishing_twice_publishes_once(cast, own):
    first = services.publish_template(actor=cast.actor("owner"), template_id=own.pk)
    second = services.publish_template(actor=cast.actor("owner"), template_id=own.pk)
    assert (second.published_at, second.status) == (first.published_at, "published")


def test_a_new_version_follows_and_there_is_one_draft_at_a_time(cast, own):
    services.publish_template(actor=cast.actor("owner"), template_id=own.pk)
    first = services.new_version(actor=cast.actor("owner"), template_id=own.pk)
    second = services.new_version(actor=cast.actor("owner"), template_id=own.pk)
    assert (first.number, first.pk) == (2, second.pk)


def test_the_second_of_two_editors_is_told(cast, own):
    edit(cast, own, with_step(own, "P01", zh="首次接洽"))
    with pytest.raises(StaleEdit) as refused:
        edit(cast, own, with_step(own, "P01", zh="接洽"))
    assert refused.value.theirs["steps"][0]["zh"] == "首次接洽"


def test_two_templates_of_one_name_are_refused(cast, own):
    with pytest.raises(NameTaken):
        services.copy_template(actor=cast.actor("owner"), org_id=cast.org.pk, name="云帆标准")
    assert SopTemplate.objects.count() == 1


@pytest.mark.parametrize("who", ["lead", "colleague", "stranger"])
def test_only_administrators_edit_templates(cast, who):
    with pytest.raises(NotAllowed):
        services.copy_template(actor=cast.actor(who), org_id=cast.org.pk, name="我的")


def test_the_difference_names_step_field_and_both_sides(cast, own):
    after = with_step(own, "P01", zh="首次接洽")
    assert template_difference(own.content, after) == [
        {"code": "P01", "key": "zh", "before": "初步接洽与信息收集", "after": "首次接洽"}
    ]
