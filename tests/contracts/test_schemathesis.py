"""The API against its own document, by generated requests."""

from __future__ import annotations

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.live import LiveSite
from zhanqiao.portal.open_service.rules.openapi import document
from zhanqiao.portal.open_service.rules.registry import BASE

pytestmark = pytest.mark.xdist_group("live")
CHECKS = (not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance)
schema = schemathesis.openapi.from_dict(document(language="en"))


@schema.parametrize()
@settings(
    max_examples=15,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.filter_too_much],
)
def test_answers_conform_to_the_document(case: schemathesis.Case, live_site: LiveSite) -> None:
    places = {"table": live_site.table("parks"), "dataset": "parks", "release": "latest", "file": "data.parquet"}
    case.path_parameters.update({name: places[name] for name in case.path_parameters if name in places})
    case.call_and_validate(base_url=f"{live_site.url}{BASE}", checks=CHECKS, timeout=30)


def test_the_served_document_is_the_declared_one(live_site: LiveSite) -> None:
    for language in ("zh", "en"):
        served = requests.get(f"{live_site.url}{BASE}/openapi.json", headers={"Accept-Language": language}, timeout=30)
        assert served.json() == document(language=language)
        assert served.headers["Content-Language"] == language
