"""Each form of catalogue: what is read of it, what is located when it is broken, and what is never read."""

from __future__ import annotations

import io
import json
from datetime import date

import pytest
import xlsxwriter

from zhanqiao.core_services.exchange.engine.reading import first_address, read
from zhanqiao.core_services.exchange.rules import Contact, Kind, Link, Reading

HERE = "https://portal.example/catalogue"
TURTLE = """
@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
@prefix vcard: <http://www.w3.org/2006/vcard/ns#> . @prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<https://data.example/d/1> a dcat:Dataset ; dct:title "港口船舶"@zh, "Ships in port"@en ;
  dct:description "<p>Calls &amp; berths</p>"@en ; dcat:keyword "ships", "port" ;
  dct:publisher [ a foaf:Organization ; foaf:name "Harbour Office" ] ;
  dct:accrualPeriodicity <http://publications.europa.eu/resource/authority/frequency/WEEKLY> ;
  dct:license <https://creativecommons.org/licenses/by/4.0/> ;
  dct:issued "2024-05-01"^^xsd:date ;
  dct:temporal [ dcat:startDate "2020"^^xsd:gYear ; dcat:endDate "2023-06"^^xsd:gYearMonth ] ;
  dcat:contactPoint [ a vcard:Individual ; vcard:fn "Data Office John" ; vcard:hasEmail <mailto:info@x.example> ] ,
    [ a vcard:Organization ; vcard:fn "Harbour Desk" ; vcard:hasEmail <mailto:desk@harbour.example> ] ;
  dcat:landingPage <https://data.example/ships> ;
  dcat:distribution [ dcat:downloadURL <https://data.example/ships.csv> ; dcat:mediaType <https://www.iana.org/assignments/media-types/text/csv> ] ,
    [ dct:title "bad" ; dcat:accessURL <javascript:alert(1)> ] .
<https://data.example/d/2> a dcat:Dataset ; dct:description "no title" .
"""
PACKAGE = {
    "id": "p-1",
    "name": "bus-stops",
    "title": "公交站点",
    "notes": "All <b>stops</b>",
    "license_id": "cc-zero",
    "author": "Jane Doe",
    "author_email": "jane.doe@city.example",
    "organization": {"title": "交通局"},
    "tags": [{"display_name": "bus"}],
    "groups": [{"title": "交通"}],
    "extras": [{"key": "frequency", "value": "每周"}],
    "resources": [
        {"url": "https://city.example/stops.csv", "format": "CSV", "name": "stops", "size": 12},
        {"url": "ftp:"},
    ],
}
OAI = """<?xml version="1.0"?><OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords>
<record><header><identifier>oai:x:1</identifier></header><metadata>
<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:title xml:lang="en">Tides</dc:title><dc:creator>Li Hua</dc:creator><dc:publisher>Ocean Institute</dc:publisher>
<dc:identifier>https://x.example/tides</dc:identifier><dc:date>2021</dc:date><dc:rights>CC-BY-4.0</dc:rights></oai_dc:dc></metadata></record>
<record><header status="deleted"><identifier>oai:x:2</identifier></header></record>
<record><header><identifier>oai:x:3</identifier></header></record>
<resumptionToken>next page</resumptionToken></ListRecords></OAI-PMH>"""
ISO = """<csw:GetRecordsResponse xmlns:csw="http://www.opengis.net/cat/csw/2.0.2" xmlns:gmd="http://www.isotc211.org/2005/gmd"
 xmlns:gco="http://www.isotc211.org/2005/gco"><csw:SearchResults numberOfRecordsMatched="3" nextRecord="3"><gmd:MD_Metadata>
<gmd:fileIdentifier><gco:CharacterString>iso-1</gco:CharacterString></gmd:fileIdentifier>
<gmd:language><gmd:LanguageCode codeListValue="eng"/></gmd:language>
<gmd:contact><gmd:CI_ResponsibleParty><gmd:individualName><gco:CharacterString>Wang Wei</gco:CharacterString></gmd:individualName>
<gmd:organisationName><gco:CharacterString>Mapping Bureau</gco:CharacterString></gmd:organisationName><gmd:contactInfo><gmd:CI_Contact>
<gmd:address><gmd:CI_Address><gmd:electronicMailAddress><gco:CharacterString>wang.wei@maps.example</gco:CharacterString></gmd:electronicMailAddress>
</gmd:CI_Address></gmd:address></gmd:CI_Contact></gmd:contactInfo></gmd:CI_ResponsibleParty></gmd:contact>
<gmd:identificationInfo><gmd:MD_DataIdentification><gmd:citation><gmd:CI_Citation>
<gmd:title><gco:CharacterString>Coast line</gco:CharacterString></gmd:title></gmd:CI_Citation></gmd:citation>
<gmd:abstract><gco:CharacterString>The coast</gco:CharacterString></gmd:abstract>
<gmd:topicCategory><gmd:MD_TopicCategoryCode>boundaries</gmd:MD_TopicCategoryCode></gmd:topicCategory>
</gmd:MD_DataIdentification></gmd:identificationInfo><gmd:distributionInfo><gmd:MD_Distribution><gmd:transferOptions>
<gmd:MD_DigitalTransferOptions><gmd:onLine><gmd:CI_OnlineResource><gmd:linkage><gmd:URL>https://maps.example/wfs</gmd:URL></gmd:linkage>
<gmd:protocol><gco:CharacterString>OGC:WFS</gco:CharacterString></gmd:protocol></gmd:CI_OnlineResource></gmd:onLine>
</gmd:MD_DigitalTransferOptions></gmd:transferOptions></gmd:MD_Distribution></gmd:distributionInfo></gmd:MD_Metadata>
<csw:Record xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier>dc-2</dc:identifier><dc:title>Wells</dc:title></csw:Record>
</csw:SearchResults></csw:GetRecordsResponse>"""
LIST = """某市公共数据开放清单,,,,,,
数据集名称,数源单位,更新周期,数据领域,联系人,部门电话,资源格式
公园名录,园林局,每月,生态环境,张三,0532-88888888,XLSX
,园林局,每月,,,,
停车场,交通局,偶尔,交通,李四,13912345678,CSV
"""
LAUGHS = '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><OAI-PMH>&b;</OAI-PMH>'
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE l SYSTEM "http://evil.example/x.dtd"><OAI-PMH/>'


def reading(kind: Kind, content: str | bytes, *, document: str = HERE) -> Reading:
    return read(kind=kind, content=content.encode() if isinstance(content, str) else content, document=document)


def places(found: Reading) -> list[tuple[int | None, str, bool]]:
    return [(fault.number, fault.field, fault.refused) for fault in found.faults]


def test_turtle_gives_records_and_located_faults() -> None:
    found = reading(Kind.DCAT, TURTLE)
    (record,) = found.records
    assert record.identifier == "https://data.example/d/1"
    assert record.titles == (("en", "Ships in port"), ("zh", "港口船舶"))
    assert record.descriptions == (("en", "Calls & berths"),)
    assert (record.publisher, record.page) == ("Harbour Office", "https://data.example/ships")
    assert (record.temporal_from, record.temporal_to) == (date(2020, 1, 1), date(2023, 6, 30))
    assert record.links == (Link(url="https://data.example/ships.csv", format="CSV"),)
    assert record.contact == Contact(name="Harbour Desk", email="desk@harbour.example")
    assert places(found) == [(1, "dcat:accessURL", False), (2, "title", True)]
    assert found.faults[0].text.en.startswith(
        f"{HERE}, record 1, https://data.example/d/1, field 'dcat:accessURL': expected a web"
    )
    assert found.refused == ("https://data.example/d/2",)


def test_the_same_graph_in_other_notations_is_the_same_record() -> None:
    from rdflib import Graph  # the test's own writer of the notations

    graph = Graph().parse(data=TURTLE, format="turtle")
    digests = {
        record.digest
        for form, name in (("turtle", "c.ttl"), ("xml", "c.rdf"), ("json-ld", "c.jsonld"), ("nt", "c.nt"))
        for record in reading(
            Kind.DCAT, graph.serialize(format=form), document=f"https://portal.example/{name}"
        ).records
    }
    assert len(digests) == 1


def test_a_context_is_never_fetched() -> None:
    known = "https://raw.githubusercontent.com/DOI-DO/dcat-us/main/context/dcat-us-3.0.jsonld"
    dataset = {"@id": "https://d.example/1", "@type": "dcat:Dataset", "title": "T", "titleMap": {"es": "Te"}}
    assert reading(Kind.DCAT, json.dumps({"@context": known, **dataset})).records[0].titles == (("", "T"), ("es", "Te"))
    for context in (
        "https://evil.example/c.jsonld",
        ["https://evil.example/c.jsonld"],
        {"t": {"@id": "x:y", "@context": "http://e.example/"}},
        {"@import": "http://e.example/"},
    ):
        found = reading(Kind.DCAT, json.dumps({"@context": context, **dataset}))
        assert (found.broken, found.records) == (True, ())
        assert "none is fetched" in found.faults[0].expected.en


@pytest.mark.parametrize("kind", [Kind.DCAT, Kind.OAI_DC, Kind.CSW])
@pytest.mark.parametrize("content", [LAUGHS, OUTSIDE], ids=["laughs", "outside"])
def test_xml_with_entities_or_outside_references_is_refused(kind: Kind, content: str) -> None:
    found = reading(kind, content, document=f"{HERE}.rdf")
    assert (found.broken, found.records) == (True, ())
    assert found.faults[0].expected.en == "XML without entity declarations and outside references"


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize(
    "content",
    [b"", b"\x00\xff\xfe", b"{", b"[1, null, {}]", b"<a><b></a>", b'{"dataset": 7}', b"PK\x03\x04junk", b"[" * 100_000, b"<a>" * 5_000],
    ids=range(9),
)  # fmt: skip
def test_any_bytes_end_in_a_reading(kind: Kind, content: bytes) -> None:
    found = reading(kind, content)
    assert found.records == ()
    assert found.faults
    assert all(fault.expected.zh and fault.expected.en and fault.text.zh for fault in found.faults)


def test_data_json_keeps_what_is_sound_and_tells_the_rest() -> None:
    sound = {
        "identifier": "a",
        "title": "Budget",
        "accessLevel": "restricted public",
        "rights": "On request",
        "temporal": "2020-01-01/2019-01-01",
        "contactPoint": {"fn": "Jane Doe", "hasEmail": "mailto:jane.doe@x.example"},
        "publisher": {"name": "City"},
        "distribution": [{"downloadURL": "http://x.example/a b.csv", "mediaType": "text/csv"}, 5],
        "accrualPeriodicity": "R/P1M",
    }
    found = reading(Kind.DATA_JSON, json.dumps({"dataset": [sound, 3, {"title": "No identifier"}]}))
    (record,) = found.records
    assert (record.access, record.cycle, record.contact) == ("restricted public", "R/P1M", Contact())
    assert record.links == (Link(url="http://x.example/a%20b.csv", format="CSV"),)
    assert places(found) == [
        (1, "temporal", False),
        (1, "distribution", False),
        (2, "dataset", True),
        (3, "identifier", True),
    ]


def test_data_json_of_version_3_has_objects_where_1_1_had_texts() -> None:
    third = {
        "@id": "https://x.example/d",
        "titleMap": {"en": "Rain", "zh": "降雨"},
        "temporal": [{"startDate": "2020", "endDate": {"@value": "2021-06-30"}}],
        "publisher": {"@type": "Organization", "prefLabel": "Weather Bureau"},
        "contactPoint": [{"@type": "Kind", "fn": "Weather Bureau", "hasEmail": "mailto:info@weather.example"}],
        "distribution": [
            {
                "accessURL": {"@id": "https://x.example/api"},
                "license": "https://creativecommons.org/publicdomain/zero/1.0/",
            }
        ],
    }
    (record,) = reading(Kind.DATA_JSON, json.dumps({"@type": "Catalog", "dataset": [third]})).records
    assert record.identifier == "https://x.example/d"
    assert dict(record.titles) == {"en": "Rain", "zh": "降雨"}
    assert (record.temporal_from, record.temporal_to) == (date(2020, 1, 1), date(2021, 6, 30))
    assert record.licence == "https://creativecommons.org/publicdomain/zero/1.0/"
    assert record.contact == Contact(name="Weather Bureau", email="info@weather.example")


def test_ckan_is_read_page_by_page() -> None:
    first = first_address(kind=Kind.CKAN, url="https://ckan.example/api/3/action/")
    assert first == "https://ckan.example/api/3/action/package_search?q=%2A%3A%2A&rows=100&start=0&sort=id+asc"
    found = reading(
        Kind.CKAN, json.dumps({"success": True, "result": {"count": 3, "results": [PACKAGE, 7]}}), document=first
    )
    (record,) = found.records
    assert (record.identifier, record.page) == ("p-1", "https://ckan.example/dataset/bus-stops")
    assert (record.publisher, record.cycle, record.themes, record.contact) == ("交通局", "每周", ("交通",), Contact())
    assert record.links == (Link(url="https://city.example/stops.csv", title="stops", format="CSV", size=12),)
    assert places(found) == [(1, "resources.url", False), (2, "results", True)]
    assert "start=2" in found.following
    refused = reading(Kind.CKAN, json.dumps({"success": False, "error": {"message": "Not found"}}), document=first)
    assert (refused.broken, "Not found" in refused.faults[0].found) == (True, True)


def test_oai_pmh_skips_the_deleted_and_follows_the_token() -> None:
    first = first_address(kind=Kind.OAI_DC, url="https://x.example/oai?set=sea")
    assert first == "https://x.example/oai?verb=ListRecords&metadataPrefix=oai_dc&set=sea"
    found = reading(Kind.OAI_DC, OAI, document=first)
    (record,) = found.records
    assert (record.identifier, record.titles, record.publisher) == ("oai:x:1", (("en", "Tides"),), "Ocean Institute")
    assert (record.issued, record.licence, record.contact) == (date(2021, 1, 1), "CC-BY-4.0", Contact())
    assert places(found) == [(3, "metadata", True)]
    assert found.following == "https://x.example/oai?verb=ListRecords&resumptionToken=next+page"


def test_oai_pmh_carries_dcat() -> None:
    from rdflib import Graph  # the test's own writer of RDF/XML

    alone = TURTLE[: TURTLE.index("<https://data.example/d/2>")]
    rdf = Graph().parse(data=alone, format="turtle").serialize(format="xml").partition("?>")[2]
    start, end = OAI.index("<oai_dc:dc"), OAI.index("</oai_dc:dc>") + len("</oai_dc:dc>")
    found = reading(Kind.OAI_DCAT, OAI[:start] + rdf + OAI[end:])
    assert [record.identifier for record in found.records] == ["oai:x:1"]
    assert dict(found.records[0].titles)["zh"] == "港口船舶"


def test_csw_gives_iso_and_dublin_core_and_no_individual() -> None:
    first = first_address(kind=Kind.CSW, url="https://maps.example/csw?map=a")
    found = reading(Kind.CSW, ISO, document=first)
    assert [record.identifier for record in found.records] == ["iso-1", "dc-2"]
    assert found.records[0].links == (Link(url="https://maps.example/wfs", format="WFS"),)
    assert found.records[0].contact == Contact(name="Mapping Bureau")
    assert ("startPosition=3" in found.following, "map=a" in found.following) == (True, True)


def test_a_list_is_read_by_its_chinese_heads_in_csv_and_xlsx() -> None:
    book = io.BytesIO()
    with xlsxwriter.Workbook(book) as workbook:
        sheet = workbook.add_worksheet()
        for number, line in enumerate(LIST.splitlines()):
            sheet.write_row(number, 0, line.split(","))
    for content in (LIST.encode("utf-8-sig"), LIST.encode("gb18030"), book.getvalue()):
        found = reading(Kind.LIST, content)
        assert [record.identifier for record in found.records] == ["公园名录@园林局", "停车场@交通局"]
        assert (found.records[0].cycle, found.records[0].themes) == ("每月", ("生态环境",))
        assert places(found) == [(4, "identifier", True), (4, "title", True), (5, "cycle", False)]
        assert "张三" not in str(found)
        assert "13912345678" not in str(found)


def test_a_list_without_known_heads_says_which_it_found() -> None:
    found = reading(Kind.LIST, "甲,乙\n1,2\n")
    assert (found.broken, found.faults[0].field, found.faults[0].found) == (True, "row 1", "甲, 乙")
