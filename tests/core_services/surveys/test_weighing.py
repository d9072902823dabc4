"""Weighted shares and their intervals, against first principles and an outside implementation."""

from __future__ import annotations

from fractions import Fraction
from math import sqrt

import pytest

from zhanqiao.core_services.surveys.rules import effective_size, weighted_mean, weighted_share, wilson


def test_a_share_and_its_variance_are_those_of_the_ratio() -> None:
    chose, weights = [True, False, True, False], [1, 2, 3, 4]
    share = Fraction(1 + 3, 10)
    squares = sum((w * (int(y) - share)) ** 2 for w, y in zip(weights, chose, strict=True))
    variance = Fraction(4, 3) * squares / 100
    found = weighted_share(chose=chose, weights=weights)
    assert found is not None
    assert (found.value, found.error, found.base) == (
        pytest.approx(float(share), abs=1e-15),
        pytest.approx(sqrt(variance), abs=1e-15),
        4,
    )
    low, high = wilson(share=0.4, size=float(share * (1 - share) / variance))
    assert (found.low, found.high) == (pytest.approx(low, abs=1e-12), pytest.approx(high, abs=1e-12))


def test_wilsons_interval_is_the_published_one() -> None:
    # Newcombe 1998, table I: 81 of 263 gives 0.2553 to 0.3662, 15 of 148 gives 0.0624 to 0.1605, 0 of 20 gives 0 to 0.1611
    cases = [(81, 263), (15, 148), (0, 20)]
    found = [tuple(round(end, 4) for end in wilson(share=n / size, size=size)) for n, size in cases]
    assert found == [(0.2553, 0.3662), (0.0624, 0.1605), (0.0, 0.1611)]


def test_where_nobody_chose_it_the_effective_size_is_kishs() -> None:
    weights = [1.0, 1.0, 2.0]
    assert effective_size(weights=weights) == pytest.approx(16 / 6)
    found = weighted_share(chose=[False] * 3, weights=weights)
    assert found is not None
    assert (found.value, found.error, found.low) == (0, 0, 0)
    assert found.high == pytest.approx(wilson(share=0, size=16 / 6)[1])


def test_without_answers_or_weight_there_is_no_share() -> None:
    assert (weighted_share(chose=[], weights=[]), weighted_mean(values=[1.0], weights=[0.0])) == (None, None)


def test_a_mean_has_a_normal_interval() -> None:
    found = weighted_mean(values=[1, 2, 3], weights=[1, 1, 1])
    assert found is not None
    assert (found.value, found.error) == (pytest.approx(2), pytest.approx(sqrt(1 / 3)))
    assert found.high - found.value == pytest.approx(1.959963984540054 * sqrt(1 / 3))
