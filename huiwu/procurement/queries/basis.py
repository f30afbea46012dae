"""The basis of a price as a person says it."""

from __future__ import annotations

from django.utils.translation import gettext as _


def basis_text(with_tax: bool | None, with_transport: bool | None, with_setup: bool | None) -> str:
    """含税、含运输、不含安装撤场."""
    return "、".join(
        (
            _("含税") if with_tax else _("不含税") if with_tax is False else _("是否含税未说明"),
            _("含运输") if with_transport else _("不含运输") if with_transport is False else _("是否含运输未说明"),
            _("含安装撤场") if with_setup else _("不含安装撤场") if with_setup is False else _("是否含安装撤场未说明"),
        )
    )
