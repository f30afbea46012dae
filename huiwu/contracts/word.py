"""Filling an organisation's own Word template: a sandbox that knows names, loops and conditions, and nothing else.

A template is somebody's file. It may read the values given to it; it may not call, compute, import or reach into
objects: anything else is refused when the template is kept, with the place.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import docx
from docx.opc.exceptions import PackageNotFoundError
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError, nodes
from jinja2.exceptions import SecurityError, TemplateSyntaxError, UndefinedError
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

MOST_BYTES = 5_000_000
MOST_UNPACKED = 40_000_000
MOST_PARTS = 2_000
DEEPEST_LOOP = 2
FILTERS = ("default", "upper", "lower", "length", "join", "trim", "first", "last", "e", "escape")
LOOP_WORDS = frozenset({"index", "index0", "first", "last", "length"})
ALLOWED: tuple[type[nodes.Node], ...] = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.Getattr, nodes.Getitem,
    nodes.Filter, nodes.Test, nodes.If, nodes.For, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not,
    nodes.CondExpr, nodes.Keyword, nodes.Concat,
)  # fmt: skip
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)


class Unusable(Exception):
    """`reason` is a code (`not_word`, `too_large`, `syntax`, `forbidden`, `unknown`); `place` quotes the template."""

    def __init__(self, reason: str, place: str = "", name: str = "") -> None:
        self.reason, self.place, self.name = reason, place, name
        super().__init__(f"{reason}: {place} {name}")


class Sandbox(ImmutableSandboxedEnvironment):
    """Reads keys of plain mappings and the loop's own words; every attribute and every call is refused."""

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined)
        self.globals.clear()
        self.filters = {name: self.filters[name] for name in FILTERS}
        self.tests = {name: self.tests[name] for name in ("defined", "undefined", "none")}

    def getattr(self, obj: Any, attribute: str) -> Any:
        if isinstance(obj, LoopContext) and attribute in LOOP_WORDS:
            return getattr(obj, attribute)
        return self.getitem(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        if isinstance(obj, Mapping):
            if argument in obj:
                return obj[argument]
            return self.undefined(obj=obj, name=str(argument))
        if isinstance(obj, (list, tuple)) and isinstance(argument, int) and -len(obj) <= argument < len(obj):
            return obj[argument]
        return self.undefined(obj=obj, name=str(argument))

    def is_safe_callable(self, _obj: Any) -> bool:
        return False

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        _refuse(tree, 0)
        return tree


def _refuse(node: nodes.Node, depth: int) -> None:
    if not isinstance(node, ALLOWED):
        raise SecurityError(type(node).__name__)
    depth += isinstance(node, nodes.For)
    if depth > DEEPEST_LOOP or (isinstance(node, nodes.For) and node.recursive):
        raise SecurityError("For")
    for child in node.iter_child_nodes():
        _refuse(child, depth)


def placeholders_in(content: bytes, known: Mapping[str, Any]) -> list[str]:
    """The names a template uses, after a trial run with `known` (a full set of sample values). Raises Unusable."""
    template = _opened(content)
    try:
        names = template.get_undeclared_template_variables(Sandbox())
    except (TemplateError, SecurityError) as fault:
        raise _located(content, fault) from fault
    unknown = sorted(names - set(known))
    if unknown:
        raise Unusable("unknown", _place_of(content, lambda text: unknown[0] in text), unknown[0])
    filled(content, known)
    return sorted(names)


def filled(content: bytes, values: Mapping[str, Any]) -> bytes:
    """The template with the values in it, as a Word file. Raises Unusable."""
    template = _opened(content)
    try:
        template.render(dict(values), jinja_env=Sandbox(), autoescape=True)
    except (TemplateError, SecurityError) as fault:
        raise _located(content, fault) from fault
    made = io.BytesIO()
    template.save(made)
    return made.getvalue()


def _opened(content: bytes) -> DocxTemplate:
    _refuse_bombs(content)
    try:
        docx.Document(io.BytesIO(content))
    except (PackageNotFoundError, KeyError, ValueError, zipfile.BadZipFile) as fault:
        raise Unusable("not_word") from fault
    return DocxTemplate(io.BytesIO(content))


def _refuse_bombs(content: bytes) -> None:
    """Neither a zip bomb nor an XML part that declares entities is opened."""
    if len(content) > MOST_BYTES:
        raise Unusable("too_large")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise Unusable("too_large")
            for part in parts:
                if part.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in archive.read(part)[:4096]:
                    raise Unusable("not_word")
    except zipfile.BadZipFile as fault:
        raise Unusable("not_word") from fault


def _located(content: bytes, fault: Exception) -> Unusable:
    """The refusal with the paragraph that is at fault, as a person finds it in Word."""
    if isinstance(fault, UndefinedError):
        name = str(fault).rsplit("'", 2)[-2] if str(fault).count("'") >= 2 else ""
        return Unusable("unknown", _place_of(content, lambda text: bool(name) and name in text), name)
    if isinstance(fault, SecurityError):
        return Unusable("forbidden", _place_of(content, lambda text: _fails(text, SecurityError)))
    return Unusable("syntax", _place_of(content, lambda text: _fails(text, TemplateSyntaxError)))


def _place_of(content: bytes, is_at_fault: Callable[[str], bool]) -> str:
    tagged = [text for text in _paragraphs(content) if _TAG.search(text) or "{{" in text or "{%" in text]
    return next((text for text in tagged if is_at_fault(text)), tagged[0] if tagged else "")[:200]


def _fails(text: str, kind: type[Exception]) -> bool:
    """Whether a paragraph by itself fails so; a block that another paragraph closes does not count."""
    plain = re.sub(r"\{%-?\s*(tr|p|tc|r)\s", "{% ", text)
    try:
        Sandbox().parse(plain)
    except TemplateSyntaxError as fault:
        is_open = "Unexpected end of template" in str(fault) or "unknown tag 'end" in str(fault)
        return kind is TemplateSyntaxError and not is_open
    except SecurityError:
        return kind is SecurityError
    return False


def _paragraphs(content: bytes) -> Iterator[str]:
    """Texts of body, tables, heads and feet."""
    document = docx.Document(io.BytesIO(content))
    holders: Sequence[Any] = [document, *(part for s in document.sections for part in (s.header, s.footer))]
    for holder in holders:
        for paragraph in holder._element.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p"):
            yield "".join(
                node.text or ""
                for node in paragraph.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t")
            )
