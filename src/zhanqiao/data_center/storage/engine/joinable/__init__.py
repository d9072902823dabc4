"""Which tables can be joined with which, found from small sketches of their columns and verified on the rows.

It gives pairs of columns with what was counted. What it does not do: decide who may read either table.
"""

from zhanqiao.data_center.storage.engine.joinable.finding import Candidate, candidates
from zhanqiao.data_center.storage.engine.joinable.sketches import ColumnSketch, has_sketches, sketches
from zhanqiao.data_center.storage.engine.joinable.unions import Union, union_of
from zhanqiao.data_center.storage.engine.joinable.verifying import Joinable, joinable

__all__ = [
    "Candidate",
    "ColumnSketch",
    "Joinable",
    "Union",
    "candidates",
    "has_sketches",
    "joinable",
    "sketches",
    "union_of",
]
