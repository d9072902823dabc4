"""Pairs by probability: the model of Fellegi and Sunter, its parameters learnt from the two tables themselves, by Splink on DuckDB.

How often values agree among rows that are not the same is counted on drawn pairs; how often among rows that are is learnt by expectation
maximisation, each time inside a block of other columns. What could not be learnt keeps Splink's own starting value.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from itertools import combinations
from math import log2

import duckdb
from splink import Linker, SettingsCreator
from splink.backends.duckdb import DuckDBAPI

from zhanqiao.data_center.storage.engine.linkage.blocking import Block
from zhanqiao.data_center.storage.engine.linkage.levels import Column, all_steps

DRAWN = 900_000  # pairs for the rates among rows that are not the same
ENOUGH = 50  # of them on each step: then no more are drawn
SEED = 1891
TRAININGS = 4
SETTLING = 20  # rounds in which the chance of a pair is set right
HIGHEST = 0.5
TRAINED_ON = 500_000


def score(
    *,
    connection: duckdb.DuckDBPyConnection,
    columns: Sequence[Column],
    blocks: Sequence[Block],
    least: float,
    within: bool,
) -> float:
    """Make the table ``pairs`` (l, r, probability, weight) of all pairs of at least this probability.

    Returns the chance, in the model, that two rows drawn at random are the same.
    """
    logging.getLogger("splink").setLevel(logging.ERROR)
    linker = _linker(connection, columns, blocks, within=within)
    _train(connection, linker, columns, blocks, within=within)
    found = linker.inference.predict(threshold_match_probability=least)
    # Splink puts either side first.
    order = "source_dataset_l = 'a'" if not within else "unique_id_l < unique_id_r"
    connection.execute(
        f"""CREATE TABLE scored AS SELECT CASE WHEN {order} THEN unique_id_l ELSE unique_id_r END AS l,
        CASE WHEN {order} THEN unique_id_r ELSE unique_id_l END AS r, match_weight AS weight FROM {found.physical_name}"""
    )
    first = float(linker._settings_obj._probability_two_random_records_match)  # noqa: SLF001 - as below
    return _settled(connection, first, least=least, within=within)


def _settled(connection: duckdb.DuckDBPyConnection, first: float, *, least: float, within: bool) -> float:
    """Set the guessed chance right by the pairs themselves, and make ``pairs`` with the probabilities that follow.

    As many pairs are the same as their probabilities add up to; a row of A has one partner at most, except within one table.
    """
    pairs = _possible(connection, within=within)
    best = "weight" if within else "max(weight)"
    rows = f"SELECT {best} AS weight FROM scored {'' if within else 'GROUP BY l'}"
    now = first
    for _ in range(SETTLING):
        shift = log2(now / (1 - now)) - log2(first / (1 - first))
        now = min(max(_one(connection, f"SELECT sum({_probability(shift)}) FROM ({rows})"), 1.0) / pairs, HIGHEST)
    shift = log2(now / (1 - now)) - log2(first / (1 - first))
    connection.execute(
        f"""CREATE TABLE pairs AS SELECT l, r, {_probability(shift)} AS probability, weight FROM scored
        WHERE {_probability(shift)} >= {least}"""
    )
    return now


def _probability(shift: float) -> str:
    return f"(1 / (1 + pow(2.0, -least(greatest(weight + ({shift!r}), -60), 60))))"


def _linker(
    connection: duckdb.DuckDBPyConnection, columns: Sequence[Column], blocks: Sequence[Block], *, within: bool
) -> Linker:
    settings = SettingsCreator(
        link_type="dedupe_only" if within else "link_only",
        comparisons=[one.comparison() for one in all_steps(columns=columns)],
        blocking_rules_to_generate_predictions=[{"blocking_rule": one.condition} for one in blocks],
        retain_matching_columns=False,
    )
    api = DuckDBAPI(connection)
    sides = [api.register(side, dataset_display_name=side) for side in ("a" if within else "ab")]
    return Linker(sides, settings)


def _train(
    connection: duckdb.DuckDBPyConnection,
    linker: Linker,
    columns: Sequence[Column],
    blocks: Sequence[Block],
    *,
    within: bool,
) -> None:
    linker._settings_obj._probability_two_random_records_match = _prior(connection, columns, within=within)  # noqa: SLF001 - Splink's own estimate has no bounds and raises where it leaves them
    linker.training.estimate_u_using_random_sampling(
        max_pairs=DRAWN, seed=SEED, min_count_per_level=ENOUGH, num_chunks=4
    )
    trained: set[frozenset[Column]] = set()
    for block in blocks:
        if block.columns in trained or len(trained) == TRAININGS or len(block.columns) == len(columns):
            continue
        trained.add(block.columns)
        linker.training.estimate_parameters_using_expectation_maximisation(
            block.condition, max_pairs=TRAINED_ON, record_sample_proportion=1.0
        )


def _prior(connection: duckdb.DuckDBPyConnection, columns: Sequence[Column], *, within: bool) -> float:
    """Return a first guess of the chance that two rows drawn at random are the same: how many agree in two rare columns."""
    most = 4 * min(_one(connection, f"SELECT count(*) FROM {side}") for side in "ab")
    rare = []
    for one, two in combinations([each.name for each in columns], 2):
        sql = f"""SELECT l.unique_id AS l, r.unique_id AS r FROM a AS l JOIN b AS r ON l.{one} = r.{one} AND l.{two} = r.{two}
            {"AND l.unique_id < r.unique_id" if within else ""} LIMIT {int(most) + 1}"""
        if 0 < _one(connection, f"SELECT count(*) FROM ({sql})") <= most:
            rare.append(f"({sql})")
    agreeing = _one(connection, f"SELECT count(*) FROM ({' UNION '.join(rare)})") if rare else most / 4
    return min(max(agreeing, 1.0), most) / _possible(connection, within=within)


def _possible(connection: duckdb.DuckDBPyConnection, *, within: bool) -> float:
    a, b = (_one(connection, f"SELECT count(*) FROM {side}") for side in "ab")
    return max(2.0, a * (a - 1) / 2 if within else a * b)


def _one(connection: duckdb.DuckDBPyConnection, sql: str) -> float:
    row = connection.execute(sql).fetchone()
    return float(row[0] or 0) if row else 0.0
