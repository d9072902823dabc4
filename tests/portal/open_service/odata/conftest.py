"""A release with every type and with blanks, asked in OData's words without a site around it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.data_center.storage import stations
from zhanqiao.data_center.storage.engine.query import parse_query, rows
from zhanqiao.portal.open_service.rules.odata.naming import Shape, shape_of
from zhanqiao.portal.open_service.rules.odata.options import options_of
from zhanqiao.portal.open_service.rules.odata.plans import plan_of
from zhanqiao.portal.open_service.rules.odata.values import Form, objects

PLAIN = Form("none")
Ask = Callable[..., list[dict[str, Any]]]


@pytest.fixture(scope="session")
def shape() -> Shape:
    return shape_of(tuple((each.name, str(each.type), each.precision, each.scale) for each in stations.FIELDS))


@pytest.fixture(scope="session")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("stations")
    stations.released(home=home)
    return stations.serving(home)


@pytest.fixture(scope="session")
def ask(copy: Path, shape: Shape) -> Ask:
    """Return rows as OData writes them, for options given without their ``$``."""

    def asked(form: Form = PLAIN, **given: str) -> list[dict[str, Any]]:
        plan = plan_of(options=options_of(given={f"${name}": [text] for name, text in given.items()}), shape=shape)
        query = parse_query(fields=stations.FIELDS, params=plan.params)
        page = rows(serving=copy, fields=stations.FIELDS, query=query)
        return objects(rows=page.rows, written=plan.written, form=form, entity=lambda _: {})

    return asked
