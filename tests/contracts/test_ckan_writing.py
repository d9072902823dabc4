"""ckanapi writes to our datastore as it writes to CKAN's: creates, inserts, updates, upserts, deletes."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
import requests
from ckanapi import NotAuthorized, NotFound, RemoteCKAN, ValidationError

from tests.live import LiveSite

pytestmark = pytest.mark.xdist_group("written")
FIELDS = [
    {"id": "code", "type": "text"},
    {"id": "free", "type": "int"},
    {"id": "rate", "type": "numeric"},
    {"id": "at", "type": "timestamp"},
]


@pytest.fixture(scope="module")
def ckan(written_site: LiveSite) -> RemoteCKAN:
    return RemoteCKAN(written_site.url, apikey=written_site.seeded["keys"]["write"])


@pytest.fixture
def resource(ckan: RemoteCKAN) -> str:
    made = ckan.action.datastore_create(
        resource={"package_id": "lots", "name": f"ckan-lots-{uuid4().hex}"},
        fields=FIELDS,
        primary_key=["code"],
        records=[{"code": "001", "free": "12", "rate": 2.5, "at": "2026-11-27T08:00:00"}, {"code": "002", "free": 3}],
    )
    assert (made["primary_key"], [one["id"] for one in made["fields"]]) == (["code"], ["code", "free", "rate", "at"])
    return str(made["resource_id"])


def records(ckan: RemoteCKAN, resource: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = ckan.action.datastore_search(resource_id=resource, fields=["code", "free"])["records"]
    return found


def test_a_resource_is_created_with_records(ckan: RemoteCKAN, resource: str) -> None:
    assert ckan.action.resource_show(id=resource)["datastore_active"] is True
    assert records(ckan, resource)[:2] == [{"code": "001", "free": 12}, {"code": "002", "free": 3}]


def test_records_are_upserted_updated_inserted_and_deleted(ckan: RemoteCKAN, resource: str) -> None:
    ckan.action.datastore_upsert(
        resource_id=resource, records=[{"code": "001", "free": 13}, {"code": "003", "free": 9}]
    )
    assert records(ckan, resource) == [
        {"code": "001", "free": 13}, {"code": "002", "free": 3}, {"code": "003", "free": 9},
    ]  # fmt: skip
    ckan.action.datastore_upsert(resource_id=resource, method="update", records=[{"_id": 7, "code": "002", "free": 4}])
    ckan.action.datastore_upsert(resource_id=resource, method="insert", records=[{"code": 4, "free": 40}])
    ckan.action.datastore_delete(resource_id=resource, filters={"code": ["003", "999"]})
    assert records(ckan, resource) == [
        {"code": "001", "free": 13}, {"code": "002", "free": 4}, {"code": "4", "free": 40},
    ]  # fmt: skip
    ckan.action.datastore_create(resource_id=resource, records=[{"code": "5", "free": None}], force=True)
    ckan.action.datastore_records_delete(resource_id=resource, filters={"free": {"gte": 40}})
    assert [row["code"] for row in records(ckan, resource)] == ["001", "002", "5"]


def test_what_cannot_be_written_is_a_validation_error(ckan: RemoteCKAN, resource: str) -> None:
    wrong: list[dict[str, Any]] = [
        {"resource_id": resource, "records": [{"code": "1", "free": "viele"}]},
        {"resource_id": resource, "records": [{"code": "1", "free": "9" * 30}]},
        {"resource_id": resource, "records": [{"code": "1", "nothing": 1}]},
        {"resource_id": resource, "records": [{"free": 1}]},
        {"resource_id": resource, "records": [{"code": "001"}], "method": "insert"},
        {"resource_id": resource, "records": [{"code": "zzz"}], "method": "update"},
        {"resource_id": resource, "records": [{"code": "1"}], "method": "merge"},
        {"resource_id": resource, "records": "many"},
        {"records": [{"code": "1"}]},
    ]
    for params in wrong:
        with pytest.raises(ValidationError):
            ckan.action.datastore_upsert(**params)
    with pytest.raises(ValidationError):
        ckan.action.datastore_delete(resource_id=resource)
    with pytest.raises(ValidationError):
        ckan.action.datastore_create(resource={"name": "x"}, fields=FIELDS)
    with pytest.raises(ValidationError):
        ckan.action.datastore_create(resource={"package_id": "lots", "name": "x"})
    with pytest.raises(NotFound):
        ckan.action.datastore_upsert(resource_id="tbl_000000000000", records=[{"code": "1"}])


def test_nobody_writes_without_a_key_or_to_what_is_anothers(
    ckan: RemoteCKAN, resource: str, written_site: LiveSite
) -> None:
    for key in (None, written_site.seeded["keys"]["read"]):
        with pytest.raises(NotAuthorized):
            RemoteCKAN(written_site.url, apikey=key).action.datastore_upsert(
                resource_id=resource, records=[{"code": "1"}]
            )
    answer = requests.get(
        f"{written_site.url}/api/3/action/datastore_delete?resource_id={resource}&filters=", timeout=30
    )
    assert answer.status_code == 405


def test_a_table_without_a_primary_key_takes_inserts_only(ckan: RemoteCKAN) -> None:
    made = ckan.action.datastore_create(
        resource={"package_id": "lots", "name": "ckan-plain"}, records=[{"甲": 1, "乙": "x"}, {"甲": 2}]
    )
    assert [(one["id"], one["type"]) for one in made["fields"]] == [("甲", "int8"), ("乙", "text")]
    plain = made["resource_id"]
    ckan.action.datastore_upsert(resource_id=plain, method="insert", records=[{"甲": 3}])
    assert ckan.action.datastore_search(resource_id=plain)["total"] == 3
    with pytest.raises(ValidationError):
        ckan.action.datastore_upsert(resource_id=plain, records=[{"甲": 3}])
    with pytest.raises(ValidationError):
        ckan.action.datastore_delete(resource_id=plain, filters={"甲": 3})
    ckan.action.datastore_create(resource_id=plain, primary_key="甲")
    ckan.action.datastore_delete(resource_id=plain, filters={"甲": 3})
