"""Masks hide what they are told to, over all rows, and nothing of it stays beside the table."""

from __future__ import annotations

import hashlib
import hmac
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from zhanqiao.data_center.storage.engine.fields import Field, LogicalType
from zhanqiao.data_center.storage.engine.masking import (
    ColumnMask,
    Grain,
    Method,
    mask_originals,
    mask_preview,
    mask_problems,
    mask_rows,
    mask_table,
)
from zhanqiao.data_center.storage.engine.personal import find_personal

KEY = b"a key of tests, thirty-two bytes"
FIELDS = (
    Field("姓名", LogicalType.TEXT),
    Field("身份证号", LogicalType.TEXT),
    Field("出生日期", LogicalType.DATE),
    Field("年龄", LogicalType.INTEGER),
    Field("住址", LogicalType.TEXT),
    Field("经度", LogicalType.NUMBER),
    Field("备注", LogicalType.TEXT),
)
ROWS: list[list[Any]] = [
    [
        "王小明",
        "360426199101010071",
        date(1991, 1, 1),
        35,
        "山东省青岛市市南区香港中路11号",
        120.38264,
        "电话138-0013-8000，已核实",
    ],
    ["欧阳娜", None, date(1985, 12, 31), 40, "胶州市福州南路2号", 120.00123, None],
    ["王小明", "360426199101010071", None, None, "崂山区", None, "邮箱abc@qq.com，车牌鲁B12345"],
]


@pytest.fixture
def parquet(tmp_path: Path) -> Path:
    path = tmp_path / "t1.parquet"
    kinds = ("VARCHAR", "VARCHAR", "DATE", "BIGINT", "VARCHAR", "DOUBLE", "VARCHAR")
    with duckdb.connect() as connection:
        connection.execute(f"CREATE TABLE t ({', '.join(f'{f.name} {k}' for f, k in zip(FIELDS, kinds, strict=True))})")
        connection.executemany("INSERT INTO t VALUES (?, ?, ?, ?, ?, ?, ?)", ROWS)
        connection.execute(f"COPY t TO '{path}' (FORMAT parquet)")
    return path


def rows_of(path: Path) -> list[tuple[Any, ...]]:
    with duckdb.connect() as connection:
        return connection.execute(f"SELECT * FROM read_parquet('{path}')").fetchall()


def column(parquet: Path, mask: ColumnMask) -> tuple[Field, list[Any], int]:
    target = parquet.with_name("masked.parquet")
    done = mask_table(parquet=parquet, fields=FIELDS, masks=[mask], key=KEY, target=target)
    place = [field.name for field in done.fields].index(mask.column)
    return done.fields[place], [row[place] for row in rows_of(target)], done.columns[0].cells


def test_partial_keeps_the_ends_and_hides_short_values_whole(parquet: Path) -> None:
    masked = column(parquet, ColumnMask(column="身份证号", method=Method.PARTIAL, first=6, last=2))
    assert masked == (Field("身份证号", LogicalType.TEXT), ["360426**********71", None, "360426**********71"], 2)
    assert column(parquet, ColumnMask(column="姓名", method=Method.PARTIAL, first=1))[1] == ["王**", "欧**", "王**"]
    assert column(parquet, ColumnMask(column="姓名", method=Method.PARTIAL, first=3, last=1))[1] == [
        "***",
        "***",
        "***",
    ]


def test_a_hash_is_hmac_sha256_with_the_key(parquet: Path) -> None:
    expected = hmac.new(KEY, b"360426199101010071", hashlib.sha256).hexdigest()[:32]
    assert column(parquet, ColumnMask(column="身份证号", method=Method.HASH))[1] == [expected, None, expected]


@pytest.mark.parametrize(
    ("name", "grain", "size", "kind", "values"),
    [
        ("出生日期", Grain.YEAR, 0, LogicalType.INTEGER, [1991, 1985, None]),
        ("出生日期", Grain.MONTH, 0, LogicalType.TEXT, ["1991-01", "1985-12", None]),
        ("年龄", Grain.BAND, 10, LogicalType.TEXT, ["30–39", "40–49", None]),
        ("住址", Grain.DISTRICT, 0, LogicalType.TEXT, ["山东省青岛市市南区", "胶州市", "崂山区"]),
        ("经度", Grain.ROUNDED, 2, LogicalType.NUMBER, [120.38, 120.0, None]),
    ],
)
def test_a_value_is_generalised(
    parquet: Path, name: str, grain: Grain, size: int, kind: LogicalType, values: list[Any]
) -> None:
    field, masked, _ = column(parquet, ColumnMask(column=name, method=Method.GENERALISE, grain=grain, size=size))
    assert (field.type, masked) == (kind, values)


def test_redaction_hides_what_stands_inside_a_text(parquet: Path) -> None:
    assert column(parquet, ColumnMask(column="备注", method=Method.REDACT))[1:] == (
        ["电话***，已核实", None, "邮箱***，车牌***"],
        2,
    )


def test_a_dropped_column_is_gone_and_the_rest_stays_in_order(parquet: Path) -> None:
    target = parquet.with_name("masked.parquet")
    masks = [ColumnMask(column=name, method=Method.DROP) for name in ("姓名", "身份证号", "备注", "住址")]
    done = mask_table(parquet=parquet, fields=FIELDS, masks=masks, key=KEY, target=target)
    assert rows_of(target) == [(row[2], row[3], row[5]) for row in ROWS]
    assert [(one.mask.column, one.cells) for one in done.columns] == [
        ("姓名", 3),
        ("身份证号", 2),
        ("住址", 3),
        ("备注", 2),
    ]


def test_aggregation_counts_and_leaves_small_classes_out(parquet: Path) -> None:
    target = parquet.with_name("masked.parquet")
    masks = [ColumnMask(column=field.name, method=Method.DROP) for field in FIELDS if field.name != "姓名"]
    done = mask_table(parquet=parquet, fields=FIELDS, masks=masks, key=KEY, target=target, smallest=2)
    assert (rows_of(target), done.rows, done.suppressed) == ([("王小明", 2)], 1, 1)
    assert [field.name for field in done.fields] == ["姓名", "数量"]


def test_a_masked_table_holds_nothing_that_blocks(parquet: Path) -> None:
    target = parquet.with_name("masked.parquet")
    masks = [
        ColumnMask(column="姓名", method=Method.PARTIAL, first=1),
        ColumnMask(column="身份证号", method=Method.HASH),
        ColumnMask(column="住址", method=Method.GENERALISE, grain=Grain.DISTRICT),
        ColumnMask(column="备注", method=Method.REDACT),
    ]
    before = find_personal(parquet=parquet, fields=FIELDS, on=date(2026, 11, 30))
    done = mask_table(parquet=parquet, fields=FIELDS, masks=masks, key=KEY, target=target)
    after = find_personal(parquet=target, fields=done.fields, on=date(2026, 11, 30))
    assert {one.column for one in before if one.blocks} == {"姓名", "身份证号", "住址", "备注"}
    assert [one for one in after if one.blocks] == []


def test_a_preview_shows_what_the_release_will_hold(parquet: Path) -> None:
    masks = [ColumnMask(column="姓名", method=Method.PARTIAL, first=1), ColumnMask(column="备注", method=Method.DROP)]
    fields, rows = mask_preview(parquet=parquet, fields=FIELDS, masks=masks, key=KEY, limit=1)
    assert ([field.name for field in fields][-1], rows[0][0], len(rows)) == ("经度", "王**", 1)


def test_what_is_kept_beside_loses_the_masked_columns(tmp_path: Path) -> None:
    problems, originals = tmp_path / "p.parquet", tmp_path / "o.parquet"
    with duckdb.connect() as connection:
        connection.execute(
            "COPY (SELECT * FROM (VALUES (0, '年龄', '三十', 'r'), (1, '姓名', '王小明', 'r')) t(\"row\", \"column\", original, reason))"
            f" TO '{problems}' (FORMAT parquet)"
        )
        connection.execute(
            f"COPY (SELECT 0 AS \"row\", '1991年' AS 出生日期, '35岁' AS 年龄) TO '{originals}' (FORMAT parquet)"
        )
    left = mask_problems(problems=problems, columns=frozenset({"姓名"}), target=tmp_path / "p2.parquet")
    some = mask_originals(originals=originals, columns=frozenset({"出生日期"}), target=tmp_path / "o2.parquet")
    none = mask_originals(originals=originals, columns=frozenset({"出生日期", "年龄"}), target=tmp_path / "o3.parquet")
    assert (left, rows_of(tmp_path / "p2.parquet")) == (1, [(0, "年龄", "三十", "r")])
    assert (some, rows_of(tmp_path / "o2.parquet")) == (True, [(0, "35岁")])
    assert (none, (tmp_path / "o3.parquet").exists()) == (False, False)


def test_a_hash_by_sm3_is_the_hmac_of_another_implementation(parquet: Path) -> None:
    expected = hmac.new(KEY, b"360426199101010071", "sm3").hexdigest()[:32]  # OpenSSL's, ours is the library's
    assert column(parquet, ColumnMask(column="身份证号", method=Method.HASH_SM3))[1:] == ([expected, None, expected], 2)


@pytest.mark.parametrize("method", [Method.HASH, Method.HASH_SM3])
@pytest.mark.parametrize("name", [field.name for field in FIELDS])
def test_rows_sent_are_masked_as_the_rows_of_a_file(parquet: Path, name: str, method: Method) -> None:
    mask = ColumnMask(column=name, method=method)
    typed = [dict(zip((field.name for field in FIELDS), row, strict=True)) for row in ROWS]
    done = mask_rows(rows=typed, typed=typed, fields=FIELDS, masks=[mask], key=KEY)
    assert [row[name] for row in done.rows] == column(parquet, mask)[1]


def test_rows_sent_keep_the_columns_they_came_with(parquet: Path) -> None:
    masks = [ColumnMask(column="姓名", method=Method.PARTIAL, first=1), ColumnMask(column="备注", method=Method.DROP)]
    rows = [{"姓名": "王小明", "年龄": 3}, {"备注": "无", "年龄": 4}]
    done = mask_rows(rows=rows, typed=rows, fields=FIELDS, masks=masks, key=KEY)
    assert done.rows == [{"姓名": "王**", "年龄": 3}, {"年龄": 4}]
    assert [(one.mask.column, one.cells) for one in done.done.columns] == [("姓名", 1), ("备注", 1)]


def test_a_number_beyond_any_band_is_hidden_and_told_in_no_error() -> None:
    fields, mask = (
        [Field("号", LogicalType.TEXT)],
        ColumnMask(column="号", method=Method.GENERALISE, grain=Grain.BAND, size=2),
    )
    rows = [{"号": "9" * 30}, {"号": "无"}, {"号": "7"}]
    assert [row["号"] for row in mask_rows(rows=rows, typed=rows, fields=fields, masks=[mask], key=KEY).rows] == [
        None,
        None,
        "6–7",
    ]
