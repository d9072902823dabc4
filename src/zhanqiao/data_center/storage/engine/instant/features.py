"""A short GeoJSON answer from the instant copy: points from arrays, properties from ready texts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import orjson

from zhanqiao.data_center.storage.engine.instant.arrays import ColumnArray
from zhanqiao.data_center.storage.engine.instant.finding import find
from zhanqiao.data_center.storage.engine.instant.masks import NUMBERS
from zhanqiao.data_center.storage.engine.instant.opening import InstantCopy
from zhanqiao.data_center.storage.engine.query.layout import Layout
from zhanqiao.data_center.storage.engine.query.model import Query

MOST_FEATURES = 10_000  # more are streamed from the serving copy
HEAD, TAIL = b'{"type":"FeatureCollection","features":[', b"]}"


def ready_features(*, query: Query, layout: Layout, copy: InstantCopy) -> bytes | None:
    """Return the whole answer, None when it is long, or asks for what the copy does not know: other columns, shapes."""
    points = _points(layout, copy)
    if points is None or query.select or query.aggregated or query.limit is None or query.limit > MOST_FEATURES:
        return None
    found = find(
        query=query, layout=layout, copy=copy, start=query.offset, size=query.limit, resumed=False, ask=_nothing
    )
    if found is None or found.asked:
        return None
    places = found.places[: query.limit]
    shapes = _shapes(points, places)
    texts = copy.texts.at(places)
    parts = [
        b'{"type":"Feature","geometry":%b,"properties":%b}' % (shape, text)
        for shape, text in zip(shapes, texts, strict=True)
    ]
    return HEAD + b",".join(parts) + TAIL


def _nothing() -> Sequence[int]:
    return ()


def _points(layout: Layout, copy: InstantCopy) -> tuple[ColumnArray, ColumnArray] | None:
    place = layout.place
    if place is None or place.geometry is not None:
        return None
    names = {column: name for name, column in layout.columns.items()}
    x, y = copy.array(names[place.west]), copy.array(names[place.south])
    return (x, y) if x is not None and y is not None and {x.field.type, y.field.type} <= NUMBERS else None


def _shapes(points: tuple[ColumnArray, ColumnArray], places: Sequence[int]) -> list[bytes]:
    where = np.asarray(places, dtype=np.int64)
    missing = np.zeros(len(where), dtype=bool)
    sides = []
    for array in points:
        sides.append((array.values[where].astype(np.float64) / 10**array.scale).tolist())
        if array.nulls is not None:
            missing |= array.nulls[where]
    return [
        b"null" if gone else b'{"type":"Point","coordinates":%b}' % orjson.dumps(pair)
        for gone, *pair in zip(missing.tolist(), *sides, strict=True)
    ]
