"""Pages are plain synchronous Django; this calls them from an asynchronous server, in a bounded pool of threads."""

from __future__ import annotations

import asyncio
import contextvars
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from tempfile import SpooledTemporaryFile
from typing import IO, Any

Scope = dict[str, Any]
Receive = Callable[[], Any]
Send = Callable[[dict[str, Any]], Any]
IN_MEMORY = 256 * 1024


class PagesInThreads:
    """An ASGI application around a WSGI one. Bodies are read before a thread is taken, so slow clients hold none.

    A body longer than `largest_body` bytes is answered with 413 without being read to its end.
    """

    def __init__(self, pages: Callable[..., Iterable[bytes]], *, threads: int, largest_body: int) -> None:
        self.pages = pages
        self.largest_body = largest_body
        self.pool = ThreadPoolExecutor(threads, thread_name_prefix="page")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with SpooledTemporaryFile(IN_MEMORY) as body:
            if await self._read(receive, body):
                answer = _Answer(asyncio.get_running_loop(), send)
                run = contextvars.copy_context().run
                environ = environ_of(scope, body)
                await answer.loop.run_in_executor(self.pool, run, answer.give, self.pages, environ)
                await answer.finish()
            else:
                await _too_large(send)

    async def _read(self, receive: Receive, body: IO[bytes]) -> bool:
        more, size = True, 0
        while more:
            message = await receive()
            size += len(message.get("body", b""))
            if size > self.largest_body:
                return False
            body.write(message.get("body", b""))
            more = message.get("more_body", False)
        body.seek(0)
        return True


class _Answer:
    """Collects what the page gives. A short answer crosses from thread to loop once; a long one in pieces."""

    def __init__(self, loop: asyncio.AbstractEventLoop, send: Send) -> None:
        self.loop = loop
        self.send = send
        self.head: dict[str, Any] = {}
        self.waiting: list[bytes] = []
        self.size = 0

    def start(self, status: str, headers: list[tuple[str, str]], exc_info: object = None) -> None:
        lines = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
        self.head = {"type": "http.response.start", "status": int(status.split(" ", 1)[0]), "headers": lines}

    def give(self, pages: Callable[..., Iterable[bytes]], environ: dict[str, Any]) -> None:
        """In a thread: run the page to its end, and close it there, since closing returns the database connection."""
        response = pages(environ, self.start)
        try:
            for piece in response:
                self.waiting.append(piece)
                self.size += len(piece)
                if self.size > IN_MEMORY:
                    asyncio.run_coroutine_threadsafe(self._pass_on(more=True), self.loop).result()
        finally:
            close = getattr(response, "close", None)
            if close:
                close()

    async def finish(self) -> None:
        await self._pass_on(more=False)

    async def _pass_on(self, *, more: bool) -> None:
        if self.head:
            head, self.head = self.head, {}
            await self.send(head)
        body, self.waiting, self.size = b"".join(self.waiting), [], 0
        await self.send({"type": "http.response.body", "body": body, "more_body": more})


async def _too_large(send: Send) -> None:
    text = "上传的内容太大，什么都没有保存。请分成几次上传，或缩小文件。".encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": text})


def environ_of(scope: Scope, body: IO[bytes]) -> dict[str, Any]:
    """The WSGI environment (PEP 3333) of an ASGI request."""
    host, port = scope.get("server") or ("localhost", 80)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode().decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": host,
        "SERVER_PORT": str(port or 0),
        "REMOTE_ADDR": (scope.get("client") or ("",))[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope["headers"]:
        key = name.decode("latin-1").upper().replace("-", "_")
        if "_" in name.decode("latin-1"):
            continue  # X_Forwarded_For would pass for X-Forwarded-For
        if key not in ("CONTENT_TYPE", "CONTENT_LENGTH"):
            key = f"HTTP_{key}"
        text = value.decode("latin-1")
        joiner = "; " if key == "HTTP_COOKIE" else ","
        environ[key] = environ[key] + joiner + text if key in environ else text
    if "CONTENT_LENGTH" not in environ:  # sent in chunks: the body is here whole, so its length is known
        body.seek(0, 2)
        environ["CONTENT_LENGTH"] = str(body.tell())
        body.seek(0)
    return environ
