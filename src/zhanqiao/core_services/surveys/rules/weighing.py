"""Weighted shares and means with their 95 % confidence intervals. No Django, no clock.

Share: p = Σwy / Σw over those who answered. Variance: Taylor linearisation of the ratio, answers taken as drawn with
replacement, without strata or clusters: v = n/(n-1) · Σw²(y-p)² / (Σw)² (Särndal, Swensson and Wretman 1992, 5.5; what
survey packages compute for a design of weights alone, the HC1 sandwich of a weighted mean). Interval of a share: Wilson's
score interval at the effective size n* = p(1-p)/v (Korn and Graubard 1998); where everybody or nobody chose it v is 0 and
n* is Kish's (Σw)²/Σw². Interval of a mean: m ± 1.96·√v.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

LEVEL = 0.95
Z = NormalDist().inv_cdf((1 + LEVEL) / 2)


@dataclass(frozen=True, slots=True)
class Estimate:
    """A weighted share or mean of ``base`` answers, the standard error and the interval at 95 %."""

    value: float
    error: float
    low: float
    high: float
    base: int

    @property
    def percents(self) -> tuple[float, float, float]:
        """Return share, lower and upper end of the interval in percent."""
        return self.value * 100, self.low * 100, self.high * 100


def weighted_share(*, chose: Sequence[bool], weights: Sequence[float]) -> Estimate | None:
    """Return the weighted share of those who chose, None without answers. Both sequences are of the base."""
    ratio = _ratio([float(one) for one in chose], weights)
    if ratio is None:
        return None
    share, variance = ratio
    size = share * (1 - share) / variance if variance > 0 else effective_size(weights=weights)
    low, high = wilson(share=share, size=size)
    return Estimate(share, sqrt(variance), low, high, len(weights))


def weighted_mean(*, values: Sequence[float], weights: Sequence[float]) -> Estimate | None:
    """Return the weighted mean, None without answers."""
    ratio = _ratio(values, weights)
    if ratio is None:
        return None
    mean, error = ratio[0], sqrt(ratio[1])
    return Estimate(mean, error, mean - Z * error, mean + Z * error, len(weights))


def wilson(*, share: float, size: float) -> tuple[float, float]:
    """Return Wilson's score interval (1927) of a share among ``size`` answers, which need not be whole."""
    middle = (share + Z * Z / (2 * size)) / (1 + Z * Z / size)
    half = Z / (1 + Z * Z / size) * sqrt(share * (1 - share) / size + Z * Z / (4 * size * size))
    return max(0.0, middle - half), min(1.0, middle + half)


def effective_size(*, weights: Sequence[float]) -> float:
    """Return Kish's effective number of answers, (Σw)²/Σw²."""
    return sum(weights) ** 2 / sum(weight * weight for weight in weights)


def _ratio(values: Sequence[float], weights: Sequence[float]) -> tuple[float, float] | None:
    total, size = sum(weights), len(weights)
    if not size or total <= 0:
        return None
    mean = sum(weight * value for weight, value in zip(weights, values, strict=True)) / total
    if size == 1:
        return mean, 0.0
    squares = sum((weight * (value - mean)) ** 2 for weight, value in zip(weights, values, strict=True))
    return mean, size / (size - 1) * squares / total**2
