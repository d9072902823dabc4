"""What every page knows of the site: its names, its numbers, and how the visitor wants to see it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.utils.translation import get_language

from zhanqiao.kit.environment import value
from zhanqiao.kit.texts import Text
from zhanqiao.kit.ui.preferences import preferences_of


def site(request: HttpRequest) -> dict[str, Any]:
    """Return ``site`` (name, agency, filing numbers, the first part of its addresses) and ``view`` (theme, elder)."""
    language = get_language() or "zh-hans"
    return {
        "site": {
            "name": Text(value("SITE_NAME_ZH"), value("SITE_NAME_EN")).in_language(language),
            "agency": Text(value("HOST_AGENCY_ZH"), value("HOST_AGENCY_EN")).in_language(language),
            "icp_number": value("ICP_NUMBER"),
            "police_number": value("POLICE_NUMBER"),
            "code": value("SITE_CODE"),
            "origin": _origin(request),
        },
        "view": preferences_of(cookies=request.COOKIES),
    }


def _origin(request: HttpRequest) -> str:
    """Return how the site's addresses begin; empty where the asker named a host that is not ours."""
    try:
        return f"{request.scheme}://{request.get_host()}"
    except DisallowedHost:
        return ""
