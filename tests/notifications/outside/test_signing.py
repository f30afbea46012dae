"""Each signature against the example of its provider's own document."""

from __future__ import annotations

from datetime import UTC, datetime

from huiwu.notifications.outside.signing import acs3_headers, canonical_query, tc3_headers


def test_aliyun_signs_as_its_document_shows():
    query = canonical_query(
        {"RegionId": "cn-shanghai", "ImageId": "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd"}
    )
    headers = acs3_headers(
        host="ecs.cn-shanghai.aliyuncs.com",
        action="RunInstances",
        version="2014-05-26",
        query=query,
        key_id="YourAccessKeyId",
        secret="YourAccessKeySecret",
        at=datetime(2023, 10, 26, 10, 22, 32, tzinfo=UTC),
        nonce="3156853299f313e23d1673dc12e1703d",
    )
    assert headers["authorization"].rpartition("Signature=")[2] == (
        "06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0"
    )


def test_tencent_signs_as_its_document_shows():
    headers = tc3_headers(
        host="cvm.tencentcloudapi.com",
        action="DescribeInstances",
        version="2017-03-12",
        region="ap-guangzhou",
        body='{"Limit": 1, "Filters": [{"Values": ["\\u672a\\u547d\\u540d"], "Name": "instance-name"}]}',
        key_id="AKID",
        secret="Gu5t9xGARNpq86cd98joQYCN3*******",  # as it stands masked in the document
        at=datetime.fromtimestamp(1551113065, UTC),
    )
    assert headers["authorization"].rpartition("Signature=")[2] == (
        "be4f67d323c78ab9acb7395e43c0dbcf822a9cfac32fea2449a7bc7726b770a3"
    )


def test_a_query_is_sorted_and_a_space_is_not_a_plus():
    assert canonical_query({"b": "a b*~", "a": "会"}) == "a=%E4%BC%9A&b=a%20b%2A~"
