"""One push from beginning to end: begun again after any interruption, it goes on where it was."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson

from zhanqiao.core_services.exchange.engine.pushing.journal import Journal, Noted, SourceChangedError
from zhanqiao.core_services.exchange.engine.pushing.reading import Source
from zhanqiao.core_services.exchange.engine.pushing.sending import BYTES, NDJSON, Platform

BLOCK = 1 << 20
PROOF_PAUSE = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Push:
    """What is pushed where. ``name`` sets deliberate repetitions of the same content apart."""

    table: str
    operation: str
    rows: int
    name: str = ""
    tell: Callable[[Noted], object] = lambda _: None

    def key_of(self, *, start: int, digest: str) -> str:
        """Return the Idempotency-Key: from what is sent, where it stands, and where it goes."""
        goal = sha256(f"{self.table}\n{self.operation}\n{self.name}".encode()).hexdigest()[:12]
        return f"{goal}-{start}-{digest}"


def push_rows(*, push: Push, source: Source, journal: Journal, platform: Platform) -> int:
    """Send the rows of a file that were not confirmed yet; return how many. Raises what sending and reading raise."""
    run = int(journal.said("run") or 1)
    last = journal.last(run=run)
    if last is not None:
        _settle(last, push=push, source=source, journal=journal, platform=platform)
    sent = 0
    for part in source.parts(start=last.stop if last else 0, rows=push.rows):
        digest = sha256(part.content).hexdigest()
        noted = journal.intend(
            run=run,
            start=part.start,
            stop=part.end,
            rows=part.rows,
            sha256=digest,
            key=push.key_of(start=part.start, digest=digest),
            highest=part.highest,
        )
        _send(noted, part.content, push=push, journal=journal, platform=platform)
        sent += part.rows
    if source.watermark:
        _begin_next(journal, run=run)
    return sent


def push_file(*, push: Push, path: Path, journal: Journal, platform: Platform) -> str:
    """Send a whole file, unless it is the one that was confirmed last; return the transfer's id."""
    digest, size = _digest(path)
    last = journal.last(run=1)
    if last is None or last.sha256 != digest:
        key = push.key_of(start=last.number if last else 0, digest=digest)
        last = journal.intend(run=1, start=0, stop=size, rows=None, sha256=digest, key=key)
    if last.transfer is None:
        with path.open("rb") as file:
            transfer = platform.send(
                content=file,
                sha256=bytes.fromhex(digest),
                size=size,
                key=last.key,
                media=BYTES,
                table=push.table,
                operation=push.operation,
                filename=path.name,
            )
        journal.confirm(number=last.number, transfer=transfer["id"], receipt=_kept(transfer))
        return str(transfer["id"])
    return last.transfer


def fetch_proofs(*, journal: Journal, platform: Platform, folder: Path, patience: float) -> int:
    """Fetch the proofs that are missing, verify them, keep each as a file; return how many are still to come."""
    deadline = time.monotonic() + patience
    folder.mkdir(parents=True, exist_ok=True)
    while waiting := journal.without_proof():
        for noted in waiting:
            assert noted.transfer is not None
            proof = platform.proof(noted.transfer)
            if proof is None:
                break
            (folder / f"{noted.transfer}.json").write_bytes(orjson.dumps(proof, option=orjson.OPT_INDENT_2))
            journal.proven(number=noted.number)
        else:
            continue
        if time.monotonic() > deadline:
            return len(journal.without_proof())
        time.sleep(PROOF_PAUSE)
    return 0


def _settle(last: Noted, *, push: Push, source: Source, journal: Journal, platform: Platform) -> None:
    """Hold the last part against the file; send it again, under its key, when it was not confirmed."""
    part = next(source.parts(start=last.start, rows=last.rows or push.rows), None)
    if part is None or sha256(part.content).hexdigest() != last.sha256:
        raise SourceChangedError(start=last.start, stop=last.stop)
    if last.receipt is None:
        _send(last, part.content, push=push, journal=journal, platform=platform)


def _send(noted: Noted, content: bytes, *, push: Push, journal: Journal, platform: Platform) -> None:
    transfer = platform.send(
        content=content,
        sha256=bytes.fromhex(noted.sha256),
        size=len(content),
        key=noted.key,
        media=NDJSON,
        table=push.table,
        operation=push.operation,
    )
    journal.confirm(number=noted.number, transfer=transfer["id"], receipt=_kept(transfer))
    push.tell(noted)


def _begin_next(journal: Journal, *, run: int) -> None:
    """Let the next push take what lies past the highest watermark that was confirmed."""
    highest = journal.highest(run=run)
    if highest is not None:
        journal.say("since", orjson.dumps(highest).decode())
        journal.say("run", str(run + 1))


def _kept(transfer: dict[str, Any]) -> dict[str, Any]:
    return {name: transfer[name] for name in ("receipt", "signature", "call")}


def _digest(path: Path) -> tuple[str, int]:
    digest, size = sha256(), 0
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
            size += len(block)
    return digest.hexdigest(), size
