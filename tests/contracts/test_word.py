from __future__ import annotations

import io
import zipfile

import pytest
from docx import Document

from huiwu.contracts import services
from huiwu.contracts.errors import TemplateUnusable
from huiwu.contracts.filling import sample, values_for
from huiwu.contracts.models import WordTemplate
from huiwu.contracts.views.contract import sheet_now
from huiwu.contracts.word import Unusable, filled, placeholders_in
from huiwu.documents.render.word import docx
from huiwu.kernel.errors import NotAllowed
from tests.contracts.conftest import drafted


def template(*lines: str, rows: tuple[str, ...] = ()) -> bytes:
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    if rows:
        table = document.add_table(rows=len(rows), cols=1)
        for cell, text in zip(table.columns[0].cells, rows, strict=True):
            cell.text = text
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def text_of(content: bytes) -> list[str]:
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return [p.text for p in document.paragraphs if p.text] + cells


def test_a_template_is_filled_with_the_contract_under_either_name(cast, buyer):
    contract = drafted(buyer, cast, party_name="海川<搭建>&公司")
    content = template(
        "甲方：{{ our_name }}　乙方：{{ 对方名称 }}",
        "金额 {{ 合同金额 }}（{{ amount_words }}）",
        rows=("{%tr for t in 付款计划 %}", "{{ t.label }} {{ t.amount }}", "{%tr endfor %}"),
    )
    assert placeholders_in(content, sample()) == ["amount_words", "our_name", "付款计划", "合同金额", "对方名称"]
    assert text_of(filled(content, values_for(contract))) == [
        "甲方：云帆会务　乙方：海川<搭建>&公司",
        "金额 100,000.00（人民币壹拾万元整）",
        "预付款 30,000.00",
        "尾款 70,000.00",
    ]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{{ 合同编号 }} {{ 没有这个 }}", "unknown"),
        ("{{ terms[0].nothing }}", "unknown"),
        ("{% if number %}没有结束", "syntax"),
        ("{{ number", "syntax"),
        ("{{ number.__class__ }}", "unknown"),
        ("{{ ''.__class__.__mro__ }}", "unknown"),
        ("{{ number.upper() }}", "forbidden"),
        ("{{ terms.append(1) }}", "forbidden"),
        ("{{ 'a' * 99999999 }}", "forbidden"),
        ("{% set x = 1 %}", "forbidden"),
        ("{% include 'other' %}", "forbidden"),
        ("{{ lipsum }}", "unknown"),
        ("{{ range(9) }}", "forbidden"),
        ("{{ number|attr('__class__') }}", "syntax"),
    ],
)
def test_a_template_may_read_and_nothing_else(line, reason):
    with pytest.raises(Unusable) as fault:
        placeholders_in(template("前言", line), sample())
    assert fault.value.reason == reason


def test_a_refusal_quotes_the_place():
    with pytest.raises(Unusable) as fault:
        placeholders_in(template("{{ 合同编号 }}", "甲方 {{ 甲方全称 }} 盖章"), sample())
    assert (fault.value.name, fault.value.place) == ("甲方全称", "甲方 {{ 甲方全称 }} 盖章")


def test_loops_deeper_than_two_are_refused():
    deep = "{% for a in terms %}{% for b in terms %}{% for c in terms %}x{% endfor %}{% endfor %}{% endfor %}"
    with pytest.raises(Unusable) as fault:
        placeholders_in(template(deep), sample())
    assert fault.value.reason == "forbidden"


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x03\x04rubbish"])
def test_what_is_no_word_file_is_refused(content):
    with pytest.raises(Unusable) as fault:
        placeholders_in(content, sample())
    assert fault.value.reason == "not_word"


def test_a_bomb_is_not_unpacked():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 60_000_000)
    with pytest.raises(Unusable) as fault:
        placeholders_in(made.getvalue(), sample())
    assert fault.value.reason == "too_large"


def test_an_xml_part_with_entities_is_refused():
    made = io.BytesIO(template("{{ number }}"))
    with zipfile.ZipFile(made, "a") as archive:
        archive.writestr("word/evil.xml", b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a/>')
    with pytest.raises(Unusable) as fault:
        placeholders_in(made.getvalue(), sample())
    assert fault.value.reason == "not_word"


def keep(cast, content, who="owner"):
    return services.keep_template(
        actor=cast.actor(who),
        org_id=cast.org.pk,
        kind="supplier",
        title="本单位文本",
        name="文本.docx",
        content=content,
    )


def test_a_good_template_is_kept_and_a_bad_one_leaves_nothing(cast):
    row = keep(cast, template("{{ number }}"))
    assert row.placeholders == ["number"]
    with pytest.raises(TemplateUnusable) as refusal:
        keep(cast, template("{{ 甲方全称 }}"))
    assert refusal.value.params["detail"] == "没有名为“甲方全称”的占位符。位置：“{{ 甲方全称 }}”。"
    assert WordTemplate.objects.count() == 1


def test_only_heads_of_the_organisation_keep_templates(cast):
    with pytest.raises(NotAllowed):
        keep(cast, template("{{ number }}"), who="lead")


@pytest.mark.parametrize("kind", ["client", "venue", "supplier", "speaker"])
def test_the_built_in_text_has_parties_articles_and_tables(cast, buyer, kind):
    contract = drafted(buyer, cast, kind)
    texts = text_of(docx(sheet_now(contract)))
    assert contract.title in texts
    assert "第一条　履行日期与人数" in texts
    assert ("¥100,000.00（人民币壹拾万元整）" in texts, "会前 60 天及以上" in texts) == (True, True)
