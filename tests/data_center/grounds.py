"""What the tests of the data center share: a moment, an actor, CSV text made into an understood table."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from pathlib import Path

from zhanqiao.data_center.catalogue.rules import DatasetEntry
from zhanqiao.data_center.storage.engine.ingest import understand
from zhanqiao.data_center.storage.operations import TableReport

AT = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
BY = "acc_tester"
HEADER = "站名,开通日期,日客流\n"
STATIONS = HEADER + "".join(f"第{n}站,2015-12-{n + 1:02d},{n * 100}\n" for n in range(1, 20)) + "台东,2022-04-26,??\n"
MORE_STATIONS = HEADER + "灵山卫,2021-12-30,800\n"
NAMES = [*(f"第{n}站" for n in range(1, 20)), "台东"]


def understood(*, folder: Path, text: str) -> tuple[Path, TableReport]:
    """Return the folder ingest wrote into and its report on the one table of a CSV text."""
    into = folder / uuid.uuid4().hex
    into.mkdir()
    source = into / "stations.csv"
    source.write_text(text, encoding="utf-8")
    report = understand(path=source, into=into)
    return into, report.tables[0]


def entry(**stated: object) -> DatasetEntry:
    """Return a valid entry with some fields stated otherwise."""
    usual = {"slug": "metro-stations", "title_zh": "地铁站点", "department": "qingdao-parks"}
    return DatasetEntry(**{**usual, **stated})  # type: ignore[arg-type]  # test values of every type
