"""The index behind the searches of this process: opened when first needed, rebuilt when it cannot be used.

The index is derived from the catalogue and holds nothing of its own, so whoever finds it missing,
outdated or damaged builds it anew; the others wait for that.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import structlog

from zhanqiao.data_center.catalogue.engine import folder, pinyin, segmentation
from zhanqiao.data_center.catalogue.engine import synonyms as engine_synonyms
from zhanqiao.data_center.catalogue.engine.folder import IndexUnusableError, WriterBusyError
from zhanqiao.data_center.catalogue.engine.reader import Snapshot, reader
from zhanqiao.data_center.catalogue.engine.synonyms import Synonyms, SynonymsError
from zhanqiao.data_center.catalogue.queries.search_documents import all_documents
from zhanqiao.kit.environment import home, value

FOLDER = "search"
REBUILD_SECONDS = 20.0  # a search waits this long for another process's rebuild, then says so
EXPECTED = frozenset({"asked for", "missing"})  # reasons to rebuild that are no trouble
Answer = TypeVar("Answer")
log = structlog.get_logger(__name__)


def root() -> Path:
    """Return the folder of the index."""
    return home() / FOLDER


def asked(question: Callable[[Snapshot], Answer], /) -> Answer:
    """Put a question to the newest commit; an index that cannot be used is rebuilt first.

    Raises IndexUnusableError when another process has been rebuilding it for too long.
    """
    try:
        return reader(root()).asked(question)
    except IndexUnusableError as error:
        mend(reason=str(error.facts["reason"]), doubted=str(error.facts.get("folder", "")))
        return reader(root()).asked(question)


def is_index_there() -> bool:
    """Say whether an index of today's kind is there and opens."""
    return _is_usable("")


def mend(*, reason: str, doubted: str = "") -> None:
    """Rebuild an index that cannot be used, or failed as build ``doubted``, unless somebody just did.

    Raises IndexUnusableError when another process has been rebuilding it for too long.
    """
    try:
        with folder.writing(root(), seconds=REBUILD_SECONDS):
            if not _is_usable(doubted):
                build(reason=reason)
    except WriterBusyError:
        raise IndexUnusableError(reason=reason) from None


def build(*, reason: str) -> int:
    """Build the index anew and return how many datasets it holds. The caller holds the writer's lock."""
    count = folder.build(root(), documents=all_documents())
    reader(root()).forget()
    say = log.info if reason in EXPECTED else log.warning
    say("search index rebuilt", reason=reason, datasets=count)
    return count


def synonyms() -> Synonyms:
    """Return the synonyms in force: the file ``ZHANQIAO_SYNONYMS`` names, else the bundled one.

    A file that cannot be read is logged and the bundled one used: a search must not fail for it.
    """
    named = str(value("SYNONYMS"))
    try:
        return engine_synonyms.load(path=Path(named)) if named else engine_synonyms.load()
    except (OSError, SynonymsError) as error:
        log.error("synonyms file not used", file=named, error=str(error))  # noqa: TRY400 - its sentence says it all
        return engine_synonyms.load()


def warm() -> None:
    """Load the dictionaries and open the index, so that no visitor waits for it. Call it when a server starts."""
    segmentation.warm()
    pinyin.warm()
    synonyms()
    asked(lambda snapshot: snapshot.searcher.num_docs)


def _is_usable(doubted: str) -> bool:
    try:
        folder.opened(root())
    except IndexUnusableError:
        return False
    return folder.pointer(root()).folder != doubted
