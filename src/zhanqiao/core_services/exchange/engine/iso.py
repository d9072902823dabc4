"""ISO 19139: geographic metadata as catalogue services give them."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from zhanqiao.core_services.exchange.engine import values
from zhanqiao.core_services.exchange.engine.drafts import Draft
from zhanqiao.core_services.exchange.engine.markup import local, text_of
from zhanqiao.core_services.exchange.rules import Contact, Link, Record, office_contact

SPACES = {
    "gmd": "http://www.isotc211.org/2005/gmd",
    "gco": "http://www.isotc211.org/2005/gco",
    "gmx": "http://www.isotc211.org/2005/gmx",
    "gml": "http://www.opengis.net/gml",
    "gml32": "http://www.opengis.net/gml/3.2",
    "srv": "http://www.isotc211.org/2005/srv",
    "xlink": "http://www.w3.org/1999/xlink",
}
IDENTIFICATION = "gmd:identificationInfo/*"
CITATION = f"{IDENTIFICATION}/gmd:citation/gmd:CI_Citation"
LEGAL = f"{IDENTIFICATION}/gmd:resourceConstraints/gmd:MD_LegalConstraints"
ONLINE = "gmd:distributionInfo/gmd:MD_Distribution/gmd:transferOptions/gmd:MD_DigitalTransferOptions/gmd:onLine/gmd:CI_OnlineResource"
PERIOD = f"{IDENTIFICATION}/gmd:extent/gmd:EX_Extent/gmd:temporalElement/*/gmd:extent"
TRANSLATION = "gmd:PT_FreeText/gmd:textGroup/gmd:LocalisedCharacterString"


def drafted(metadata: Element, /, *, document: str, number: int) -> tuple[Draft, Record | None]:
    """Return the record that a gmd:MD_Metadata describes."""
    draft = Draft(document=document, number=number, identifier=_first(metadata, "gmd:fileIdentifier"))
    own = values.language(_language(metadata))
    organisation = _first(metadata, f"{IDENTIFICATION}/gmd:pointOfContact/gmd:CI_ResponsibleParty/gmd:organisationName")
    start, end = draft.period(field="temporalElement", start=_moment(metadata, "begin"), end=_moment(metadata, "end"))
    record = draft.finish(
        titles=_words(metadata, f"{CITATION}/gmd:title", own),
        descriptions=_words(metadata, f"{IDENTIFICATION}/gmd:abstract", own),
        keywords=_all(metadata, f"{IDENTIFICATION}/gmd:descriptiveKeywords/gmd:MD_Keywords/gmd:keyword"),
        page=_page(metadata),
        publisher=values.line(organisation),
        licence=_licence(metadata),
        rights="\n".join(_all(metadata, f"{LEGAL}/gmd:useLimitation")),
        access=_access(metadata),
        cycle=draft.cycle(field="maintenanceFrequency", value=_code(metadata, f"{IDENTIFICATION}/gmd:resourceMaintenance/*/gmd:maintenanceAndUpdateFrequency/*")),
        themes=tuple(_all(metadata, f"{IDENTIFICATION}/gmd:topicCategory")),
        issued=draft.day(field="date", value=_date(metadata)),
        modified=_first(metadata, "gmd:dateStamp"),
        spatial=values.line(_first(metadata, f"{IDENTIFICATION}/gmd:extent/gmd:EX_Extent/gmd:description")),
        temporal_from=start,
        temporal_to=end,
        language=own,
        contact=_contact(metadata),
        links=[link for one in metadata.findall(ONLINE, SPACES) if (link := _link(one, draft))],
    )  # fmt: skip
    return draft, record


def _first(element: Element, path: str) -> str:
    return text_of(element.find(f"{path}/*", SPACES))


def _all(element: Element, path: str) -> list[str]:
    return [text for one in element.findall(path, SPACES) if (text := values.line(text_of(next(iter(one), None))))]


def _words(metadata: Element, path: str, own: str) -> tuple[tuple[str, str], ...]:
    """Return a text in the record's language and its translations."""
    translated = metadata.findall(f"{path}/{TRANSLATION}", SPACES)
    found = [
        (own, values.plain(_first(metadata, path))),
        *((values.language((one.get("locale") or "").lstrip("#")), values.plain(text_of(one))) for one in translated),
    ]
    return tuple(pair for pair in found if pair[1])


def _code(metadata: Element, path: str) -> str:
    found = metadata.find(path, SPACES)
    return (found.get("codeListValue") or text_of(found)) if found is not None else ""


def _language(metadata: Element) -> str:
    return _code(metadata, "gmd:language/*")


def _date(metadata: Element) -> str:
    """Return the date of publication, else the first date of the citation."""
    dates = metadata.findall(f"{CITATION}/gmd:date/gmd:CI_Date", SPACES)
    by_kind = {_code(one, "gmd:dateType/*"): _first(one, "gmd:date") for one in reversed(dates)}
    return by_kind.get("publication") or next(iter(by_kind.values()), "")


def _moment(metadata: Element, which: str) -> str:
    for one in metadata.findall(f"{PERIOD}//*", SPACES):
        if local(one) in {f"{which}Position", f"{which}"} and text_of(one):
            return text_of(one)
    return ""


def _licence(metadata: Element) -> str:
    """Return an address among the legal constraints, else their words."""
    anchors = [
        one.get(f"{{{SPACES['xlink']}}}href", "")
        for one in metadata.findall(f"{LEGAL}/gmd:otherConstraints/gmx:Anchor", SPACES)
    ]
    told = _all(metadata, f"{LEGAL}/gmd:otherConstraints")
    return next((one for one in (*anchors, *told) if values.address(one)), next(iter(told), ""))


def _access(metadata: Element) -> str:
    told = _code(metadata, f"{LEGAL}/gmd:accessConstraints/*")
    return told if told in {"restricted", "confidential"} else ""


def _page(metadata: Element) -> str:
    """Return the address that tells about the data, not the data."""
    for one in metadata.findall(ONLINE, SPACES):
        if _code(one, "gmd:function/*") == "information":
            return values.address(_first(one, "gmd:linkage"))
    return values.address(_first(metadata, "gmd:dataSetURI"))


def _contact(metadata: Element) -> Contact:
    """Return the office of the contact; the individual's name is never read."""
    party = metadata.find("gmd:contact/gmd:CI_ResponsibleParty", SPACES)
    if party is None:
        return Contact()
    name = values.line(_first(party, "gmd:organisationName"))
    is_personal = bool(_first(party, "gmd:individualName"))
    info = "gmd:contactInfo/gmd:CI_Contact"
    return office_contact(
        name=name,
        email=_first(party, f"{info}/gmd:address/gmd:CI_Address/gmd:electronicMailAddress"),
        phone="" if is_personal else _first(party, f"{info}/gmd:phone/gmd:CI_Telephone/gmd:voice"),
        publisher=name,
        organisation=not is_personal and bool(name),
    )


def _link(resource: Element, draft: Draft) -> Link | None:
    url = draft.address(field="onLine.linkage", value=_first(resource, "gmd:linkage"))
    form = _first(resource, "gmd:protocol")
    title = values.line(_first(resource, "gmd:name") or _first(resource, "gmd:description"))[:300]
    return Link(url=url, title=title, format=_protocol(form)) if url else None


def _protocol(text: str) -> str:
    """Return ``WMS`` for ``OGC:WMS-1.1.1-http-get-map``; nothing for a plain web link."""
    upper = text.upper()
    return next((one for one in ("WMTS", "WMS", "WFS", "WCS", "CSW") if one in upper), "")
