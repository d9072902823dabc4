"""Differences between two releases: exact by key and by content, whatever the rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhanqiao.data_center.storage.engine import diffs
from zhanqiao.data_center.storage.engine.diffs import Change, Difference, DiffKeyError
from zhanqiao.data_center.storage.engine.fields import Field, LogicalType

FIELDS = (Field("编码", LogicalType.TEXT), Field("区市", LogicalType.TEXT), Field("人数", LogicalType.INTEGER))
SQL = {LogicalType.TEXT: "VARCHAR", LogicalType.INTEGER: "BIGINT", LogicalType.NUMBER: "DOUBLE"}
Rows = Sequence[tuple[Any, ...]]
OLD: Rows = [("a", "市南区", 1), ("b", "市北区", 2), ("c", "李沧区", None), ("d", "崂山区", 4)]
NEW: Rows = [("c", "李沧区", 3), ("a", "市南区", 1), ("e", "黄岛区", 5), ("b", "城阳区", 20)]


def serving(home: Path, name: str, rows: Rows, fields: Sequence[Field] = FIELDS) -> Path:
    """Write a serving copy as the engine reads it."""
    path = home / "releases" / "tbl_1" / name / "serving.duckdb"
    path.parent.mkdir(parents=True)
    with duckdb.connect(str(path)) as connection:
        columns = ", ".join(f"c{number} {SQL[each.type]}" for number, each in enumerate(fields, start=1))
        connection.execute(f"CREATE TABLE data ({columns})")
        connection.execute("CREATE TABLE meta (key VARCHAR, value VARCHAR)")
        connection.executemany("INSERT INTO meta VALUES (?, ?)", [("release_id", name), ("rows", str(len(rows)))])
        if rows:
            connection.executemany(f"INSERT INTO data VALUES ({', '.join('?' * len(fields))})", [list(r) for r in rows])
    return path


def compared(
    home: Path, old: Rows, new: Rows, *, key: Sequence[str], fields: Sequence[Sequence[Field]] = (FIELDS, FIELDS)
) -> tuple[Difference, list[Change]]:
    """Return how two releases of these rows differ, and all rows that do."""
    paths = serving(home, "rel_1", old, fields[0]), serving(home, "rel_2", new, fields[1])
    sides = {"old": paths[0], "new": paths[1], "old_fields": fields[0], "new_fields": fields[1]}
    found = diffs.kept(**sides, key=key)
    return found, diffs.changes(difference=found, **sides, kind=None, limit=1000, offset=0)


def test_by_key_rows_are_added_removed_and_changed_cell_by_cell(tmp_path: Path) -> None:
    found, rows = compared(tmp_path, OLD, NEW, key=["编码"])
    assert [(each.kind, (each.new or each.old or {})["编码"], each.columns) for each in rows] == [
        ("changed", "c", ("人数",)),
        ("added", "e", ()),
        ("changed", "b", ("区市", "人数")),
        ("removed", "d", ()),
    ]
    assert (found.counts.added, found.counts.removed, found.counts.changed, found.counts.unchanged) == (1, 1, 2, 1)
    assert found.counts.cells == {"区市": 1, "人数": 2}


def test_by_content_a_changed_row_is_one_removed_and_one_added(tmp_path: Path) -> None:
    found, rows = compared(tmp_path, OLD, NEW, key=[])
    assert [(each.kind, (each.new or each.old or {})["编码"]) for each in rows] == [
        ("added", "c"), ("added", "e"), ("added", "b"), ("removed", "b"), ("removed", "c"), ("removed", "d"),
    ]  # fmt: skip
    assert (found.counts.changed, found.counts.unchanged) == (0, 1)


def test_pages_of_one_kind_follow_each_other(tmp_path: Path) -> None:
    found, _ = compared(tmp_path, OLD, NEW, key=["编码"])
    sides = {"old_fields": FIELDS, "new_fields": FIELDS}
    paths = {
        name: tmp_path / "releases" / "tbl_1" / f"rel_{n}" / "serving.duckdb" for n, name in ((1, "old"), (2, "new"))
    }
    pages = [
        diffs.changes(difference=found, **sides, **paths, kind="changed", limit=1, offset=offset) for offset in range(3)
    ]
    assert [[(each.new or {})["编码"] for each in page] for page in pages] == [["c"], ["b"], []]


def test_a_key_with_equal_values_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DiffKeyError) as refused:
        compared(tmp_path, OLD, [*NEW, ("a", "平度市", 9)], key=["编码"])
    assert "several rows" in refused.value.text.en


def test_a_key_with_an_empty_value_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DiffKeyError) as refused:
        compared(tmp_path, OLD, [*NEW, (None, "平度市", 9)], key=["编码"])
    assert "nothing in them" in refused.value.text.en


def test_columns_that_came_went_and_changed_type_are_told_and_the_others_compared(tmp_path: Path) -> None:
    newer = (Field("编码", LogicalType.TEXT), Field("人数", LogicalType.TEXT), Field("备注", LogicalType.TEXT))
    found, rows = compared(tmp_path, OLD, [("a", "1", "x"), ("b", "二", None)], key=["编码"], fields=(FIELDS, newer))
    columns = found.columns
    assert (columns.common, columns.added, columns.removed) == (("编码", "人数"), ("备注",), ("区市",))
    assert [(each.name, each.old, each.new) for each in columns.retyped] == [("人数", "integer", "text")]
    assert [(each.kind, each.columns) for each in rows] == [("changed", ("人数",)), ("removed", ()), ("removed", ())]


def test_a_comparison_is_made_once(tmp_path: Path) -> None:
    found, _ = compared(tmp_path, OLD, NEW, key=["编码"])
    folder = tmp_path / "releases" / "tbl_1"
    (folder / "rel_1" / "serving.duckdb").unlink()
    again = diffs.kept(
        old=folder / "rel_1" / "serving.duckdb", new=folder / "rel_2" / "serving.duckdb",
        old_fields=FIELDS, new_fields=FIELDS, key=["编码"],
    )  # fmt: skip
    assert (again.counts, again.old.tolist(), again.new.tolist()) == (
        found.counts,
        found.old.tolist(),
        found.new.tolist(),
    )


FEW = st.tuples(st.sampled_from(["a", "b", None]), st.sampled_from(["", "市南区", None]), st.sampled_from([0, 1, None]))


@given(old=st.lists(FEW, max_size=12), new=st.lists(FEW, max_size=12))
@settings(max_examples=40, deadline=None)
def test_by_content_what_differs_is_the_difference_of_the_rows(
    tmp_path_factory: pytest.TempPathFactory, old: Rows, new: Rows
) -> None:
    found, rows = compared(tmp_path_factory.mktemp("diff"), old, new, key=[])
    gone = Counter(tuple((each.old or {}).values()) for each in rows if each.kind == "removed")
    come = Counter(tuple((each.new or {}).values()) for each in rows if each.kind == "added")
    assert (gone, come) == (Counter(old) - Counter(new), Counter(new) - Counter(old))
    assert found.counts.unchanged == len(new) - come.total()


@given(
    old=st.dictionaries(st.sampled_from("abcdefgh"), FEW.map(lambda row: row[1:])),
    new=st.dictionaries(st.sampled_from("abcdefgh"), FEW.map(lambda row: row[1:])),
)
@settings(max_examples=40, deadline=None)
def test_by_key_what_differs_is_the_difference_of_the_maps(
    tmp_path_factory: pytest.TempPathFactory, old: dict[str, Any], new: dict[str, Any]
) -> None:
    lines = [(name, *rest) for name, rest in old.items()], [(name, *rest) for name, rest in new.items()]
    found, rows = compared(tmp_path_factory.mktemp("diff"), *lines, key=["编码"])
    kinds = {kind: {(e.new or e.old or {})["编码"] for e in rows if e.kind == kind} for kind in diffs.KINDS}
    both = old.keys() & new.keys()
    assert kinds == {
        "added": new.keys() - old.keys(),
        "removed": old.keys() - new.keys(),
        "changed": {name for name in both if old[name] != new[name]},
    }
    assert found.counts.unchanged == sum(old[name] == new[name] for name in both)
