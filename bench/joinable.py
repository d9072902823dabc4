"""How well and how fast joins are discovered: the tables of a home, and generated ones with planted pairs and decoys.

``python -m bench.joinable --home HOME --tables 300`` prints the seconds for sketches and for all pairs of tables, and
precision and recall. A generated table has no right pair but the planted ones. Pairs of two tables of the home are
judged by ``bench.joinable_domains``, which says of each column what it names, written from the columns' descriptions,
not from what was found: a join is right when each of its keys pairs two columns that name the same kind of thing;
two tables belong together when two such columns share half of the distinct values of the smaller one, and one of them
names each row of its table once: a join that looks something up, not one of many rows with many.
"""

from __future__ import annotations

import argparse
import json
import random
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from bench.joinable_domains import DOMAINS

from zhanqiao.data_center.storage.engine.fields import Field, LogicalType
from zhanqiao.data_center.storage.engine.joinable import joinable, sketches
from zhanqiao.data_center.storage.engine.query.layout import layout_of
from zhanqiao.data_center.storage.engine.releases import Warehouse, serving_path, write_release

T = LogicalType
ARROW = {T.TEXT: pa.string(), T.INTEGER: pa.int64(), T.DATE: pa.date32(), T.BOOLEAN: pa.bool_()}
Table = tuple[Path, tuple[Field, ...]]
Pair = frozenset[str]
FEWEST, HALF = 3, 0.5  # values, and share of the smaller column, from which two columns belong together


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--tables", type=int, default=300)
    options = parser.parse_args()
    natural = dict(home_tables(options.home))
    with tempfile.TemporaryDirectory() as folder:
        made, planted = generated(Path(folder), options.tables - len(natural))
        measure(natural, made, planted)


def measure(natural: dict[str, Table], made: dict[str, Table], planted: set[Pair]) -> None:
    """Sketch all tables, compare all pairs, print."""
    tables = natural | made
    begun = time.perf_counter()
    for serving, fields in tables.values():
        (serving.parent / "sketches.npz").unlink(missing_ok=True)
        sketches(serving=serving, fields=fields)
    sketched = time.perf_counter()
    found: dict[Pair, set[tuple[str, str]]] = {}
    for left, right in combinations(tables, 2):
        join = joinable(left=tables[left], right=tables[right])
        if join:
            found[frozenset((left, right))] = {(each.left.name, each.right.name) for each in join.keys}
    done = time.perf_counter()
    print(f"tables {len(tables)} ({len(natural)} of the home), pairs {len(tables) * (len(tables) - 1) // 2}")
    print(f"sketches {sketched - begun:.1f} s, all pairs {done - sketched:.1f} s, together {done - begun:.1f} s")
    _print_planted(found, planted, set(made))
    _print_natural(found, natural)


def _print_planted(found: dict[Pair, Any], planted: set[Pair], made: set[str]) -> None:
    judged = {pair for pair in found if pair & made}
    right = judged & planted
    print(f"planted: {len(planted)}, found {len(judged)}, right {len(right)}")
    print(f"  precision {len(right) / max(1, len(judged)):.3f}, recall {len(right) / max(1, len(planted)):.3f}")
    for name, pairs in (("wrong", judged - planted), ("missed", planted - judged)):
        for pair in sorted(map(sorted, pairs))[:10]:
            print(f"  {name}: {' | '.join(pair)} {found.get(frozenset(pair), '')}")


def _print_natural(found: dict[Pair, set[tuple[str, str]]], natural: dict[str, Table]) -> None:
    truth = true_pairs({name: table for name, table in natural.items() if name in DOMAINS})
    judged = {pair: keys for pair, keys in found.items() if pair <= set(natural)}
    right = {pair for pair, keys in judged.items() if _is_right(pair, keys)}
    reached = {pair for pair in truth if pair in judged}
    print(
        f"natural: {len(natural)} tables, {len(truth)} pairs belong together, found {len(judged)}, right {len(right)}"
    )
    print(f"  precision {len(right) / max(1, len(judged)):.3f}, recall {len(reached) / max(1, len(truth)):.3f}")
    for pair in sorted(map(sorted, set(judged) - right)):
        print(f"  wrong: {' | '.join(pair)} {judged[frozenset(pair)]}")
    for pair in sorted(map(sorted, set(truth) - reached)):
        print(f"  missed: {' | '.join(pair)} {truth[frozenset(pair)]}")


def _is_right(pair: Pair, keys: set[tuple[str, str]]) -> bool:
    """Say whether each key pairs columns of the same kind; which column is of which table the pair does not say."""
    first, second = sorted(pair)
    return all(_same(first, one, second, other) or _same(first, other, second, one) for one, other in keys)


def _same(first: str, one: str, second: str, other: str) -> bool:
    kind = DOMAINS.get(first, {}).get(one)
    return kind is not None and kind == DOMAINS.get(second, {}).get(other)


def true_pairs(tables: dict[str, Table]) -> dict[Pair, str]:
    """Return the pairs of tables that belong together, each with the columns that say so, from all their values."""
    told = {(name, column): _values(table, column) for name, table in tables.items() for column in DOMAINS[name]}
    values = {place: distinct for place, (distinct, _) in told.items()}
    unique = {place for place, (distinct, rows) in told.items() if len(distinct) == rows}
    found: dict[Pair, str] = {}
    for (left, one), (right, other) in combinations(values, 2):
        if left == right or DOMAINS[left][one] != DOMAINS[right][other]:
            continue
        small, large = sorted((values[left, one], values[right, other]), key=len)
        looked_up = (left, one) in unique or (right, other) in unique
        if looked_up and len(small) >= FEWEST and len(small & large) >= HALF * len(small):
            found.setdefault(frozenset((left, right)), f"{one} = {other}")
    return found


def _values(table: Table, column: str) -> tuple[set[str], int]:
    """Return the distinct values of a column, and how many rows have one."""
    serving, fields = table
    place = [field.name for field in fields].index(column)
    with duckdb.connect(str(serving), read_only=True) as connection:
        physical = layout_of(fields).column(fields[place].name)
        sql = f"SELECT {physical}::VARCHAR, count(*) FROM data WHERE {physical} IS NOT NULL GROUP BY 1"
        counted = connection.execute(sql).fetchall()
    return {text.strip() for text, _ in counted}, sum(count for _, count in counted)


def home_tables(home: Path) -> Iterator[tuple[str, Table]]:
    """Return the current releases of a home by name and number of columns."""
    sql = (
        "SELECT t.name, r.id, r.table_id, r.fields FROM data_center_table t "
        "JOIN data_center_release r ON t.current_id = r.id ORDER BY t.id"
    )
    with sqlite3.connect(f"file:{home / 'zhanqiao.sqlite3'}?mode=ro", uri=True) as connection:
        for name, release, table, stored in connection.execute(sql).fetchall():
            serving = home / "releases" / table / release / "serving.duckdb"
            fields = tuple(Field.from_dict(each) for each in json.loads(stored))
            if serving.is_file():
                yield f"{name}/{len(fields)}", (serving, fields)


def generated(folder: Path, count: int) -> tuple[dict[str, Table], set[Pair]]:
    """Return made tables: a third registers, a third facts that name one register each, a third decoys."""
    draw = random.Random(7)
    tables: dict[str, Table] = {}
    planted: set[Pair] = set()
    registers = max(1, count // 3)
    for number in range(registers):
        keys = [f"{chr(65 + number % 26)}{number:02d}-{draw.randrange(10**8):08d}" for _ in range(200)]
        tables[f"register{number}"] = _released(folder, f"register{number}", _register(keys, draw))
        picked = [draw.choice(keys) for _ in range(600)]
        strange = [f"zz-{draw.randrange(10**8)}" if draw.random() < number % 4 / 20 else key for key in picked]
        tables[f"fact{number}"] = _released(folder, f"fact{number}", _fact(strange, number, draw))
        planted.add(frozenset((f"register{number}", f"fact{number}")))
    for number in range(count - 2 * registers):
        tables[f"decoy{number}"] = _released(folder, f"decoy{number}", _decoy(draw))
    return tables, planted


def _register(keys: list[str], draw: random.Random) -> list[tuple[Field, list[Any]]]:
    keys = list(dict.fromkeys(keys))
    return [
        (Field("登记编号", T.TEXT, "code"), keys),
        (Field("序号", T.INTEGER), list(range(1, len(keys) + 1))),
        (Field("年份", T.INTEGER, "year"), [draw.randrange(1990, 2026) for _ in keys]),
    ]


def _fact(keys: list[str], number: int, draw: random.Random) -> list[tuple[Field, list[Any]]]:
    name = ("登记编号", "所属登记编号", "对象")[number % 3]  # the same name, a longer one, one that says nothing
    return [
        (Field(name, T.TEXT, "code"), keys),
        (Field("月份", T.INTEGER, "month"), [draw.randrange(1, 13) for _ in keys]),
        (Field("数量", T.INTEGER), [draw.randrange(1, 200) for _ in keys]),
    ]


def _decoy(draw: random.Random) -> list[tuple[Field, list[Any]]]:
    rows, first = 300, date(2020, 1, 1) + timedelta(days=draw.randrange(2000))
    return [
        (Field("编号", T.INTEGER, "identifier"), list(range(1, rows + 1))),
        (Field("性别", T.TEXT, "category"), [draw.choice(["男", "女"]) for _ in range(rows)]),
        (Field("是否", T.TEXT, "category"), [draw.choice(["是", "否", "未知"]) for _ in range(rows)]),
        (Field("月", T.TEXT), [f"{draw.randrange(1, 13)}月" for _ in range(rows)]),
        (Field("年度", T.INTEGER, "year"), [draw.randrange(1990, 2026) for _ in range(rows)]),
        (Field("登记于", T.DATE), [first + timedelta(days=draw.randrange(900)) for _ in range(rows)]),
        (Field("金额", T.INTEGER), [draw.randrange(1000) for _ in range(rows)]),
    ]


def _released(folder: Path, name: str, columns: list[tuple[Field, list[Any]]]) -> Table:
    fields = tuple(field for field, _ in columns)
    arrays = [pa.array(values, ARROW[field.type]) for field, values in columns]
    parquet = folder / f"{name}.parquet"
    pq.write_table(pa.table(arrays, names=[field.name for field in fields]), parquet)
    place = Warehouse(root=folder, catalog_uri=f"sqlite:///{folder / 'iceberg.sqlite3'}")
    at = datetime(2026, 1, 1, tzinfo=UTC)
    write_release(warehouse=place, table_id=f"tbl_{name}", release_id="rel_1", parquet=parquet, fields=fields, at=at)
    return serving_path(warehouse=place, table_id=f"tbl_{name}", release_id="rel_1"), fields


if __name__ == "__main__":
    main()
