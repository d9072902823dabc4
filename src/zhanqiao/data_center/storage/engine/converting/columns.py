"""The columns of a table whose places are converted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from zhanqiao.data_center.storage.engine.fields import Field, LogicalType
from zhanqiao.data_center.storage.rules import DeclaredPlaces


def converted_fields(*, fields: Sequence[Field], declared: Sequence[DeclaredPlaces]) -> tuple[Field, ...]:
    """Return the columns as they are written: longitudes and latitudes become numbers."""
    pairs = {column for one in declared for column in (one.longitude, one.latitude) if column}
    return tuple(
        replace(field, type=LogicalType.NUMBER, precision=None, scale=None) if field.name in pairs else field
        for field in fields
    )
