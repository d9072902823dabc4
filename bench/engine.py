"""Measures the data engine against its in-process floor: the same question as hand-written SQL on one DuckDB file.

    python -m bench.engine [--rows 1000000] [--rounds 15] [--home DIR]

It generates a table of permits (14 columns, Chinese), releases it, checks that both sides give the same rows, and
prints the time to publish, then per question the median milliseconds of the engine (parameters → typed query → rows as
JSON bytes) and of the floor (fixed SQL, ``fetchall``, JSON bytes), and their ratio; then export speeds in MB/s.
Ratios compare within one run on one machine; absolute figures do not compare between machines.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import orjson

from zhanqiao.data_center.storage.engine.export import export
from zhanqiao.data_center.storage.engine.fields import Field, LogicalType
from zhanqiao.data_center.storage.engine.query import facets, parse_query, rows
from zhanqiao.data_center.storage.engine.releases import Warehouse, download_path, serving_path, write_release

TEXT, DATE = LogicalType.TEXT, LogicalType.DATE
FIELDS = (
    Field("许可编号", TEXT, "identifier"),
    Field("企业名称", TEXT),
    Field("统一社会信用代码", TEXT, "credit_code"),
    Field("区市", TEXT, "category"),
    Field("状态", TEXT, "category"),
    Field("类别", TEXT, "category"),
    Field("发证日期", DATE),
    Field("到期日期", DATE),
    Field("金额", LogicalType.DECIMAL, None, 12, 2),
    Field("人数", LogicalType.INTEGER),
    Field("地址", TEXT),
    Field("经度", LogicalType.NUMBER, "longitude"),
    Field("纬度", LogicalType.NUMBER, "latitude"),
    Field("备注", TEXT),
)
NAMES = ", ".join(f'"{field.name}"' for field in FIELDS)
GENERATED = """
COPY (SELECT
    printf('QD%012d', (i * 7919) % {rows} * 10) AS "许可编号",
    '青岛' || (['海信','海尔','青建','双星','中车','橡塑','琴岛'])[1 + (hash(i) % 7)::INT] || '有限公司' || (i % 300000) AS "企业名称",
    printf('9137%014d', (hash(i * 3) % 100000000000)::BIGINT) AS "统一社会信用代码",
    (['市南区','市北区','李沧区','崂山区','西海岸新区','城阳区','即墨区','胶州市','平度市','莱西市'])[1 + (hash(i * 5) % 10)::INT] AS "区市",
    (['有效','注销','撤销','变更'])[1 + (hash(i * 11) % 4)::INT] AS "状态",
    (['餐饮','建筑','运输','医疗','教育','娱乐','危化','出版'])[1 + (hash(i * 13) % 8)::INT] AS "类别",
    DATE '2015-01-01' + (hash(i * 17) % 4000)::INT AS "发证日期",
    DATE '2018-01-01' + (hash(i * 19) % 4000)::INT AS "到期日期",
    ((hash(i * 23) % 100000000)::BIGINT / 100)::DECIMAL(12, 2) AS "金额",
    (hash(i * 29) % 500)::BIGINT AS "人数",
    '青岛市' || (['市南区香港中路','市北区辽宁路','崂山区海尔路'])[1 + (hash(i * 41) % 3)::INT] || (i % 999) || '号' AS "地址",
    120.0 + (hash(i * 31) % 1000000)::DOUBLE / 1e6 AS "经度",
    36.0 + (hash(i * 37) % 1000000)::DOUBLE / 1e6 AS "纬度",
    CASE WHEN hash(i * 43) % 120 = 0 THEN '特种设备电梯检验合格' ELSE '经审核符合条件，准予许可' || (i % 1000) END AS "备注"
FROM range({rows}) t(i)) TO '{path}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 100000)
"""
QUESTIONS: dict[str, tuple[dict[str, str], str, list[Any]]] = {
    "Q1 first page of 100": ({}, "SELECT {names} FROM t WHERE rowid < 100", []),
    "Q2 offset at the middle": (
        {"offset": "{middle}"}, "SELECT {names} FROM t WHERE rowid >= {middle} AND rowid < {middle} + 100", []
    ),
    "Q3 equality on code": (
        {"where": "许可编号 = 'QD{code:012d}'"}, 'SELECT {names} FROM t WHERE "许可编号" = ? LIMIT 100', ["QD{code:012d}"]
    ),
    "Q4 filter, sort, top 100": (
        {"where": "区市 = '市南区' AND 状态 = '有效' AND 发证日期 >= '2020-01-01' AND 发证日期 < '2020-06-01'",
         "order_by": "金额 DESC"},
        """SELECT {names} FROM t WHERE "区市" = ? AND "状态" = ? AND "发证日期" >= DATE '2020-01-01'
           AND "发证日期" < DATE '2020-06-01' ORDER BY "金额" DESC, rowid LIMIT 100""",
        ["市南区", "有效"],
    ),
    "Q5 group by two columns": (
        {"select": "区市, 类别, count(*), sum(金额)", "group_by": "区市, 类别"},
        'SELECT "区市", "类别", count(*), sum("金额") FROM t GROUP BY ALL ORDER BY 1, 2', [],
    ),
    "Q6 word in cells": (
        {"where": "contains(备注, '电梯')"}, """SELECT {names} FROM t WHERE contains("备注", ?) LIMIT 100""", ["电梯"]
    ),
    "Q7 count with filter": (
        {"select": "count(*)", "where": "区市 = '市南区' AND 状态 = '有效'"},
        'SELECT count(*) FROM t WHERE "区市" = ? AND "状态" = ?', ["市南区", "有效"],
    ),
    "Q9 bbox, 1,000 rows": (
        {"bbox": "120.1,36.1,120.14,36.14", "limit": "1000"},
        """SELECT {names} FROM t WHERE "经度" BETWEEN 120.1 AND 120.14 AND "纬度" BETWEEN 36.1 AND 36.14 LIMIT 1000""",
        [],
    ),
}  # fmt: skip


def main() -> None:
    """Run everything once and print it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--home", type=Path)
    options = parser.parse_args()
    with TemporaryDirectory(prefix="zhanqiao-bench-") as temporary:
        home = options.home or Path(temporary)
        home.mkdir(parents=True, exist_ok=True)
        measure(home=home, count=options.rows, rounds=options.rounds)


def measure(*, home: Path, count: int, rounds: int) -> None:
    """Publish, ask, export."""
    parquet = home / f"permits-{count}.parquet"
    if not parquet.exists():
        duckdb.connect().execute(GENERATED.format(rows=count, path=parquet))
    warehouse = Warehouse(root=home, catalog_uri=f"sqlite:///{home / 'iceberg.sqlite3'}")
    serving = published(warehouse, parquet, count)
    floor = floor_of(home, parquet, count)
    print(f"\n{'question':<28}{'engine ms':>10}{'floor ms':>10}{'ratio':>8}")
    for name in QUESTIONS:
        compare(name, serving, floor, count, rounds)
    facet(serving, floor, rounds)
    print(
        f"\nresident memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10} MiB at most\n"
    )
    exports(warehouse, serving, count)


def published(warehouse: Warehouse, parquet: Path, count: int) -> Path:
    """Release the table (once a home) and say how long it took."""
    release = f"rel_{count}"
    known = warehouse.release_folder(table_id="tbl_bench", release_id=release).exists()
    began = time.perf_counter()
    manifest = write_release(
        warehouse=warehouse, table_id="tbl_bench", release_id=release, parquet=parquet, fields=FIELDS, at=datetime.now(tz=UTC)
    )  # fmt: skip
    took = "before" if known else f"in {time.perf_counter() - began:.1f} s"
    print(f"published {manifest.rows:,} rows {took}; serving copy {manifest.serving_bytes >> 20} MiB, "
          f"Parquet {manifest.files['parquet'].size >> 20} MiB; indexed {', '.join(manifest.key_columns)}")  # fmt: skip
    return serving_path(warehouse=warehouse, table_id="tbl_bench", release_id=release)


def floor_of(home: Path, parquet: Path, count: int) -> duckdb.DuckDBPyConnection:
    """Return the floor: a plain DuckDB file with an index on the code, one thread a query."""
    path = home / f"floor-{count}.duckdb"
    if not path.exists():
        with duckdb.connect(str(path)) as building:
            building.execute(f"CREATE TABLE t AS SELECT * FROM '{parquet}'")
            building.execute('CREATE INDEX code ON t ("许可编号")')
    return duckdb.connect(str(path), read_only=True, config={"threads": 1})


def compare(name: str, serving: Path, floor: duckdb.DuckDBPyConnection, count: int, rounds: int) -> None:
    """Ask both the same, check that they agree, print both medians."""
    params, sql, bound = QUESTIONS[name]
    facts = {"middle": count // 2, "code": count // 3 * 10 % (count * 10), "names": NAMES}
    asked = {key: value.format(**facts) for key, value in params.items()}
    values = [each.format(**facts) if isinstance(each, str) else each for each in bound]

    def engine() -> bytes:
        query = parse_query(fields=FIELDS, params=asked)
        return orjson.dumps(rows(serving=serving, fields=FIELDS, query=query).rows, default=float)

    def bare() -> bytes:
        return orjson.dumps(floor.execute(sql.format(**facts), values).fetchall(), default=float)

    if orjson.loads(engine()) != orjson.loads(bare()):
        raise SystemExit(f"{name}: the answers differ")
    report(name, median(engine, rounds), median(bare, rounds))


def facet(serving: Path, floor: duckdb.DuckDBPyConnection, rounds: int) -> None:
    """Compare facet counts."""
    query = parse_query(fields=FIELDS, params={"where": "区市 = '市南区'"})
    sql = 'SELECT "{0}", count(*) FROM t WHERE "区市" = ? GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 20'
    columns = ("状态", "类别")
    engine = median(lambda: facets(serving=serving, fields=FIELDS, query=query, columns=columns), rounds)
    bare = median(lambda: [floor.execute(sql.format(each), ["市南区"]).fetchall() for each in columns], rounds)
    report("Q8 facet counts with filter", engine, bare)


def exports(warehouse: Warehouse, serving: Path, count: int) -> None:
    """Print the speed of every streamed format, and of making the CSV that is sent as a file."""
    query = parse_query(fields=FIELDS, params={})
    for kind in ("csv", "ndjson", "json", "xml", "geojson", "parquet", "arrow"):
        began, size, first = time.perf_counter(), 0, 0.0
        for block in export(serving=serving, fields=FIELDS, query=query, format=kind):
            first = first or time.perf_counter() - began
            size += len(block)
        seconds = time.perf_counter() - began
        print(f"X  {kind:<10}{size / seconds / 1e6:7.0f} MB/s, first byte after {first * 1e3:.0f} ms, {size >> 20} MiB")
    began = time.perf_counter()
    path = download_path(warehouse=warehouse, table_id="tbl_bench", release_id=f"rel_{count}", kind="csv")
    print(f"X  CSV to be sent as a file: {path.stat().st_size >> 20} MiB, made in {time.perf_counter() - began:.1f} s")


def median(work: Callable[[], Any], rounds: int) -> float:
    """Return the median milliseconds of some rounds after a first one."""
    work()
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        times.append((time.perf_counter() - began) * 1e3)
    return statistics.median(times)


def report(name: str, engine: float, floor: float) -> None:
    """Print one line."""
    print(f"{name:<28}{engine:10.2f}{floor:10.2f}{engine / floor:8.2f}")


if __name__ == "__main__":
    main()
