"""A harvester that we did not write (sickle) reads the catalogue by OAI-PMH."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET

import pytest
import requests
from rdflib import DCAT, DCTERMS, RDF, Graph
from sickle import Sickle
from sickle.oaiexceptions import (
    BadArgument,
    BadResumptionToken,
    CannotDisseminateFormat,
    IdDoesNotExist,
    NoRecordsMatch,
)

from tests.live import LiveSite, serving
from zhanqiao.portal.open_service.rules.oai import Listing

pytestmark = pytest.mark.xdist_group("oai")
OAI = "{http://www.openarchives.org/OAI/2.0/}"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveSite]:
    """A site of its own, from which a dataset is withdrawn."""
    with serving(home=tmp_path_factory.mktemp("home"), WORKERS="1", SITE_EMAIL="data@qingdao.example") as made:
        yield made


@pytest.fixture(scope="module")
def harvester(site: LiveSite) -> Sickle:
    return Sickle(f"{site.url}/oai")


def ids(site: LiveSite) -> set[str]:
    """Return the identifiers of what the native API lists."""
    found = requests.get(f"{site.url}/api/v1/datasets", params={"limit": 100}, timeout=30).json()["data"]
    return {f"oai:127.0.0.1:{one['id']}" for one in found}


def test_it_says_who_it_is_and_in_which_forms(harvester: Sickle) -> None:
    about = harvester.Identify()
    assert (about.protocolVersion, about.deletedRecord, about.adminEmail) == (
        "2.0",
        "persistent",
        "data@qingdao.example",
    )
    assert {one.metadataPrefix for one in harvester.ListMetadataFormats()} == {"oai_dc", "dcat"}
    assert {"department:qingdao-parks", "theme:22"} <= {one.setSpec for one in harvester.ListSets()}


def test_every_public_dataset_is_harvested_once(harvester: Sickle, site: LiveSite) -> None:
    records = list(harvester.ListRecords(metadataPrefix="oai_dc", ignore_deleted=True))
    assert sorted(one.header.identifier for one in records) == sorted(ids(site))
    parks = next(one for one in records if "青岛公园景点" in one.metadata["title"])
    assert parks.metadata["publisher"][0] == "青岛市园林和林业局"
    assert f"{site.url}/datasets/parks/" in parks.metadata["identifier"]
    assert [one.identifier for one in harvester.ListIdentifiers(metadataPrefix="dcat", ignore_deleted=True)] == [
        one.header.identifier for one in records
    ]


def test_the_dcat_form_is_rdf_that_stands_for_itself(harvester: Sickle, site: LiveSite) -> None:
    name = f"oai:127.0.0.1:{site.seeded['parks']['dataset']}"
    record = harvester.GetRecord(identifier=name, metadataPrefix="dcat")
    inside = record.xml.find(f"{OAI}metadata")[0]
    from lxml import etree  # sickle hands out its elements

    graph = Graph().parse(data=etree.tostring(inside), format="xml")
    (dataset,) = graph.subjects(RDF.type, DCAT.Dataset)
    assert {str(one) for one in graph.objects(dataset, DCTERMS.title)} == {"青岛公园景点"}
    assert len(list(graph.objects(dataset, DCAT.distribution))) == 3


def test_sets_and_periods_select(harvester: Sickle, site: LiveSite) -> None:
    everything = ids(site)
    chosen = {
        one.identifier
        for one in harvester.ListIdentifiers(
            metadataPrefix="oai_dc", set="department:qingdao-parks", ignore_deleted=True
        )
    }
    assert chosen == everything
    tomorrow = (datetime.now(tz=UTC) + timedelta(days=1)).date().isoformat()
    with pytest.raises(NoRecordsMatch):
        harvester.ListRecords(metadataPrefix="oai_dc", **{"from": tomorrow})
    assert {
        one.identifier
        for one in harvester.ListIdentifiers(metadataPrefix="oai_dc", until=tomorrow, ignore_deleted=True)
    } == everything
    stamp = max(one.datestamp for one in harvester.ListIdentifiers(metadataPrefix="oai_dc"))
    newest = list(harvester.ListIdentifiers(metadataPrefix="oai_dc", **{"from": stamp, "until": stamp}))
    assert newest
    assert {one.datestamp for one in newest} == {stamp}


def test_a_withdrawn_dataset_is_told_as_deleted_and_nothing_of_it(harvester: Sickle, site: LiveSite) -> None:
    name = f"oai:127.0.0.1:{site.seeded['fleeting']['dataset']}"
    before = harvester.GetRecord(identifier=name, metadataPrefix="oai_dc").header.datestamp
    site.seed("withdraw", "fleeting")
    record = harvester.GetRecord(identifier=name, metadataPrefix="oai_dc")
    assert record.header.deleted
    assert record.header.datestamp >= before
    text = requests.get(f"{site.url}/oai", params={"verb": "ListRecords", "metadataPrefix": "dcat"}, timeout=30).text
    assert name in text
    assert "临时数据" not in text


def test_what_was_never_public_is_not_there(harvester: Sickle, site: LiveSite) -> None:
    name = f"oai:127.0.0.1:{site.seeded['draft']['dataset']}"
    with pytest.raises(IdDoesNotExist):
        harvester.GetRecord(identifier=name, metadataPrefix="oai_dc")
    assert name not in {one.identifier for one in harvester.ListIdentifiers(metadataPrefix="oai_dc")}


def test_a_token_goes_on_where_it_was_although_others_change(site: LiveSite) -> None:
    def ask(**given: str) -> ET.Element:
        return ET.fromstring(requests.get(f"{site.url}/oai", params=given, timeout=30).text)

    first = [one.text for one in ask(verb="ListIdentifiers", metadataPrefix="oai_dc").iter(f"{OAI}identifier")]
    stamps = [one.text for one in ask(verb="ListIdentifiers", metadataPrefix="oai_dc").iter(f"{OAI}datestamp")]
    moment = (stamps[0] or "").replace("Z", "+00:00")
    token = Listing("oai_dc", "", "", "", moment, "", 0).token()
    rest = [one.text for one in ask(verb="ListIdentifiers", resumptionToken=token).iter(f"{OAI}identifier")]
    assert set(rest) <= set(first)
    last = ask(verb="ListIdentifiers", resumptionToken=token).find(f".//{OAI}resumptionToken")
    assert last is not None
    assert (last.text, last.get("completeListSize")) == (None, str(len(first)))


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"metadataPrefix": "marc21"}, CannotDisseminateFormat),
        ({"metadataPrefix": "oai_dc", "from": "yesterday"}, BadArgument),
        ({"metadataPrefix": "oai_dc", "from": "2026-01-01", "until": "2026-01-02T00:00:00Z"}, BadArgument),
        ({"metadataPrefix": "oai_dc", "from": "2026-02-01", "until": "2026-01-01"}, BadArgument),
        ({"metadataPrefix": "oai_dc", "set": "colour:red"}, NoRecordsMatch),
        ({"resumptionToken": "bm9uc2Vuc2U"}, BadResumptionToken),
        ({"resumptionToken": "W1tdXQ"}, BadResumptionToken),
        ({}, BadArgument),
    ],
)
def test_errors_are_those_of_the_protocol(harvester: Sickle, given: dict[str, str], expected: type[Exception]) -> None:
    with pytest.raises(expected):
        harvester.ListRecords(**given)


def test_a_form_is_answered_like_an_address_and_other_methods_are_refused(site: LiveSite) -> None:
    given = {"verb": "Identify"}
    posted = requests.post(f"{site.url}/oai", data=given, timeout=30)
    assert "<repositoryName>" in posted.text
    assert requests.delete(f"{site.url}/oai", timeout=30).status_code == 405
    wrong = ET.fromstring(requests.get(f"{site.url}/oai?verb=Everything&verb=Twice", timeout=30).text)
    assert wrong.find(f"{OAI}error").get("code") == "badVerb"  # type: ignore[union-attr]
