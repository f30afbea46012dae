"""What is wrong with this installation: one function per question, each with what to do about it."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import timedelta
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Literal

from django.conf import settings
from django.db import connection

from huiwu.config import installation
from huiwu.foundation.models import FactRecord, Job
from huiwu.foundation.worker import last_alive
from huiwu.kernel import clock
from huiwu.kernel.errors import Refusal

LEAST_FREE_BYTES = 500_000_000


@dataclass(frozen=True, slots=True)
class Ailment:
    """`error` stops work, `warn` will; `advice` says what to do."""

    code: str
    severity: Literal["error", "warn"]
    title: str
    advice: str


def examine() -> list[Ailment]:
    """Everything that is wrong. Questions about the database are left out when it does not answer."""
    found = [ailment for question in BEFORE for ailment in question()]
    if any(ailment.code in ("database_unreachable", "migrations_pending") for ailment in found):
        return found
    return found + [ailment for question in AFTER for ailment in question()]


def as_json(found: list[Ailment]) -> dict[str, Any]:
    return {"findings": [asdict(ailment) for ailment in found]}


def data_folder() -> Iterator[Ailment]:
    try:
        installation.verify_writable(settings.DATA)
    except Refusal as refusal:
        yield Ailment("data_unwritable", "error", str(refusal), "给予写权限，或用 HUIWU_DATA 换一个目录。")
    if (free := shutil.disk_usage(settings.DATA).free) < LEAST_FREE_BYTES:
        yield Ailment(
            "disk_nearly_full", "warn", f"数据目录只剩 {free // 1_000_000} MB", "腾出空间，或换到更大的磁盘。"
        )
    key = settings.DATA / "secret.key"
    if key.exists() and key.stat().st_mode & 0o077:
        yield Ailment("secret_readable", "error", f"{key} 可被他人读取", f"执行 chmod 600 {key}。")


def database() -> Iterator[Ailment]:
    try:
        pending = installation.pending_migrations()
    except Refusal as refusal:
        yield Ailment("database_unreachable", "error", str(refusal), "检查 DATABASE_URL，确认数据库在运行。")
        return
    if pending:
        yield Ailment(
            "migrations_pending", "error", f"数据库还差 {len(pending)} 步升级", "先备份，再执行 huiwu setup。"
        )


def wal_mode() -> Iterator[Ailment]:
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        mode = cursor.execute("PRAGMA journal_mode").fetchone()[0]
        whole = cursor.execute("PRAGMA quick_check(1)").fetchone()[0]
    if mode != "wal":
        yield Ailment("not_wal", "error", f"SQLite 日志模式是 {mode}，不是 wal", "数据目录须在本机磁盘，不能在网络盘。")
    if whole != "ok":
        yield Ailment("database_damaged", "error", f"SQLite 自检：{whole}", "停止服务，用最近的备份恢复。")


def worker() -> Iterator[Ailment]:
    alive = last_alive()
    if alive is None or clock.now() - alive > timedelta(minutes=2):
        since = "从未运行" if alive is None else f"自 {alive:%Y-%m-%d %H:%M} UTC 起没有动静"
        yield Ailment("worker_silent", "warn", f"后台工作进程{since}", "运行 huiwu serve，或单独运行 huiwu worker。")


def jobs() -> Iterator[Ailment]:
    now = clock.now()
    if count := Job.objects.filter(state=Job.State.QUEUED, run_after__lt=now - timedelta(minutes=10)).count():
        yield Ailment("jobs_waiting", "warn", f"{count} 项后台工作等了 10 分钟以上", "确认后台工作进程在运行。")
    if count := Job.objects.filter(state=Job.State.GIVEN_UP).count():
        yield Ailment(
            "jobs_given_up", "warn", f"{count} 项后台工作多次失败后放弃", "查看日志中 given up 的原因，修正后重做。"
        )


def time_of_day() -> Iterator[Ailment]:
    last = FactRecord.objects.order_by("-id").values_list("happened_at", flat=True).first()
    if last and last > clock.now() + timedelta(minutes=2):
        yield Ailment(
            "clock_behind", "error", f"系统时间早于最后一条记录（{last:%Y-%m-%d %H:%M} UTC）", "校准系统时间。"
        )


def fonts() -> Iterator[Ailment]:
    """The fonts of the documents are there and whole, as documents itself judges."""
    if find_spec("huiwu.documents") is None or find_spec("huiwu.documents.fonts") is None:
        return
    try:
        for problem in import_module("huiwu.documents.fonts").prove():
            yield Ailment("fonts_missing", "error", problem, "重新执行 make run 安装依赖。")
    except (Refusal, OSError, RuntimeError, ImportError, ValueError) as fault:
        yield Ailment("fonts_missing", "error", f"中文字体不能使用：{fault}", "重新执行 make run 安装依赖。")


def mail() -> Iterator[Ailment]:
    if "smtp" not in settings.EMAIL_BACKEND:
        return
    try:
        socket.create_connection((settings.EMAIL_HOST, settings.EMAIL_PORT), timeout=3).close()
    except OSError as fault:
        where = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
        yield Ailment(
            "mail_unreachable", "warn", f"邮件服务器 {where} 连不上（{fault.strerror or fault}）", "检查邮件设置。"
        )


def address() -> Iterator[Ailment]:
    if not settings.BASE_URL.startswith("https://") and "127.0.0.1" not in settings.BASE_URL:
        yield Ailment(
            "not_https", "warn", f"对外网址 {settings.BASE_URL} 不是 https", "在前面加一层 HTTPS，并改 HUIWU_BASE_URL。"
        )


BEFORE: list[Callable[[], Iterator[Ailment]]] = [data_folder, database, fonts, mail, address]
AFTER: list[Callable[[], Iterator[Ailment]]] = [wal_mode, worker, jobs, time_of_day]
