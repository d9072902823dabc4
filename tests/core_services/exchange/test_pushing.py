"""The department's side: reading parts of files, resuming, increments by watermark, and what the journal refuses."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from zhanqiao.core_services.exchange.engine.pushing.journal import Journal, JournalOfAnotherError, SourceChangedError
from zhanqiao.core_services.exchange.engine.pushing.reading import Source, SourceError
from zhanqiao.core_services.exchange.engine.pushing.running import Push, push_file, push_rows

TYPES = {"编号": "text", "数": "integer", "价": "decimal", "开": "boolean", "值": "number"}
CSV = '编号,数,价,开,值\nA1,1,2.50,true,0.5\n"A,\n2",,,否,\n'


@dataclass
class Platform:
    """Takes what is sent as the platform does - the same key, the same transfer - and fails when told to."""

    taken: dict[str, bytes] = field(default_factory=dict)
    fails_after: int = 1_000
    dies_unheard: bool = False

    def send(self, *, content: Any, sha256: bytes, size: int, key: str, media: str, **params: str) -> dict[str, Any]:
        body = content if isinstance(content, bytes) else content.read()
        if len(self.taken) >= self.fails_after:
            if self.dies_unheard:
                self.taken.setdefault(key, body)
            raise ConnectionError
        self.taken.setdefault(key, body)
        return {
            "id": f"trf_{list(self.taken).index(key)}",
            "receipt": {"sha256": sha256.hex()},
            "signature": {},
            "call": {},
        }

    @property
    def rows(self) -> list[Any]:
        return [json.loads(line) for body in self.taken.values() for line in body.splitlines()]


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    with closing(Journal(tmp_path / "journal")) as made:
        yield made


def numbered(path: Path, first: int, last: int) -> Path:
    with path.open("a", encoding="utf-8") as file:
        file.writelines(f'{{"n":{number}}}\n' for number in range(first, last + 1))
    return path


def push(*, rows: int = 10, name: str = "") -> Push:
    return Push(table="tbl_1", operation="append", rows=rows, name=name)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_is_read_as_values_of_the_columns_types(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "表.csv"
    path.write_text(CSV, encoding=encoding)
    source = Source(path, TYPES, encoding=encoding.removesuffix("-sig"))
    (whole,) = source.parts(start=0, rows=10)
    assert [json.loads(line) for line in whole.content.splitlines()] == [
        {"编号": "A1", "数": 1, "价": "2.50", "开": True, "值": 0.5},
        {"编号": "A,\n2", "数": None, "价": None, "开": False, "值": None},
    ]
    first, second = source.parts(start=0, rows=1)
    assert (first.content + second.content, second.end) == (whole.content, path.stat().st_size)
    assert list(source.parts(start=first.end, rows=1)) == [second]


def test_a_parquet_file_is_read_from_any_row_on(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    columns = {"n": list(range(25)), "价": [Decimal("1.10")] * 25, "日": [date(2026, 11, 30)] * 25}
    pq.write_table(pa.table(columns), path, row_group_size=7)
    parts = list(Source(path, {}).parts(start=0, rows=10))
    assert [(one.start, one.end, one.rows) for one in parts] == [(0, 10, 10), (10, 20, 10), (20, 25, 5)]
    assert json.loads(parts[1].content.splitlines()[0]) == {"n": 10, "价": "1.10", "日": "2026-11-30"}
    assert list(Source(path, {}).parts(start=10, rows=10)) == parts[1:]
    path.write_bytes(b"no parquet")
    with pytest.raises(SourceError):
        list(Source(path, {}).parts(start=0, rows=10))


def test_a_fault_of_a_file_is_located(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("编号,数\nA1,一\n", encoding="utf-8")
    with pytest.raises(SourceError, match="byte 18"):
        list(Source(tmp_path / "a.csv", TYPES).parts(start=0, rows=1))
    (tmp_path / "a.ndjson").write_text('{"n":1}\n[2]\n', encoding="utf-8")
    with pytest.raises(SourceError, match="byte 8"):
        list(Source(tmp_path / "a.ndjson", {}).parts(start=0, rows=9))


@pytest.mark.parametrize("unheard", [True, False])
def test_an_interrupted_push_goes_on_where_it_was(tmp_path: Path, journal: Journal, unheard: bool) -> None:
    source = Source(numbered(tmp_path / "a.ndjson", 1, 25), {})
    platform = Platform(fails_after=1, dies_unheard=unheard)
    with pytest.raises(ConnectionError):
        push_rows(push=push(), source=source, journal=journal, platform=platform)  # type: ignore[arg-type]
    platform.fails_after = 1_000
    assert push_rows(push=push(), source=source, journal=journal, platform=platform) == 5  # type: ignore[arg-type]
    assert [row["n"] for row in platform.rows] == list(range(1, 26))
    assert [one.rows for one in journal.confirmed()] == [10, 10, 5]


def test_what_was_added_to_a_file_is_all_that_is_sent_next(tmp_path: Path, journal: Journal) -> None:
    path, platform = numbered(tmp_path / "a.ndjson", 1, 12), Platform()
    push_rows(push=push(), source=Source(path, {}), journal=journal, platform=platform)  # type: ignore[arg-type]
    assert push_rows(push=push(), source=Source(path, {}), journal=journal, platform=platform) == 0  # type: ignore[arg-type]
    numbered(path, 13, 14)
    with path.open("a", encoding="utf-8") as file:
        file.write('{"n":15')  # still being written
    assert push_rows(push=push(), source=Source(path, {}), journal=journal, platform=platform) == 2  # type: ignore[arg-type]
    assert [row["n"] for row in platform.rows] == list(range(1, 15))


def test_by_a_watermark_only_later_rows_are_sent(tmp_path: Path, journal: Journal) -> None:
    platform, sent = Platform(), []
    for last in (12, 12, 31):
        path = tmp_path / "export.ndjson"
        path.unlink(missing_ok=True)
        since = journal.said("since")
        source = Source(numbered(path, 1, last), {}, watermark="n", since=json.loads(since) if since else None)
        sent.append(push_rows(push=push(), source=source, journal=journal, platform=platform))  # type: ignore[arg-type]
    assert (sent, [row["n"] for row in platform.rows]) == ([12, 0, 19], list(range(1, 32)))


def test_a_watermark_may_be_a_moment_or_a_decimal(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    moments = [datetime.fromisoformat(f"2026-11-{day}T08:00:00") for day in (28, 29, 30)]
    pq.write_table(pa.table({"at": moments, "价": [Decimal("9.5"), Decimal("10.5"), Decimal("11.5")]}), path)
    (part,) = Source(path, {}, watermark="at", since="2026-11-28T08:00:00").parts(start=0, rows=9)
    assert (part.rows, part.highest) == (2, "2026-11-30T08:00:00")
    (part,) = Source(path, {}, watermark="价", since=9.5).parts(start=0, rows=9)
    assert (part.rows, part.highest) == (2, 11.5)


def test_a_file_that_changed_under_a_journal_is_not_sent(tmp_path: Path, journal: Journal) -> None:
    path, platform = numbered(tmp_path / "a.ndjson", 1, 5), Platform()
    push_rows(push=push(), source=Source(path, {}), journal=journal, platform=platform)  # type: ignore[arg-type]
    path.write_text('{"n":9}\n' * 6, encoding="utf-8")
    with pytest.raises(SourceChangedError):
        push_rows(push=push(), source=Source(path, {}), journal=journal, platform=platform)  # type: ignore[arg-type]
    assert len(platform.taken) == 1


def test_a_lost_journal_doubles_nothing(tmp_path: Path) -> None:
    source, platform = Source(numbered(tmp_path / "a.ndjson", 1, 25), {}), Platform()
    for name in ("one", "two"):
        with closing(Journal(tmp_path / name)) as journal:
            push_rows(push=push(), source=source, journal=journal, platform=platform)  # type: ignore[arg-type]
    assert [row["n"] for row in platform.rows] == list(range(1, 26))
    with closing(Journal(tmp_path / "three")) as journal:
        push_rows(push=push(name="again"), source=source, journal=journal, platform=platform)  # type: ignore[arg-type]
    assert len(platform.rows) == 50


def test_a_journal_serves_one_push_only(journal: Journal) -> None:
    journal.belongs(table="tbl_1", to="https://data.example")
    journal.belongs(table="tbl_1", to="https://data.example")
    with pytest.raises(JournalOfAnotherError, match="tbl_1"):
        journal.belongs(table="tbl_2")


@pytest.mark.parametrize("unheard", [True, False])
def test_a_whole_file_that_was_interrupted_is_sent_under_its_first_key(
    tmp_path: Path, journal: Journal, unheard: bool
) -> None:
    path, platform = tmp_path / "a.csv", Platform(fails_after=0, dies_unheard=unheard)
    path.write_bytes(b"a\n1\n")
    with pytest.raises(ConnectionError):
        push_file(push=push(), path=path, journal=journal, platform=platform)  # type: ignore[arg-type]
    platform.fails_after = 1_000
    assert push_file(push=push(), path=path, journal=journal, platform=platform) == "trf_0"  # type: ignore[arg-type]
    assert list(platform.taken.values()) == [b"a\n1\n"]


def test_a_whole_file_is_sent_once_and_again_when_it_changed(tmp_path: Path, journal: Journal) -> None:
    path, platform = tmp_path / "a.csv", Platform()
    told = []
    for content in (b"a\n1\n", b"a\n1\n", b"a\n2\n", b"a\n1\n"):
        path.write_bytes(content)
        told.append(push_file(push=push(), path=path, journal=journal, platform=platform))  # type: ignore[arg-type]
    assert told == ["trf_0", "trf_0", "trf_1", "trf_2"]
    assert [sha256(body).hexdigest() for body in platform.taken.values()] == [one.sha256 for one in journal.confirmed()]
