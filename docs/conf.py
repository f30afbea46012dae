"""Sphinx: Chinese first, plain Markdown, nothing loaded from another host. The reference is written from the code itself."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]

import reference  # noqa: E402  # scripts/reference.py

project = "会务 huiwu"
author = "huiwu"
language = "zh_CN"
extensions = ["myst_parser"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = "会务"
html_static_path = ["_static"]
html_css_files = ["plain.css"]
html_show_sphinx = False
html_copy_source = False
html_theme_options = {"source_repository": "", "footer_icons": []}
nitpicky = True

reference.write(ROOT / "docs/reference/generated")
