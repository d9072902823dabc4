"""Reading and checking the audit trail."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Min

from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text
from zhanqiao.people.audit.models import AuditHead, AuditLine
from zhanqiao.people.audit.rules import GENESIS, Line, chained_hash

BLOCK = 2_000
DIGEST = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Head:
    """Number and hash of a line: enough to prove, kept elsewhere, that nothing before it was changed."""

    seq: int
    hash: str


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """The outcome of walking the chain. ``broken_seq`` is the first line that does not hold."""

    lines: int
    head: Head
    broken_seq: int | None = None
    problem: Text | None = None

    @property
    def is_whole(self) -> bool:
        """Say whether every line holds."""
        return self.problem is None

    def as_dict(self) -> dict[str, Any]:
        """Return the report as plain JSON values."""
        return {
            "whole": self.is_whole,
            "lines": self.lines,
            "head": {"seq": self.head.seq, "hash": self.head.hash},
            "broken_seq": self.broken_seq,
            "problem": self.problem.as_dict() if self.problem else None,
        }


CHANGED = Text("第 {seq} 行的内容与其哈希不符：内容被改动过。", "Line {seq} does not match its hash: it was changed.")
UNLINKED = Text("第 {seq} 行没有接在上一行之后：有行被插入或替换。", "Line {seq} does not follow the line before it.")
MISSING = Text("缺少第 {seq} 行：有行被删除。", "Line {seq} is missing: lines were deleted.")
HEAD_LOST = Text(
    "链头记录为第 {seq} 行，与最后一行不符：末尾的行被删除，或链头被改动。",
    "The head names line {seq}, which is not the last line: the end was cut off, or the head was changed.",
)
ANCHOR_LOST = Text(
    "外部存证的第 {seq} 行与现在的链不符：此行或其之前被改写。",
    "The anchored line {seq} differs from the chain: it or a line before it was rewritten.",
)


class AnchorError(ZhanqiaoError):
    """What was given as an anchor is not ``SEQ:HASH``; nothing was checked."""

    code = "anchor-invalid"
    sentence = Text(
        zh="“{text}”不是链头，应为“序号:64位十六进制哈希”，即 zhanqiao audit head 的输出。没有核验。",
        en="'{text}' is not a head; expected SEQ:HASH as printed by zhanqiao audit head. Nothing was checked.",
    )


def parse_anchor(*, text: str) -> Head:
    """Read a head exported earlier as ``SEQ:HASH``. Raises AnchorError."""
    seq, _, digest = text.strip().partition(":")
    if not seq.isdecimal() or not DIGEST.fullmatch(digest):
        raise AnchorError(text=text)
    return Head(seq=int(seq), hash=digest)


def head() -> Head:
    """Return the newest line's number and hash; the genesis hash when there is none."""
    row = AuditHead.objects.filter(pk=1).first()
    return Head(seq=row.seq, hash=row.hash) if row else Head(seq=0, hash=GENESIS)


def verify(*, anchor: Head | None = None) -> VerifyReport:
    """Walk the whole chain in blocks, in constant memory, and report the first line that does not hold.

    The chain proves that no line was changed, inserted or removed before its end; that the whole was
    not rewritten is proven by an ``anchor``: a head exported earlier and kept outside.
    Lines appended while it walks are left for the next time.
    """
    claimed = head()
    last = Head(seq=0, hash=GENESIS)
    for row in _rows(until=claimed.seq):
        if problem := _problem(row=row, last=last, anchor=anchor):
            return _broken(lines=last.seq, last=last, seq=last.seq + 1, problem=problem)
        last = Head(seq=row.seq, hash=row.hash)
    if last != claimed or AuditLine.objects.filter(seq__gt=head().seq).exists():
        return _broken(lines=last.seq, last=last, seq=last.seq + 1, problem=HEAD_LOST.filled(seq=claimed.seq))
    if anchor is not None and anchor.seq > last.seq:
        return _broken(lines=last.seq, last=last, seq=last.seq + 1, problem=ANCHOR_LOST.filled(seq=anchor.seq))
    return VerifyReport(lines=last.seq, head=last)


@dataclass(frozen=True, slots=True)
class Sought:
    """What lines are searched for; empty fields narrow nothing. ``action`` may be a beginning such as ``release.``."""

    by: str = ""
    action: str = ""
    object_type: str = ""
    object_id: str = ""
    since: datetime | None = None
    until: datetime | None = None


def found_lines(*, sought: Sought, limit: int, offset: int = 0) -> tuple[tuple[AuditLine, ...], int]:
    """Return a page of the lines that fit, newest first, and how many fit in all."""
    names = {
        "by": sought.by,
        "action__startswith": sought.action,
        "object_type": sought.object_type,
        "object_id": sought.object_id,
        "at__gte": sought.since,
        "at__lt": sought.until,
    }
    rows = AuditLine.objects.filter(**{name: text for name, text in names.items() if text})
    return tuple(rows.order_by("-seq")[offset : offset + limit]), rows.count()


def last_at(*, object_type: str, action: str) -> datetime | None:
    """Return when something was done last to an object of this type; None when it never was."""
    rows = AuditLine.objects.filter(object_type=object_type, action=action)
    found: datetime | None = rows.aggregate(last=Max("at"))["last"]
    return found


def counted() -> tuple[int, datetime | None]:
    """Return how many lines there are, and the moment of the first."""
    found = AuditLine.objects.aggregate(n=Count("seq"), oldest=Min("at"))
    return found["n"], found["oldest"]


def _rows(*, until: int) -> Iterator[AuditLine]:
    after = None
    while True:
        rows = AuditLine.objects.filter(seq__lte=until).order_by("seq")
        block = list((rows if after is None else rows.filter(seq__gt=after))[:BLOCK])
        yield from block
        if len(block) < BLOCK:
            return
        after = block[-1].seq


def _problem(*, row: AuditLine, last: Head, anchor: Head | None) -> Text | None:
    expected = last.seq + 1
    if row.seq > expected:
        return MISSING.filled(seq=expected)
    if row.seq < expected or row.previous_hash != last.hash:
        return UNLINKED.filled(seq=row.seq)
    if chained_hash(previous_hash=last.hash, line=_line(row)) != row.hash:
        return CHANGED.filled(seq=row.seq)
    if anchor is not None and anchor.seq == row.seq and anchor.hash != row.hash:
        return ANCHOR_LOST.filled(seq=row.seq)
    return None


def _line(row: AuditLine) -> Line:
    return Line(
        seq=row.seq,
        at=row.at,
        by=row.by,
        action=row.action,
        object_type=row.object_type,
        object_id=row.object_id,
        detail=row.detail,
    )


def _broken(*, lines: int, last: Head, seq: int, problem: Text) -> VerifyReport:
    return VerifyReport(lines=lines, head=last, broken_seq=seq, problem=problem)
