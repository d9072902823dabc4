"""The data files of a release as one relation with physical names and the place of each row.

A data file keeps rows in source order. Apache Spark tells each row's place in its file (``_metadata.row_index``), which
added to the rows of the files before gives the row number that a serving copy calls ``rowid``. Sail does not; there an
increasing number within the file keeps the order, and row numbers are counted where a page needs them.
"""

from __future__ import annotations

from typing import Any

from pyspark.errors import AnalysisException
from pyspark.sql import functions as f

from zhanqiao.data_center.storage.engine.distributed.parts import Parts
from zhanqiao.data_center.storage.engine.query.layout import Layout

VIEW = "{data}"  # how spark.sql names a relation handed to it
PLACE_BITS = 53  # the number within a file: 2^20 partitions of 2^33 rows, and 2^10 files before the sign
ROW_INDEX = "_metadata.row_index"


def placed(*, spark: Any, parts: Parts, layout: Layout) -> tuple[Any, bool]:
    """Return the rows of a release with a last column ``rowid``, and whether that is the number of the row.

    When it is not, it still grows from row to row.
    """
    files = [spark.read.parquet(address) for address in parts.addresses]
    names = list(layout.columns.values())
    if _knows_places(files[0]):
        starts = _starts(files)
        numbered = [
            each.select("*", f.col(ROW_INDEX).alias("rowid"))
            .toDF(*names, "place")
            .withColumn("rowid", f.col("place") + start)
            .drop("place")
            for each, start in zip(files, starts, strict=True)
        ]
        return _together(numbered), True
    growing = [
        each.toDF(*names).withColumn("rowid", f.monotonically_increasing_id() + (number << PLACE_BITS))
        for number, each in enumerate(files)
    ]
    return _together(growing), False


def plain(*, spark: Any, parts: Parts, layout: Layout) -> Any:
    """Return the rows of a release in no order, for groups and counts."""
    return _together([spark.read.parquet(each).toDF(*layout.columns.values()) for each in parts.addresses])


def _knows_places(file: Any) -> bool:
    try:
        return bool(file.select(ROW_INDEX).columns)
    except AnalysisException:
        return False


def _starts(files: list[Any]) -> list[int]:
    """Return how many rows lie before each file; the last need not be counted."""
    starts = [0]
    for each in files[:-1]:
        starts.append(starts[-1] + each.count())
    return starts


def _together(files: list[Any]) -> Any:
    whole = files[0]
    for each in files[1:]:
        whole = whole.unionAll(each)
    return whole
