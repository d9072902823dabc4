"""JSON-LD contexts: the handful that catalogues name are bundled here; no other is ever fetched."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from zhanqiao.core_services.exchange.engine.drafts import Unreadable
from zhanqiao.core_services.exchange.engine.markup import DEPTH, SHALLOW
from zhanqiao.kit.texts import Text

BUNDLED_ONLY = Text(
    "写在文档里的上下文，或 DCAT-US 3、DCAT-AP 3、data.json 1.1 的上下文（不从网络获取）",
    "a context written in the document, or that of DCAT-US 3, DCAT-AP 3 or data.json 1.1 (none is fetched)",
)
PREFIXES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "org": "http://www.w3.org/ns/org#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "adms": "http://www.w3.org/ns/adms#",
    "prov": "http://www.w3.org/ns/prov#",
    "schema": "http://schema.org/",
    "odrs": "http://schema.theodi.org/odrs#",
    "odrl": "http://www.w3.org/ns/odrl/2/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "spdx": "http://spdx.org/rdf/terms#",
    "gsp": "http://www.opengis.net/ont/geosparql#",
    "dqv": "http://www.w3.org/ns/dqv#",
    "dcat-us": "http://data.resources.gov/ontology/dcat-us#",
}
CLASSES = {name: f"dcat:{name}" for name in ("Catalog", "Dataset", "DatasetSeries", "DataService", "Distribution")}
LITERALS = {
    "title": "dct:title",
    "description": "dct:description",
    "keyword": "dcat:keyword",
    "identifier": "dct:identifier",
    "language": "dct:language",
    "issued": "dct:issued",
    "modified": "dct:modified",
    "format": "dct:format",
    "mediaType": "dcat:mediaType",
    "byteSize": "dcat:byteSize",
    "startDate": "dcat:startDate",
    "endDate": "dcat:endDate",
    "accrualPeriodicity": "dct:accrualPeriodicity",
    "accessRights": "dct:accessRights",
    "license": "dct:license",
    "rights": "dct:rights",
    "theme": "dcat:theme",
    "spatial": "dct:spatial",
    "name": "foaf:name",
    "prefLabel": "skos:prefLabel",
    "label": "rdfs:label",
    "fn": "vcard:fn",
    "hasEmail": "vcard:hasEmail",
    "tel": "vcard:tel",
}
POINTERS = {
    "dataset": "dcat:dataset",
    "distribution": "dcat:distribution",
    "publisher": "dct:publisher",
    "creator": "dct:creator",
    "contactPoint": "dcat:contactPoint",
    "temporal": "dct:temporal",
    "landingPage": "dcat:landingPage",
    "accessURL": "dcat:accessURL",
    "downloadURL": "dcat:downloadURL",
    "accessService": "dcat:accessService",
    "endpointURL": "dcat:endpointURL",
    "inSeries": "dcat:inSeries",
    "homepage": "foaf:homepage",
    "page": "foaf:page",
}
COMMON: Mapping[str, Any] = MappingProxyType(
    {**PREFIXES, **CLASSES, **LITERALS, **{name: {"@id": term, "@type": "@id"} for name, term in POINTERS.items()}}
)
DCAT_US: Mapping[str, Any] = MappingProxyType(
    {
        **COMMON,
        **{
            f"{name}Map": {"@id": LITERALS[name], "@container": "@language"}
            for name in ("title", "description", "keyword", "prefLabel", "label")
        },
    }
)
DCAT_AP: Mapping[str, Any] = MappingProxyType(
    {
        **COMMON,
        "title": {"@id": "dct:title", "@container": ["@set", "@language"]},
        "description": {"@id": "dct:description", "@container": ["@set", "@language"]},
        "DatasetMemberOfADatasetSeries": "dcat:Dataset",
        "releaseDate": "dct:issued",
        "modificationDate": "dct:modified",
        "frequency": {"@id": "dct:accrualPeriodicity", "@type": "@id"},
        "geographicalCoverage": {"@id": "dct:spatial", "@type": "@id"},
        "temporalCoverage": {"@id": "dct:temporal", "@type": "@id"},
        "datasetDistribution": {"@id": "dcat:distribution", "@type": "@id"},
        # The published context abbreviates the addresses of its own examples.
        "nal-frequency": "http://publications.europa.eu/resource/authority/frequency/",
        "example": "https://data.gov.gr/",
        "example-ds": "https://data.gov.gr/id/dataset/",
        "example-cat": "https://data.gov.gr/id/catalog/",
        "example-ser": "https://data.gov.gr/id/datasetseries/",
        "example-ag": "https://agencies.gov.gr/id/",
    }
)
BUNDLED: tuple[tuple[re.Pattern[str], Mapping[str, Any]], ...] = (
    (re.compile(r"^https?://(raw\.githubusercontent\.com|resources\.data\.gov)/.*dcat-us[-_/.0-9]*\.jsonld$"), DCAT_US),
    (re.compile(r"^https?://semiceu\.github\.io/.*DCAT-AP.*\.jsonld$"), DCAT_AP),
    (re.compile(r"^https?://project-open-data\.cio\.gov/v1\.1/schema(/catalog\.jsonld)?$"), COMMON),
)


def without_remote_contexts(document: Any, /, *, depth: int = 0) -> Any:
    """Return the document with every context it names by address replaced by ours.

    Raises Unreadable for an address we have no context for, for ``@import``, and for a document nested too deeply.
    """
    if depth > DEPTH:
        raise Unreadable(field="JSON", found=f"> {DEPTH}", expected=SHALLOW)
    if isinstance(document, list):
        return [without_remote_contexts(one, depth=depth + 1) for one in document]
    if not isinstance(document, dict):
        return document
    if "@import" in document:
        raise Unreadable(field="@import", found=str(document["@import"]), expected=BUNDLED_ONLY)
    return {
        name: _local(value, depth) if name == "@context" else without_remote_contexts(value, depth=depth + 1)
        for name, value in document.items()
    }


def _local(context: Any, depth: int) -> Any:
    if isinstance(context, str):
        return dict(_bundled(context))
    if isinstance(context, list):
        return [_local(one, depth + 1) for one in context]
    return without_remote_contexts(context, depth=depth + 1)


def _bundled(address: str) -> Mapping[str, Any]:
    for pattern, context in BUNDLED:
        if pattern.match(address):
            return context
    raise Unreadable(field="@context", found=address, expected=BUNDLED_ONLY)
