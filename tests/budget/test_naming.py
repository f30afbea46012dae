from __future__ import annotations

import pytest

from huiwu.budget.rules.naming import names_it


@pytest.mark.parametrize(
    ("title", "item", "does"),
    [
        ("CT-05 同声传译合同", "同声传译设备", True),
        ("CT-03 音响灯光合同", "音响灯光", True),
        ("CT-09 直播服务合同", "录制与直播", True),
        ("CT-02 舞台搭建合同", "网络专线", False),
        ("CT-07 印刷制作服务合同", "会务服务费", False),
        ("CT-07 印刷制作合同", "", False),
    ],
)
def test_a_title_names_a_line_by_two_neighbouring_characters(title, item, does):
    assert names_it(title, item) is does
