"""The catalogue by OAI-PMH 2.0: what everybody may see, and of what is gone only that it is gone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.catalogue.queries import DatasetCard, Publication, Wanted
from zhanqiao.kit.environment import value
from zhanqiao.people.access.queries import ANONYMOUS
from zhanqiao.portal.open_service.rules.dcat import Addresses
from zhanqiao.portal.open_service.rules.oai import FORMATS, PAGE, Listing, OaiError, checked, error

OAI = "http://www.openarchives.org/OAI/2.0/"
DC = "http://purl.org/dc/elements/1.1/"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
PREFIXES = {
    "": OAI,
    "oai_dc": FORMATS["oai_dc"][1],
    "dc": DC,
    "xsi": XSI,
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "spdx": "http://spdx.org/rdf/terms#",
}
for _prefix, _name in PREFIXES.items():
    ET.register_namespace(_prefix, _name)


def answer(*, arguments: Mapping[str, list[str]], root: str, at: datetime) -> bytes:
    """Return the answer to a request as XML; errors of the protocol are answers too. ``root`` is the site's address."""
    document = ET.Element(f"{{{OAI}}}OAI-PMH")
    document.set(f"{{{XSI}}}schemaLocation", f"{OAI} {OAI}OAI-PMH.xsd")
    _add(document, "responseDate", _stamp(at))
    request = _add(document, "request", f"{root}/oai")
    try:
        verb, given = checked(arguments=arguments)
        for name, text in {"verb": verb, **given}.items():
            request.set(name, text)
        document.append(VERBS[verb](given, root))
    except OaiError as refused:
        if refused.facts["oai"] in {"badVerb", "badArgument"}:
            request.attrib.clear()
        _add(document, "error", f"{refused.facts['zh']} {refused.facts['en']}").set("code", refused.facts["oai"])
    written: bytes = ET.tostring(document, encoding="utf-8", xml_declaration=True, default_namespace=None)
    return written


def _identify(given: Mapping[str, str], root: str) -> ET.Element:
    del given
    found = ET.Element(f"{{{OAI}}}Identify")
    _add(found, "repositoryName", value("SITE_NAME_ZH"))
    _add(found, "baseURL", f"{root}/oai")
    _add(found, "protocolVersion", "2.0")
    if value("SITE_EMAIL"):
        _add(found, "adminEmail", value("SITE_EMAIL"))
    _add(found, "earliestDatestamp", _stamp(catalogue.first_publication() or datetime(2000, 1, 1, tzinfo=UTC)))
    _add(found, "deletedRecord", "persistent")
    _add(found, "granularity", "YYYY-MM-DDThh:mm:ssZ")
    return found


def _formats(given: Mapping[str, str], root: str) -> ET.Element:
    if "identifier" in given:
        _named(given["identifier"], root)
    found = ET.Element(f"{{{OAI}}}ListMetadataFormats")
    for prefix, (schema, namespace) in FORMATS.items():
        one = _add(found, "metadataFormat")
        for name, text in (("metadataPrefix", prefix), ("schema", schema), ("metadataNamespace", namespace)):
            _add(one, name, text)
    return found


def _sets(given: Mapping[str, str], root: str) -> ET.Element:
    del root
    if given:
        raise error(
            "badResumptionToken", "集合列表一次给完，没有续传标记。", "Sets come in one piece; there is no token."
        )
    found = ET.Element(f"{{{OAI}}}ListSets")
    themes = [
        (f"theme:{one.theme.code}", one.theme.text.zh) for one in catalogue.themes(card=ANONYMOUS) if one.datasets
    ]
    listed = catalogue.departments_with_counts(card=ANONYMOUS)
    for spec, name in (*themes, *((f"department:{one.department.key}", one.department.name_zh) for one in listed)):
        one = _add(found, "set")
        _add(one, "setSpec", spec)
        _add(one, "setName", name)
    return found


def _record(given: Mapping[str, str], root: str) -> ET.Element:
    found = ET.Element(f"{{{OAI}}}GetRecord")
    _fill(found, (_named(given["identifier"], root),), root, prefix=given["metadataPrefix"])
    return found


def _list(given: Mapping[str, str], root: str, *, verb: str) -> ET.Element:
    token = given.get("resumptionToken")
    asked = Listing.read(token) if token is not None else Listing(
        prefix=given["metadataPrefix"], since=given.get("from", ""), until=given.get("until", ""), part=given.get("set", "")
    )  # fmt: skip
    since, until = asked.period()
    department, theme = asked.of()
    wanted = Wanted(since=since, until=until, department=department, theme=theme)
    after = (datetime.fromisoformat(asked.moment), asked.identifier) if token else None
    page = catalogue.publications(wanted=wanted, after=after, limit=PAGE + 1)
    if not page and not token:
        raise error("noRecordsMatch", "没有符合条件的记录。", "No record fits.")
    found = ET.Element(f"{{{OAI}}}{verb}")
    _fill(found, page[:PAGE], root, prefix=asked.prefix if verb == "ListRecords" else "")
    if token or len(page) > PAGE:
        _resume(found, asked, page, total=catalogue.count_publications(wanted=wanted))
    return found


def _resume(found: ET.Element, asked: Listing, page: tuple[Publication, ...], *, total: int) -> None:
    """Add the token of the next part, an empty one to the last."""
    last = page[PAGE - 1] if len(page) > PAGE else None
    following = last and replace(
        asked, moment=last.modified_at.isoformat(), identifier=last.id, told=asked.told + PAGE
    )  # fmt: skip
    token = _add(found, "resumptionToken", following.token() if following else "")
    token.set("completeListSize", str(total))
    token.set("cursor", str(asked.told))


def _fill(found: ET.Element, page: tuple[Publication, ...], root: str, *, prefix: str) -> None:
    """Add records in a form; without one, their headers alone."""
    cards = catalogue.dataset_cards(ids=[one.id for one in page if one.is_public], card=ANONYMOUS) if prefix else ()
    known = {card.id: card for card in cards}
    for one in page:
        record = _add(found, "record") if prefix else found
        _header(record, one, root)
        if prefix and one.is_public:
            _add(record, "metadata").append(WRITERS[prefix](known[one.id], root))


def _header(record: ET.Element, one: Publication, root: str) -> None:
    header = _add(record, "header")
    _add(header, "identifier", f"oai:{_host(root)}:{one.id}")
    _add(header, "datestamp", _stamp(one.modified_at))
    for spec in (f"theme:{one.theme}", f"department:{one.department}"):
        _add(header, "setSpec", spec)
    if not one.is_public:
        header.set("status", "deleted")


def _named(identifier: str, root: str) -> Publication:
    before = f"oai:{_host(root)}:"
    found = catalogue.publication(identifier=identifier.removeprefix(before)) if identifier.startswith(before) else None
    if found is None:
        raise error("idDoesNotExist", f"没有记录“{identifier[:80]}”。", f"There is no record '{identifier[:80]}'.")
    return found


def _dublin_core(dataset: DatasetCard, root: str) -> ET.Element:
    schema, namespace = FORMATS["oai_dc"]
    found = ET.Element(f"{{{namespace}}}dc")
    found.set(f"{{{XSI}}}schemaLocation", f"{namespace} {schema}")
    for name, language, text in _said(dataset, Addresses(root)):
        if text:
            one = ET.SubElement(found, f"{{{DC}}}{name}")
            one.text = text
            if language:
                one.set(LANG, language)
    return found


def _said(dataset: DatasetCard, at: Addresses) -> Iterator[tuple[str, str, str]]:
    for name, text in (
        ("title", dataset.title),
        ("description", dataset.abstract),
        ("publisher", dataset.department.name),
    ):
        yield name, "zh", text.zh
        yield name, "en", text.en if text.en != text.zh else ""
    for word in (*dataset.keywords, dataset.theme.text.zh):
        yield "subject", "zh", word
    yield "date", "", _stamp(dataset.changed_at)
    yield "type", "", "Dataset"
    for form in dataset.formats:
        yield "format", "", form
    for identifier in (at.landing(dataset.slug), dataset.id, dataset.entry.resource_code):
        yield "identifier", "", identifier
    yield "source", "", dataset.origin.page if dataset.origin else dataset.entry.origin_url
    yield "language", "", dataset.entry.language
    yield "coverage", "", dataset.place.zh
    yield "rights", "", dataset.licence_url or dataset.licence.text.zh


def _dcat(dataset: DatasetCard, root: str) -> ET.Element:
    # Late: rdflib takes 0.3 s, which the other form need not wait for.
    from zhanqiao.portal.open_service.queries.dcat import described

    return ET.fromstring(described(dataset=dataset, root=root, form="rdf"))  # noqa: S314 - written by ourselves just now


def _host(root: str) -> str:
    return root.partition("://")[2].partition(":")[0]


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _add(parent: ET.Element, name: str, text: str = "") -> ET.Element:
    one = ET.SubElement(parent, f"{{{OAI}}}{name}")
    one.text = text or None
    return one


WRITERS: Mapping[str, Callable[[DatasetCard, str], ET.Element]] = {"oai_dc": _dublin_core, "dcat": _dcat}
VERBS: Mapping[str, Callable[[Mapping[str, str], str], ET.Element]] = {
    "Identify": _identify,
    "ListMetadataFormats": _formats,
    "ListSets": _sets,
    "ListIdentifiers": lambda given, root: _list(given, root, verb="ListIdentifiers"),
    "ListRecords": lambda given, root: _list(given, root, verb="ListRecords"),
    "GetRecord": _record,
}
