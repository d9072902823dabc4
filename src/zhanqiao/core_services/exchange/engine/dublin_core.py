"""Dublin Core elements, as OAI-PMH and CSW carry them."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree.ElementTree import Element

from zhanqiao.core_services.exchange.engine import values
from zhanqiao.core_services.exchange.engine.drafts import Draft
from zhanqiao.core_services.exchange.engine.markup import local, text_of
from zhanqiao.core_services.exchange.rules import Link, Record

LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def record(elements: Iterable[Element], /, *, draft: Draft) -> Record | None:
    """Return the record that the elements describe. Creators and contributors may be persons and are not read."""
    told: dict[str, list[tuple[str, str]]] = {}
    for one in elements:
        told.setdefault(local(one), []).append((values.language(one.get(LANGUAGE)), values.plain(text_of(one))))
    texts = {name: [text for _, text in pairs if text] for name, pairs in told.items()}
    addresses = [
        values.address(text)
        for name in ("identifier", "relation", "source", "references", "URI")
        for text in texts.get(name, ())
    ]
    rights = texts.get("rights", []) + texts.get("license", [])
    return draft.finish(
        titles=tuple(told.get("title", ())),
        descriptions=tuple(pair for name in ("description", "abstract") for pair in told.get(name, ()) if pair[1]),
        keywords=[values.line(text) for text in texts.get("subject", ())],
        page=next(filter(None, addresses), ""),
        publisher=values.line(next(iter(texts.get("publisher", ())), "")),
        licence=next((text for text in rights if values.address(text)), next(iter(rights), "")),
        rights="\n".join(text for text in rights if not values.address(text)),
        issued=draft.day(field="dc:date", value=next(iter(texts.get("issued", texts.get("date", ()))), "")),
        modified=next(iter(texts.get("modified", ())), ""),
        spatial=values.line(next(iter(texts.get("spatial", ())), "")),
        themes=tuple(texts.get("subject", ())),
        language=values.language(next(iter(texts.get("language", ())), "")),
        links=[Link(url=url, format=_format(texts)) for url in addresses[1:] if url],
    )


def _format(texts: dict[str, list[str]]) -> str:
    told = texts.get("format", [])
    return values.file_format(told[0]) if len(told) == 1 and "/" in told[0] else ""
