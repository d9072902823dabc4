"""The addresses of API v1, made from the registry: what it declares is served, and nothing else."""

from __future__ import annotations

from django.urls import path

from zhanqiao.portal.open_service.endpoints import (
    catalogue,
    differences,
    exchange,
    files,
    geocoding,
    going_together,
    joins,
    outward,
    quality,
    requests,
    rows,
    service,
    sql,
    standards,
    tables,
    tiles,
    uploads,
)
from zhanqiao.portal.open_service.endpoints.edges import View
from zhanqiao.portal.open_service.endpoints.methods import by_method
from zhanqiao.portal.open_service.rules.registry import ENDPOINTS
from zhanqiao.portal.open_service.rules.writing import WRITINGS

app_name = "open_service"
VIEWS = {
    "index": service.index,
    "openapi": service.openapi,
    "datasets": catalogue.datasets,
    "suggest": catalogue.suggest,
    "catalog-file": outward.catalog_file,
    "data-json": outward.data_json,
    "dcat-us": outward.dcat_us_file,
    "dataset-file": outward.dataset_file,
    "croissant": outward.croissant_file,
    "datapackage": outward.datapackage_file,
    "dataset": catalogue.dataset,
    "dataset-tables": catalogue.dataset_tables,
    "table": tables.table,
    "rows": tables.rows,
    "aggregate": tables.aggregate,
    "facets": tables.facets,
    "export": tables.export,
    "query": sql.query,
    "joins": joins.joins,
    "releases": files.releases,
    "release": files.release,
    "diff": differences.diff,
    "quality": quality.quality,
    "geocode": geocoding.geocode,
    "geocode-batch": geocoding.geocode_batch,
    "geocode-reverse": geocoding.reverse,
    "values": going_together.values,
    "joinable": going_together.joinable,
    "unionable": going_together.unionable,
    "tilejson": tiles.tilejson,
    "tile": tiles.tile,
    "source": files.source,
    "release-file": files.release_file,
    "exchange-keys": exchange.keys,
    "exchange-counters": exchange.counters,
    "requests": requests.requests,
    "request": requests.one,
    "request-results": requests.results,
    "elements": standards.elements,
    "element": standards.element,
    "code-lists": standards.code_lists,
    "code-list": standards.code_list,
    "code-list-file": standards.code_list_file,
    "conformance": standards.conformance,
    "contract": standards.contract,
    "problems": files.problems,
    "refused": files.refused,
}
CHANGES = {
    "create-table": rows.create_table,
    "send-rows": rows.send_rows,
    "batch": rows.batch,
    "declare-key": rows.declare_key,
    "publish-file": uploads.publish_file,
    "job": uploads.job,
    "begin-upload": uploads.begin_upload,
    "upload": uploads.upload,
    "add-piece": uploads.add_piece,
    "end-upload": uploads.end_upload,
    "send-transfer": exchange.send_transfer,
    "transfers": exchange.transfers,
    "transfer": exchange.transfer,
    "proof": exchange.proof,
}


def _views() -> dict[str, tuple[str, View]]:
    """Return for each route a name and the view of all its methods."""
    reads = {endpoint.route: endpoint.name for endpoint in ENDPOINTS}
    writes: dict[str, dict[str, View]] = {}
    names: dict[str, str] = {}
    for writing in WRITINGS:
        writes.setdefault(writing.route, {})[writing.method] = CHANGES[writing.name]
        names.setdefault(writing.route, writing.name)
    return {
        route: (
            reads.get(route) or names[route],
            by_method(read=VIEWS[reads[route]] if route in reads else None, write=writes.get(route, {})),
        )
        for route in (*reads, *(each for each in writes if each not in reads))
    }


urlpatterns = [
    *(path(route, view, name=name) for route, (name, view) in _views().items()),
    path("<path:path>", service.elsewhere, name="elsewhere"),
]
