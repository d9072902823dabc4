"""The words of MLCommons Croissant 1.1."""

from __future__ import annotations

VERSION = "http://mlcommons.org/croissant/1.1"
TYPES = {  # of our columns; geometries are binary in Parquet and left out
    "text": "sc:Text",
    "integer": "sc:Integer",
    "decimal": "sc:Float",
    "number": "sc:Float",
    "boolean": "sc:Boolean",
    "date": "sc:Date",
    "time": "sc:Text",
    "timestamp": "sc:DateTime",
    "json": "sc:Text",
}
_TERMS = (
    "arrayShape", "containedIn", "equivalentProperty", "examples", "excludes", "extract", "field", "fileObject", "fileProperty",
    "fileSet", "format", "includes", "isArray", "isLiveDataset", "jsonPath", "key", "md5", "parentField", "path", "recordSet",
    "references", "regex", "repeated", "replace", "separator", "source", "subField", "transform", "value", "column",
)  # fmt: skip
CONTEXT = {
    "@language": "zh",
    "@vocab": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "sc": "https://schema.org/",
    "dct": "http://purl.org/dc/terms/",
    "conformsTo": "dct:conformsTo",
    "citeAs": "cr:citeAs",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "samplingRate": "cr:samplingRate",
    **{name: f"cr:{name}" for name in _TERMS},
    "examples": {"@id": "cr:examples", "@type": "@json"},
}
