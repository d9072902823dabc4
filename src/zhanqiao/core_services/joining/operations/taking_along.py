"""A whole join as a file to take along."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from zhanqiao.core_services.joining.queries.previewing import typed_join
from zhanqiao.core_services.joining.rules import JoinPlan
from zhanqiao.data_center.storage import operations as storage
from zhanqiao.data_center.storage import queries
from zhanqiao.data_center.storage.queries import Format, TableCard

BLOCK = 1 << 20


def joined_file(
    *,
    plan: JoinPlan,
    left: TableCard,
    right: TableCard,
    format: Format,  # noqa: A002 - the word of the interface
) -> tuple[Iterator[bytes], int]:
    """Return the bytes of a whole join in blocks and their size; CSV begins with a byte order mark, for spreadsheets.

    Who may read the tables was decided before. Raises PlanError, QueryError, JoinTooLargeError, XlsxTooLargeError,
    NoPlaceError, QueryTimeoutError, before the first byte. Nothing stays behind, also when it is left early.
    """
    join = typed_join(plan=plan, left=left, right=right)
    match = queries.join_match(join=join, left=left, right=right)
    folder = Path(tempfile.mkdtemp(prefix="zhanqiao-join-"))
    try:
        path, _fields, _rows = storage.spliced_file(
            join=join, match=match, left=left, right=right, format=format, bom=format == "csv", folder=folder
        )
        size, file = path.stat().st_size, path.open("rb")
    finally:
        shutil.rmtree(folder, ignore_errors=True)  # an open file is read on until it is closed
    return _blocks(file), size


def _blocks(file: BinaryIO) -> Iterator[bytes]:
    with file:
        while block := file.read(BLOCK):
            yield block
