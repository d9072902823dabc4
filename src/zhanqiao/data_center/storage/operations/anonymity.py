"""The k-anonymity of a release, counted over all rows as readers will see them."""

from __future__ import annotations

from collections.abc import Sequence

from zhanqiao.data_center.storage.engine.anonymity import Risk, risk_by
from zhanqiao.data_center.storage.engine.changes.folding import reading_release
from zhanqiao.data_center.storage.engine.query.layout import RELATION, layout_of
from zhanqiao.data_center.storage.engine.releases import serving_path
from zhanqiao.data_center.storage.operations.releases import PreparedRelease
from zhanqiao.data_center.storage.queries import warehouse
from zhanqiao.kit.errors import NotFoundError


def risk_of_release(*, prepared: PreparedRelease, columns: Sequence[str]) -> Risk:
    """Return how small the classes of rows with equal values in these columns are in a release that nobody sees yet.

    Raises NotFoundError for a column that the release has not.
    """
    fields = prepared.manifest.fields
    unknown = set(columns) - {field.name for field in fields}
    if unknown or not columns:
        raise NotFoundError(what=", ".join(sorted(unknown)) or "columns")
    layout = layout_of(fields)
    serving = serving_path(warehouse=warehouse(), table_id=prepared.table_id, release_id=prepared.release_id)
    with reading_release(serving) as connection:
        physical = {name: layout.column(name) for name in columns}
        return risk_by(connection=connection, relation=f"base.main.{RELATION}", columns=physical)
