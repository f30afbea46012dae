"""`python -m huiwu` is the command `huiwu`."""

from huiwu.config.cli import run

run()
