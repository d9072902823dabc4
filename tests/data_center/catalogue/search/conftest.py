"""The small city of ``city.py`` in an index, and ways to ask it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.data_center.catalogue.search.city import CITY

from zhanqiao.data_center.catalogue.engine import folder, matching, searching, synonyms
from zhanqiao.data_center.catalogue.engine.reader import Reader, Snapshot
from zhanqiao.data_center.catalogue.engine.searching import Answer, Question

Ask = Callable[..., Answer]


@pytest.fixture(scope="session")
def city_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an index that holds the city; not to be written to."""
    root = tmp_path_factory.mktemp("city")
    with folder.writing(root):
        folder.build(root, documents=CITY)
    return root


@pytest.fixture(scope="session")
def snapshot(city_root: Path) -> Snapshot:
    """The index at its one commit."""
    return Reader(city_root).snapshot()


@pytest.fixture(scope="session")
def public(snapshot: Snapshot) -> tuple[str, ...]:
    """The rights terms of a visitor, who sees what is published."""
    published = {one for one in snapshot.rights if one.state == "published"}
    return matching.rights_terms(visible=published, present=snapshot.rights)


@pytest.fixture(scope="session")
def ask(snapshot: Snapshot, public: tuple[str, ...]) -> Ask:
    """Ask the city as a visitor; keyword arguments are those of Question, or ``rights``."""

    def asked(text: str = "", *, rights: tuple[str, ...] | None = public, **question) -> Answer:
        return searching.answer(
            Question(text=text, **question), rights=rights, searcher=snapshot.searcher, synonyms=synonyms.load()
        )

    return asked


def slugs(answer: Answer) -> list[str]:
    """The slugs of the hits, in order."""
    return [hit.document.slug for hit in answer.hits]


def shown(segments: tuple[tuple[str, bool], ...]) -> str:
    """Segments as text, the hits in brackets."""
    return "".join(f"[{text}]" if is_hit else text for text, is_hit in segments)
