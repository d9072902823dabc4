"""Appending to the audit trail."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from zhanqiao.people.audit.models import AuditHead, AuditLine
from zhanqiao.people.audit.rules import GENESIS, Line, canonical, chained_hash


def record(
    *, by: str, action: str, object_type: str, object_id: str, detail: Mapping[str, Any], at: datetime
) -> AuditLine:
    """Append one line to the chain, inside the caller's transaction, and return it.

    Call it last in an operation: appenders queue on the head row until the transaction ends.
    ``by`` is an account id or an actor of ``audit.rules``; ``action`` is ``noun.verb``; ``detail``
    holds JSON values and no personal data. Raises TypeError or ValueError for what JSON cannot hold.
    """
    text = canonical(value=detail)
    with transaction.atomic():
        head = _locked_head()
        line = Line(
            seq=head.seq, at=at, by=by, action=action, object_type=object_type, object_id=object_id, detail=text
        )
        return _append(head=head, line=line)


def _append(*, head: AuditHead, line: Line) -> AuditLine:
    digest = chained_hash(previous_hash=head.hash, line=line)
    AuditHead.objects.filter(pk=1).update(hash=digest)
    return AuditLine.objects.create(
        seq=line.seq,
        at=line.at,
        by=line.by,
        action=line.action,
        object_type=line.object_type,
        object_id=line.object_id,
        detail=line.detail,
        previous_hash=head.hash,
        hash=digest,
    )


def _locked_head() -> AuditHead:
    """Return the head with its number already moved on: the update is the lock, on SQLite and PostgreSQL alike."""
    if not _advanced():
        AuditHead.objects.bulk_create([AuditHead(id=1, seq=0, hash=GENESIS)], ignore_conflicts=True)
        _advanced()
    return AuditHead.objects.get(pk=1)


def _advanced() -> bool:
    return AuditHead.objects.filter(pk=1).update(seq=F("seq") + 1) == 1
