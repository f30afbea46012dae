"""`huiwu serve`, `huiwu worker`, `huiwu setup`."""

from __future__ import annotations

import argparse
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from huiwu.config import supervision
from huiwu.config.errors import MigrationsPending, PortTaken

log = logging.getLogger("huiwu.serve")


def add_commands(commands: Any) -> None:
    serve_ = commands.add_parser("serve", help="启动网页与后台工作进程，直到中断")
    serve_.add_argument("--host", default="127.0.0.1", help="监听地址（默认只限本机）")
    serve_.add_argument("--port", type=_port, default=8000, help="监听端口")
    serve_.add_argument("--workers", type=int, default=1, help="网页进程数；SQLite 上总是 1")
    serve_.add_argument("--migrate", action="store_true", help="先把数据库升级到当前版本")
    serve_.add_argument("--demo", action="store_true", help="数据库为空时装入示例会议，并打印新的登录信息")
    serve_.set_defaults(run=serve)
    worker_ = commands.add_parser("worker", help="只运行后台工作：通知、反应、任务")
    worker_.set_defaults(run=work)
    setup_ = commands.add_parser("setup", help="建立或升级数据库")
    setup_.set_defaults(run=set_up)


def _port(text: str) -> int:
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError("端口应为 1 到 65535 之间的整数")
    return int(text)


def serve(args: argparse.Namespace) -> int:
    """Pages and one worker, the worker restarted when it dies; SIGINT or SIGTERM stops both within five seconds."""
    from django.conf import settings

    from huiwu.config import installation

    installation.verify_writable(settings.DATA)
    _verify_port(args.host, args.port)
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    sqlite = installation.is_sqlite()
    with installation.held(alone=sqlite):
        if args.migrate:
            installation.migrate()
        elif pending := installation.pending_migrations():
            raise MigrationsPending(count=len(pending))
        if args.demo and find_spec("huiwu.config.demo"):
            for line in import_module("huiwu.config.demo").load_into_empty():
                print(line, flush=True)
        _disconnect()
        os.environ[supervision.SUPERVISOR] = str(os.getpid())
        with _Companion():
            print(f"会务已启动：http://{args.host}:{args.port}/ （Ctrl-C 停止）", flush=True)
            _serve_pages(args, workers=1 if sqlite else args.workers)
    return 0


def _serve_pages(args: argparse.Namespace, *, workers: int) -> None:
    from granian import Granian
    from granian.constants import Interfaces

    Granian(
        "huiwu.config.asgi:application",
        address=args.host,
        port=args.port,
        interface=Interfaces.ASGI,
        workers=workers,
        websockets=False,
        backlog=2048,
        respawn_failed_workers=True,
        respawn_interval=0.5,
        workers_kill_timeout=3,
        log_level="warning",
    ).serve()


def _verify_port(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as fault:
            raise PortTaken(host=host, port=port, reason=fault.strerror) from fault


def _disconnect() -> None:
    from django.db import connections

    connections.close_all()


class _Companion:
    """The worker process beside the pages: started, started again when it ends, stopped with them."""

    def __enter__(self) -> None:
        self.is_stopping = threading.Event()
        self.process = self._start()
        threading.Thread(target=self._watch, daemon=True, name="companion").start()

    def __exit__(self, *exc: object) -> None:
        self.is_stopping.set()
        self.process.terminate()
        try:
            self.process.wait(4)
        except subprocess.TimeoutExpired:  # its job is taken over at the next start
            self.process.kill()
            self.process.wait()

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, "-m", "huiwu", "worker"])  # our own command

    def _watch(self) -> None:
        while not self.is_stopping.is_set():
            status = self.process.wait()
            if not self.is_stopping.wait(1):
                log.error("the worker ended with status %s and is started again", status)
                self.process = self._start()


def work(args: argparse.Namespace) -> int:
    """Deliveries and jobs until told to stop."""
    from huiwu.foundation.worker import Worker, release_the_dead

    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    supervision.end_with_parent()
    release_the_dead()
    Worker(stop=stop).run()
    return 0


def set_up(args: argparse.Namespace) -> int:
    """Make or upgrade the database."""
    from django.conf import settings

    from huiwu.config import installation

    installation.verify_writable(settings.DATA)
    steps = installation.migrate()
    print(f"数据库已是最新（本次 {steps} 步）。", file=sys.stderr)
    return 0
