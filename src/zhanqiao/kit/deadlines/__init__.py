"""The deadline engine: when something is due, why then, and how near that is. Pure: no clock, no tables."""

from __future__ import annotations

from zhanqiao.kit.deadlines.counting import DueDate, Extension, Stop, due_date
from zhanqiao.kit.deadlines.lights import NAMES, Light, LightRule, light
from zhanqiao.kit.deadlines.terms import Term, TermError, Unit, term_of

__all__ = [
    "NAMES",
    "DueDate",
    "Extension",
    "Light",
    "LightRule",
    "Stop",
    "Term",
    "TermError",
    "Unit",
    "due_date",
    "light",
    "term_of",
]
