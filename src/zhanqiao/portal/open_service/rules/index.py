"""The index of the API: addresses, formats, limits in a page a person can read."""

from __future__ import annotations

from typing import Any

from zhanqiao.kit.texts import Text
from zhanqiao.portal.open_service.rules.declared import EXPORT_FORMATS
from zhanqiao.portal.open_service.rules.negotiation import Language
from zhanqiao.portal.open_service.rules.openapi import ABOUT, TITLE, VERSION
from zhanqiao.portal.open_service.rules.registry import BASE, ENDPOINTS
from zhanqiao.portal.open_service.rules.writing import WRITINGS

DEVELOPERS = "/developers/"
LICENCE = Text("各数据集的许可见其条目的 licence", "Each dataset names its licence in licence")


def index_document(*, language: Language) -> dict[str, Any]:
    """Return the index in one language."""
    return {
        "title": TITLE.in_language(language),
        "about": ABOUT.in_language(language),
        "version": VERSION,
        "openapi": f"{BASE}/openapi.json",
        "developers": DEVELOPERS,
        "formats": list(EXPORT_FORMATS),
        "licence": LICENCE.in_language(language),
        "endpoints": [
            {"name": one.name, "path": f"{BASE}{one.path}", "title": one.title.in_language(language)}
            for one in ENDPOINTS
        ],
        "writing": [
            {
                "name": one.name,
                "method": one.method,
                "path": f"{BASE}{one.path}",
                "title": one.title.in_language(language),
            }
            for one in WRITINGS
        ],
    }
