"""The tables of this pillar, gathered for Django from its modules."""

from __future__ import annotations

from zhanqiao.data_center.catalogue.models import *  # noqa: F403 - Django finds the models here
from zhanqiao.data_center.metadata.models import (
    Code,
    CodeList,
    ColumnEntry,
    DataElement,
    DictionaryVersion,
    ElementStep,
)
from zhanqiao.data_center.storage.models import Release, Table

__all__ = ["Code", "CodeList", "ColumnEntry", "DataElement", "DictionaryVersion", "ElementStep", "Release", "Table"]
