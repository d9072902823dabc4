"""What is not a release yet, in the form of one: so that it can be compared and measured before it is decided upon."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Sequence
from pathlib import Path
from tempfile import mkdtemp

from zhanqiao.data_center.storage.engine.fields import Field
from zhanqiao.data_center.storage.engine.releases.serving import Builder
from zhanqiao.kit import environment
from zhanqiao.kit.progress import silent

DRAFT, FOLDER = "draft", "drafts"
SERVING = "serving.duckdb"
_lock = threading.Lock()  # one draft at a time in a process: each may take BUILD_MEMORY_BYTES


def draft_serving(*, parquet: Path, fields: Sequence[Field]) -> Path:
    """Return the rows of an understood Parquet file as a serving copy without indexes; made once, whole or not at all.

    It lies in a folder of its own beside the file and goes with it; a file that was written anew has another. Seconds for
    a million rows.
    """
    place = parquet.parent / FOLDER / f"{parquet.stem}-{parquet.stat().st_mtime_ns}" / SERVING
    with _lock:
        if not place.is_file():
            _build(parquet, tuple(fields), place)
    return place


def _build(parquet: Path, fields: tuple[Field, ...], place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    scratch = Path(mkdtemp(dir=place.parent.parent))
    try:
        memory = environment.value("BUILD_MEMORY_BYTES")
        with Builder(path=scratch / SERVING, fields=fields, memory=memory, progress=silent) as builder:
            builder.fill(parts=[parquet], names=[field.name for field in fields])
            builder.note(release_id=DRAFT)
        (scratch / SERVING).replace(place)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
