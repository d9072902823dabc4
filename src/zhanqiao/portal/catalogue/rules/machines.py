"""The forms in which machines read a dataset, as its page lists them."""

from __future__ import annotations

from dataclasses import dataclass

from zhanqiao.kit.texts import Text

FILES = {
    "csv": ("CSV", "text/csv"),
    "json": ("JSON", "application/json"),
    "parquet": ("Parquet", "application/vnd.apache.parquet"),
}


@dataclass(frozen=True, slots=True)
class Machine:
    """One form: its name, what it is for, its address (``{slug}``, ``{table}``, ``{place}``); ``media`` where it is a description.

    One that is ``of_rows`` is there only where everybody may read the rows, one ``of_places`` only where these have a place.
    """

    name: str
    about: Text
    address: str
    media: str = ""
    of_rows: bool = False
    of_places: bool = False


MACHINES = (
    Machine("JSON API", Text("目录条目与各表", "Entry and tables"), "/api/v1/datasets/{slug}", "application/json"),
    Machine("DCAT-AP 3.0.1", Text("Turtle", "Turtle"), "/api/v1/datasets/{slug}.ttl", "text/turtle"),
    Machine("DCAT-AP 3.0.1", Text("JSON-LD", "JSON-LD"), "/api/v1/datasets/{slug}.jsonld", "application/ld+json"),
    Machine("DCAT-AP 3.0.1", Text("RDF/XML", "RDF/XML"), "/api/v1/datasets/{slug}.rdf", "application/rdf+xml"),
    Machine(
        "Croissant 1.1",
        Text("供机器学习工具", "For machine learning"),
        "/api/v1/datasets/{slug}/croissant.json",
        'application/ld+json; profile="http://mlcommons.org/croissant/1.1"',
    ),
    Machine(
        "Data Package",
        Text("Frictionless", "Frictionless"),
        "/api/v1/datasets/{slug}/datapackage.json",
        "application/vnd.datapackage+json",
    ),
    Machine("CKAN", Text("package_show", "package_show"), "/api/3/action/package_show?id={slug}"),
    Machine("OData v4", Text("供 Excel、Power BI", "For Excel, Power BI"), "/odata/v4/{table}", of_rows=True),
    Machine(
        "OGC API", Text("供 QGIS、GDAL", "For QGIS, GDAL"), "/ogc/collections/{place}", of_rows=True, of_places=True
    ),
    Machine("Iceberg REST", Text("供 DuckDB、Spark", "For DuckDB, Spark"), "/iceberg/v1/config", of_rows=True),
)
