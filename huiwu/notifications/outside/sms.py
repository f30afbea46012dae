"""Text messages through Aliyun and Tencent Cloud, one number a request so that each has its own answer.

Both carry our id (OutId, SessionContext): what a worker left in doubt is asked for before it is sent again.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from types import TracebackType
from typing import Any
from zoneinfo import ZoneInfo

from huiwu.kernel import clock
from huiwu.notifications.choices import OutsideWhy
from huiwu.notifications.models import OutsideDelivery
from huiwu.notifications.outside import wire
from huiwu.notifications.outside.answers import Answer
from huiwu.notifications.outside.packing import secrets_of
from huiwu.notifications.outside.signing import acs3_headers, canonical_query, compact, tc3_headers
from huiwu.notifications.outside.wording import filled

BEIJING = ZoneInfo("Asia/Shanghai")
ALIYUN_LATER = (
    "isv.BUSINESS_LIMIT_CONTROL",
    "isv.DAY_LIMIT_CONTROL",
    "isv.MONTH_LIMIT_CONTROL",
    "isv.OUT_OF_SERVICE",
    "isv.AMOUNT_NOT_ENOUGH",
    "isp.",
    "Throttling",
    "ServiceUnavailable",
    "InternalError",
    "SignatureDoesNotMatch",
    "SignatureNonceUsed",
    "InvalidTimeStamp",
    "InvalidAccessKeyId",
)
"""Refusals that pass: limits, an empty account, our own settings. All others would be repeated in vain."""
TENCENT_LATER = (
    "LimitExceeded",
    "RequestLimitExceeded",
    "InternalError",
    "AuthFailure",
    "UnauthorizedOperation",
    "FailedOperation.InsufficientBalanceInSmsPackage",
    "FailedOperation.FailResolvePacket",
)


@dataclass(frozen=True, slots=True)
class SmsAccount:
    """An organisation's account, unsealed for one turn. `templates` maps our codes to the provider's numbers."""

    key_id: str
    secret: str
    sign: str
    app_id: str
    region: str
    templates: dict[str, str]


class SmsWay:
    """What both have in common: the connection and the values of one message."""

    provider = ""

    def __init__(self, account: SmsAccount) -> None:
        self.account = account
        self.client = wire.client()
        self.base = wire.base_of(self.provider)
        self.host = wire.host_of(self.base)

    def __enter__(self) -> SmsWay:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.client.close()

    def values(self, delivery: OutsideDelivery) -> list[tuple[str, str]]:
        known = secrets_of(delivery)
        return [(name, filled(value, known)) for name, value in delivery.variables]


class AliyunWay(SmsWay):
    """Dysms 2017-05-25: SendSms and QuerySendDetails, parameters in the query."""

    provider = "aliyun"

    def send(self, delivery: OutsideDelivery, body: str) -> Answer:
        """One text message. `receipt` is the BizId."""
        found = self._call(
            "SendSms",
            {
                "PhoneNumbers": _aliyun_number(delivery.to),
                "SignName": self.account.sign,
                "TemplateCode": self.account.templates[delivery.template],
                "TemplateParam": compact(dict(self.values(delivery))),
                "OutId": str(delivery.pk),
            },
        )
        if isinstance(found, Answer):
            return found
        if found.get("Code") == "OK":
            return Answer("sent", receipt=str(found.get("BizId", "")))
        return _refused(str(found.get("Code", "")), str(found.get("Message", "")), ALIYUN_LATER)

    def found(self, delivery: OutsideDelivery) -> Answer | None:
        """What became of an earlier attempt, or None when the provider knows nothing of it."""
        day = (delivery.claimed_at or clock.now()).astimezone(BEIJING)
        for on in (day, day - timedelta(days=1)):
            params = {"PhoneNumber": _aliyun_number(delivery.to), "SendDate": on.strftime("%Y%m%d")}
            found = self._call("QuerySendDetails", params | {"PageSize": "50", "CurrentPage": "1"})
            if isinstance(found, Answer):
                return found if found.state == "temporary" else None
            details = found.get("SmsSendDetailDTOs", {}).get("SmsSendDetailDTO", [])
            mine = next((row for row in details if row.get("OutId") == str(delivery.pk)), None)
            if mine is not None:
                return _reported(int(mine.get("SendStatus", 1)) == 2, str(mine.get("ErrCode", "")))
        return None

    def _call(self, action: str, params: dict[str, str]) -> dict[str, Any] | Answer:
        query = canonical_query(params)
        headers = acs3_headers(
            host=self.host,
            action=action,
            version="2017-05-25",
            query=query,
            key_id=self.account.key_id,
            secret=self.account.secret,
            at=clock.now(),
            nonce=secrets.token_hex(16),
        )
        return wire.post(self.client, f"{self.base}/?{query}", headers=headers)


class TencentWay(SmsWay):
    """SMS 2021-01-11: SendSms and PullSmsSendStatusByPhoneNumber, a JSON body."""

    provider = "tencent"

    def send(self, delivery: OutsideDelivery, body: str) -> Answer:
        """One text message. `receipt` is the SerialNo. An answer of 200 may carry a refusal for the number."""
        found = self._call(
            "SendSms",
            {
                "PhoneNumberSet": [delivery.to],
                "SmsSdkAppId": self.account.app_id,
                "SignName": self.account.sign,
                "TemplateId": self.account.templates[delivery.template],
                "TemplateParamSet": [value for _name, value in self.values(delivery)],
                "SessionContext": str(delivery.pk),
            },
        )
        if isinstance(found, Answer):
            return found
        rows = found.get("SendStatusSet") or [{}]
        if rows[0].get("Code") == "Ok":
            return Answer("sent", receipt=str(rows[0].get("SerialNo", "")))
        return _refused(str(rows[0].get("Code", "")), str(rows[0].get("Message", "")), TENCENT_LATER)

    def found(self, delivery: OutsideDelivery) -> Answer | None:
        """As AliyunWay.found."""
        since = (delivery.claimed_at or clock.now()) - timedelta(days=1)
        found = self._call(
            "PullSmsSendStatusByPhoneNumber",
            {
                "BeginTime": int(since.timestamp()),
                "EndTime": int(clock.now().timestamp()),
                "Offset": 0,
                "Limit": 100,
                "PhoneNumber": delivery.to,
                "SmsSdkAppId": self.account.app_id,
            },
        )
        if isinstance(found, Answer):
            return found if found.state == "temporary" else None
        rows = found.get("PullSmsSendStatusSet", [])
        mine = next((row for row in rows if row.get("SessionContext") == str(delivery.pk)), None)
        if mine is None:
            return None
        return _reported(mine.get("ReportStatus") == "FAIL", str(mine.get("Description", "")), mine.get("SerialNo", ""))

    def _call(self, action: str, payload: dict[str, Any]) -> dict[str, Any] | Answer:
        body = compact(payload)
        headers = tc3_headers(
            host=self.host,
            action=action,
            version="2021-01-11",
            region=self.account.region or "ap-guangzhou",
            body=body,
            key_id=self.account.key_id,
            secret=self.account.secret,
            at=clock.now(),
        )
        found = wire.post(self.client, f"{self.base}/", headers=headers, content=body)
        if isinstance(found, Answer):
            return found
        response: dict[str, Any] = found.get("Response", {})
        fault = response.get("Error")
        return _refused(str(fault.get("Code")), str(fault.get("Message")), TENCENT_LATER) if fault else response


SMS_WAYS: dict[str, type[AliyunWay | TencentWay]] = {"aliyun": AliyunWay, "tencent": TencentWay}


def _aliyun_number(number: str) -> str:
    """Mainland numbers without the country code, others with it, never a plus."""
    return number.removeprefix("+86") if number.startswith("+86") else number.removeprefix("+")


def _refused(code: str, message: str, later: tuple[str, ...]) -> Answer:
    return Answer("temporary" if code.startswith(later) else "permanent", f"{code} {message}".strip())


def _reported(has_failed: bool, words: str, receipt: str = "") -> Answer:
    if has_failed:
        return Answer("permanent", words, why=OutsideWhy.UNDELIVERED)
    return Answer("sent", receipt=receipt)
