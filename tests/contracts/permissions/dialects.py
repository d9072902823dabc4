"""The lines of the interfaces that others brought: SODA, CKAN, OAI-PMH, OGC API, OData, Iceberg."""

from __future__ import annotations

from tests.contracts.permissions.calls import CONTENT, GONE, Call, Shows

LAYER = "/ogc/collections/<str:name>"
DIALECTS = (
    Call("/resource/<str:table>.<str:format>", "/resource/{table}.json", Shows.ROWS),
    Call("/resource/<str:table>.<str:format>", "/resource/{table}.csv", Shows.ROWS),
    Call("/api/views/<str:table>.json", "/api/views/{table}.json", Shows.ENTRY),
    Call("/datastore/dump/<str:resource>", "/datastore/dump/{table}", Shows.ROWS),
    Call("/data.json", "/data.json", Shows.LIST),
    Call("/oai", "/oai?verb=ListRecords&metadataPrefix=oai_dc", Shows.LIST, tombstones=True),
    Call("/oai", "/oai?verb=ListIdentifiers&metadataPrefix=dcat", Shows.LIST, proof=False, tombstones=True),
    Call(
        "/oai",
        "/oai?verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:127.0.0.1:{dataset}",
        Shows.PUBLISHED,
        tells=True,
    ),
    Call("/ogc/records/", "/ogc/records/", Shows.NOTHING),
    Call("/ogc/records/conformance", "/ogc/records/conformance", Shows.NOTHING),
    Call("/ogc/records/collections", "/ogc/records/collections", Shows.NOTHING),
    Call("/ogc/records/collections/<str:name>", "/ogc/records/collections/catalog", Shows.NOTHING),
    Call("/ogc/records/collections/<str:name>/items", "/ogc/records/collections/catalog/items?limit=100", Shows.LIST),
    Call(
        "/ogc/records/collections/<str:name>/items/<str:record>",
        "/ogc/records/collections/catalog/items/{dataset}",
        Shows.PUBLISHED,
    ),
    *(Call(f"/ogc/{name}", f"/ogc/{name}", Shows.NOTHING) for name in ("", "api", "conformance", "tileMatrixSets")),
    Call("/ogc/tileMatrixSets/<str:grid>", "/ogc/tileMatrixSets/WebMercatorQuad", Shows.NOTHING),
    Call("/ogc/collections", "/ogc/collections", Shows.LIST),
    Call(LAYER, "/ogc/collections/{table}", Shows.ROWS, proof=False),
    Call(f"{LAYER}/schema", "/ogc/collections/{table}/schema", Shows.ROWS, proof=False),
    Call(f"{LAYER}/queryables", "/ogc/collections/{table}/queryables", Shows.ROWS, proof=False),
    Call(f"{LAYER}/items", "/ogc/collections/{table}/items?limit=3", Shows.ROWS),
    Call(f"{LAYER}/items/<str:number>", "/ogc/collections/{table}/items/1", Shows.ROWS),
    Call(f"{LAYER}/tiles", "/ogc/collections/{table}/tiles", Shows.ROWS, proof=False),
    Call(f"{LAYER}/tiles/<str:grid>", "/ogc/collections/{table}/tiles/WebMercatorQuad", Shows.ROWS, proof=False),
    Call(
        f"{LAYER}/tiles/<str:grid>/<str:level>/<str:row>/<str:column>",
        "/ogc/collections/{table}/tiles/WebMercatorQuad/9/200/427",
        Shows.ROWS,
    ),
    Call("/odata/v4", "/odata/v4", Shows.LIST),
    Call("/odata/v4/", "/odata/v4/", Shows.LIST),
    Call(r"/odata/^v4/\$metadata/?$", "/odata/v4/$metadata", Shows.LIST),
    Call(r"/odata/^v4/(?P<name>[\w-]+)/?$", "/odata/v4/{table}?$top=3", Shows.ROWS),
    Call(r"/odata/^v4/(?P<name>[\w-]+)/\$count/?$", "/odata/v4/{table}/$count", Shows.ROWS, proof=False),
    Call(r"/odata/^v4/(?P<name>[\w-]+)\((?P<key>[^()/]{1,60})\)/?$", "/odata/v4/{table}(1)", Shows.ROWS),
    Call(
        r"/odata/^v4/(?P<name>[\w-]+)\((?P<key>[^()/]{1,60})\)/(?P<member>\w+)/?$",
        f"/odata/v4/{{table}}(1)/{CONTENT}",
        Shows.ROWS,
    ),
    Call(
        r"/odata/^v4/(?P<name>[\w-]+)\((?P<key>[^()/]{1,60})\)/(?P<member>\w+)/(?P<raw>\$value)/?$",
        f"/odata/v4/{{table}}(1)/{CONTENT}/$value",
        Shows.ROWS,
    ),
    Call("/odata/v4/<path:path>", "/odata/v4/none/at/all", Shows.NOTHING, opened=GONE),
    Call("/iceberg/v1/config", "/iceberg/v1/config", Shows.NOTHING),
    Call("/iceberg/v1/namespaces", "/iceberg/v1/namespaces", Shows.LIST),
    Call("/iceberg/v1/namespaces/<str:name>", "/iceberg/v1/namespaces/{slug}", Shows.ROWS, refused=GONE, proof=False),
    Call(
        "/iceberg/v1/namespaces/<str:name>/tables",
        "/iceberg/v1/namespaces/{slug}/tables",
        Shows.ROWS,
        refused=GONE,
        proof=False,
    ),
    Call(
        "/iceberg/v1/namespaces/<str:name>/tables/<str:table>",
        "/iceberg/v1/namespaces/{slug}/tables/{table}",
        Shows.ROWS,
        refused=GONE,
        proof=False,
    ),
    Call(
        "/iceberg/v1/files/<str:table>/<str:release>/<str:file>",
        "/iceberg/v1/files/{table}/{release}/snapshot.avro",
        Shows.ROWS,
        proof=False,
    ),
    Call("/iceberg/<path:path>", "/iceberg/none", Shows.NOTHING, opened=GONE),
)
SQL = 'select+*+from+"{table}"'
CKAN_READS = {
    "status_show": ("", Shows.NOTHING),
    "site_read": ("", Shows.NOTHING),
    "help_show": ("?name=site_read", Shows.NOTHING),
    "license_list": ("", Shows.NOTHING),
    "package_list": ("", Shows.LIST),
    "current_package_list_with_resources": ("", Shows.LIST),
    "package_search": ('?rows=100&facet.field=["organization","groups","res_format","license_id"]', Shows.LIST),
    "organization_list": ("?all_fields=true", Shows.LIST),
    "organization_show": ("?id=canary-own&include_datasets=true", Shows.LIST),
    "group_list": ("?all_fields=true", Shows.LIST),
    "group_show": ("?id=theme-22&include_datasets=true", Shows.LIST),
    "tag_list": ("", Shows.LIST),
    "package_show": ("?id={slug}", Shows.ENTRY),
    "resource_show": ("?id={table}", Shows.ENTRY),
    "datastore_info": ("?id={table}", Shows.ROWS),
    "datastore_search": ("?resource_id={table}", Shows.ROWS),
    "datastore_search_sql": (f"?sql={SQL}", Shows.ROWS),
}
CKAN_WRITES = {
    "datastore_create": '{{"resource_id": "{table}", "fields": [{{"id": "none"}}]}}',
    "datastore_upsert": '{{"resource_id": "{table}", "method": "none"}}',
    "datastore_delete": '{{"resource_id": "{table}"}}',
    "datastore_records_delete": '{{"resource_id": "{table}"}}',
}
UNPROVEN = {"package_list", "group_list", "organization_list", "datastore_info"}
CKAN = (
    *(
        Call("/api/3/action/<str:name>", f"/api/3/action/{name}{asked}", shows, proof=name not in UNPROVEN)
        for name, (asked, shows) in CKAN_READS.items()
    ),
    *(
        Call("/api/3/action/<str:name>", f"/api/3/action/{name}", Shows.SENDING, "POST", body, refused=(403, 404))
        for name, body in CKAN_WRITES.items()
    ),
    Call("/api/action/<str:name>", "/api/action/package_show?id={dataset}", Shows.ENTRY),
)
