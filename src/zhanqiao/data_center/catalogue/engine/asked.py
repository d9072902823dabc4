"""What somebody typed, taken apart: words, quoted phrases, words that carry little."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from zhanqiao.data_center.catalogue.engine import segmentation
from zhanqiao.data_center.catalogue.engine.folding import fold
from zhanqiao.data_center.catalogue.engine.synonyms import Synonyms, normal

LONGEST_TEXT = 200  # characters that are read of what was typed
MOST_UNITS = 16
MOST_MERGED = 4  # words that one synonym may span
QUOTED = re.compile(r"[\"“”„«»「]([^\"“”„«»「」]+)[\"“”„«»」]")
STOP = """
的 了 和 与 及 或 在 是 有 吗 呢 吧 啊 请 问 请问 哪 哪些 哪里 什么 怎么 怎样 如何 多少 几 我 要 想 找 查 查找 查询
一下 所有 全部 关于 有关 相关 以及 各
a an the of in on at by for to from and or is are with about all each which what where how
"""
WEAK = """
数据 数据集 资料 信息 情况 表 数据表 基本 统计 明细 最新 名单 名录 目录 清单 一览表
data dataset datasets information table tables list statistics
"""
STOP_WORDS, WEAK_WORDS = frozenset(STOP.split()), frozenset(WEAK.split())


@dataclass(frozen=True, slots=True)
class Unit:
    """One thing asked for. ``weak`` ones may be missing from a hit; ``quoted`` ones must stand as written.

    ``inner`` are the words a compound is made of, each with its own synonyms.
    """

    text: str
    han: bool
    quoted: bool = False
    weak: bool = False
    synonyms: tuple[str, ...] = ()
    inner: tuple[Unit, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """All that was asked for. ``shortened`` says that the text was longer than what was read of it."""

    text: str
    units: tuple[Unit, ...]
    shortened: bool = False

    @property
    def strong(self) -> tuple[Unit, ...]:
        """The units a hit must have; all of them when every one is weak."""
        strong = tuple(unit for unit in self.units if not unit.weak)
        return strong or self.units


def read(text: str, *, synonyms: Synonyms) -> Asked:
    """Take a text apart. Empty text gives no units: everything is asked for."""
    kept = text.strip()[:LONGEST_TEXT]
    units = list(_units(kept, synonyms))
    return Asked(
        text=kept,
        units=tuple(units[:MOST_UNITS]),
        shortened=len(units) > MOST_UNITS or len(text.strip()) > LONGEST_TEXT,
    )


def _units(text: str, synonyms: Synonyms) -> Iterator[Unit]:
    seen: set[str] = set()
    for unit in _in_order(text, synonyms):
        if unit.text not in seen:
            seen.add(unit.text)
            yield unit


def _in_order(text: str, synonyms: Synonyms) -> Iterator[Unit]:
    position = 0
    for match in QUOTED.finditer(text):
        yield from _free(text[position : match.start()], synonyms)
        phrase = normal(match.group(1))
        if segmentation.phrase(phrase):
            yield Unit(text=phrase, han=not phrase.isascii(), quoted=True)
        position = match.end()
    yield from _free(text[position:], synonyms)


def _free(text: str, synonyms: Synonyms) -> Iterator[Unit]:
    words = list(_words(text))
    index = 0
    while index < len(words):
        merged, used = _merged(words[index : index + MOST_MERGED], synonyms)
        index += used
        if merged.text not in STOP_WORDS or (len(words) == 1):
            yield _known(merged, synonyms)


def _known(unit: Unit, synonyms: Synonyms) -> Unit:
    inner = segmentation.inner_words(unit.text) if unit.han else ()
    return replace(
        unit,
        weak=unit.text in WEAK_WORDS,
        synonyms=synonyms.get(unit.text, ()),
        inner=tuple(Unit(text=word, han=True, synonyms=synonyms.get(word, ())) for word in inner),
    )


def _words(text: str) -> Iterator[Unit]:
    for run in segmentation.runs(text):
        if run.han:
            yield from (Unit(text=word, han=True) for word in segmentation.cut(run.text))
        else:
            yield Unit(text=fold(text[run.start : run.end]), han=False)


def _merged(words: list[Unit], synonyms: Synonyms) -> tuple[Unit, int]:
    """Return the longest row of words that the synonyms know as one, and how many words it took."""
    for count in range(len(words), 1, -1):
        row = words[:count]
        text = "".join(_spaced(row))
        if text in synonyms:
            return Unit(text=text, han=any(word.han for word in row)), count
    return words[0], 1


def _spaced(row: list[Unit]) -> Iterator[str]:
    for index, word in enumerate(row):
        if index and not word.han and not row[index - 1].han:
            yield " "
        yield word.text
