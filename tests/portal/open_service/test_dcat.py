"""The catalogue as DCAT-AP: read by rdflib, checked by pyshacl, and blind for what is not public."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import requests
from pyshacl import validate
from rdflib import CSVW, DCAT, DCTERMS, RDF, SH, Graph, Literal, URIRef

from tests.live import LiveSite
from tests.portal.open_service.conftest import Get

pytestmark = [
    pytest.mark.xdist_group("live"),
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning"),  # rdflib of itself
]
FORMS = {"ttl": "turtle", "jsonld": "json-ld", "rdf": "xml"}
REAL_SHAPES = "DCAT_AP_SHAPES"  # a folder with the shapes of DCAT-AP 3.0.1, to check against those as well
MANDATORY = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
[] a sh:NodeShape ; sh:targetClass dcat:Catalog ;
   sh:property [sh:path dct:title ; sh:minCount 1], [sh:path dct:description ; sh:minCount 1],
               [sh:path dct:publisher ; sh:minCount 1 ; sh:maxCount 1 ; sh:class foaf:Agent] .
[] a sh:NodeShape ; sh:targetClass dcat:Dataset ;
   sh:property [sh:path dct:title ; sh:minCount 1], [sh:path dct:description ; sh:minCount 1],
               [sh:path dct:publisher ; sh:maxCount 1 ; sh:class foaf:Agent],
               [sh:path dct:accrualPeriodicity ; sh:maxCount 1], [sh:path dct:accessRights ; sh:maxCount 1] .
[] a sh:NodeShape ; sh:targetClass dcat:Distribution ;
   sh:property [sh:path dcat:accessURL ; sh:minCount 1 ; sh:nodeKind sh:IRI],
               [sh:path dcat:byteSize ; sh:maxCount 1] .
[] a sh:NodeShape ; sh:targetClass dcat:DataService ;
   sh:property [sh:path dct:title ; sh:minCount 1], [sh:path dcat:endpointURL ; sh:minCount 1 ; sh:nodeKind sh:IRI] .
[] a sh:NodeShape ; sh:targetClass foaf:Agent ; sh:property [sh:path foaf:name ; sh:minCount 1] .
"""


def graph_of(text: bytes, form: str = "ttl") -> Graph:
    return Graph().parse(data=text, format=FORMS[form])


def violations(graph: Graph, shapes: Graph) -> str:
    conforms, _, words = validate(graph, shacl_graph=shapes, allow_warnings=True)
    return "" if conforms else str(words)


def real_shapes(folder: Path) -> Graph:
    """Return the shapes of a folder, without the few whose property has no path, for no validator can read them."""
    shapes = Graph()
    for file in sorted(folder.glob("*.ttl")):
        shapes.parse(file)
    for one in set(shapes.objects(None, SH.property)):
        if (one, SH.path, None) not in shapes:
            shapes.remove((None, SH.property, one))
            shapes.remove((one, None, None))
    return shapes


@pytest.mark.parametrize("path", ["/catalog", "/datasets/parks", "/datasets/wells"])
def test_the_three_forms_say_the_same_and_nothing_violates_the_mandatory_shapes(get: Get, path: str) -> None:
    graphs = [graph_of(get(f"{path}.{form}").content, form) for form in FORMS]
    skipped = URIRef("http://www.w3.org/ns/hydra/core#")
    said = [{triple for triple in graph if not any(str(skipped) in str(part) for part in triple)} for graph in graphs]
    kept = [{triple for triple in triples if "/catalog." not in "".join(map(str, triple))} for triples in said]
    assert kept[0] == kept[1] == kept[2]
    assert len(kept[0]) > 30
    assert violations(graphs[0], Graph().parse(data=MANDATORY, format="turtle")) == ""
    if folder := os.environ.get(REAL_SHAPES):
        shapes = real_shapes(Path(folder))
        assert violations(graphs[0], shapes) == ""


def test_the_mandatory_shapes_do_find_a_missing_title(get: Get) -> None:
    graph = graph_of(get("/datasets/parks.ttl").content)
    graph.remove((None, DCTERMS.title, None))
    assert "title" in violations(graph, Graph().parse(data=MANDATORY, format="turtle"))


def test_a_dataset_names_its_publisher_files_and_columns(get: Get, live_site: LiveSite) -> None:
    graph = graph_of(get("/datasets/parks.ttl").content)
    node = URIRef(f"{live_site.url}/datasets/parks/#dataset")
    assert graph.value(node, DCTERMS.title) == Literal("青岛公园景点", lang="zh")
    publisher = graph.value(node, DCTERMS.publisher)
    assert str(graph.value(publisher, DCTERMS.identifier)).startswith("1137020000410000")
    files = {str(graph.value(one, DCAT.downloadURL)) for one in graph.objects(node, DCAT.distribution)}
    assert {address.rpartition(".")[2] for address in files} == {"csv", "json", "parquet"}
    names = {str(graph.value(one, CSVW.name)) for one in graph.subjects(RDF.type, CSVW.Column)}
    assert names == {"名称", "区市", "面积", "门票", "开放日期", "经度", "纬度"}


def test_conditional_data_are_described_without_files(get: Get, live_site: LiveSite) -> None:
    graph = graph_of(get("/datasets/wells.ttl").content)
    node = URIRef(f"{live_site.url}/datasets/wells/#dataset")
    assert str(graph.value(node, DCTERMS.accessRights)).endswith("/RESTRICTED")
    assert list(graph.objects(node, DCAT.distribution)) == []


def test_only_published_datasets_are_told_of(get: Get, live_site: LiveSite) -> None:
    assert get("/datasets/draft.ttl").status_code == 404
    assert "/datasets/fleeting/" in get("/catalog.ttl").text
    live_site.seed("withdraw", "fleeting")
    try:
        assert get("/datasets/fleeting.ttl").status_code == 404
        assert "fleeting" not in get("/catalog.ttl").text
        assert "/datasets/draft/" not in get("/catalog.ttl").text
    finally:
        live_site.seed("publish", "fleeting")


def test_pages_and_tags(get: Get) -> None:
    first = get("/catalog.ttl")
    again = get("/catalog.ttl", headers={"If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code) == (200, 304)
    assert "hydra:totalItems" in first.text
    assert [get("/catalog.ttl", page=page).status_code for page in ("2", "1000001", str(10**30))] == [404, 404, 400]
    assert get("/catalog.xls").status_code == 400


@pytest.mark.parametrize(
    ("accept", "form"),
    [("text/turtle", "ttl"), ("application/ld+json", "jsonld"), ("text/html;q=0.5,application/rdf+xml", "rdf")],
)
def test_the_page_of_a_dataset_leads_those_who_ask_for_rdf_to_it(live_site: LiveSite, accept: str, form: str) -> None:
    page = f"{live_site.url}/datasets/parks/"
    answer = requests.get(page, headers={"Accept": accept}, timeout=30, allow_redirects=False)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/api/v1/datasets/parks.{form}")
    followed = requests.get(page, headers={"Accept": accept}, timeout=30)
    assert URIRef(f"{page}#dataset") in set(graph_of(followed.content, form).subjects(RDF.type, DCAT.Dataset))


@pytest.mark.parametrize("accept", ["*/*", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"])
def test_browsers_and_the_undecided_get_the_page(live_site: LiveSite, accept: str) -> None:
    answer = requests.get(
        f"{live_site.url}/datasets/parks/", headers={"Accept": accept}, timeout=30, allow_redirects=False
    )
    assert (answer.status_code, answer.headers["Content-Type"][:9]) == (200, "text/html")
    assert "Accept" in [part.strip() for part in answer.headers["Vary"].split(",")]


def test_a_hidden_dataset_leads_nowhere(live_site: LiveSite) -> None:
    page = f"{live_site.url}/datasets/draft/"
    answer = requests.get(page, headers={"Accept": "text/turtle"}, timeout=30, allow_redirects=False)
    assert answer.status_code == 404
