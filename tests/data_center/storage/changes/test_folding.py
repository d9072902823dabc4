"""Batches of appends, upserts and deletions come to what a dictionary of rows would come to."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhanqiao.data_center.storage.engine.changes import (
    Batch,
    Folded,
    KeyNotUniqueError,
    KeyTakenError,
    checked_rows,
    fold,
    require_unique,
)
from zhanqiao.data_center.storage.engine.changes.files import write_changes, write_rows
from zhanqiao.data_center.storage.engine.fields import Field, LogicalType
from zhanqiao.data_center.storage.engine.query import parse_query, rows
from zhanqiao.data_center.storage.engine.releases import (
    Manifest,
    Warehouse,
    read_manifest,
    retire_release,
    serving_path,
    write_release,
)
from zhanqiao.data_center.storage.engine.releases.lake import release_rows, table_in_lake
from zhanqiao.data_center.storage.rules import Operation

T = LogicalType
FIELDS = (
    Field("区", T.TEXT),
    Field("号", T.INTEGER),
    Field("价", T.DECIMAL, None, 10, 2),
    Field("日", T.DATE),
    Field("形", T.GEOMETRY),
)
KEY = ("区", "号")
AT = datetime(2026, 11, 27, 8, 0, tzinfo=UTC)
POINT = {"type": "Point", "coordinates": [120.38, 36.07]}


def whole(district: str, number: int, price: str | None = None, day: str | None = None) -> dict[str, Any]:
    return {"区": district, "号": number, "价": price, "日": day, "形": POINT if day else None}


def batch(name: str, operation: Operation, *given_rows: dict[str, Any]) -> Batch:
    kept = checked_rows(rows=given_rows, operation=operation, fields=FIELDS, key=KEY, table_id="tbl_1")
    return Batch(name, operation, kept)


class Place:
    """One table with its releases, each built on the one before."""

    def __init__(self, root: Path) -> None:
        self.warehouse = Warehouse(root=root, catalog_uri=f"sqlite:///{root / 'iceberg.sqlite3'}")
        self.root, self.number = root, 0

    @property
    def serving(self) -> Path:
        return serving_path(warehouse=self.warehouse, table_id="tbl_1", release_id=f"rel_{self.number}")

    def release(self, mode: Any, parquet: Path) -> Manifest:
        previous = f"rel_{self.number}" if self.number else None
        self.number += 1
        return write_release(
            warehouse=self.warehouse,
            table_id="tbl_1",
            release_id=f"rel_{self.number}",
            parquet=parquet,
            fields=FIELDS,
            mode=mode,
            previous=previous if mode != "replace" else None,
            at=AT,
        )

    def begin(self, *given_rows: dict[str, Any]) -> Manifest:
        first = batch("b0", Operation.APPEND, *given_rows)
        write_rows(rows=[{**dict.fromkeys(f.name for f in FIELDS), **row} for row in first.rows], fields=FIELDS, target=self.root / "rows.parquet")  # fmt: skip
        return self.release("replace", self.root / "rows.parquet")

    def take(self, *batches: Batch) -> tuple[Folded, Manifest]:
        folded = fold(serving=self.serving, fields=FIELDS, key=KEY, batches=batches)
        target = self.root / "changes.parquet"
        if folded.is_append:
            write_rows(rows=folded.added, fields=FIELDS, target=target)
            return folded, self.release("append", target)
        write_changes(folded=folded, fields=FIELDS, target=target)
        return folded, self.release("change", target)

    def rows(self, number: int | None = None) -> list[tuple[Any, ...]]:
        path = serving_path(warehouse=self.warehouse, table_id="tbl_1", release_id=f"rel_{number or self.number}")
        query = parse_query(fields=FIELDS, params={"limit": "10000", "select": "区, 号, 价, 日"})
        return [tuple(row) for row in rows(serving=path, fields=FIELDS, query=query).rows]

    def in_iceberg(self) -> int:
        found = release_rows(warehouse=self.warehouse, table_id="tbl_1", release_id=f"rel_{self.number}")
        return int(found.num_rows)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    made = Place(tmp_path)
    made.begin(whole("市南", 1, "1.50", "2026-01-01"), whole("市南", 2), whole("市北", 1, "3"), whole("崂山", 1))
    return made


def test_an_upsert_changes_the_given_columns_in_their_place_and_adds_new_rows_last(place: Place) -> None:
    _, manifest = place.take(
        batch("b1", Operation.UPSERT, {"区": "市南", "号": 2, "价": 7.25}, whole("即墨", 9, "0.01", "2026-02-02"))
    )
    assert place.rows() == [
        ("市南", 1, 1.5, "2026-01-01"),
        ("市南", 2, 7.25, None),
        ("市北", 1, 3.0, None),
        ("崂山", 1, None, None),
        ("即墨", 9, 0.01, "2026-02-02"),
    ]
    assert (manifest.mode, manifest.rows, manifest.rows_added, manifest.rows_changed, manifest.rows_removed) == (
        "change", 5, 1, 1, 0,
    )  # fmt: skip
    assert (place.in_iceberg(), len(place.rows(1)), manifest.bbox) == (5, 4, (120.38, 36.07, 120.38, 36.07))


def test_a_deletion_leaves_the_others_in_their_order(place: Place) -> None:
    _, manifest = place.take(
        batch("b1", Operation.DELETE, {"区": "市南", "号": 2}, {"区": "无", "号": 1}),
    )
    assert [row[:2] for row in place.rows()] == [("市南", 1), ("市北", 1), ("崂山", 1)]
    assert (manifest.rows_added, manifest.rows_changed, manifest.rows_removed) == (0, 0, 1)


def test_a_batch_with_a_key_that_is_taken_is_refused_whole_and_the_others_go_on(place: Place) -> None:
    folded, manifest = place.take(
        batch("b1", Operation.APPEND, whole("黄岛", 1), whole("崂山", 1)),
        batch("b2", Operation.APPEND, whole("黄岛", 2)),
        batch("b3", Operation.APPEND, whole("黄岛", 2)),
    )
    assert {name: type(error) for name, error in folded.refused.items()} == {"b1": KeyTakenError, "b3": KeyTakenError}
    assert folded.refused["b1"].facts["row"] == 1
    assert (place.rows()[-1][:2], manifest.mode, manifest.rows) == (("黄岛", 2), "append", 5)


def test_a_row_deleted_and_sent_again_is_new(place: Place) -> None:
    place.take(
        batch("b1", Operation.DELETE, {"区": "市南", "号": 1}), batch("b2", Operation.APPEND, whole("市南", 1, "9"))
    )
    assert place.rows()[0] == ("市南", 1, 9.0, None)


def test_nothing_changed_is_nothing(place: Place) -> None:
    folded = fold(
        serving=place.serving, fields=FIELDS, key=KEY, batches=[batch("b", Operation.UPSERT, whole("崂山", 1))]
    )
    assert folded.is_nothing


def test_without_a_key_rows_are_added_in_their_order(place: Place) -> None:
    taken = [Batch("b1", Operation.APPEND, [{"区": "市南", "号": 1}]), Batch("b2", Operation.APPEND, [{"区": "市南"}])]
    folded = fold(serving=place.serving, fields=FIELDS, key=(), batches=taken)
    assert [(row["区"], row["号"], row["价"]) for row in folded.added] == [("市南", 1, None), ("市南", None, None)]


def test_a_key_that_does_not_identify_is_told(place: Place) -> None:
    require_unique(serving=place.serving, fields=FIELDS, key=KEY)
    with pytest.raises(KeyNotUniqueError) as caught:
        require_unique(serving=place.serving, fields=FIELDS, key=("号",))
    assert {name: caught.value.facts[name] for name in ("nulls", "repeated", "sample")} == {
        "nulls": 0, "repeated": 1, "sample": "1",
    }  # fmt: skip
    with pytest.raises(KeyNotUniqueError):
        require_unique(serving=place.serving, fields=FIELDS, key=("价",))


def test_small_appends_do_not_pile_up(place: Place) -> None:
    parts = [len(place.take(batch(f"b{n}", Operation.APPEND, whole("西海岸", n)))[1].parts) for n in range(18)]
    assert (max(parts), parts[15:18]) == (16, [1, 2, 3])
    assert (place.in_iceberg(), len(place.rows())) == (22, 22)


def test_retired_releases_leave_nothing_behind_and_take_nothing_from_others(place: Place) -> None:
    for number in range(20):
        place.take(batch(f"b{number}", Operation.APPEND, whole("西海岸", number)))
    for number in range(1, 19):
        retire_release(warehouse=place.warehouse, table_id="tbl_1", release_id=f"rel_{number}")
    retire_release(warehouse=place.warehouse, table_id="tbl_1", release_id="rel_1")
    kept = [read_manifest(warehouse=place.warehouse, table_id="tbl_1", release_id=f"rel_{n}") for n in (19, 20, 21)]
    lake = place.warehouse.lake / "tbl_1"
    assert {f"tbl_1/data/{path.name}" for path in (lake / "data").iterdir()} == {p for m in kept for p in m.parts}
    table = table_in_lake(warehouse=place.warehouse, table_id="tbl_1")
    assert len(table.metadata.snapshots) <= 4  # the three, and what main showed first
    used = {s.manifest_list for s in table.metadata.snapshots} | {m.manifest_path for s in table.metadata.snapshots for m in s.manifests(table.io)}  # fmt: skip
    assert {f"file://{path}" for path in (lake / "metadata").glob("*.avro")} == used
    assert (place.in_iceberg(), len(place.rows()), len(place.rows(19))) == (24, 24, 22)


KEYS = st.tuples(st.sampled_from(["市南", "市北"]), st.integers(0, 4))
PRICES = st.one_of(st.none(), st.decimals(min_value=-99, max_value=99, places=2))
CHANGES = st.lists(
    st.tuples(st.sampled_from(list(Operation)), st.lists(st.tuples(KEYS, PRICES, st.booleans()), min_size=1, max_size=5)),
    min_size=1,
    max_size=6,
)  # fmt: skip


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(start=st.dictionaries(KEYS, PRICES, min_size=1, max_size=6), changes=CHANGES)
def test_any_batches_come_to_what_a_dictionary_comes_to(start: dict[Any, Any], changes: list[Any]) -> None:
    expected = {key: (price, None) for key, price in start.items()}
    batches = []
    for number, (operation, asked) in enumerate(changes):
        once = list({key: (key, price, dated) for key, price, dated in asked}.values())
        sent = [sent_row(operation, *each) for each in once]
        batches.append(batch(str(number), operation, *sent))
        if operation is Operation.APPEND and any(key in expected for key, _, _ in once):
            continue
        for key, price, dated in once:
            if operation is Operation.DELETE:
                expected.pop(key, None)
            else:
                day = date(2026, 1, 2) if dated else expected.get(key, (None, None))[1]
                expected[key] = (price, day)
    with TemporaryDirectory() as folder:
        place = Place(Path(folder))
        place.begin(
            *({"区": key[0], "号": key[1], "价": None if price is None else str(price)} for key, price in start.items())
        )
        place.take(*batches)
        found = {(row[0], row[1]): row[2:] for row in place.rows()}
        assert len(found) == len(place.rows()) == place.in_iceberg()
    assert found == {
        key: (None if price is None else float(price), day and day.isoformat())
        for key, (price, day) in expected.items()
    }


def sent_row(operation: Operation, key: Any, price: Decimal | None, dated: bool) -> dict[str, Any]:
    row: dict[str, Any] = {"区": key[0], "号": key[1]}
    if operation is Operation.DELETE:
        return row
    return row | {"价": None if price is None else str(price)} | ({"日": "2026-01-02"} if dated else {})
