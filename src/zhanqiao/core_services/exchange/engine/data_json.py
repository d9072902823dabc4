"""DCAT-US data.json, versions 1.1 and 3."""

from __future__ import annotations

import re
from typing import Any

from zhanqiao.core_services.exchange.engine import markup, values
from zhanqiao.core_services.exchange.engine.drafts import Draft, Unreadable, gathered
from zhanqiao.core_services.exchange.rules import Contact, Link, Reading, Record, Words, office_contact, shown
from zhanqiao.kit.texts import Text

A_CATALOGUE = Text("含 dataset 列表的目录", "a catalogue with a list 'dataset'")
AN_OBJECT = Text("一个对象", "an object")
A_LIST = Text("一个列表", "a list")
Json = dict[str, Any]


def read(content: bytes, /, *, document: str) -> Reading:
    """Return the records of a data.json in their order."""
    catalogue = markup.document(content)
    listed = catalogue.get("dataset") if isinstance(catalogue, dict) else catalogue
    if isinstance(catalogue, dict) and listed is None and _is_dataset(catalogue):
        listed = [catalogue]
    if not isinstance(listed, list):
        raise Unreadable(field="dataset", found=type(listed).__name__, expected=A_CATALOGUE)
    return gathered(_drafted(one, document=document, number=place) for place, one in enumerate(listed, start=1))


def _is_dataset(value: Json) -> bool:
    return str(value.get("@type", "")).rpartition(":")[2] == "Dataset"


def _drafted(given: Any, *, document: str, number: int) -> tuple[Draft, Record | None]:
    if not isinstance(given, dict):
        draft = Draft(document=document, number=number)
        draft.fault(field="dataset", found=given, expected=AN_OBJECT, refused=True)
        return draft, None
    titles = _words(given, "title")
    draft = Draft(
        document=document, number=number, identifier=_identifier(given), subject=titles[0][1] if titles else ""
    )
    return draft, _record(given, draft, titles)


def _record(given: Json, draft: Draft, titles: Words) -> Record | None:
    publisher = _organisation(given.get("publisher"))
    start, end = _period(given.get("temporal"), draft)
    parts = [_link(one, draft) for one in _many(given.get("distribution"), "distribution", draft)]
    return draft.finish(
        titles=titles,
        descriptions=_words(given, "description"),
        keywords=_keywords(given, draft),
        page=draft.address(field="landingPage", value=_at(given.get("landingPage"))),
        publisher=publisher,
        licence=_licence(given),
        rights=values.plain(given.get("rights")),
        access=_at(given.get("accessLevel") or given.get("accessRights")),
        cycle=draft.cycle(field="accrualPeriodicity", value=_at(given.get("accrualPeriodicity"))),
        themes=tuple(_at(one) for one in _many(given.get("theme"), "theme", draft) if _at(one)),
        issued=draft.day(field="issued", value=_at(given.get("issued"))),
        modified=_at(given.get("modified")),
        spatial=_place(given.get("spatial")),
        temporal_from=start,
        temporal_to=end,
        language=next((values.language(one) for one in _many(given.get("language"), "language", draft)), ""),
        contact=_contact(given.get("contactPoint"), publisher=publisher),
        links=[link for link in parts if link],
    )


def _identifier(given: Json) -> str:
    own = given.get("identifier")
    own = own[0] if isinstance(own, list) and own else own
    own = own.get("notation") or own.get("@id") if isinstance(own, dict) else own
    return values.line(own) or values.line(given.get("@id"))


def _words(given: Json, name: str) -> Words:
    """Return a text, by language where version 3 gives a map of them."""
    found = [("", values.plain(given.get(name)))]
    mapped = given.get(f"{name}Map") or (given.get(name) if isinstance(given.get(name), dict) else None)
    if isinstance(mapped, dict):
        found += [(values.language(language), values.plain(text)) for language, text in mapped.items()]
    return tuple((language, text) for language, text in found if text)


def _keywords(given: Json, draft: Draft) -> list[str]:
    mapped = given.get("keywordMap")
    found = _many(given.get("keyword"), "keyword", draft)
    if isinstance(mapped, dict):
        found += [word for words in mapped.values() for word in (words if isinstance(words, list) else [words])]
    return [values.line(word) for word in found]


def _many(value: Any, field: str, draft: Draft) -> list[Any]:
    if value is None or value == "":
        return []
    if isinstance(value, dict | str):
        return [value]
    if isinstance(value, list):
        return value
    draft.fault(field=field, found=value, expected=A_LIST)
    return []


def _at(value: Any) -> str:
    """Return a value that may stand as text, as ``@value``, as ``@id`` or under a label."""
    if isinstance(value, list):
        return _at(value[0]) if value else ""
    if isinstance(value, dict):
        return next((values.line(value[key]) for key in ("@value", "prefLabel", "label", "@id") if key in value), "")
    return values.line(value)


def _organisation(value: Any) -> str:
    if isinstance(value, list):
        return next((name for one in value if (name := _organisation(one))), "")
    if isinstance(value, dict):
        if "Person" in str(value.get("@type", "")):
            return ""
        return values.line(value.get("name") or value.get("prefLabel"))
    return "" if "://" in str(value) else values.line(value)


def _licence(given: Json) -> str:
    """Return the licence of the dataset, or the one that its distributions agree on (version 3)."""
    parts = given.get("distribution")
    told = (
        {_at(one.get("license")) for one in parts if isinstance(one, dict)} - {""} if isinstance(parts, list) else set()
    )
    return _at(given.get("license")) or (told.pop() if len(told) == 1 else "")


def _period(value: Any, draft: Draft) -> tuple[Any, Any]:
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        return draft.period(field="temporal", start=_at(value.get("startDate")), end=_at(value.get("endDate")))
    text = values.line(value)
    if not text or re.match(r"^R\d*/", text) or re.search(r"/P", text):
        return (
            (draft.day(field="temporal", value=text.partition("/")[0]), None)
            if re.match(r"^\d", text)
            else (None, None)
        )
    start, _, end = text.partition("/")
    return draft.period(field="temporal", start=start, end=end or start)


def _place(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(filter(None, (_place(one) for one in value[:20])))
    if isinstance(value, dict):
        return values.line(value.get("prefLabel") or value.get("name") or value.get("bbox"))
    return values.line(value)


def _contact(value: Any, *, publisher: str) -> Contact:
    for one in value if isinstance(value, list) else [value]:
        if not isinstance(one, dict) or "Individual" in str(one.get("@type", "")):
            continue
        found = office_contact(
            name=values.line(one.get("fn")),
            email=values.line(one.get("hasEmail")),
            phone=values.line(one.get("tel") or one.get("hasTelephone")),
            publisher=publisher,
            organisation=str(one.get("@type", "")).rpartition(":")[2] in {"Organization", "Group"},
        )
        if found != Contact():
            return found
    return Contact()


def _link(given: Any, draft: Draft) -> Link | None:
    if not isinstance(given, dict):
        draft.fault(field="distribution", found=given, expected=AN_OBJECT)
        return None
    told = [_at(given.get(name)) for name in ("downloadURL", "accessURL")]
    url = next((values.address(one) for one in told if values.address(one)), "")
    for name, one in zip(("downloadURL", "accessURL"), told, strict=True):
        if one and not values.address(one):
            draft.address(field=f"distribution.{name}", value=one)
    if not url:
        return None
    size = values.line(given.get("byteSize"))
    return Link(
        url=url,
        title=shown(values.line(given.get("title"))),
        format=values.file_format(_at(given.get("format")) or _at(given.get("mediaType"))),
        size=int(size) if size.isdigit() else None,
    )
