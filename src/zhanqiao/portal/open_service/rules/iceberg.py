"""The words of the Iceberg REST catalogue: its version 1, read-only.

Source: the OpenAPI document of Apache Iceberg's REST catalogue. A namespace is a dataset (its slug), a table of it
goes by its name. Files are fetched as from an S3 endpoint without keys, because that is what every Iceberg client can
do: bucket ``iceberg``, path style, so that ``s3://iceberg/v1/files/…`` is ``<site>/iceberg/v1/files/…``.
"""

from __future__ import annotations

from typing import Any

from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

FILES = "s3://iceberg/v1/files"
ENDPOINTS = (
    "GET /v1/{prefix}/namespaces",
    "GET /v1/{prefix}/namespaces/{namespace}",
    "HEAD /v1/{prefix}/namespaces/{namespace}",
    "GET /v1/{prefix}/namespaces/{namespace}/tables",
    "GET /v1/{prefix}/namespaces/{namespace}/tables/{table}",
    "HEAD /v1/{prefix}/namespaces/{namespace}/tables/{table}",
)
TYPES = {401: "NotAuthorizedException", 403: "ForbiddenException", 405: "UnsupportedOperationException"}


class NoSuchIcebergError(ZhanqiaoError):
    """No namespace or table of this name, or the caller may not know that there is."""

    status = 404
    code = "iceberg-not-found"
    sentence = Text(
        zh="Iceberg 目录中没有“{what}”。请用 GET /iceberg/v1/namespaces 查看可读取的数据集。",
        en="The Iceberg catalogue has no '{what}'. GET /iceberg/v1/namespaces lists the datasets you may read.",
    )


def config() -> dict[str, Any]:
    """Return what a client is told first."""
    return {"defaults": {}, "overrides": {}, "endpoints": list(ENDPOINTS)}


def file_access(*, site: str) -> dict[str, str]:
    """Return how a client reaches files: S3 without keys, at the site's own address."""
    return {
        "s3.endpoint": site,
        "s3.region": "local",
        "s3.anonymous": "true",
        "s3.path-style-access": "true",
        "s3.force-virtual-addressing": "false",
    }


def root(*, table_id: str) -> str:
    """Return the address below which the files of a table lie."""
    return f"{FILES}/{table_id}"


def error_document(error: ZhanqiaoError, /) -> dict[str, Any]:
    """Return an error in the catalogue's form."""
    kind = TYPES.get(error.status, "NoSuchTableException" if error.status == NoSuchIcebergError.status else "Error")
    return {"error": {"message": f"{error.text.en} {error.text.zh}", "type": kind, "code": error.status}}
