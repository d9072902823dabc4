"""Words that mean the same to someone who searches: a plain text file, one group a line.

``地铁 = 轨道交通 = metro = subway``. A line may begin with ``#``; an ``>`` instead of ``=`` after
the first word makes a group one-way: searching the first finds the others, not the reverse.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from zhanqiao.data_center.catalogue.engine.folding import fold
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

BUNDLED = Path(__file__).with_name("synonyms.txt")
ONE_WAY = ">"

Synonyms = Mapping[str, tuple[str, ...]]


class SynonymsError(ZhanqiaoError):
    """A line of the synonyms file cannot be read; the file was not taken over."""

    status = 500
    code = "synonyms-invalid"
    sentence = Text(
        zh="同义词文件 {file} 第 {line} 行无法读取：每行至少两个词，用“=”或“>”分隔。文件未生效，请改正后重试。",
        en="Line {line} of the synonyms file {file} cannot be read: it needs two or more words parted by '=' or '>'. "
        "The file was not taken over; correct it and try again.",
    )


def normal(text: str) -> str:
    """Return the form under which a word is looked up: folded, single blanks."""
    return " ".join(fold(text).split())


def load(*, path: Path = BUNDLED) -> Synonyms:
    """Return word → other words of its groups. A changed file is read again, an unchanged one is remembered.

    Raises SynonymsError with the line that cannot be read, and OSError when the file is absent.
    """
    return _read(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _read(path: Path, modified: int) -> Synonyms:
    del modified  # part of the key only
    found: dict[str, list[str]] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        content = line.split("#", 1)[0].strip()
        if content:
            _add_group(found, content, place=(path.name, number))
    return {word: tuple(dict.fromkeys(others)) for word, others in found.items()}


def _add_group(found: dict[str, list[str]], content: str, *, place: tuple[str, int]) -> None:
    one_way = ONE_WAY in content
    words = [normal(word) for word in content.replace(ONE_WAY, "=").split("=")]
    if len(words) < 2 or not all(words):  # noqa: PLR2004 -- a group is at least two words
        raise SynonymsError(file=place[0], line=place[1])
    for word in words[:1] if one_way else words:
        found.setdefault(word, []).extend(other for other in words if other != word)
