"""One partner each: the likeliest pairs first, and no row twice; then a second look at the rest."""

from __future__ import annotations

import duckdb

ROUNDS = 4
Weighed = tuple[int, int, float]


def assign(*, connection: duckdb.DuckDBPyConnection, threshold: float, prior: float, rows: tuple[int, int]) -> int:
    """Keep in ``pairs`` the best partner of each row, at or above ``threshold``; return how many rows lost to a tie.

    Pairs are taken from the likeliest down, of equally likely ones that of the earlier rows. Among the rows that are left, two
    drawn at random are the same more often than among all (``prior``): where everything else has found its partner, the same rare
    name in the next county is no accident. So the rest is weighed again with the chance that holds for it, until nothing is found.
    """
    waiting = connection.execute("SELECT l, r, probability FROM pairs ORDER BY weight DESC, l, r").fetchall()
    chosen: dict[int, tuple[int, float]] = {}
    taken: set[int] = set()
    ties = 0
    for _ in range(ROUNDS):
        ties += _take([one for one in waiting if one[2] >= threshold], chosen, taken)
        waiting = [one for one in waiting if one[0] not in chosen and one[1] not in taken]
        left = (rows[0] - len(chosen)) * (rows[1] - len(taken))
        now = _chance(waiting, left)
        if now <= prior:
            break
        factor = (now / (1 - now)) / (prior / (1 - prior))
        waiting = [(one, two, _multiplied(probability, factor)) for one, two, probability in waiting]
        prior = now
    _keep(connection, chosen)
    return ties


def _take(pairs: list[Weighed], chosen: dict[int, tuple[int, float]], taken: set[int]) -> int:
    ties: set[int] = set()
    for one, two, probability in pairs:
        if one not in chosen and two not in taken:
            chosen[one] = (two, probability)
            taken.add(two)
        elif one in chosen and two not in taken and chosen[one][1] == probability < 1:
            ties.add(two)
    return len(ties)


def _chance(waiting: list[Weighed], left: int) -> float:
    """Return how probable it is, among the rows that are left, that two are the same: each row has one partner at most."""
    best: dict[int, float] = {}
    for one, _, probability in waiting:
        best[one] = max(best.get(one, 0.0), probability)
    return min(0.5, sum(best.values()) / left) if left else 0.0


def _multiplied(probability: float, factor: float) -> float:
    odds = factor * probability / max(1e-12, 1 - probability)
    return odds / (1 + odds)


def _keep(connection: duckdb.DuckDBPyConnection, chosen: dict[int, tuple[int, float]]) -> None:
    connection.execute("CREATE OR REPLACE TABLE pairs (l BIGINT, r BIGINT, probability DOUBLE)")
    kept = [(one, two, probability) for one, (two, probability) in chosen.items()]
    for start in range(0, len(kept), 2_000):
        marks = ", ".join(f"({one}, {two}, {probability!r})" for one, two, probability in kept[start : start + 2_000])
        connection.execute(f"INSERT INTO pairs VALUES {marks}")
