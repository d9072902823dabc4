"""Flows between two or three columns (a Sankey diagram): which nodes there are, in which order they stand, how the bands bend.

Vega-Lite has no mark for it, so all is reckoned here. Nodes are as high as what flows through them; their order is improved by
barycentres from both sides (Sugiyama, Tagawa and Toda, *Methods for Visual Understanding of Hierarchical System Structures*,
1981), and the order with the least crossing flow is kept.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Any

from zhanqiao.core_services.exploring.rules.charts.figures import Point, shown_number
from zhanqiao.core_services.exploring.rules.charts.state import ChartState
from zhanqiao.kit.texts import Text

MOST_NODES = 12  # of a column; the smaller ones flow together
SWEEPS = 4
WIDE, HIGH = 100.0, 100.0
NODE = 1.4  # the width of a node
GAP = 3.5  # between two nodes
BENDS = (0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 1.0)  # where a band's curve is told
TONES = 6  # nodes of a column with a colour of their own
GREY = 6  # the palette's seventh colour, of all other nodes
Orders = list[list[str]]
Links = Sequence[Mapping[tuple[str, str], float]]
Spots = list[dict[str, tuple[float, float]]]  # of each column, by node: upper edge and height


@dataclass(frozen=True, slots=True)
class Flows:
    """The rectangles of nodes and, for each pair of neighbouring columns, the points along its bands; ``most`` nodes stand in a column."""

    nodes: tuple[Point, ...]
    bands: tuple[tuple[Point, ...], ...]
    most: int


def steps_of(*, state: ChartState) -> tuple[str, ...]:
    """Return the names that points have for the columns of a flow, from left to right."""
    return ("x", "colour", "then") if state.then else ("x", "colour")


def folded(*, points: Sequence[Point], steps: Sequence[str], others: str) -> tuple[tuple[Point, ...], tuple[int, ...]]:
    """Return the flows above zero, the largest first, with only the largest nodes of each column by their own name.

    The rest of a column flows through one node called ``others``. The numbers are how many nodes each column had.
    """
    flowing = [one for one in points if (one["y"] or 0) > 0]
    amounts = [_sums(flowing, [step]) for step in steps]
    kept = [set(sorted(found, key=lambda one: (-found[one], one))[:MOST_NODES]) for found in amounts]
    while any((others,) in names for names in kept):
        others += "…"
    renamed = [
        one | {step: one[step] if (one[step],) in names else others for step, names in zip(steps, kept, strict=True)}
        for one in flowing
    ]
    summed = sorted(_sums(renamed, steps).items(), key=lambda one: (-one[1], one[0]))
    found = tuple(dict(zip(steps, labels, strict=True)) | {"y": amount} for labels, amount in summed)
    return found, tuple(len(one) for one in amounts)


def folding_notes(*, names: Sequence[str], nodes: Sequence[int]) -> tuple[Text, ...]:
    """Return what is said of columns whose smaller values flow together; ``nodes`` are the values they had."""
    return tuple(
        FOLDED.filled(name=name, nodes=f"{count:,}", most=MOST_NODES, rest=f"{count - MOST_NODES:,}")
        for name, count in zip(names, nodes, strict=True)
        if count > MOST_NODES
    )


def laid(*, points: Sequence[Point], steps: Sequence[str]) -> Flows:
    """Return where everything of some flows lies, in a space of 100 by 100 with its origin at the upper left."""
    amounts = [{label: amount for (label,), amount in _sums(points, [step]).items()} for step in steps]
    links: Links = [
        {(labels[0], labels[1]): amount for labels, amount in _sums(points, pair).items()} for pair in pairwise(steps)
    ]
    orders = ordered(amounts=amounts, links=links)
    most = max(len(one) for one in orders)
    spots = _spots(amounts, orders, most)
    nodes = tuple(
        _node(place, rank, label, amounts, spots)
        for place, order in enumerate(orders)
        for rank, label in enumerate(order)
    )
    return Flows(nodes, tuple(_bands(place, links[place], orders, spots) for place in range(len(links))), most)


def ordered(*, amounts: Sequence[Mapping[str, float]], links: Links) -> Orders:
    """Return the nodes of each column in an order in which little flows across other flows."""
    orders = [sorted(one, key=lambda label: (-one[label], label)) for one in amounts]
    best, least = [list(one) for one in orders], crossing(orders=orders, links=links)
    for _ in range(SWEEPS):
        for place in range(1, len(orders)):
            _sort(orders, place, {(after, before): one for (before, after), one in links[place - 1].items()}, place - 1)
        for place in range(len(orders) - 2, -1, -1):
            _sort(orders, place, links[place], place + 1)
        found = crossing(orders=orders, links=links)
        if found < least:
            best, least = [list(one) for one in orders], found
    return best


def crossing(*, orders: Orders, links: Links) -> float:
    """Return how much flows across other flows: the products of every two bands that cross."""
    total = 0.0
    for place, found in enumerate(links):
        left, right = _ranks(orders[place]), _ranks(orders[place + 1])
        bands = [(left[before], right[after], amount) for (before, after), amount in found.items()]
        total += sum(
            one[2] * other[2] for one, other in combinations(bands, 2) if (one[0] - other[0]) * (one[1] - other[1]) < 0
        )
    return total


def _sort(orders: Orders, place: int, links: Mapping[tuple[str, str], float], beside: int) -> None:
    """Sort a column by the middle of what its nodes are linked with in the one ``beside`` it."""
    ranks = _ranks(orders[beside])
    weights, sums = defaultdict[str, float](float), defaultdict[str, float](float)
    for (label, other), amount in links.items():
        weights[label] += amount
        sums[label] += amount * ranks[other]
    orders[place].sort(key=lambda label: sums[label] / weights[label])


def _ranks(order: Sequence[str]) -> dict[str, int]:
    return {label: rank for rank, label in enumerate(order)}


def _spots(amounts: Sequence[Mapping[str, float]], orders: Orders, most: int) -> Spots:
    scale = (HIGH - GAP * (most - 1)) / sum(amounts[0].values())
    spots: Spots = []
    for found, order in zip(amounts, orders, strict=True):
        top = (HIGH - scale * sum(found.values()) - GAP * (len(order) - 1)) / 2
        spots.append({})
        for label in order:
            spots[-1][label] = (top, found[label] * scale)
            top += found[label] * scale + GAP
    return spots


def _left(place: int, columns: int) -> float:
    return place * (WIDE - NODE) / (columns - 1)


def _node(place: int, rank: int, label: str, amounts: Sequence[Mapping[str, float]], spots: Spots) -> Point:
    top, height = spots[place][label]
    left, amount = _left(place, len(spots)), amounts[place][label]
    return {
        "step": place,
        "node": label,
        "y": amount,
        "label": f"{label} · {shown_number(amount)}",
        "tone": _tone(place, rank, len(spots)),
        "left": round(left, 2),
        "right": round(left + NODE, 2),
        "upper": round(top, 3),
        "lower": round(top + height, 3),
        "centre": round(top + height / 2, 3),
    }


def _tone(place: int, rank: int, columns: int) -> int:
    return rank if rank < TONES and place < columns - 1 else GREY


def _bands(place: int, links: Mapping[tuple[str, str], float], orders: Orders, spots: Spots) -> tuple[Point, ...]:
    left, right = _ranks(orders[place]), _ranks(orders[place + 1])
    starts = {label: top for label, (top, _) in spots[place].items()}
    ends = {label: top for label, (top, _) in spots[place + 1].items()}
    inner = (_left(place, len(spots)) + NODE, _left(place + 1, len(spots)))
    points: list[Point] = []
    for number, (before, after) in enumerate(sorted(links, key=lambda one: (left[one[0]], right[one[1]]))):
        amount = links[before, after]
        high = amount * spots[place][before][1] / sum(one for (label, _), one in links.items() if label == before)
        said = {
            "band": number,
            "from": before,
            "to": after,
            "y": amount,
            "tone": _tone(place, left[before], len(spots)),
        }
        points += [said | _bend(bend, inner, starts[before], ends[after], high) for bend in BENDS]
        starts[before] += high
        ends[after] += high
    return tuple(points)


def _bend(bend: float, inner: tuple[float, float], start: float, end: float, high: float) -> dict[str, Any]:
    upper = start + (end - start) * bend * bend * (3 - 2 * bend)
    across = inner[0] + (inner[1] - inner[0]) * bend
    return {"across": round(across, 2), "upper": round(upper, 3), "lower": round(upper + high, 3)}


def _sums(points: Sequence[Point], steps: Sequence[str]) -> dict[tuple[str, ...], float]:
    sums = defaultdict[tuple[str, ...], float](float)
    for one in points:
        sums[tuple(one[step] for step in steps)] += one["y"]
    return dict(sums)


OTHERS = Text("其余合计", "all others")
FOLDED = Text(
    "“{name}”有 {nodes} 个值，图中列出最大的 {most} 个，其余 {rest} 个合在一起。",
    "'{name}' has {nodes} values; the {most} largest stand by themselves, the other {rest} flow together.",
)
