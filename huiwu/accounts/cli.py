"""`huiwu user create`, `huiwu token create`."""

from __future__ import annotations

import argparse
import getpass
import json
import secrets
import select
import sys
from datetime import timedelta
from typing import Any


def add_commands(commands: Any) -> None:
    user = commands.add_parser("user", help="人员").add_subparsers(dest="verb", required=True)
    create = user.add_parser("create", help="新建人员；密码从标准输入读取，没有则生成并打印一次")
    create.add_argument("--email", required=True)
    create.add_argument("--name", required=True)
    create.add_argument("--org", default="", help="单位名称或标识；没有则新建")
    create.add_argument("--role", choices=["owner", "admin", "member"], default="member")
    create.add_argument("--format", choices=["text", "json"], default="text")
    create.set_defaults(run=create_user)
    token = commands.add_parser("token", help="API 令牌").add_subparsers(dest="verb", required=True)
    issue = token.add_parser("create", help="新建令牌，只打印这一次")
    issue.add_argument("--user", required=True, help="邮箱")
    issue.add_argument("--scope", action="append", required=True, choices=["read", "write"])
    issue.add_argument("--name", default="命令行")
    issue.add_argument("--days", type=int, default=0, help="有效天数；0 为长期")
    issue.add_argument("--format", choices=["text", "json"], default="text")
    issue.set_defaults(run=create_token)


def create_user(args: argparse.Namespace) -> int:
    """Prints the e-mail, and the password when it was made up here."""
    from huiwu.accounts.services import add_person
    from huiwu.foundation.actors import SYSTEM

    given = _typed_password()
    password = given or secrets.token_urlsafe(12)
    user = add_person(
        actor=SYSTEM, email=args.email, name=args.name, password=password, org_name=args.org, role=args.role
    )
    shown = {"id": str(user.pk), "email": user.email} | ({} if given else {"password": password})
    _print(shown, args.format)
    return 0


def _typed_password() -> str:
    """From a terminal without echo, or the first line of a pipe; empty when none is given."""
    if sys.stdin is None or sys.stdin.closed:
        return ""
    if sys.stdin.isatty():
        return getpass.getpass("密码（直接回车则生成）：")
    ready, _, _ = select.select([sys.stdin], [], [], 0.3)
    return sys.stdin.readline().rstrip("\n") if ready else ""


def create_token(args: argparse.Namespace) -> int:
    """Prints the token, which nobody can see again."""
    from huiwu.accounts.models import User
    from huiwu.accounts.services import make_api_token
    from huiwu.foundation.actors import SYSTEM
    from huiwu.kernel.errors import NotFound

    user = User.objects.filter(email=args.user.strip().lower()).first()
    if user is None:
        raise NotFound
    lasts = timedelta(days=args.days) if args.days > 0 else None
    row, token = make_api_token(actor=SYSTEM, user=user, name=args.name, scopes=args.scope, lasts=lasts)
    _print({"id": str(row.pk), "scopes": row.scopes, "token": token}, args.format, only="token")
    return 0


def _print(values: dict[str, Any], form: str, only: str = "") -> None:
    if form == "json":
        print(json.dumps(values, ensure_ascii=False))
    elif only:
        print(values[only])
    else:
        print("\n".join(f"{name}: {value}" for name, value in values.items()))
