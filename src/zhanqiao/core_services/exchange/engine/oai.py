"""OAI-PMH 2.0: pages of ListRecords, in Dublin Core or DCAT."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qs, urlencode
from xml.etree import ElementTree as ET

from zhanqiao.core_services.exchange.engine import dcat, dublin_core, graphs, markup
from zhanqiao.core_services.exchange.engine.drafts import Draft, Unreadable, gathered
from zhanqiao.core_services.exchange.rules import Reading, Record
from zhanqiao.kit.texts import Text

OAI = "{http://www.openarchives.org/OAI/2.0/}"
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}RDF"
AN_ANSWER = Text("OAI-PMH 的 ListRecords 回答", "an OAI-PMH answer to ListRecords")
METADATA = Text("oai_dc 或 RDF 元数据", "metadata in oai_dc or RDF")
ONE_DATASET = Text("恰好一个 dcat:Dataset", "exactly one dcat:Dataset")


def first_page(base: str, /, *, prefix: str) -> str:
    """Return the address of the first page; a set given with the address is kept."""
    site, _, query = base.partition("?")
    chosen = {"verb": "ListRecords", "metadataPrefix": prefix}
    chosen |= {name: told[0] for name, told in parse_qs(query).items() if name in {"set", "metadataPrefix", "from"}}
    return f"{site}?{urlencode(chosen)}"


def read(content: bytes, /, *, document: str) -> Reading:
    """Return the records of one page and the address that its resumption token leads to."""
    root = markup.tree(content)
    error = root.find(f"{OAI}error")
    if error is not None and error.get("code") == "noRecordsMatch":
        return Reading()
    answer = root.find(f"{OAI}ListRecords")
    if answer is None:
        found = f"{error.get('code')}: {markup.text_of(error)}" if error is not None else markup.local(root)
        raise Unreadable(field="ListRecords", found=found, expected=AN_ANSWER)
    alive = [(n, one) for n, one in enumerate(answer.findall(f"{OAI}record"), start=1) if not _is_deleted(one)]
    token = markup.text_of(answer.find(f"{OAI}resumptionToken"))
    site = document.partition("?")[0]
    following = f"{site}?{urlencode({'verb': 'ListRecords', 'resumptionToken': token})}" if token else ""
    return gathered((_drafted(one, document=document, number=n) for n, one in alive), following=following)


def _is_deleted(record: ET.Element) -> bool:
    header = record.find(f"{OAI}header")
    return header is not None and header.get("status") == "deleted"


def _drafted(record: ET.Element, *, document: str, number: int) -> tuple[Draft, Record | None]:
    own = markup.text_of(record.find(f"{OAI}header/{OAI}identifier"))
    draft = Draft(document=document, number=number, identifier=own)
    held = record.find(f"{OAI}metadata")
    inner = next(iter(held), None) if held is not None else None
    if inner is None:
        draft.fault(field="metadata", found="", expected=METADATA, refused=True)
        return draft, None
    return (draft, dublin_core.record(inner, draft=draft)) if inner.tag != RDF else _from_graph(inner, draft)


def _from_graph(element: ET.Element, draft: Draft) -> tuple[Draft, Record | None]:
    """Return the dataset of an RDF record under the identifier of its header."""
    try:
        graph = graphs.graph(content=ET.tostring(element, encoding="utf-8"), name=draft.document, written="xml")
    except Unreadable as error:
        draft.fault(field=error.field, found=error.found, expected=error.expected, refused=True)
        return draft, None
    reading = dcat.read(graph, document=draft.document)
    for fault in reading.faults:
        draft.fault(field=fault.field, found=fault.found, expected=fault.expected, refused=fault.refused)
    if len(reading.records) != 1:
        if not reading.faults:
            draft.fault(field="rdf:RDF", found=len(reading.records), expected=ONE_DATASET, refused=True)
        return draft, None
    return draft, replace(reading.records[0], identifier=draft.identifier or reading.records[0].identifier)
