"""Parts of texts are found by their index, never missed, and never found where they are not."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.data_center.storage.stations import released, serving

from zhanqiao.data_center.storage.engine import query as engine
from zhanqiao.data_center.storage.engine.fields import Field, LogicalType
from zhanqiao.data_center.storage.engine.instant import build_instant, instant_copy, instant_folder, opening
from zhanqiao.data_center.storage.engine.instant import grams as module
from zhanqiao.data_center.storage.engine.instant.answering import ready_page
from zhanqiao.data_center.storage.engine.instant.grams import Grams, GramWriter
from zhanqiao.data_center.storage.engine.query.layout import layout_of

FIELDS = (Field("编号", LogicalType.TEXT), Field("名称", LogicalType.TEXT), Field("类", LogicalType.TEXT))
ROWS = 6_000
LETTERS = "海信尔琴岛橡胶双星中车建设AbcXYZ０１２𠮷·-()"


def names(number: int) -> str | None:
    chance = random.Random(number)
    if number % 97 == 0:
        return None
    return "青岛" + "".join(chance.choices(LETTERS, k=chance.randrange(12))) + f"有限公司{number * 7919 % 100_003}"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Path]]:
    rows = [(f"QD{n * 104_729 % ROWS:06d}", names(n), "甲乙丙"[n % 3]) for n in range(ROWS)]
    found = []
    for kind in ("plain", "quick"):
        home = tmp_path_factory.mktemp(kind)
        released(home=home, fields=FIELDS, rows=rows)
        found.append(serving(home))
    build_instant(serving=found[1], fields=FIELDS, distinct={"编号": 10**6, "名称": 10**6})
    yield found[0], found[1]
    opening._open.clear()


def answer(copy: Path, asked: dict[str, str]) -> tuple[object, int | None]:
    page = engine.rows(serving=copy, fields=FIELDS, query=engine.parse_query(fields=FIELDS, params=asked))
    return json.loads(page.json()), page.total


def parts(seed: int) -> str:
    chance = random.Random(seed)
    text = names(chance.randrange(ROWS)) or "没有"
    start = chance.randrange(len(text))
    part = text[start : start + chance.randrange(1, 9)]
    return chance.choice([part, part.upper(), part.lower(), part + chance.choice(LETTERS)])


@pytest.mark.parametrize("seed", range(60))
def test_any_part_is_found_in_the_same_rows(made: tuple[Path, Path], seed: int) -> None:
    part = parts(seed).replace("'", "")
    for asked in (
        {"where": f"contains(名称, '{part}')"},
        {"where": f"starts_with(编号, 'QD00{seed}') or ends_with(名称, '{part}')"},
        {"q": part},
        {"q": f"{part} 甲"},
    ):
        asked |= {"count": "exact", "limit": "20"}
        assert answer(made[1], asked) == answer(made[0], asked), asked


@pytest.mark.parametrize("asked", [{"where": "contains(名称, '39595')"}, {"q": "qd0047"}, {"q": "没有的词"}], ids=str)
def test_rare_parts_never_reach_the_serving_copy(made: tuple[Path, Path], asked: dict[str, str]) -> None:
    copy = instant_copy(serving=made[1], fields=FIELDS)
    assert copy is not None
    query = engine.parse_query(fields=FIELDS, params={**asked, "count": "exact"})
    found = ready_page(
        query=query, layout=layout_of(FIELDS), copy=copy, size=9, ask=lambda: pytest.fail("asked the serving copy")
    )
    assert found is not None


def test_what_many_rows_hold_chooses_nothing(made: tuple[Path, Path]) -> None:
    index = Grams(folder=instant_folder(serving=made[1]), column="c2")
    assert index.candidates("有限公司") is None
    assert index.candidates("海") is None
    assert index.candidates("\0") is None
    absent = index.candidates("从未出现")
    assert absent is not None
    assert len(absent) == 0


def test_a_column_with_too_many_grams_gets_no_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_GATHERED", 100)
    writer = GramWriter(folder=tmp_path, column="c1")
    writer.add([names(n) for n in range(200)])
    writer.add([names(n) for n in range(200)])
    assert not writer.write()
    assert list(tmp_path.iterdir()) == []


def test_common_grams_are_no_longer_collected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SETTLED", 100)
    writer = GramWriter(folder=tmp_path, column="c1")
    for start in range(0, 4000, 100):
        writer.add([f"青岛{n}" for n in range(start, start + 100)])
    gathered = (tmp_path / "c1.gathered").stat().st_size
    assert writer.write()
    assert gathered < 4000 * 8 * 2
    found = Grams(folder=tmp_path, column="c1").candidates("岛3999")
    assert found is not None
    assert 3999 in found
