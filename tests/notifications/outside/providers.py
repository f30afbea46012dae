"""Stand-ins on loopback that speak as the providers document: each checks signature, limits and form, and answers their codes.

The checks are written from the provider's side (what came in, read and counted again), not with the code they judge.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

from huiwu.kernel import clock

Answer = tuple[int, dict[str, Any]]


class Provider:
    """A server on a free loopback port. `took` are the messages it accepted, with the moment; `calls` every request."""

    def __init__(self) -> None:
        self.took: list[dict[str, Any]] = []
        self.calls: list[str] = []
        self.times: list[float] = []
        self.answers: list[Answer] = []
        self.moment = clock.now()
        provider = self

        class Door(BaseHTTPRequestHandler):
            def do_POST(self) -> None:  # noqa: N802  # http.server's name
                body = self.rfile.read(int(self.headers.get("content-length") or 0))
                headers = {name.lower(): value for name, value in self.headers.items()}
                provider.calls.append(self.path)
                status, found = (
                    provider.answers.pop(0) if provider.answers else provider.judge(self.path, headers, body)
                )
                data = json.dumps(found).encode()
                self.send_response(status)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *args: Any) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
        self.address = f"127.0.0.1:{self.server.server_address[1]}"
        self.base = f"http://{self.address}"
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def now(self) -> datetime:
        """Its own clock: it runs in its own thread, where the test's is not pinned."""
        return self.moment

    @contextmanager
    def at(self, moment: datetime) -> Iterator[None]:
        """Both clocks, the provider's and ours."""
        before, self.moment = self.moment, moment
        with clock.at(moment):
            yield
        self.moment = before

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def judge(self, path: str, headers: dict[str, str], body: bytes) -> Answer:
        raise NotImplementedError

    def too_fast(self, seconds: float, most: int) -> bool:
        """Counts this call; True when more than `most` came within any `seconds` up to now."""
        now = self.now().timestamp()
        self.times.append(now)
        return sum(at > now - seconds for at in self.times) > most


class Aliyun(Provider):
    """Dysms: checks ACS3-HMAC-SHA256 over what it received, the 15 minutes, the nonce, the number and the variables."""

    key_id, secret = "LTAI-test", "aliyun-secret"
    templates = {"SMS_100": ["name", "time"], "SMS_200": ["code"]}

    def __init__(self) -> None:
        super().__init__()
        self.nonces: set[str] = set()

    def judge(self, path: str, headers: dict[str, str], body: bytes) -> Answer:
        fault = self._signature_fault(path, headers, body)
        if fault:
            return 400, {"Code": fault, "Message": "Specified signature does not match our calculation."}
        given = dict(parse_qsl(urlsplit(path).query))
        if headers["x-acs-action"] == "QuerySendDetails":
            return 200, self._details(given)
        return 200, self._send(given)

    def _signature_fault(self, path: str, headers: dict[str, str], body: bytes) -> str:
        scheme, _, rest = headers.get("authorization", "").partition(" ")
        parts = dict(part.split("=", 1) for part in rest.split(","))
        if scheme != "ACS3-HMAC-SHA256" or parts["Credential"] != self.key_id:
            return "InvalidAccessKeyId.NotFound"
        at = datetime.strptime(headers["x-acs-date"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
        if abs((self.now() - at).total_seconds()) > 900:
            return "InvalidTimeStamp.Expired"
        if headers["x-acs-signature-nonce"] in self.nonces:
            return "SignatureNonceUsed"
        self.nonces.add(headers["x-acs-signature-nonce"])
        names = parts["SignedHeaders"].split(";")
        must = {"host"} | {name for name in headers if name.startswith("x-acs-")}
        if names != sorted(names) or not must <= set(names) or headers["host"] != self.address:
            return "SignatureDoesNotMatch"
        if headers["x-acs-content-sha256"] != hashlib.sha256(body).hexdigest():
            return "SignatureDoesNotMatch"
        pairs = sorted(parse_qsl(urlsplit(path).query, keep_blank_values=True))
        query = "&".join(f"{quote(k, safe='~')}={quote(v, safe='~')}" for k, v in pairs)
        lines = "".join(f"{name}:{headers[name].strip()}\n" for name in names)
        request = f"POST\n/\n{query}\n{lines}\n{';'.join(names)}\n{headers['x-acs-content-sha256']}"
        to_sign = f"ACS3-HMAC-SHA256\n{hashlib.sha256(request.encode()).hexdigest()}"
        own = hmac.new(self.secret.encode(), to_sign.encode(), "sha256").hexdigest()
        return "" if own == parts["Signature"] else "SignatureDoesNotMatch"

    def _send(self, given: dict[str, str]) -> dict[str, Any]:
        number, names = given["PhoneNumbers"], self.templates.get(given["TemplateCode"])
        values = json.loads(given["TemplateParam"])
        if names is None:
            return {"Code": "isv.SMS_TEMPLATE_ILLEGAL", "Message": "模板不合法"}
        if given["SignName"] != "云帆会务":
            return {"Code": "isv.SMS_SIGNATURE_ILLEGAL", "Message": "签名不合法"}
        if number.startswith(("+", "86")) or not number.isdigit():
            return {"Code": "isv.MOBILE_NUMBER_ILLEGAL", "Message": "号码格式错误"}
        if sorted(values) != sorted(names):
            return {"Code": "isv.TEMPLATE_MISSING_PARAMETERS", "Message": "模板缺少变量"}
        if any("http" in str(value) for value in values.values()):
            return {"Code": "isv.PARAM_NOT_SUPPORT_URL", "Message": "不支持url变量"}
        if sum(row["PhoneNumbers"] == number for row in self.took) >= 5:
            return {"Code": "isv.BUSINESS_LIMIT_CONTROL", "Message": "触发小时级流控Permits:5"}
        self.took.append(given | {"values": values})
        return {"Code": "OK", "Message": "OK", "BizId": f"biz^{len(self.took)}", "RequestId": "r"}

    def _details(self, given: dict[str, str]) -> dict[str, Any]:
        rows = [row for row in self.took if row["PhoneNumbers"] == given["PhoneNumber"]]
        found = [{"OutId": row["OutId"], "SendStatus": 3, "ErrCode": "DELIVERED"} for row in rows]
        return {"Code": "OK", "TotalCount": len(found), "SmsSendDetailDTOs": {"SmsSendDetailDTO": found}}


class Tencent(Provider):
    """SMS 2021-01-11: checks TC3-HMAC-SHA256, the five minutes, the version, the number of values."""

    key_id, secret, app_id = "AKIDtest", "tencent-secret", "1400006666"
    templates = {"1110": 2, "2220": 1}

    def judge(self, path: str, headers: dict[str, str], body: bytes) -> Answer:
        fault = self._signature_fault(headers, body)
        if fault:
            return 200, {"Response": {"Error": {"Code": fault, "Message": "check"}, "RequestId": "r"}}
        given = json.loads(body)
        if headers["x-tc-action"] == "PullSmsSendStatusByPhoneNumber":
            rows = [r for r in self.took if r["PhoneNumberSet"] == [given["PhoneNumber"]]]
            found = [
                {"SessionContext": r["SessionContext"], "SerialNo": r["SerialNo"], "ReportStatus": "SUCCESS"}
                for r in rows
            ]
            return 200, {"Response": {"PullSmsSendStatusSet": found, "RequestId": "r"}}
        return 200, {"Response": {"SendStatusSet": [self._send(given)], "RequestId": "r"}}

    def _signature_fault(self, headers: dict[str, str], body: bytes) -> str:
        scheme, _, rest = headers.get("authorization", "").partition(" ")
        parts = dict(part.strip().split("=", 1) for part in rest.split(","))
        key_id, day, service, end = parts["Credential"].split("/")
        stamp = int(headers["x-tc-timestamp"])
        if key_id != self.key_id:
            return "AuthFailure.SecretIdNotFound"
        if abs(self.now().timestamp() - stamp) > 300 or day != datetime.fromtimestamp(stamp, UTC).strftime("%Y-%m-%d"):
            return "AuthFailure.SignatureExpire"
        names = parts["SignedHeaders"].split(";")
        if not {"content-type", "host"} <= set(names):
            return "AuthFailure.InvalidAuthorization"
        lines = "".join(f"{n}:{headers[n].strip().lower()}\n" for n in names)
        hashed = hashlib.sha256(body).hexdigest()
        request = f"POST\n/\n\n{lines}\n{';'.join(names)}\n{hashed}"
        scope = f"{day}/{service}/{end}"
        to_sign = f"{scheme}\n{stamp}\n{scope}\n{hashlib.sha256(request.encode()).hexdigest()}"
        key = ("TC3" + self.secret).encode()
        for part in scope.split("/"):
            key = hmac.new(key, part.encode(), "sha256").digest()
        own = hmac.new(key, to_sign.encode(), "sha256").hexdigest()
        return "" if own == parts["Signature"] else "AuthFailure.SignatureFailure"

    def _send(self, given: dict[str, Any]) -> dict[str, Any]:
        number = given["PhoneNumberSet"][0]
        if not number.startswith("+"):
            return {"Code": "FailedOperation.PhoneNumberParseFail", "Message": "number"}
        if given["SmsSdkAppId"] != self.app_id or given["SignName"] != "云帆会务":
            return {"Code": "FailedOperation.SignatureIncorrectOrUnapproved", "Message": "sign"}
        if self.templates.get(given["TemplateId"]) != len(given["TemplateParamSet"]):
            return {"Code": "FailedOperation.TemplateParamSetNotMatchApprovedTemplate", "Message": "params"}
        if any("://" in value for value in given["TemplateParamSet"]):
            return {"Code": "InvalidParameterValue.ProhibitedUseUrlInTemplateParameter", "Message": "url"}
        if sum(row["PhoneNumberSet"] == [number] for row in self.took) >= 5:
            return {"Code": "LimitExceeded.PhoneNumberOneHourLimit", "Message": "hour"}
        serial = f"2433:{len(self.took)}"
        self.took.append(given | {"SerialNo": serial})
        return {"Code": "Ok", "Message": "send success", "SerialNo": serial, "PhoneNumber": number}


class WeCom(Provider):
    """20 messages a minute; text of at most 2,048 bytes; the key is in the address."""

    webhook = "/cgi-bin/webhook/send?key=693a91f6-7xxx"

    def judge(self, path: str, headers: dict[str, str], body: bytes) -> Answer:
        given = json.loads(body)
        if path != self.webhook:
            return 200, {"errcode": 93000, "errmsg": "invalid webhook url"}
        if self.too_fast(60, 20):
            return 200, {"errcode": 45009, "errmsg": "api freq out of limit"}
        if given.get("msgtype") != "text" or len(given["text"]["content"].encode()) > 2048:
            return 200, {"errcode": 40058, "errmsg": "text exceed max length 2048"}
        self.took.append(given)
        return 200, {"errcode": 0, "errmsg": "ok"}


class DingTalk(Provider):
    """20 a minute or ten minutes of silence; timestamp in milliseconds within the hour; body of at most 20,000 bytes."""

    webhook, secret = "/robot/send?access_token=ding", "SECding"

    def __init__(self) -> None:
        super().__init__()
        self.silent_until = 0.0

    def judge(self, path: str, headers: dict[str, str], body: bytes) -> Answer:
        given = dict(parse_qsl(urlsplit(path).query))
        if given.get("access_token") != "ding":
            return 200, {"errcode": 300005, "errmsg": "token is not exist"}
        now, stamp = self.now().timestamp(), int(given.get("timestamp", 0))
        text = f"{stamp}\n{self.secret}".encode()
        own = base64.b64encode(hmac.new(self.secret.encode(), text, "sha256").digest()).decode()
        if abs(now * 1000 - stamp) > 3_600_000 or given.get("sign") != own:
            return 200, {"errcode": 310000, "errmsg": "sign not match"}
        if self.too_fast(60, 20) or now < self.silent_until:
            self.silent_until = max(self.silent_until, now + 600)
            return 200, {"errcode": 130101, "errmsg": "send too fast, exceed 20 times per minute"}
        if len(body) > 20_000:
            return 200, {"errcode": 460101, "errmsg": "message too long"}
        self.took.append(json.loads(body))
        return 200, {"errcode": 0, "errmsg": "ok"}


class Feishu(Provider):
    """100 a minute and 5 a second; timestamp in seconds within the hour; body of at most 20 KB; its own way to sign."""

    webhook, secret = "/open-apis/bot/v2/hook/fei", "feishu-secret"

    def judge(self, path: str, headers: dict[str, str], body: bytes) -> Answer:
        given = json.loads(body)
        if path != self.webhook:
            return 200, {"code": 19001, "msg": "param invalid: incoming webhook access token invalid"}
        stamp = str(given.get("timestamp", "0"))
        own = base64.b64encode(hmac.new(f"{stamp}\n{self.secret}".encode(), digestmod="sha256").digest()).decode()
        if abs(self.now().timestamp() - int(stamp)) > 3600 or given.get("sign") != own:
            return 200, {"code": 19021, "msg": "sign match fail or timestamp is not within one hour from current time"}
        if self.too_fast(1, 5) or self.too_fast(60, 200):  # each call is counted twice
            return 200, {"code": 11232, "msg": "frequency limited psm[lark.oapi.app_platform_runtime]"}
        if len(body) > 20_480 or given.get("msg_type") != "text":
            return 200, {"code": 9499, "msg": "Bad Request"}
        self.took.append(given)
        return 200, {"code": 0, "msg": "success", "data": {}, "StatusCode": 0, "StatusMessage": "success"}
