"""The tables of the catalogue."""

from __future__ import annotations

from zhanqiao.data_center.catalogue.models.datasets import Dataset, DatasetRevision, DatasetState, DatasetTable
from zhanqiao.data_center.catalogue.models.lineage import DatasetSource
from zhanqiao.data_center.catalogue.models.origins import DatasetOrigin
from zhanqiao.data_center.catalogue.models.search import SearchChange

__all__ = [
    "Dataset",
    "DatasetOrigin",
    "DatasetRevision",
    "DatasetSource",
    "DatasetState",
    "DatasetTable",
    "SearchChange",
]
