"""The REST API: every capability's `api.py` under one door, one way to log in, one form of problem."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.db.utils import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from huiwu.accounts.bearer import BearerToken, bearer_of
from huiwu.foundation.api import PROBLEM, Problem, answer_once, problem, problem_of
from huiwu.foundation.errors import StorageFull
from huiwu.foundation.middleware import is_full
from huiwu.kernel.errors import InvalidInput, NotFound, Refusal

ROOT = "/api/v1/"
WRITES = ("POST", "PUT", "PATCH", "DELETE")

REFUSED = {
    400: "请求无法读取",
    401: "没有有效的令牌",
    403: "无权",
    404: "没有",
    405: "不接受这种方法",
    409: "与现状冲突",
    422: "内容有误",
}
"""What any operation may answer besides its own; all are problems."""


class DescribedApi(NinjaAPI):
    """Its description names, for every operation, the refusals that the plumbing gives, in the media type they have."""

    def get_openapi_schema(self, **kwargs: Any) -> Any:
        described = super().get_openapi_schema(**kwargs)
        shape = {PROBLEM: {"schema": Problem.model_json_schema()}}
        for operations in described["paths"].values():
            for operation in operations.values():
                for status, words in REFUSED.items():
                    operation["responses"][status] = {"description": words, "content": shape}
        return described


api = DescribedApi(title="会务 huiwu", version="1", urls_namespace="api", docs_url=None, auth=BearerToken())


@api.exception_handler(Refusal)
def _refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    return problem(refusal)


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, fault: ValidationError) -> HttpResponse:
    fields: dict[str, list[str]] = {}
    for error in fault.errors:
        place = ".".join(str(part) for part in error["loc"][1:]) or str(error["loc"][0])
        fields.setdefault(place, []).append(error["msg"])
    return problem(InvalidInput(fields, detail="、".join(fields)))


@api.exception_handler(Http404)
def _missing(request: HttpRequest, fault: Http404) -> HttpResponse:
    return problem(NotFound())


@api.exception_handler(HttpError)
def _http(request: HttpRequest, fault: HttpError) -> HttpResponse:
    return problem_of(status=fault.status_code, code="bad_request", detail=str(fault))


@api.exception_handler(OperationalError)
def _database(request: HttpRequest, fault: OperationalError) -> HttpResponse:
    if is_full(fault):
        return problem(StorageFull())
    raise fault


for _name in settings.CAPABILITIES:
    if find_spec(f"huiwu.{_name}") and find_spec(f"huiwu.{_name}.api"):
        _door: Any = import_module(f"huiwu.{_name}.api")
        if hasattr(_door, "PREFIX"):
            api.add_router(_door.PREFIX, _door.router)


class ApiMiddleware:
    """Writes with an `Idempotency-Key` are answered once; whatever goes wrong under the API is told as a problem."""

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(ROOT):
            return self.get_response(request)
        try:
            response = self._answer(request)
        except Refusal as refusal:
            response = problem(refusal)
        if response.status_code >= 400 and "json" not in response.headers.get("Content-Type", ""):
            code, detail = PLAIN.get(response.status_code, ("failed", _("服务器没有完成这个请求，数据没有改变。")))
            response = problem_of(status=response.status_code, code=code, detail=detail)
        return response

    def _answer(self, request: HttpRequest) -> HttpResponse:
        key = request.headers.get("Idempotency-Key", "").strip()
        kind, _space, token = request.headers.get("Authorization", "").partition(" ")
        if not key or request.method not in WRITES or kind.lower() != "bearer":
            return self.get_response(request)
        if len(key) > 200:
            raise InvalidInput({"Idempotency-Key": [_("最多 200 个字符")]}, detail="Idempotency-Key")
        actor = bearer_of(request, token.strip())
        if actor.id is None:
            raise NotFound
        return answer_once(request, actor_id=actor.id, key=key, give=self.get_response)


PLAIN = {404: ("not_found", NotFound.sentence), 405: ("method_not_allowed", "这个地址不接受这种请求方法。")}
