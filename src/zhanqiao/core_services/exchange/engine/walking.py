"""From a source's address to all its documents: pages, listed documents, each once, and always an end."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from zhanqiao.core_services.exchange.engine.fetching import Fetched, FetchError
from zhanqiao.core_services.exchange.engine.guard import AddressRefusedError
from zhanqiao.core_services.exchange.engine.reading import first_address, read
from zhanqiao.core_services.exchange.rules import Fault, Reading
from zhanqiao.kit.texts import Text

MOST_DOCUMENTS = 50_000
REACHABLE = Text("可以读取的地址", "an address that can be read")
NEW_PAGE = Text("尚未读过的下一页", "a next page that was not read before")
FEWER_DOCUMENTS = Text(f"不超过 {MOST_DOCUMENTS} 个文档", f"at most {MOST_DOCUMENTS} documents")
WITHIN = Text("在限定时间内读完", "an end within the time allowed")
Fetch = Callable[[str, Mapping[str, str]], Fetched]


@dataclass(frozen=True, slots=True)
class Page:
    """One document of a walk. ``is_essential``: without it what follows is unknown, so the walk is incomplete."""

    document: str
    reading: Reading
    validators: Mapping[str, str] = field(default_factory=dict)
    is_unchanged: bool = False
    is_essential: bool = True


def walk(
    *, kind: str, url: str, fetch: Fetch, validators: Mapping[str, str], over: Callable[[], bool]
) -> Iterator[Page]:
    """Yield the documents of a source in their order.

    A document that cannot be had or read is yielded as broken: of listed ones the others go on, of pages nothing
    follows. ``validators`` belong to the first document. ``over`` says that the time is used up.
    """
    first = first_address(kind=kind, url=url)
    waiting, seen = deque([(first, True)]), {first}
    while waiting:
        document, essential = waiting.popleft()
        if over():
            yield _stopped(document, field="time", expected=WITHIN)
            return
        page = _page(kind, document, fetch, validators if document == first else {}, essential=essential)
        following = page.reading.following
        if following in seen:
            page = _with_fault(page, Fault(document=document, field="next", found=following, expected=NEW_PAGE))
        yield page
        onward = [(following, True)] if following else []
        fresh = [
            (one, kept) for one, kept in (*onward, *((one, False) for one in page.reading.listed)) if one not in seen
        ]
        if len(seen) + len(fresh) > MOST_DOCUMENTS:
            yield _stopped(document, field="documents", expected=FEWER_DOCUMENTS)
            return
        seen.update(one for one, _ in fresh)
        waiting.extend(fresh)


def _page(kind: str, document: str, fetch: Fetch, validators: Mapping[str, str], *, essential: bool) -> Page:
    try:
        found = fetch(document, validators)
    except (FetchError, AddressRefusedError) as error:
        fault = Fault(document=document, field="HTTP", found=error.text.en[:200], expected=REACHABLE)
        return Page(document, Reading(faults=(fault,), broken=True), is_essential=essential)
    if found.is_unchanged:
        return Page(document, Reading(), validators, is_unchanged=True)
    reading = read(kind=kind, content=found.content, document=document, media_type=found.media_type)
    return Page(document, reading, found.validators, is_essential=essential)


def _with_fault(page: Page, fault: Fault) -> Page:
    """Return a page whose next page was read before: a circle, after which nothing more can be known."""
    reading = page.reading
    told = Reading(
        records=reading.records,
        faults=(*reading.faults, fault),
        refused=reading.refused,
        listed=reading.listed,
        broken=True,
    )
    return Page(page.document, told, page.validators, is_essential=True)


def _stopped(document: str, *, field: str, expected: Text) -> Page:
    return Page(document, Reading(faults=(Fault(document=document, field=field, expected=expected),), broken=True))
