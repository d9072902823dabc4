"""CSW 2.0.2: pages of GetRecords, as ISO 19139 or Dublin Core."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode
from xml.etree.ElementTree import Element

from zhanqiao.core_services.exchange.engine import dublin_core, iso, markup
from zhanqiao.core_services.exchange.engine.drafts import Draft, Unreadable, gathered
from zhanqiao.core_services.exchange.rules import Reading, Record
from zhanqiao.kit.texts import Text

CSW = "http://www.opengis.net/cat/csw/2.0.2"
GMD = "http://www.isotc211.org/2005/gmd"
RECORDS = 50
NAMES = {
    "service",
    "version",
    "request",
    "resulttype",
    "elementsetname",
    "typenames",
    "outputschema",
    "startposition",
    "maxrecords",
}
AN_ANSWER = Text("CSW 的 GetRecords 回答", "a CSW answer to GetRecords")
A_RECORD = Text("gmd:MD_Metadata 或 csw:Record", "a gmd:MD_Metadata or a csw:Record")


def first_page(base: str, /, *, schema: str) -> str:
    """Return the address of the first page."""
    return _page(base, schema=schema, start=1)


def read(content: bytes, /, *, document: str) -> Reading:
    """Return the records of one page, and the address of the next."""
    root = markup.tree(content)
    results = root.find(f"{{{CSW}}}SearchResults")
    if results is None:
        raise Unreadable(field="SearchResults", found=markup.text_of(root) or markup.local(root), expected=AN_ANSWER)
    told = dict(parse_qsl(document.partition("?")[2]))
    start = int(told.get("startPosition", "1"))
    drafts = [_drafted(one, document=document, number=start + n) for n, one in enumerate(results)]
    upcoming = results.get("nextRecord", "0")
    following = int(upcoming) if upcoming.isdigit() else 0
    schema = told.get("outputSchema", GMD)
    return gathered(drafts, following=_page(document, schema=schema, start=following) if following > start else "")


def _page(base: str, *, schema: str, start: int) -> str:
    site, _, query = base.partition("?")
    own = [(name, value) for name, value in parse_qsl(query) if name.lower() not in NAMES]
    asked = {
        "service": "CSW",
        "version": "2.0.2",
        "request": "GetRecords",
        "resultType": "results",
        "elementSetName": "full",
        "typeNames": "csw:Record",
        "outputSchema": schema,
        "startPosition": start,
        "maxRecords": RECORDS,
    }
    return f"{site}?{urlencode([*own, *asked.items()])}"


def _drafted(element: Element, *, document: str, number: int) -> tuple[Draft, Record | None]:
    if element.tag == f"{{{GMD}}}MD_Metadata":
        return iso.drafted(element, document=document, number=number)
    own = next((markup.text_of(one) for one in element if markup.local(one) == "identifier"), "")
    draft = Draft(document=document, number=number, identifier=own)
    if markup.local(element) not in {"Record", "SummaryRecord", "BriefRecord"}:
        draft.fault(field="SearchResults", found=element.tag, expected=A_RECORD, refused=True)
        return draft, None
    return draft, dublin_core.record(element, draft=draft)
