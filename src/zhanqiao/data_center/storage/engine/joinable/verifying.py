"""Candidates proven on the rows of both tables: how many match, and whether rows would multiply."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from zhanqiao.data_center.storage.engine.fields import Field, LogicalType
from zhanqiao.data_center.storage.engine.joinable.finding import Candidate, candidates
from zhanqiao.data_center.storage.engine.joinable.sketches import ColumnSketch, sketches
from zhanqiao.data_center.storage.engine.joins import Match, Side, match_of, parse_join
from zhanqiao.data_center.storage.engine.query.texts import name_text
from zhanqiao.kit.texts import Text

TRIED = 4  # candidates of two tables that are proven
KEYS_MOST = 3
Table = tuple[Path, tuple[Field, ...]]


@dataclass(frozen=True, slots=True)
class Joinable:
    """A key that joins two tables: pairs of columns, the expressions a join takes, and how the rows match."""

    keys: tuple[Candidate, ...]
    on: tuple[tuple[str, str], ...]
    match: Match

    @property
    def score(self) -> float:
        """Return how good the join is, from 0 to 1."""
        rates = [side.matched / side.rows for side in (self.match.left, self.match.right) if side.rows]
        return round(0.7 * min(each.score for each in self.keys) + 0.3 * max(rates, default=0.0), 4)

    def reason(self, *, left: Text, right: Text) -> Text:
        """Return in words why the tables fit; ``left`` and ``right`` are their titles. It names no value."""
        return _joined([self._of_key(each, left, right) for each in self.keys], self._rows())

    def _of_key(self, key: Candidate, left: Text, right: Text) -> Text:
        small, large = (key.left, key.right) if key.left_in_right else (key.right, key.left)
        titles = (left, right) if key.left_in_right else (right, left)
        about = small.cut or large.cut
        return _SHARE.filled(
            small=small.name,
            large=large.name,
            share=f"{key.share:.0%}",
            few=f"{small.distinct:,}",
            many=f"{large.distinct:,}",
            small_title=titles[0].zh,
            large_title=titles[1].zh,
            small_title_en=titles[0].en,
            large_title_en=titles[1].en,
            about_zh="约" if about else "",
            about_en="about " if about else "",
        )

    def _rows(self) -> Text:
        return ROWS[self.match.cardinality]


def joinable(*, left: Table, right: Table) -> Joinable | None:
    """Return the best key that joins two tables, proven on all their rows, or None.

    Rows must not multiply on both sides. Raises QueryTimeoutError.
    """
    found = candidates(
        left=sketches(serving=left[0], fields=left[1]), right=sketches(serving=right[0], fields=right[1])
    )
    proven = (_proven(keys, left, right) for keys in _tries(found))
    kept = [each for each in proven if each.match.cardinality not in {"none", "many-to-many"}]
    return max(kept, key=lambda each: each.score, default=None)


def _tries(found: Sequence[Candidate]) -> Iterator[tuple[Candidate, ...]]:
    single = [(each,) for each in found if each.has_unique_side][:TRIED]
    if single:
        yield from single
        return
    same = [each for each in found if each.left.name == each.right.name]
    if len(same) > 1 and {each.left.type for each in same} & {LogicalType.DATE, LogicalType.TIMESTAMP}:
        yield tuple(sorted(same, key=lambda each: -each.left.distinct)[:KEYS_MOST])


def _proven(keys: tuple[Candidate, ...], left: Table, right: Table) -> Joinable:
    on = tuple(_expressions(each) for each in keys)
    join = parse_join(kind="inner", left=Side(left[1]), right=Side(right[1]), on=on, params={})
    return Joinable(keys, on, match_of(join=join, left=left[0], right=right[0]))


def _expressions(key: Candidate) -> tuple[str, str]:
    mixed = key.left.type != key.right.type
    return _expression(key.left, mixed=mixed), _expression(key.right, mixed=mixed)


def _expression(column: ColumnSketch, *, mixed: bool) -> str:
    text = name_text(column.name)
    if mixed and column.type is LogicalType.INTEGER:
        return f"to_text({text})"
    return f"trim({text})" if column.padded else text


def _joined(parts: Sequence[Text], end: Text) -> Text:
    return Text(
        zh="；".join((*(each.zh for each in parts), end.zh)) + "。",
        en="; ".join((*(each.en for each in parts), end.en)) + ".",
    )


_SHARE = Text(
    zh="《{small_title}》“{small}”的 {few} 个不同值中{about_zh}有 {share} 见于《{large_title}》“{large}”（{many} 个不同值）",
    en="{about_en}{share} of the {few} values of '{small}' ({small_title_en}) are among the {many} of '{large}' "
    "({large_title_en})",
)
ROWS = {
    "one-to-one": Text(zh="两表每个键值各一行", en="one row a key in both tables"),
    "one-to-many": Text(zh="本表每个键值一行，对方可有多行", en="one row a key here, several there"),
    "many-to-one": Text(zh="对方每个键值一行，本表可有多行", en="one row a key there, several here"),
}
