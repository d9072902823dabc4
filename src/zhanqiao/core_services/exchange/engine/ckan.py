"""CKAN's Action API: pages of ``package_search``."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

from zhanqiao.core_services.exchange.engine import markup, values
from zhanqiao.core_services.exchange.engine.drafts import Draft, Unreadable, gathered
from zhanqiao.core_services.exchange.rules import Contact, Link, Reading, Record, office_contact, shown
from zhanqiao.core_services.exchange.rules.vocabularies import UNSTATED_LICENCE, licence_code
from zhanqiao.kit.texts import Text

ROWS = 100
A_RESULT = Text("success 为 true 且有 result.results 列表", "success true, with a list result.results")
AN_OBJECT = Text("一个对象", "an object")
CYCLE_NAMES = ("accrualPeriodicity", "frequency", "update_frequency", "update_cycle", "更新频率", "更新周期")
Json = dict[str, Any]


def first_page(site: str, /) -> str:
    """Return the address of the first page for the address of a CKAN site."""
    return _page(re.sub(r"/api(/3)?(/action)?(/package_search)?/?$", "", site.partition("?")[0]).rstrip("/"), start=0)


def read(content: bytes, /, *, document: str) -> Reading:
    """Return the records of one page, and the address of the next."""
    answer = markup.document(content)
    result = answer.get("result") if isinstance(answer, dict) and answer.get("success") is True else None
    listed = result.get("results") if isinstance(result, dict) else None
    if not isinstance(listed, list):
        raise Unreadable(field="result.results", found=shown(_error(answer)), expected=A_RESULT)
    assert isinstance(result, dict)  # it held the list
    site, _, query = document.partition("/api/3/action/package_search")
    begun = re.search(r"[?&]start=(\d+)", query)
    start = int(begun.group(1)) if begun else 0
    drafts = [_drafted(one, site=site, document=document, number=start + n) for n, one in enumerate(listed, start=1)]
    total = result.get("count")
    following = start + len(listed)
    more = bool(listed) and isinstance(total, int) and following < total
    return gathered(drafts, following=_page(site, start=following) if more else "")


def _page(site: str, *, start: int) -> str:
    query = urlencode({"q": "*:*", "rows": ROWS, "start": start, "sort": "id asc"})
    return f"{site}/api/3/action/package_search?{query}"


def _error(answer: Any) -> Any:
    return answer.get("error") or answer.get("success") if isinstance(answer, dict) else type(answer).__name__


def _drafted(given: Any, *, site: str, document: str, number: int) -> tuple[Draft, Record | None]:
    if not isinstance(given, dict):
        draft = Draft(document=document, number=number)
        draft.fault(field="results", found=given, expected=AN_OBJECT, refused=True)
        return draft, None
    draft = Draft(document=document, number=number, identifier=values.line(given.get("id") or given.get("name")))
    return draft, _record(given, draft, site=site)


def _record(given: Json, draft: Draft, *, site: str) -> Record | None:
    extras: Json = {str(one.get("key")): one.get("value") for one in given.get("extras") or () if isinstance(one, dict)}
    known = {**extras, **given}
    organisation = given.get("organization") or {}
    publisher = (
        values.line(organisation.get("title") or organisation.get("name")) if isinstance(organisation, dict) else ""
    )
    cycle = next((values.line(known[name]) for name in CYCLE_NAMES if known.get(name)), "")
    start, end = draft.period(field="temporal", start=known.get("temporal_start"), end=known.get("temporal_end"))
    return draft.finish(
        titles=(("", values.line(given.get("title") or given.get("name"))), *_translated(given, "title")),
        descriptions=tuple(p for p in (("", values.plain(given.get("notes"))), *_translated(given, "notes")) if p[1]),
        keywords=[values.line(_named(one)) for one in given.get("tags") or ()],
        page=_page_of(given, site=site),
        publisher=publisher,
        licence=_licence(given),
        access=values.line(known.get("access_level") or known.get("access_rights") or known.get("open_type")),
        cycle=draft.cycle(field="frequency", value=cycle),
        themes=tuple(filter(None, (values.line(_named(one)) for one in given.get("groups") or ()))),
        issued=draft.day(field="metadata_created", value=known.get("issued") or given.get("metadata_created")),
        modified=values.line(known.get("modified") or given.get("metadata_modified")),
        spatial=values.line(known.get("spatial_text") or known.get("spatial_name")),
        temporal_from=start,
        temporal_to=end,
        language=values.language(known.get("language")) if isinstance(known.get("language"), str) else "",
        contact=_contact(known, publisher=publisher),
        links=[link for one in given.get("resources") or () if (link := _link(one, draft))],
    )


def _page_of(given: Json, *, site: str) -> str:
    """Return the page of a package: where the package says it stands on the same site, else where CKAN puts it."""
    own = values.address(given.get("url"))
    return (
        own if own.startswith(f"{site}/") else values.address(f"{site}/dataset/{given.get('name') or given.get('id')}")
    )


def _licence(given: Json) -> str:
    """Return the licence's address, its id where we know it, else its title."""
    own = values.line(given.get("license_id"))
    known = own if licence_code(own)[0] != UNSTATED_LICENCE else ""
    return values.line(given.get("license_url")) or known or values.line(given.get("license_title")) or own


def _contact(known: Json, *, publisher: str) -> Contact:
    return office_contact(
        name=values.line(known.get("contact_name") or known.get("maintainer") or known.get("author")),
        email=values.line(known.get("contact_email") or known.get("maintainer_email") or known.get("author_email")),
        phone="",
        publisher=publisher,
    )


def _translated(given: Json, name: str) -> tuple[tuple[str, str], ...]:
    told = given.get(f"{name}_translated")
    found = told.items() if isinstance(told, dict) else ()
    return tuple((values.language(language), values.plain(text)) for language, text in found if values.plain(text))


def _named(value: Any) -> Any:
    return value.get("display_name") or value.get("title") or value.get("name") if isinstance(value, dict) else value


def _link(given: Any, draft: Draft) -> Link | None:
    if not isinstance(given, dict):
        draft.fault(field="resources", found=given, expected=AN_OBJECT)
        return None
    url = draft.address(field="resources.url", value=given.get("url"))
    size = values.line(given.get("size"))
    form = values.file_format(given.get("format") or given.get("mimetype"))
    return (
        Link(
            url=url,
            title=shown(values.line(given.get("name"))),
            format=form,
            size=int(size) if size.isdigit() else None,
        )
        if url
        else None
    )
