"""A record of another portal as an entry of our catalogue."""

from __future__ import annotations

import hashlib
import re
from typing import Any
from urllib.parse import urlsplit

from zhanqiao.core_services.exchange.rules.records import Record, Words
from zhanqiao.core_services.exchange.rules.vocabularies import (
    OTHER_LICENCE,
    UNSTATED_LICENCE,
    cycle_code,
    licence_code,
    open_type,
    theme_code,
)
from zhanqiao.data_center.catalogue.rules import DatasetEntry

# Local rule: 项 99 holds what other portals publish, so that the city's own sequence has no gaps for it.
CLASS_CODE = "399000"
ADDRESS_CHARACTERS = 500
CHINESE = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
CONDITION = "按来源平台的规定 / as the source portal says"
NOT_OPEN = "来源平台标注为不开放 / marked as not public by the source"


def slug_of(*, key: str, identifier: str) -> str:
    """Return the address name of a harvested entry: the same for ever, whatever its title becomes."""
    return f"{key}-{hashlib.sha256(identifier.encode()).hexdigest()[:12]}"


def page_of(*, record: Record, fallback: str) -> str:
    """Return the page at the source, or the source's own address where the record has none that a browser opens."""
    site = urlsplit(fallback)
    return record.page if record.page.startswith(("http://", "https://")) else f"{site.scheme}://{site.netloc}/"


def entry_of(*, record: Record, key: str, department: str, fallback_page: str, number: int = 0) -> DatasetEntry:
    """Return the entry. ``number`` gives a new one its place in the class of harvested entries; 0 keeps the present."""
    zh, en = _both(record.titles)
    about_zh, about_en = _both(record.descriptions)
    licence, licence_url, use_condition = _licence(record)
    return DatasetEntry(
        slug=slug_of(key=key, identifier=record.identifier),
        title_zh=_cut(zh or en, 300),
        title_en=_cut(en, 300),
        abstract_zh=about_zh or about_en,
        abstract_en=about_en,
        department=department,
        theme=theme_code((*record.themes, *record.keywords)),
        keywords=record.keywords,
        resource_code=f"{CLASS_CODE}/{number:06d}" if number else "",
        class_code=CLASS_CODE if number else "",
        format_category="",
        share_way="",
        update_cycle=cycle_code(record.cycle) or "unstated",
        language=record.language[:20] or ("zh" if CHINESE.search(zh) else "en"),
        licence=licence,
        licence_url=licence_url,
        use_condition=use_condition,
        origin_name=_cut(record.publisher, 300),
        origin_url=page_of(record=record, fallback=fallback_page),
        **_opening(record),
        **_coverage(record),
        **_contact(record),
    )


def _opening(record: Record) -> dict[str, Any]:
    """Return how open the source says it is, with its own words for why not, or words that say whose they are."""
    opened = open_type(record.access)
    return {
        "open_type": opened,
        "open_condition": (record.rights or CONDITION) if opened == "conditional" else "",
        "open_legal_ground": (record.rights or NOT_OPEN) if opened == "closed" else "",
    }


def _coverage(record: Record) -> dict[str, Any]:
    return {
        "issued_on": record.issued,
        "spatial": _cut(record.spatial, 300),
        "temporal_from": record.temporal_from,
        "temporal_to": record.temporal_to,
    }


def _contact(record: Record) -> dict[str, Any]:
    contact = record.contact
    return {"contact_name": contact.name, "contact_phone": contact.phone, "contact_email": contact.email}


def _both(words: Words) -> tuple[str, str]:
    """Return the Chinese and the English text; a text in another language stands for the Chinese."""
    by_language = dict(reversed(words))
    unsaid = by_language.get("", "")
    zh = by_language.get("zh", "") or (unsaid if CHINESE.search(unsaid) else "")
    en = by_language.get("en", "") or (unsaid if unsaid and not CHINESE.search(unsaid) else "")
    return zh or ("" if en else next((text for _, text in words), "")), en


def _licence(record: Record) -> tuple[str, str, str]:
    """Return code, address and conditions of use; terms that are neither named nor linked are shown as written."""
    code, url = licence_code(record.licence)
    terms = "\n".join(
        dict.fromkeys(text for text in (record.licence, record.rights) if text and "://" not in text[:10])
    )
    if len(url) > ADDRESS_CHARACTERS:
        return UNSTATED_LICENCE, "", url
    if code in {OTHER_LICENCE, UNSTATED_LICENCE}:
        return code if url else UNSTATED_LICENCE, url, terms
    return code, url, record.rights


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
