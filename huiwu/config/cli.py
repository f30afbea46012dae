"""The command `huiwu`. Each capability adds its own words in its `cli.py`; nothing heavy is imported before it is asked for."""

from __future__ import annotations

import argparse
import os
import sys
from importlib import import_module
from pathlib import Path

from huiwu.kernel.errors import Refusal

PACKAGE = Path(__file__).resolve().parent.parent


def main(argv: list[str] | None = None) -> int:
    """Exit status: 0 done, 1 refused or findings of the asked severity, 2 wrong usage."""
    args = parser().parse_args(argv)
    if getattr(args, "needs_django", True):
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiwu.config.settings")
        import django

        django.setup()
    try:
        return int(args.run(args) or 0)
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 1
    except BrokenPipeError:
        return 0


def parser() -> argparse.ArgumentParser:
    """All commands. A module `huiwu/<capability>/cli.py` has `add_commands(commands)`."""
    root = argparse.ArgumentParser(prog="huiwu", description="会务：会议服务全流程")
    commands = root.add_subparsers(dest="command", required=True, metavar="命令")
    for door in doors():
        import_module(door).add_commands(commands)
    return root


def doors() -> list[str]:
    """Modules with commands: `cli.py` of every capability, and those of the installation in `config/commands/`."""
    capabilities = [f"huiwu.{p.parent.name}.cli" for p in sorted(PACKAGE.glob("*/cli.py")) if p.parent.name != "config"]
    own = [
        f"huiwu.config.commands.{p.stem}" for p in sorted(PACKAGE.glob("config/commands/*.py")) if p.stem != "__init__"
    ]
    return capabilities + own


def run() -> None:
    sys.exit(main())


if __name__ == "__main__":
    run()
