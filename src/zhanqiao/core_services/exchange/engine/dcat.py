"""DCAT and DCAT-AP: the datasets of an RDF graph."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import DC, DCAT, DCTERMS, FOAF, ORG, RDF, RDFS, SDO, SKOS, Namespace
from rdflib.term import Node

from zhanqiao.core_services.exchange.engine import values
from zhanqiao.core_services.exchange.engine.drafts import Draft, gathered
from zhanqiao.core_services.exchange.rules import Contact, Fault, Link, Reading, Record, Words, office_contact, shown
from zhanqiao.kit.texts import Text

VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
HYDRA = Namespace("http://www.w3.org/ns/hydra/core#")
DATASETS = (DCAT.Dataset, URIRef(f"{DCAT}DatasetSeries"))  # a series is a dataset to whoever looks for data
PERSONS = frozenset({FOAF.Person, VCARD.Individual, SDO.Person})
ORGANISATIONS = frozenset({FOAF.Organization, ORG.Organization, VCARD.Organization, VCARD.Group, SDO.Organization})
NAMES = (FOAF.name, SKOS.prefLabel, VCARD.fn, VCARD["organization-name"], RDFS.label, DCTERMS.title, SDO.name)
NAMED_FORMATS = (RDFS.label, SKOS.prefLabel, RDF.value, DCTERMS.title)
A_DATASET = Text("dcat:Dataset", "a dcat:Dataset")
DESCRIBED = Text("对所列数据集的描述", "a description of the dataset it lists")


def read(graph: Graph, /, *, document: str) -> Reading:
    """Return the records of a graph in the order of their identifiers, and the address of the next page."""
    subjects = sorted({one for kind in DATASETS for one in graph.subjects(RDF.type, kind)}, key=str)
    drafts = [_drafted(graph, one, document=document, number=place) for place, one in enumerate(subjects, start=1)]
    faults = [*_undescribed(graph, document=document), *([] if drafts else [_nothing(graph, document=document)])]
    return gathered(drafts, faults=faults, following=_following(graph))


def _drafted(graph: Graph, subject: Node, *, document: str, number: int) -> tuple[Draft, Record | None]:
    own = str(subject) if isinstance(subject, URIRef) else _text(graph, subject, DCTERMS.identifier, DC.identifier)
    draft = Draft(document=document, number=number, identifier=own)
    links = [_link(graph, one, draft) for one in sorted(graph.objects(subject, DCAT.distribution), key=str)]
    publisher = _organisation(graph, graph.value(subject, DCTERMS.publisher))
    start, end = _period(graph, subject, draft)
    record = draft.finish(
        titles=_words(graph, subject, DCTERMS.title),
        descriptions=_words(graph, subject, DCTERMS.description),
        keywords=sorted({values.line(str(one)) for one in graph.objects(subject, DCAT.keyword)}),
        page=_page(graph, subject, draft),
        publisher=publisher,
        licence=_licence(graph, subject),
        rights=_labelled(graph, graph.value(subject, DCTERMS.rights)),
        access=_labelled(graph, graph.value(subject, DCTERMS.accessRights)),
        cycle=draft.cycle(field="dct:accrualPeriodicity", value=_said(graph, subject, DCTERMS.accrualPeriodicity)),
        themes=tuple(sorted(str(one) for one in graph.objects(subject, DCAT.theme) if not isinstance(one, BNode))),
        issued=draft.day(field="dct:issued", value=_said(graph, subject, DCTERMS.issued)),
        modified=_said(graph, subject, DCTERMS.modified),
        spatial=_labelled(graph, graph.value(subject, DCTERMS.spatial)),
        temporal_from=start,
        temporal_to=end,
        language=_language(graph, subject),
        contact=_contact(graph, subject, publisher=publisher),
        links=[link for link in links if link],
    )
    return draft, record


def _words(graph: Graph, subject: Node, predicate: URIRef) -> Words:
    found = (
        (values.language(one.language), values.plain(str(one)))
        for one in graph.objects(subject, predicate)
        if isinstance(one, Literal)
    )
    return tuple(sorted({pair for pair in found if pair[1]}))


def _page(graph: Graph, subject: Node, draft: Draft) -> str:
    for predicate in (DCAT.landingPage, FOAF.page, FOAF.homepage):
        for one in sorted(graph.objects(subject, predicate), key=str):
            found = draft.address(field="dcat:landingPage", value=str(one)) if not isinstance(one, BNode) else ""
            if found:
                return found
    return values.address(str(subject)) if isinstance(subject, URIRef) else ""


def _link(graph: Graph, node: Node, draft: Draft) -> Link | None:
    given = [
        str(one) for name in (DCAT.downloadURL, DCAT.accessURL) for one in sorted(graph.objects(node, name), key=str)
    ]
    service = graph.value(node, DCAT.accessService)
    given += [str(one) for one in graph.objects(service, DCAT.endpointURL)] if service is not None else []
    url = next((values.address(one) for one in given if values.address(one)), "")
    if not url:
        draft.address(field="dcat:accessURL", value=given[0] if given else "")
        return None
    titles = dict(_words(graph, node, DCTERMS.title))
    size = _text(graph, node, DCAT.byteSize)
    form = _labelled(graph, graph.value(node, DCTERMS["format"])) or _labelled(graph, graph.value(node, DCAT.mediaType))
    return Link(
        url=url,
        title=values.line(titles.get("zh") or titles.get("en") or next(iter(titles.values()), ""))[:300],
        format=values.file_format(form),
        size=int(float(size)) if size.replace(".", "", 1).isdigit() else None,
    )


def _licence(graph: Graph, subject: Node) -> str:
    """Return the licence of the dataset, or the one that its distributions agree on."""
    own = _labelled(graph, graph.value(subject, DCTERMS.license), address=True)
    parts = {
        _labelled(graph, graph.value(one, DCTERMS.license), address=True)
        for one in graph.objects(subject, DCAT.distribution)
    } - {""}
    return own or (parts.pop() if len(parts) == 1 else "")


def _period(graph: Graph, subject: Node, draft: Draft) -> tuple[date | None, date | None]:
    node = graph.value(subject, DCTERMS.temporal)
    if node is None or isinstance(node, Literal):
        return None, None
    starts = _text(graph, node, DCAT.startDate, SDO.startDate, URIRef("http://schema.org/startDate"))
    ends = _text(graph, node, DCAT.endDate, SDO.endDate, URIRef("http://schema.org/endDate"))
    return draft.period(field="dct:temporal", start=starts, end=ends)


def _contact(graph: Graph, subject: Node, *, publisher: str) -> Contact:
    for node in sorted(graph.objects(subject, DCAT.contactPoint), key=str):
        kinds = set(graph.objects(node, RDF.type))
        if kinds & PERSONS:
            continue
        found = office_contact(
            name=_text(graph, node, VCARD.fn, VCARD["organization-name"], FOAF.name),
            email=_deep(graph, node, VCARD.hasEmail, VCARD.email, FOAF.mbox),
            phone=_deep(graph, node, VCARD.hasTelephone, VCARD.tel, FOAF.phone),
            publisher=publisher,
            organisation=bool(kinds & ORGANISATIONS),
        )
        if found != Contact():
            return found
    return Contact()


def _organisation(graph: Graph, node: Node | None) -> str:
    """Return an agent's name unless the agent is a person."""
    if node is None or set(graph.objects(node, RDF.type)) & PERSONS:
        return ""
    return values.line(str(node)) if isinstance(node, Literal) else _text(graph, node, *NAMES)


def _language(graph: Graph, subject: Node) -> str:
    found = sorted({values.language(str(one)) for one in graph.objects(subject, DCTERMS.language)} - {""})
    return found[0] if len(found) == 1 else ""


def _labelled(graph: Graph, node: Node | None, *, address: bool = False) -> str:
    """Return what a node is called: its text, its label, else its address. ``address`` prefers the address."""
    if node is None:
        return ""
    if isinstance(node, Literal) or (address and isinstance(node, URIRef)):
        return values.plain(str(node))
    return _text(graph, node, *NAMED_FORMATS) or ("" if isinstance(node, BNode) else str(node))


def _text(graph: Graph, node: Node, *predicates: URIRef) -> str:
    """Return the first text under the predicates: Chinese before English before others."""
    for predicate in predicates:
        found = [(values.language(getattr(one, "language", "")), str(one)) for one in graph.objects(node, predicate)]
        for _, text in sorted(found, key=lambda pair: ({"zh": 0, "en": 1, "": 2}.get(pair[0], 3), pair[1])):
            if values.line(text):
                return values.line(text)
    return ""


def _deep(graph: Graph, node: Node, *predicates: URIRef) -> str:
    """Return a value that stands directly or under vcard:hasValue."""
    for predicate in predicates:
        for one in sorted(graph.objects(node, predicate), key=str):
            inner = graph.value(one, VCARD.hasValue) if isinstance(one, BNode) else one
            if inner is not None:
                return str(inner)
    return ""


def _said(graph: Graph, subject: Node, predicate: URIRef) -> str:
    found = sorted((one for one in graph.objects(subject, predicate) if not isinstance(one, BNode)), key=str)
    return values.line(str(found[0])) if found else ""


def _undescribed(graph: Graph, *, document: str) -> Iterator[Fault]:
    """Tell of datasets that the catalogue lists and nothing in the document describes."""
    for one in sorted(set(graph.objects(None, DCAT.dataset)), key=str):
        if (one, None, None) not in graph:
            yield Fault(
                document=document, subject=shown(one), field="dcat:dataset", found=str(one)[:200], expected=DESCRIBED
            )


def _nothing(graph: Graph, *, document: str) -> Fault:
    kinds: set[Any] = set(graph.objects(None, RDF.type))
    return Fault(
        document=document, field="rdf:type", found=shown(", ".join(sorted(map(str, kinds)))), expected=A_DATASET
    )


def _following(graph: Graph) -> str:
    """Return the next page of a paged catalogue (Hydra)."""
    found = [one for name in ("next", "nextPage") for one in graph.objects(None, HYDRA[name])]
    return values.address(str(found[0])) if found else ""
