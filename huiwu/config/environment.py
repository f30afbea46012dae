"""Readers of environment variables that refuse bad values loudly. Every variable read here is documented in docs/."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

READ: dict[str, str] = {}
"""Every variable asked for, with its meaning: the source of the generated reference."""


class BadSetting(SystemExit):
    """A variable has a value that cannot be used; the message names it, the value and what is accepted."""

    def __init__(self, name: str, value: str, accepted: str) -> None:
        super().__init__(f"环境变量 {name}={value!r} 不能使用：应为{accepted}。请改正后重新启动。")


def text(name: str, default: str, meaning: str) -> str:
    READ[name] = meaning
    return os.environ.get(name, "").strip() or default


def flag(name: str, default: bool, meaning: str) -> bool:
    value = text(name, "1" if default else "0", meaning)
    if value.lower() not in _FLAGS:
        raise BadSetting(name, value, " 1 或 0")
    return _FLAGS[value.lower()]


def whole(name: str, default: int, meaning: str, *, least: int = 0, most: int = 2**31) -> int:
    value = text(name, str(default), meaning)
    if not value.lstrip("-").isdigit() or not least <= int(value) <= most:
        raise BadSetting(name, value, f" {least} 到 {most} 之间的整数")
    return int(value)


def one_of(name: str, default: str, accepted: tuple[str, ...], meaning: str) -> str:
    value = text(name, default, meaning).lower()
    if value not in accepted:
        raise BadSetting(name, value, f" {'、'.join(accepted)} 之一")
    return value


def names(name: str, default: str, meaning: str) -> list[str]:
    return [part.strip() for part in text(name, default, meaning).split(",") if part.strip()]


def kept_secret(folder: Path, name: str) -> str:
    """A random secret made once and kept in `folder`, readable by the owner alone."""
    path = folder / name
    if path.exists():
        return path.read_text(encoding="ascii").strip()
    secret = secrets.token_urlsafe(48)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    except OSError as fault:
        raise SystemExit(
            f"数据目录 {folder} 不能写入（{fault.strerror}）。没有改动任何数据。请换一个目录（DATA=…）或给予写权限。"
        ) from fault
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secret)
    return secret


_FLAGS = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}
