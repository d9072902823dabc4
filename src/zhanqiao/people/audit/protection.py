"""Triggers by which the database itself refuses to change or delete audit lines."""

from __future__ import annotations

from typing import Protocol

LINES, HEAD = "people_auditline", "people_audithead"

SQLITE = {
    "audit_line_kept_update": f"BEFORE UPDATE ON {LINES} BEGIN SELECT RAISE(ABORT, 'audit lines are never changed'); END",
    "audit_line_kept_delete": f"BEFORE DELETE ON {LINES} BEGIN SELECT RAISE(ABORT, 'audit lines are never deleted'); END",
    "audit_head_kept": f"BEFORE DELETE ON {HEAD} BEGIN SELECT RAISE(ABORT, 'the audit head is never deleted'); END",
    "audit_head_forward": f"BEFORE UPDATE ON {HEAD} WHEN NEW.seq < OLD.seq "
    "BEGIN SELECT RAISE(ABORT, 'the audit head never goes back'); END",
}
POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'audit lines are never changed or deleted'; END $$
"""
POSTGRES = {
    "audit_line_kept": (LINES, f"BEFORE UPDATE OR DELETE ON {LINES} FOR EACH ROW EXECUTE FUNCTION audit_refuse()"),
    "audit_line_whole": (LINES, f"BEFORE TRUNCATE ON {LINES} FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()"),
    "audit_head_kept": (HEAD, f"BEFORE DELETE ON {HEAD} FOR EACH ROW EXECUTE FUNCTION audit_refuse()"),
    "audit_head_whole": (HEAD, f"BEFORE TRUNCATE ON {HEAD} FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()"),
    "audit_head_forward": (
        HEAD,
        f"BEFORE UPDATE ON {HEAD} FOR EACH ROW WHEN (NEW.seq < OLD.seq) EXECUTE FUNCTION audit_refuse()",
    ),
}


class Executes(Protocol):
    """Anything that runs SQL: a cursor or a schema editor."""

    def execute(self, sql: str, /) -> object:
        """Run one statement."""


def protect(*, runner: Executes, vendor: str) -> None:
    """Create the triggers on a database of this vendor (``sqlite`` or ``postgresql``)."""
    for statement in _creations(vendor=vendor):
        runner.execute(statement)


def unprotect(*, runner: Executes, vendor: str) -> None:
    """Drop the triggers: for taking the migration back and for emptying a test database."""
    if vendor == "sqlite":
        for name in SQLITE:
            runner.execute(f"DROP TRIGGER IF EXISTS {name}")
        return
    for name, (table, _) in POSTGRES.items():
        runner.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")


def _creations(*, vendor: str) -> list[str]:
    if vendor == "sqlite":
        return [f"CREATE TRIGGER {name} {body}" for name, body in SQLITE.items()]
    return [POSTGRES_FUNCTION, *(f"CREATE TRIGGER {name} {body}" for name, (_, body) in POSTGRES.items())]
