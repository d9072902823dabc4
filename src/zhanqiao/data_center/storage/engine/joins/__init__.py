"""Two published tables as one: joined by keys, asked by the one query model, compiled by the one compiler.

It tells how well the keys match before it gives a row, and refuses a join that would multiply rows past a limit. What
it does not do: decide who may read either table.
"""

from zhanqiao.data_center.storage.engine.joins.answering import JoinPage, edge_points, joined_rows, match_of
from zhanqiao.data_center.storage.engine.joins.asking import JOIN_PARAMETERS, parse_join, parse_place_join
from zhanqiao.data_center.storage.engine.joins.errors import JoinTooLargeError
from zhanqiao.data_center.storage.engine.joins.model import KINDS, Join, Match, Side, SideMatch
from zhanqiao.data_center.storage.engine.joins.splicing import copy_of, splice, splice_parquet

__all__ = [
    "JOIN_PARAMETERS",
    "KINDS",
    "Join",
    "JoinPage",
    "JoinTooLargeError",
    "Match",
    "Side",
    "SideMatch",
    "copy_of",
    "edge_points",
    "joined_rows",
    "match_of",
    "parse_join",
    "parse_place_join",
    "splice",
    "splice_parquet",
]
