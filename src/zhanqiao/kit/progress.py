"""How long work tells how far it is, whoever listens: a terminal bar, a job row, nobody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """A moment of long work.

    ``stage`` is a stable word (``decode``, ``infer``, ``write`` …); ``done`` and ``total`` count
    ``unit`` (``bytes`` or ``rows``); ``total`` is None while it is not known.
    """

    stage: str
    done: int
    total: int | None = None
    unit: str = "rows"


Progress = Callable[[Step], None]


def silent(step: Step) -> None:
    """Tell nobody."""
    del step
