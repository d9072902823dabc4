"""Datasets in the standards of others, read by the tools of others."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from frictionless import Package
from jsonschema import Draft7Validator, FormatChecker
from referencing import Registry, Resource

from tests.live import LiveSite
from tests.portal.open_service.conftest import Get

pytestmark = [
    pytest.mark.xdist_group("live"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),  # of mlcroissant and frictionless themselves
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::UserWarning"),
]
REAL_1, REAL_3 = (
    "DCAT_US_1_SCHEMAS",
    "DCAT_US_3_SCHEMAS",
)  # folders with the schemas themselves, to check against as well
FORMATS = FormatChecker()
TEXT = {"type": "string", "minLength": 1}
MANDATORY_1 = {  # what version 1.1 asks of everybody outside of the United States
    "type": "object",
    "required": ["conformsTo", "dataset"],
    "properties": {
        "conformsTo": {"const": "https://project-open-data.cio.gov/v1.1/schema"},
        "dataset": {
            "type": "array",
            "items": {
                "type": "object",
                "required": [
                    *("title", "description", "keyword", "modified", "publisher", "contactPoint"),
                    *("identifier", "accessLevel"),
                ],
                "properties": {
                    "title": TEXT,
                    "description": TEXT,
                    "identifier": TEXT,
                    "keyword": {"type": "array", "minItems": 1, "items": TEXT},
                    "modified": {"pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$"},
                    "accessLevel": {"enum": ["public", "restricted public", "non-public"]},
                    "publisher": {"required": ["name"]},
                    "contactPoint": {"required": ["fn"]},
                },
            },
        },
    },
}
MANDATORY_3 = {
    "type": "object",
    "required": ["title", "description", "publisher", "dataset"],
    "properties": {
        "dataset": {"type": "array", "items": {"required": ["title", "description", "publisher"]}},
        "publisher": {"required": ["name"]},
    },
}


@FORMATS.checks("date-time", raises=ValueError)
def is_moment(text: object) -> bool:
    return isinstance(text, str) and "T" in text and bool(datetime.fromisoformat(text).tzinfo)


def faults(document: Any, *, schema: dict[str, Any], registry: Registry | None = None) -> list[str]:
    checker = Draft7Validator(schema, registry=registry or Registry(), format_checker=FORMATS)
    return [f"{list(error.absolute_path)}: {error.message[:200]}" for error in checker.iter_errors(document)]


def real_1(folder: Path) -> tuple[dict[str, Any], Registry]:
    """Return the schema of version 1.1 and the files it refers to, without the codes of bureaus of the United States."""
    files = {path.name: json.loads(path.read_text("utf-8")) for path in folder.glob("*.json")}
    for one in files.values():
        one.pop("id", None)
        one["$schema"] = "http://json-schema.org/draft-07/schema#"
    federal = {"bureauCode", "programCode"}
    files["dataset.json"]["required"] = [name for name in files["dataset.json"]["required"] if name not in federal]
    made = Registry().with_resources([(name, Resource.from_contents(one)) for name, one in files.items()])
    return files["catalog.json"], made


def real_3(folder: Path) -> tuple[dict[str, Any], Registry]:
    """Return the schema of version 3 for a catalogue; what its definitions name and nobody defines is any object."""
    definitions = {path.stem: json.loads(path.read_text("utf-8")) for path in (folder / "definitions").glob("*.json")}
    for one in definitions.values():
        without_ids(one)
    for name in ("Frequency", "Resource", "LinguisticSystem", "ImageObject", "ChecksumAlgorithm", "Policy"):
        definitions.setdefault(name, {"type": "object"})
    return {"$ref": "#/definitions/Catalog", "definitions": definitions}, Registry()


def without_ids(part: Any) -> None:
    if isinstance(part, dict):
        part.pop("$id", None)
    for one in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        without_ids(one)


@pytest.mark.parametrize(
    ("path", "mandatory", "variable", "real"),
    [("/data.json", MANDATORY_1, REAL_1, real_1), ("/dcat-us.json", MANDATORY_3, REAL_3, real_3)],
)
def test_the_catalogue_as_dcat_us_breaks_no_rule(
    get: Get, path: str, mandatory: dict[str, Any], variable: str, real: Any
) -> None:
    answer = get(path)
    document = answer.json()
    assert answer.headers["ETag"]
    assert get(path, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    assert faults(document, schema=mandatory) == []
    assert faults({**document, "dataset": [{}]}, schema=mandatory) != []
    if folder := os.environ.get(variable):
        schema, registry = real(Path(folder))
        assert faults(document, schema=schema, registry=registry) == []
        assert faults({**document, "dataset": [{"title": 1}]}, schema=schema, registry=registry) != []


def test_data_json_stands_where_harvesters_look(live_site: LiveSite, get: Get) -> None:
    import requests  # a plain address, not one of the API

    found = requests.get(f"{live_site.url}/data.json", timeout=30).json()
    assert found == get("/data.json").json()


def test_every_public_dataset_is_there_once_and_no_other(get: Get) -> None:
    listed = {one["id"] for one in get("/datasets", limit=100).json()["data"]}
    first = [one["identifier"] for one in get("/data.json").json()["dataset"]]
    third = [one["identifier"][0] for one in get("/dcat-us.json").json()["dataset"]]
    assert sorted(first) == sorted(third) == sorted(listed)


def test_a_conditional_dataset_tells_its_condition_and_no_file(get: Get) -> None:
    found = next(one for one in get("/data.json").json()["dataset"] if one["landingPage"].endswith("/wells/"))
    assert (found["accessLevel"], found["rights"]) == ("restricted public", "签订利用协议后提供。")
    assert "distribution" not in found
    assert get("/datasets/wells/datapackage.json").json()["resources"] == []
    assert get("/datasets/wells/croissant.json").json()["distribution"] == []


@pytest.mark.parametrize("form", ["croissant", "datapackage"])
@pytest.mark.parametrize("slug", ["draft", "nowhere"])
def test_what_is_not_published_is_not_there(get: Get, form: str, slug: str) -> None:
    assert get(f"/datasets/{slug}/{form}.json").status_code == 404


@pytest.mark.parametrize("slug", ["parks", "trees", "wells"])
def test_mlcroissant_finds_no_fault_and_reads_the_rows(
    live_site: LiveSite, get: Get, slug: str, tmp_path: Path
) -> None:
    """``trees`` came by appending: its CSV is read, for there is no one Parquet file. ``wells`` is not open."""
    found = read(f"{live_site.url}/api/v1/datasets/{slug}/croissant.json", home=tmp_path)
    assert found["errors"] == []
    table = get(f"/datasets/{slug}").json()["data"]["tables"][0]
    assert found["records"] == (0 if slug == "wells" else table["rows"])
    if slug != "wells":
        text = get(f"/tables/{table['id']}/export.csv").content.decode("utf-8-sig")
        named = next(csv.DictReader(io.StringIO(text)))
        column = next(iter(named))
        first = {name.rpartition("/")[2]: value for name, value in found["first"].items()}
        assert first[column] == named[column]


def read(url: str, *, home: Path) -> dict[str, Any]:
    command = [sys.executable, str(Path(__file__).with_name("croissant_reader.py")), url]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, "HOME": str(home)})
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.mark.parametrize("slug", ["parks", "trees"])
def test_frictionless_finds_every_row_valid(live_site: LiveSite, slug: str) -> None:
    package = Package(f"{live_site.url}/api/v1/datasets/{slug}/datapackage.json")
    report = package.validate()
    assert report.valid, report.flatten(["title", "message"])[:5]
    assert report.stats["tasks"] == 1
    assert report.tasks[0].stats["rows"] > 4
