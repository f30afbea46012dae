"""Messages of every capability: `compile` the .po files, `check` that none is missing, `missing` prints what to add.

A capability's English stands in `huiwu/<capability>/locale/en/LC_MESSAGES/django.po`. Kernel, engines and config have
none of their own: foundation carries their sentences.
"""

from __future__ import annotations

import ast
import io
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import polib

PACKAGE = Path(__file__).resolve().parent.parent / "huiwu"
CARRIED_BY_FOUNDATION = {"kernel", "engines", "config"}
CALLS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy", "gettext_noop", "N_"}
Message = tuple[str, str]
"""Context and source text."""


def compile_all() -> int:
    for path in PACKAGE.glob("*/locale/*/LC_MESSAGES/*.po"):
        polib.pofile(str(path)).save_as_mofile(str(path.with_suffix(".mo")))
    return 0


def check() -> int:
    """Print every fault of every capability's English; 1 when there is one."""
    messages = by_capability()
    faults = [fault for capability, used in messages.items() for fault in _faults(capability, used)]
    faults += _two_ways(messages)
    print("\n".join(faults), end="\n" if faults else "")
    return 1 if faults else 0


def missing() -> int:
    """Print, per capability, entries to copy into its .po file."""
    for capability, used in by_capability().items():
        known = {(e.msgctxt or "", e.msgid) for e in _entries(capability)}
        for context, text in sorted(used.keys() - known):
            print(f"# {capability}: {used[context, text]}")
            print(polib.POEntry(msgid=text, msgctxt=context or None, msgstr=""))
    return 0


def by_capability() -> dict[str, dict[Message, str]]:
    """Capability → message → the first place that uses it."""
    found: dict[str, dict[Message, str]] = {}
    for folder in sorted(p for p in PACKAGE.iterdir() if p.is_dir() and (p / "__init__.py").exists()):
        carrier = "foundation" if folder.name in CARRIED_BY_FOUNDATION else folder.name
        used = found.setdefault(carrier, {})
        for path in sorted(
            [*folder.rglob("*.py"), *folder.rglob("templates/**/*.html"), *folder.rglob("templates/**/*.txt")]
        ):
            if "migrations" in path.parts:
                continue
            read = _in_python if path.suffix == ".py" else _in_template
            for message in read(path.read_text(encoding="utf-8")):
                used.setdefault(message, str(path.relative_to(PACKAGE.parent)))
    return found


def _faults(capability: str, used: dict[Message, str]) -> Iterator[str]:
    known = {(e.msgctxt or "", e.msgid): e for e in _entries(capability)}
    for message in used.keys() - known.keys():
        yield f"{used[message]}: no English for {message[1]!r} in {capability}'s django.po"
    for message, entry in known.items():
        if message not in used:
            yield f"{capability}/django.po: {message[1]!r} is used nowhere"
        if entry.fuzzy or not entry.translated():
            yield f"{capability}/django.po: {message[1]!r} is not translated"
        elif _holes(entry.msgid) != _holes(entry.msgstr or "".join(entry.msgstr_plural.values())):
            yield f"{capability}/django.po: {message[1]!r} has other placeholders than its translation"


def _two_ways(capabilities: Iterable[str]) -> Iterator[str]:
    """One catalogue overrides another at run time, so a message has one English; another meaning needs a context."""
    found: dict[Message, dict[str, str]] = {}
    for capability in capabilities:
        for entry in _entries(capability):
            if not entry.msgid_plural:  # those with a plural are kept apart at run time
                found.setdefault((entry.msgctxt or "", entry.msgid), {})[capability] = entry.msgstr
    for (_context, text), said in found.items():
        if len(set(said.values())) > 1:
            yield f"{text!r} has more than one English: {said}"


def _entries(capability: str) -> list[polib.POEntry]:
    path = PACKAGE / capability / "locale/en/LC_MESSAGES/django.po"
    return [e for e in polib.pofile(str(path)) if not e.obsolete] if path.exists() else []


def _holes(text: str) -> set[str]:
    return set(re.findall(r"%\(\w+\)[sd]|%[sd]|\{\w+\}", text))


def _in_python(source: str) -> Iterator[Message]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and (name := _called(node)) in CALLS and node.args:
            texts = [a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
            if name.startswith("pgettext") and len(texts) > 1:
                yield texts[0], texts[1]
            elif texts and isinstance(node.args[0], ast.Constant):
                yield "", texts[0]
        elif isinstance(node, ast.ClassDef):
            yield from _sentences(node)


def _called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")


def _sentences(node: ast.ClassDef) -> Iterator[Message]:
    """A refusal's `sentence` and what a fact `said` are translated at the door, so they stand plainly in their class."""
    for line in node.body:
        target = line.targets[0] if isinstance(line, ast.Assign) else getattr(line, "target", None)
        value = getattr(line, "value", None)
        if (
            isinstance(target, ast.Name)
            and target.id in ("sentence", "said")
            and isinstance(value, ast.Constant)
            and value.value
        ):
            yield "", str(value.value)


def _in_template(source: str) -> Iterator[Message]:
    from django.utils.translation.template import templatize

    tree = ast.parse(_python_of(templatize(source)))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args:
            texts = [a.value for a in node.args if isinstance(a, ast.Constant)]
            name = _called(node)
            if name in ("gettext", "_", "ngettext"):
                yield "", texts[0]
            elif name in ("pgettext", "npgettext"):
                yield texts[0], texts[1]


def _python_of(templatized: str) -> str:
    """Django blanks a template to X's around calls of gettext; only the calls are kept, one a line."""
    out = io.StringIO()
    for call in re.finditer(
        r"\b(?:n?p?gettext|_)\((?:u?(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")|[^()'\"]|\(\))*\)", templatized
    ):
        out.write(re.sub(r"\s*\n\s*", " ", call.group(0)) + "\n")
    return out.getvalue()


if __name__ == "__main__":
    from django.conf import settings

    settings.configure(USE_I18N=True)
    sys.exit({"compile": compile_all, "check": check, "missing": missing}[sys.argv[1]]())
