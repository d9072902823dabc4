"""One dataset as DCAT-AP: who, what, when, where, under which terms, and its files."""

from __future__ import annotations

from urllib.parse import quote

from rdflib import CSVW, DCAT, DCTERMS, FOAF, RDF, RDFS, SKOS, XSD, Graph, Literal, Namespace, URIRef

from zhanqiao.core_services.publishing.rules import conversion_sentences
from zhanqiao.data_center.catalogue.queries import DatasetCard
from zhanqiao.data_center.metadata import queries as metadata
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.data_center.storage.queries import TableCard
from zhanqiao.kit.texts import Text
from zhanqiao.portal.open_service.queries.documents import release_address
from zhanqiao.portal.open_service.queries.published import open_tables
from zhanqiao.portal.open_service.rules.dcat import (
    ACCESS,
    AUTHORITY,
    DATATYPES,
    FILE_TYPES,
    IANA,
    LANGUAGES,
    Addresses,
)
from zhanqiao.portal.open_service.rules.media import EXPORT_TYPES

VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
VERSION = URIRef(f"{DCAT}version")  # newer than rdflib's list of terms
SPDX = Namespace("http://spdx.org/rdf/terms#")


def said(graph: Graph, *, node: URIRef, term: URIRef, text: Text) -> None:
    """Say ``text`` in Chinese, and in English where it is not merely the Chinese again."""
    if text.zh:
        graph.add((node, term, Literal(text.zh, lang="zh")))
    if text.en and text.en != text.zh:
        graph.add((node, term, Literal(text.en, lang="en")))


def add_dataset(graph: Graph, *, dataset: DatasetCard, at: Addresses, columns: bool) -> None:
    """Describe a dataset in ``graph``; with ``columns``, also the columns of its tables."""
    for prefix, namespace in (("vcard", VCARD), ("spdx", SPDX), ("csvw", CSVW)):
        graph.bind(prefix, namespace)
    node = URIRef(at.dataset(dataset.slug))
    graph.add((node, RDF.type, DCAT.Dataset))
    said(graph, node=node, term=DCTERMS.title, text=dataset.title)
    said(graph, node=node, term=DCTERMS.description, text=dataset.abstract if dataset.abstract.zh else dataset.title)
    for identifier in (dataset.id, dataset.entry.resource_code):
        if identifier:
            graph.add((node, DCTERMS.identifier, Literal(identifier)))
    for word in dataset.keywords:
        graph.add((node, DCAT.keyword, Literal(word, lang="zh")))
    graph.add((node, DCAT.theme, URIRef(at.theme(dataset.theme.code))))
    _typed(graph, node, DCAT.landingPage, at.landing(dataset.slug), FOAF.Document)
    _dates(graph, node, dataset)
    _people(graph, node, dataset, at)
    _terms(graph, node, dataset, at)
    _coverage(graph, node, dataset, at)
    _links(graph, node, dataset, at)
    for table in open_tables(dataset=dataset):
        _files(graph, node, dataset, table, at)
        _provenance(graph, node, dataset, table, at)
        if columns:
            _columns(graph, dataset, table, at)


def _typed(graph: Graph, node: URIRef, term: URIRef, address: str, kind: URIRef) -> URIRef:
    found = URIRef(address)
    graph.add((node, term, found))
    graph.add((found, RDF.type, kind))
    return found


def _dates(graph: Graph, node: URIRef, dataset: DatasetCard) -> None:
    if dataset.first_issued:
        graph.add((node, DCTERMS.issued, Literal(dataset.first_issued)))
    graph.add((node, DCTERMS.modified, Literal(dataset.changed_at)))
    if dataset.version:
        graph.add((node, VERSION, Literal(dataset.version)))
    code = dataset.update_cycle.dcat
    _typed(graph, node, DCTERMS.accrualPeriodicity, f"{AUTHORITY}/frequency/{code}", DCTERMS.Frequency)


def _people(graph: Graph, node: URIRef, dataset: DatasetCard, at: Addresses) -> None:
    department, entry = dataset.department, dataset.entry
    agent = _typed(graph, node, DCTERMS.publisher, at.department(department.key), FOAF.Agent)
    said(graph, node=agent, term=FOAF.name, text=department.name)
    graph.add((agent, DCTERMS.identifier, Literal(department.code)))
    contact = _typed(graph, node, DCAT.contactPoint, at.part(dataset.slug, "contact"), VCARD.Kind)
    graph.add((contact, RDF.type, VCARD.Organization))
    graph.add((contact, VCARD.fn, Literal(entry.contact_name or department.name_zh, lang="zh")))
    if dataset.phone:
        digits = "".join(one for one in dataset.phone if one.isdigit() or one in "+-")
        graph.add((contact, VCARD.hasTelephone, URIRef(f"tel:{digits}")))
    if dataset.email:
        graph.add((contact, VCARD.hasEmail, URIRef(f"mailto:{dataset.email}")))


def _terms(graph: Graph, node: URIRef, dataset: DatasetCard, at: Addresses) -> None:
    access = f"{AUTHORITY}/access-right/{ACCESS[dataset.open_type.code]}"
    _typed(graph, node, DCTERMS.accessRights, access, DCTERMS.RightsStatement)
    _licence(graph, node, dataset, at)
    if dataset.entry.open_condition:
        rights = _typed(graph, node, DCTERMS.rights, at.part(dataset.slug, "condition"), DCTERMS.RightsStatement)
        graph.add((rights, SKOS.prefLabel, Literal(dataset.entry.open_condition, lang="zh")))
    language = LANGUAGES.get(dataset.entry.language[:2])
    if language:
        _typed(graph, node, DCTERMS.language, f"{AUTHORITY}/language/{language}", DCTERMS.LinguisticSystem)


def _licence(graph: Graph, node: URIRef, dataset: DatasetCard, at: Addresses) -> None:
    address = dataset.licence_url or f"{at.root}/#licence-{dataset.licence.code}"
    licence = _typed(graph, node, DCTERMS.license, address, DCTERMS.LicenseDocument)
    said(graph, node=licence, term=SKOS.prefLabel, text=dataset.licence.text)


def _coverage(graph: Graph, node: URIRef, dataset: DatasetCard, at: Addresses) -> None:
    entry = dataset.entry
    if dataset.place.zh:
        place = at.part(dataset.slug, "place")
        found = _typed(graph, node, DCTERMS.spatial, place, DCTERMS.Location)
        said(graph, node=found, term=SKOS.prefLabel, text=dataset.place)
        if entry.division_code:
            graph.add((found, DCTERMS.identifier, Literal(entry.division_code)))
    if entry.temporal_from or entry.temporal_to:
        period = _typed(graph, node, DCTERMS.temporal, at.part(dataset.slug, "period"), DCTERMS.PeriodOfTime)
        for term, day in ((DCAT.startDate, entry.temporal_from), (DCAT.endDate, entry.temporal_to)):
            if day:
                graph.add((period, term, Literal(day)))


def _files(graph: Graph, node: URIRef, dataset: DatasetCard, table: TableCard, at: Addresses) -> None:
    release = storage.release_card(table_id=table.id, release_id=table.release_id)
    kept = release.files.get("parquet")
    for form, kind in FILE_TYPES.items():
        file = URIRef(at.part(dataset.slug, f"{table.id}-{form}"))
        graph.add((node, DCAT.distribution, file))
        graph.add((file, RDF.type, DCAT.Distribution))
        said(
            graph, node=file, term=DCTERMS.title, text=Text(f"{table.title.zh}（{kind}）", f"{table.title.en} ({kind})")
        )
        address = at.export(table.id, form)
        if form == "parquet" and kept:
            address = f"{at.root}{release_address(release)}/files/{kept['name']}"
            _checksum(graph, file, kept["sha256"])
            graph.add((file, DCAT.byteSize, Literal(kept["size"], datatype=XSD.nonNegativeInteger)))
        graph.add((file, DCAT.accessURL, URIRef(address)))
        graph.add((file, DCAT.downloadURL, URIRef(address)))
        media = IANA + EXPORT_TYPES[form].partition(";")[0]
        _typed(graph, file, DCAT.mediaType, media, DCTERMS.MediaType)
        _typed(graph, file, DCTERMS.format, f"{AUTHORITY}/file-type/{kind}", DCTERMS.MediaTypeOrExtent)
        graph.add((file, DCTERMS.modified, Literal(table.released_at)))
        graph.add((file, DCAT.accessService, URIRef(at.service)))
        _licence(graph, file, dataset, at)


def _provenance(graph: Graph, node: URIRef, dataset: DatasetCard, table: TableCard, at: Addresses) -> None:
    """Say from which system of coordinates places were converted."""
    for number, sentence in enumerate(conversion_sentences(coordinates=table.coordinates), start=1):
        address = at.part(dataset.slug, f"{table.id}-coordinates-{number}")
        found = _typed(graph, node, DCTERMS.provenance, address, DCTERMS.ProvenanceStatement)
        said(graph, node=found, term=RDFS.label, text=sentence)


def _links(graph: Graph, node: URIRef, dataset: DatasetCard, at: Addresses) -> None:
    """Say where the data of a harvested entry can be had: at its source, which also knows their terms."""
    if dataset.origin is None:
        return
    if dataset.origin.page:
        _typed(graph, node, DCTERMS.source, dataset.origin.page, RDFS.Resource)
    for number, link in enumerate(dataset.origin.links, start=1):
        file = URIRef(at.part(dataset.slug, f"link-{number}"))
        graph.add((node, DCAT.distribution, file))
        graph.add((file, RDF.type, DCAT.Distribution))
        graph.add((file, DCAT.accessURL, URIRef(quote(link.url, safe=":/?#[]@!$&'()*+,;=%~"))))
        if link.title:
            graph.add((file, DCTERMS.title, Literal(link.title)))


def _checksum(graph: Graph, file: URIRef, digest: str) -> None:
    node = _typed(graph, file, SPDX.checksum, f"{file}-checksum", SPDX.Checksum)
    _typed(graph, node, SPDX.algorithm, str(SPDX.checksumAlgorithm_sha256), SPDX.ChecksumAlgorithm)
    graph.add((node, SPDX.checksumValue, Literal(digest, datatype=XSD.hexBinary)))


def _columns(graph: Graph, dataset: DatasetCard, table: TableCard, at: Addresses) -> None:
    schema = URIRef(at.part(dataset.slug, f"{table.id}-schema"))
    graph.add((URIRef(at.part(dataset.slug, f"{table.id}-csv")), CSVW.tableSchema, schema))
    graph.add((schema, RDF.type, CSVW.Schema))
    listed = [URIRef(f"{schema}-{number}") for number in range(1, len(table.fields) + 1)]
    ends = [*(URIRef(f"{one}-rest") for one in listed), RDF.nil]
    if listed:
        graph.add((schema, CSVW.column, ends[0]))
    for number, column in enumerate(metadata.dictionary(table_id=table.id)):
        node = listed[number]
        graph.add((ends[number], RDF.first, node))
        graph.add((ends[number], RDF.rest, ends[number + 1]))
        graph.add((node, RDF.type, CSVW.Column))
        graph.add((node, CSVW.name, Literal(column.field.name)))
        said(graph, node=node, term=CSVW.title, text=column.label)
        said(graph, node=node, term=DCTERMS.description, text=column.description)
        kind = DATATYPES.get(str(column.field.type))
        if kind:
            graph.add((node, CSVW.datatype, XSD[kind]))
