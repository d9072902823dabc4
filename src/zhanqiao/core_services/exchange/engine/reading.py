"""One document of a source: bytes in, records and located faults out, whatever the bytes are."""

from __future__ import annotations

from collections.abc import Callable

from zhanqiao.core_services.exchange.engine import ckan, csw, data_json, dcat, graphs, lists, markup, oai, values
from zhanqiao.core_services.exchange.engine.drafts import Unreadable
from zhanqiao.core_services.exchange.rules import Fault, Kind, Reading
from zhanqiao.kit.texts import Text

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
MOST_LISTED = 50_000  # what one sitemap may list, by its own standard
FITTING = Text(
    "内存（ZHANQIAO_HARVEST_MEMORY_BYTES）容得下的文档",
    "a document that fits into memory (ZHANQIAO_HARVEST_MEMORY_BYTES)",
)
READABLE = Text("可读的文档", "a readable document")


def read(*, kind: str, content: bytes, document: str, media_type: str = "") -> Reading:
    """Return what a document holds. It never raises for what the document says: that becomes a fault.

    ``document`` is the address the bytes came from; relative addresses and next pages count from it.
    """
    try:
        return READERS[Kind(kind)](content, document, media_type)
    except Unreadable as error:
        return _broken(Fault(document=document, field=error.field, found=error.found, expected=error.expected))
    except MemoryError:
        return _broken(Fault(document=document, field="document", found=f"{len(content)} B", expected=FITTING))
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
        # A shape that a reader did not foresee: told as a fault of the document, since a run must end.
        found = f"{type(error).__name__}: {error}"[:200]
        return _broken(Fault(document=document, field="document", found=found, expected=READABLE))


def first_address(*, kind: str, url: str) -> str:
    """Return the address of a source's first document."""
    match Kind(kind):
        case Kind.CKAN:
            return ckan.first_page(url)
        case Kind.OAI_DC:
            return oai.first_page(url, prefix="oai_dc")
        case Kind.OAI_DCAT:
            return oai.first_page(url, prefix="dcat")
        case Kind.CSW:
            return csw.first_page(url, schema=csw.GMD)
        case Kind.CSW_DC:
            return csw.first_page(url, schema=csw.CSW)
        case _:
            return url


def _broken(fault: Fault) -> Reading:
    return Reading(faults=(fault,), broken=True)


def _dcat(content: bytes, document: str, media_type: str) -> Reading:
    written = graphs.notation(content=content, name=document, media_type=media_type)
    if written == "xml" and b"sitemaps.org/schemas/sitemap" in content[:2_000]:
        return _sitemap(content)
    return dcat.read(graphs.graph(content=content, name=document, written=written), document=document)


def _data_json(content: bytes, document: str, media_type: str) -> Reading:
    if content.lstrip()[:1] == b"<" and b"sitemaps.org/schemas/sitemap" in content[:2_000]:
        return _sitemap(content)
    del media_type  # it is JSON or it is nothing
    return data_json.read(content, document=document)


def _sitemap(content: bytes) -> Reading:
    root = markup.tree(content)
    found = (values.address(markup.text_of(one)) for one in root.iter(f"{SITEMAP}loc"))
    return Reading(listed=tuple(dict.fromkeys(one for one in found if one))[:MOST_LISTED])


READERS: dict[Kind, Callable[[bytes, str, str], Reading]] = {
    Kind.DCAT: _dcat,
    Kind.DATA_JSON: _data_json,
    Kind.CKAN: lambda content, document, _: ckan.read(content, document=document),
    Kind.OAI_DC: lambda content, document, _: oai.read(content, document=document),
    Kind.OAI_DCAT: lambda content, document, _: oai.read(content, document=document),
    Kind.CSW: lambda content, document, _: csw.read(content, document=document),
    Kind.CSW_DC: lambda content, document, _: csw.read(content, document=document),
    Kind.LIST: lambda content, document, _: lists.read(content, document=document),
}
