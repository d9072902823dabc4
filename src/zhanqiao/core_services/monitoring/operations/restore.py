"""After a backup's files were brought into an empty folder: the database, and the proof that all is what was backed up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from zhanqiao.core_services.monitoring.engine import databases
from zhanqiao.core_services.monitoring.operations.backup import METADATA
from zhanqiao.core_services.monitoring.rules import backups as rules
from zhanqiao.core_services.monitoring.rules.backups import Backup
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.kit.environment import home, value
from zhanqiao.kit.texts import Text
from zhanqiao.people.audit.operations import record
from zhanqiao.people.audit.queries import Head, head, verify

COUNTS_DIFFER = Text(
    "表 {name}：应有 {wanted} 行，实有 {found} 行。", "Table {name}: {wanted} rows expected, {found} found."
)
RELEASES_DIFFER = Text("发布版本 {name} 与备份清单不一致。", "Release {name} is not what the backup lists.")
HEAD_DIFFERS = Text("审计链头应为 {wanted}，实为 {found}。", "The audit head should be {wanted}, it is {found}.")


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """What was compared, and every difference; none when the restored folder is what was backed up."""

    files: int
    tables: int
    rows: int
    releases: int
    audit_lines: int
    audit_head: str
    problems: tuple[Text, ...]

    @property
    def is_whole(self) -> bool:
        """Say whether nothing differs."""
        return not self.problems


def restore_database(*, folder: Path, backup: Backup) -> None:
    """Fill the PostgreSQL database that DATABASE_URL names from the backup's dump; SQLite files are in place already."""
    if backup.database == "postgresql":
        databases.restore_postgres(url=str(value("DATABASE_URL")), dump=folder / rules.DATABASES / rules.DUMP)


def verify_restored(*, backup: Backup) -> VerifyReport:
    """Compare the state folder with what the backup says: counts, releases with all digests, the audit chain."""
    counts = _counts()
    proofs = list(storage.release_proofs())
    chain = verify(anchor=Head(*backup.audit_head) if backup.audit_head[0] else None)
    problems = [*_count_problems(backup, counts), *_release_problems(backup, proofs)]
    if chain.problem is not None:
        problems.append(chain.problem)
    if (chain.head.seq, chain.head.hash) != backup.audit_head:
        said = {
            "wanted": f"{backup.audit_head[0]}:{backup.audit_head[1]}",
            "found": f"{chain.head.seq}:{chain.head.hash}",
        }
        problems.append(HEAD_DIFFERS.filled(**said))
    return VerifyReport(
        files=len(backup.files),
        tables=len(counts),
        rows=sum(counts.values()),
        releases=len(proofs),
        audit_lines=chain.lines,
        audit_head=f"{chain.head.seq}:{chain.head.hash}",
        problems=tuple(problems),
    )


def verify_lake() -> tuple[Text, ...]:
    """Return what is wrong with the Iceberg tables after they moved: every release must be its tagged snapshot."""
    return tuple(storage.lake_problems())


def note_restored(*, backup: Backup, by: str, at: datetime) -> str:
    """Leave an audit line of the restoring, the first after what was backed up; return the new head."""
    detail = {"made_at": backup.made_at, "releases": len(backup.releases), "audit_seq": backup.audit_head[0]}
    record(by=by, action="backup.restore", object_type="backup", object_id=backup.made_at, detail=detail, at=at)
    newest = head()
    return f"{newest.seq}:{newest.hash}"


def _counts() -> dict[str, int]:
    url = str(value("DATABASE_URL"))
    if url:
        with databases.opened_postgres(url) as cursor:
            return databases.facts(cursor=cursor, tables=databases.POSTGRES_TABLES).counts
    with databases.opened_sqlite(home() / METADATA) as cursor:
        return databases.facts(cursor=cursor, tables=databases.SQLITE_TABLES).counts


def _count_problems(backup: Backup, counts: dict[str, int]) -> Iterator[Text]:
    for name in sorted(backup.counts.keys() | counts.keys()):
        wanted, found = backup.counts.get(name, 0), counts.get(name, 0)
        if wanted != found:
            yield COUNTS_DIFFER.filled(name=name, wanted=wanted, found=found)


def _release_problems(backup: Backup, proofs: list[storage.ReleaseProof]) -> Iterator[Text]:
    found = {(one.table_id, one.release_id, one.number, one.rows, one.snapshot_id) for one in proofs}
    for listed in sorted(found ^ set(backup.releases)):
        yield RELEASES_DIFFER.filled(name=listed[1])
    for proof in proofs:
        yield from proof.problems
