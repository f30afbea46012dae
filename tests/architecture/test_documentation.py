"""The documentation can be trusted: glossary terms are used, pages of a command exist, the README's pictures are there and small."""

from __future__ import annotations

import re

from tests.stand import ROOT

DOCS = ROOT / "docs"
LARGEST = 200_000


def words_of_the_code() -> set[str]:
    text = "\n".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "huiwu").rglob("*.py") if "migrations" not in path.parts
    )
    spaced = re.sub(r"(?<=[a-z])([A-Z])", lambda found: f"_{found[1]}", text)
    return set(re.findall(r"[a-z][a-z0-9_]*", spaced.lower()))


def test_every_term_of_the_glossary_is_used_in_the_code():
    rows = [line for line in (DOCS / "glossary.md").read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    codes = {code for row in rows for code in re.findall(r"`([a-z0-9_]+)`", row)}
    assert len(codes) > 80
    assert sorted(codes - words_of_the_code()) == []


def test_every_page_stands_in_the_table_of_contents():
    named = set(re.findall(r"^([a-z0-9/-]+)$", (DOCS / "index.md").read_text(encoding="utf-8"), re.MULTILINE))
    decisions = re.findall(
        r"^(\d{4}-[a-z0-9-]+)$",
        (DOCS / "architecture/decisions/index.md").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    named |= {f"architecture/decisions/{name}" for name in decisions} | {"index"}
    pages = {str(path.relative_to(DOCS).with_suffix("")) for path in DOCS.rglob("*.md")}
    own = {page for page in pages if not page.startswith(("_build/", "reference/generated/"))}
    assert sorted(own - named) == []


def test_what_the_readme_shows_and_links_is_there():
    for name in ("README.md", "README.en.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        linked = [target for target in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in target]
        assert [target for target in linked if not (ROOT / target).exists()] == []


def test_pictures_are_small():
    assert [path.name for path in (DOCS / "pictures").iterdir() if path.stat().st_size > LARGEST] == []
