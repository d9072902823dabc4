"""The sheets of open statistics as open datasets of the authority, each a table whose releases follow the figures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import structlog

from zhanqiao.core_services.publishing.operations import publish_file
from zhanqiao.core_services.statistics.queries.sheets import SHEETS, sheet
from zhanqiao.core_services.statistics.rules.opening import opened, slug_of
from zhanqiao.core_services.statistics.rules.sheets import Sheet, as_csv
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.catalogue.rules import DatasetEntry
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.data_center.storage.rules import Mode
from zhanqiao.kit.environment import value
from zhanqiao.kit.errors import NotFoundError, ZhanqiaoError
from zhanqiao.people.audit.rules import SYSTEM
from zhanqiao.people.departments.queries import department_card

log = structlog.get_logger(__name__)


def publish_statistics(*, clock: Callable[[], datetime]) -> tuple[str, ...]:
    """Publish the sheets whose figures changed, as datasets of STATISTICS_DEPARTMENT; return the keys of these.

    Nothing where no department is set. A sheet that cannot be published, such as for personal data in it, is noted in the log
    and the others go on. Raises NotFoundError for a department that does not exist.
    """
    department, made = str(value("STATISTICS_DEPARTMENT")), []
    if not department:
        return ()
    owner = department_card(key_or_code=department).key
    for key in SHEETS:
        found = opened(sheet(key=key, at=clock()), least=int(value("STATISTICS_LEAST")))
        try:
            if found.rows and _published(found, department=owner, clock=clock):
                made.append(key)
        except ZhanqiaoError as error:
            log.warning("statistics.not_published", sheet=key, code=error.code)
    return tuple(made)


def _published(found: Sheet, *, department: str, clock: Callable[[], datetime]) -> bool:
    """Publish a sheet unless its dataset holds the same already; say whether it was."""
    content = as_csv(found, language="zh-hans").encode()
    slug = slug_of(key=found.key)
    if _present(slug) == sha256(content).hexdigest():
        return False
    with TemporaryDirectory(prefix="zhanqiao-statistics-") as folder:
        path = Path(folder) / f"{found.title.zh}.csv"
        path.write_bytes(content)
        publish_file(
            path=path,
            slug=slug,
            title=_title(found),
            department=department,
            mode=Mode.REPLACE,
            entry=_entry(found, slug=slug, department=department),
            by=SYSTEM,
            at=clock(),
            clock=clock,
        )
    return True


def _present(slug: str) -> str:
    """Return the SHA-256 of the file that the dataset was last made from; empty where there is none."""
    try:
        tables = catalogue.tables_of(dataset_id=catalogue.id_of(slug=slug))
    except NotFoundError:
        return ""
    if not tables:
        return ""
    release = storage.release_card(table_id=tables[0].id, release_id=tables[0].release_id)
    return str((release.source or {}).get("sha256", ""))


def _entry(found: Sheet, *, slug: str, department: str) -> DatasetEntry:
    return DatasetEntry(
        slug=slug,
        title_zh=_title(found),
        title_en=f"Open statistics: {found.title.en}",
        abstract_zh=found.note.zh,
        abstract_en=found.note.en,
        department=department,
    )


def _title(found: Sheet) -> str:
    return f"开放统计：{found.title.zh}"
