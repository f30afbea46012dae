"""How providers want requests signed. Pure: text and instants in, header values out; each tested with its document's own example."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import quote

EMPTY_BODY = hashlib.sha256(b"").hexdigest()


def canonical_query(params: Mapping[str, str]) -> str:
    """Sorted, RFC 3986: a space is %20, `~` stays."""
    return "&".join(f"{quote(k, safe='-_.~')}={quote(params[k], safe='-_.~')}" for k in sorted(params))


def acs3_headers(
    *, host: str, action: str, version: str, query: str, key_id: str, secret: str, at: datetime, nonce: str
) -> dict[str, str]:
    """Aliyun OpenAPI V3, ACS3-HMAC-SHA256, RPC style: everything in the (canonical) query, an empty body."""
    signed = {
        "host": host,
        "x-acs-action": action,
        "x-acs-content-sha256": EMPTY_BODY,
        "x-acs-date": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "x-acs-signature-nonce": nonce,
        "x-acs-version": version,
    }
    names = ";".join(sorted(signed))
    lines = "".join(f"{name}:{signed[name]}\n" for name in sorted(signed))
    request = "\n".join(["POST", "/", query, lines, names, EMPTY_BODY])
    to_sign = "ACS3-HMAC-SHA256\n" + hashlib.sha256(request.encode()).hexdigest()
    signature = hmac.new(secret.encode(), to_sign.encode(), hashlib.sha256).hexdigest()
    return signed | {
        "authorization": f"ACS3-HMAC-SHA256 Credential={key_id},SignedHeaders={names},Signature={signature}"
    }


def tc3_headers(
    *, host: str, action: str, version: str, region: str, body: str, key_id: str, secret: str, at: datetime
) -> dict[str, str]:
    """Tencent Cloud API V3, TC3-HMAC-SHA256, a JSON body posted to `/`. The service is the host's first part."""
    service, stamp = host.split(".", 1)[0], int(at.timestamp())
    day = datetime.fromtimestamp(stamp, UTC).strftime("%Y-%m-%d")
    kind = "application/json; charset=utf-8"
    names = "content-type;host;x-tc-action"
    lines = f"content-type:{kind}\nhost:{host}\nx-tc-action:{action.lower()}\n"
    request = "\n".join(["POST", "/", "", lines, names, hashlib.sha256(body.encode()).hexdigest()])
    scope = f"{day}/{service}/tc3_request"
    to_sign = "\n".join(["TC3-HMAC-SHA256", str(stamp), scope, hashlib.sha256(request.encode()).hexdigest()])
    key = f"TC3{secret}".encode()
    for part in (day, service, "tc3_request"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    signature = hmac.new(key, to_sign.encode(), hashlib.sha256).hexdigest()
    return {
        "authorization": f"TC3-HMAC-SHA256 Credential={key_id}/{scope}, SignedHeaders={names}, Signature={signature}",
        "content-type": kind,
        "host": host,
        "x-tc-action": action,
        "x-tc-version": version,
        "x-tc-timestamp": str(stamp),
        "x-tc-region": region,
    }


def dingtalk_sign(*, secret: str, milliseconds: int) -> str:
    """HmacSHA256 of `timestamp\\nsecret` under the secret, Base64; the address encodes it once more."""
    return base64.b64encode(
        hmac.new(secret.encode(), f"{milliseconds}\n{secret}".encode(), hashlib.sha256).digest()
    ).decode()


def feishu_sign(*, secret: str, seconds: int) -> str:
    """HmacSHA256 of nothing under `timestamp\\nsecret`, Base64: the other way round than DingTalk."""
    return base64.b64encode(hmac.new(f"{seconds}\n{secret}".encode(), b"", hashlib.sha256).digest()).decode()


def compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
