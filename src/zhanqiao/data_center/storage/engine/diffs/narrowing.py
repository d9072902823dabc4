"""Of a comparison only the rows that fit a condition, before or after the change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from zhanqiao.data_center.storage.engine.diffs.keeping import Difference
from zhanqiao.data_center.storage.engine.diffs.model import Places
from zhanqiao.data_center.storage.engine.duck import limited, serving_instance
from zhanqiao.data_center.storage.engine.fields import Field
from zhanqiao.data_center.storage.engine.query import QueryError, parse_query
from zhanqiao.data_center.storage.engine.query.compiling import Compiler
from zhanqiao.data_center.storage.engine.query.layout import layout_of


def narrowed(
    *,
    difference: Difference,
    old: Path,
    new: Path,
    old_fields: Sequence[Field],
    new_fields: Sequence[Field],
    where: str,
) -> Difference:
    """Return the part of a comparison whose rows fit ``where`` (the grammar of rows) in either release.

    The changed cells of the part are not counted. A condition that the older release has no columns for fits none of its
    rows. Raises QueryError where the newer release has none, QueryTimeoutError.
    """
    fits_new = np.isin(difference.new, _fitting(new, new_fields, where))
    try:
        fits_old = np.isin(difference.old, _fitting(old, old_fields, where))
    except QueryError:
        fits_old = np.zeros(len(difference.old), dtype=bool)
    chosen = (fits_old & (difference.old >= 0)) | (fits_new & (difference.new >= 0))
    before, after = difference.old[chosen], difference.new[chosen]
    counts = replace(
        difference.counts,
        added=int((before < 0).sum()),
        removed=int((after < 0).sum()),
        changed=int(((before >= 0) & (after >= 0)).sum()),
        cells={},
    )
    return replace(difference, counts=counts, old=before, new=after)


def _fitting(serving: Path, fields: Sequence[Field], where: str) -> Places:
    query = parse_query(fields=fields, params={"where": where})
    instance = serving_instance(serving)
    cursor = instance.cursor()
    with instance.using(serving) as table, limited(cursor):
        compiler = Compiler(query, layout_of(fields), table.relation)
        statement = compiler.statement(f"SELECT rowid AS place {compiler.source()}")
        found = cursor.execute(statement.sql, statement.params).fetchnumpy()["place"]
    return np.ma.filled(np.ma.asarray(found), -1).astype(np.int64)
