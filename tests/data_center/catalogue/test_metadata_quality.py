"""The quality of a description, in the points of data.europa.eu."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from zhanqiao.data_center.catalogue.rules.metadata_quality import DIMENSIONS, MOST, Described, metadata_quality

NUMBERS = {
    "distributions",
    "downloads",
    "reached",
    "formats",
    "listed_formats",
    "free_formats",
    "machine_formats",
    "sizes",
}
ALL = Described(**{one.name: 3 if one.name in NUMBERS else True for one in fields(Described)})
NOTHING = Described(**{one.name: 0 if one.name in NUMBERS else False for one in fields(Described)})


def test_all_there_is_405_points_and_nothing_is_none() -> None:
    best, worst = metadata_quality(described=ALL), metadata_quality(described=NOTHING)
    assert (best.score, best.rating.en, best.missing) == (MOST, "excellent", ())
    assert (worst.score, worst.rating.en) == (0, "bad")
    assert [best.points(name)[1] for name in DIMENSIONS] == [100, 100, 110, 75, 20]


@pytest.mark.parametrize(
    ("change", "lost"),
    [
        ({"keywords": False}, 30),
        ({"temporal": False}, 20),
        ({"reached": 0}, 80),
        ({"sizes": 1}, 3),
        ({"licence_listed": False}, 10),
        ({"own": False}, 30),
        ({"contact": False, "rights": False}, 25),
    ],
)
def test_what_is_missing_costs_its_points_and_is_named(change: dict[str, object], lost: int) -> None:
    found = metadata_quality(described=replace(ALL, **change))
    assert found.score == MOST - lost
    assert found.missing
