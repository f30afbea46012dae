from __future__ import annotations

import io

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from huiwu.budget.models import BudgetLine
from huiwu.foundation.models import StoredFile
from tests.budget.conftest import opened

HEAD = ("费用类别", "项目名称", "规格型号", "单位", "数量", "单价（元）", "小计")


def book(*rows):
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as file:
        page = file.add_worksheet("预算")
        page.write(0, 0, "2027 合作伙伴大会预算")
        for y, row in enumerate((HEAD, *rows), 2):
            for x, cell in enumerate(row):
                page.write(y, x, cell)
    return SimpleUploadedFile("预算.xlsx", made.getvalue())


def browser(user):
    found = Client()
    found.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return found


def test_a_file_is_tried_first_and_only_whole_rows_are_taken(cast, finance, budget):
    page = f"/m/{cast.meeting.slug}/budget/import/"
    file = book(
        ("餐费", "晚宴", "10 人一桌", "桌", 63, 2600, 163800),
        ("餐饮", "茶歇", "", "人餐", "１，２００", "38", 45600),
        ("餐饮", "午餐", "自助", "人餐", 600, 100, 60000),
        ("搭建", "舞台", "", "套", 1, 1000, 999),
        ("无此科目", "横幅", "", "条", 1, 100, 100),
        ("合计", "", "", "", "", "", 1),
    )
    tried = browser(finance.user).post(page, {"file": file})
    assert tried.status_code == 200
    dry = tried.context["dry"]
    assert ([d.item for _r, d in dry.taken], [d.item for _r, d in dry.known]) == (["晚宴", "茶歇"], ["午餐"])
    assert [row.texts["item"] for row in dry.refused] == ["舞台", "横幅"]
    assert BudgetLine.objects.count() == 3
    kept = StoredFile.objects.get().pk
    wrong = browser(finance.user).get(page, {"kept": kept, "corrections": 1})
    assert b"".join(wrong.streaming_content).startswith(b"PK")
    done = browser(finance.user).post(page, {"kept": kept, "confirm": "1"})
    assert done.status_code == 302
    dinner = BudgetLine.objects.get(item="晚宴")
    assert (dinner.category, dinner.basis, dinner.people_per_unit, dinner.spare) == ("catering", "expected", 10, 3)
    assert opened(budget).figures(dinner.key).estimate == 63 * 260_000


def test_our_own_file_reads_back_the_same(cast, finance, budget):
    page = browser(finance.user)
    made = b"".join(page.get(f"/m/{cast.meeting.slug}/budget/draft/xlsx/").streaming_content)
    back = page.post(f"/m/{cast.meeting.slug}/budget/import/", {"file": SimpleUploadedFile("a.xlsx", made)})
    dry = back.context["dry"]
    assert (len(dry.taken), len(dry.known), dry.refused) == (0, 3, [])


def test_something_else_than_a_sheet_is_refused_with_a_sentence(cast, finance, budget):
    file = SimpleUploadedFile("a.xlsx", b"not a workbook")
    answer = browser(finance.user).post(f"/m/{cast.meeting.slug}/budget/import/", {"file": file})
    assert answer.status_code in (413, 415, 422)
    assert BudgetLine.objects.count() == 3
