"""Template words of the design system: icons, numbers, sizes, dates, sentences, language links.

Loaded as a builtin, so templates use them without ``{% load %}``.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.urls import is_valid_path, translate_url
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from zhanqiao.kit.clock import CITY_TIME
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import ENGLISH, Text

register = template.Library()
UNITS = ("B", "KB", "MB", "GB", "TB")
STEP = 1024
DRAWING = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)


class UnknownIconError(ZhanqiaoError):
    """A template names an icon that the icon set does not have."""

    status = 500
    code = "unknown-icon"
    sentence = Text(zh="图标集中没有“{name}”。", en="The icon set has no '{name}'.")


@register.simple_tag
def icon(name: str, label: str = "", size: str = "") -> SafeString:
    """Return a line icon of lucide as inline SVG; with ``label`` it speaks, without it is decoration.

    Raises UnknownIconError.
    """
    voice = format_html('role="img" aria-label="{}"', label) if label else 'aria-hidden="true"'
    classes = f"icon icon-{size}" if size else "icon"
    return format_html(
        '<svg class="{}" viewBox="0 0 24 24" {}>{}</svg>',
        classes,
        mark_safe(voice),  # noqa: S308 - built by format_html one line above
        mark_safe(_drawing(name)),  # noqa: S308 - a file of the pinned icon package, not input
    )


@register.filter
def number(value: float | None) -> str:
    """Return 1234567 as ``1,234,567``; None as an en dash."""
    return "–" if value is None else f"{value:,}"


@register.filter
def filesize(value: float | None) -> str:
    """Return bytes as ``1.4 MB`` (1 KB = 1024 B); None as an en dash."""
    if value is None:
        return "–"
    for unit in UNITS:
        if value < STEP or unit == UNITS[-1]:
            return f"{value:.0f} {unit}" if unit == "B" or value >= 100 else f"{value:.1f} {unit}"  # noqa: PLR2004 - three digits are enough
        value /= STEP
    return ""


@register.filter
def day(value: datetime | date | str | None) -> str:
    """Return the day in the city's time zone as ``2026-11-22`` (GB/T 7408.1)."""
    return _moment(value, "%Y-%m-%d")


@register.filter
def minute(value: datetime | date | str | None) -> str:
    """Return the moment in the city's time zone as ``2026-11-22 08:30``."""
    return _moment(value, "%Y-%m-%d %H:%M")


@register.filter
def sentence(value: Text | str | None) -> str:
    """Return a bilingual text in the page's language."""
    if isinstance(value, Text):
        return value.in_language(get_language() or settings.LANGUAGE_CODE)
    return value or ""


@register.filter
def said(value: Text | None) -> str:
    """Return a bilingual text as HTML; Chinese that stands in for missing English is marked as Chinese."""
    text = sentence(value)
    stands_in = isinstance(value, Text) and value.en == value.zh and not text.isascii()
    if stands_in and (get_language() or "").startswith(ENGLISH):
        return format_html('<span lang="zh-Hans">{}</span>', text)
    return text


@register.filter
def lang_tag(code: str) -> str:
    """Return Django's language code as the page's BCP 47 tag: ``zh-hans`` as ``zh-Hans``."""
    return "zh-Hans" if code.startswith("zh") else code


@register.filter
def in_page_language(address: str) -> str:
    """Return the address of one of our pages (``/datasets/…``) in the language of the page that links to it.

    What is no page (``/api/…``, an address elsewhere) stays as it is.
    """
    if not address.startswith("/"):
        return address
    english = f"/{ENGLISH}/"
    bare = address.removeprefix(f"/{ENGLISH}") if address.startswith(english) else address
    wanted = bare if get_language() in {None, settings.LANGUAGE_CODE} else f"/{ENGLISH}{bare}"
    return wanted if is_valid_path(re.split("[?#]", wanted, maxsplit=1)[0]) else address


@register.simple_tag(takes_context=True)
def address_in(context: template.Context, language: str) -> str:
    """Return this page's address in another language, with its query."""
    request: HttpRequest | None = context.get("request")
    return translate_url(request.get_full_path(), language) if request else "/"


@cache
def _drawing(name: str) -> str:
    path = Path(settings.NODE) / "lucide-static" / "icons" / f"{name}.svg"
    found = DRAWING.search(path.read_text(encoding="utf-8")) if path.is_file() else None
    if found is None:
        raise UnknownIconError(name=name)
    return " ".join(found.group(1).split())


def _moment(value: Any, form: str) -> str:
    if isinstance(value, str) and value:
        value = datetime.fromisoformat(value)
    if isinstance(value, datetime):
        return value.astimezone(CITY_TIME).strftime(form)
    return value.isoformat() if value else "–"
