"""``zhanqiao push``: hands a file's rows, or a whole file, to the platform; signed, resumable, exactly once.

It needs nothing but the private key and its journal: no database, no settings. Run again after any interruption, it goes
on where it was.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from zhanqiao.core_services.exchange.engine.pushing.journal import Journal, Noted
from zhanqiao.core_services.exchange.engine.pushing.reading import NDJSON_ENDINGS, PARQUET_ENDING, Source
from zhanqiao.core_services.exchange.engine.pushing.running import Push, fetch_proofs, push_file, push_rows
from zhanqiao.core_services.exchange.engine.pushing.sending import Platform
from zhanqiao.core_services.exchange.rules import FILE_OPERATIONS, OPERATIONS
from zhanqiao.kit.clock import now

ROWS = 5_000
PATIENCE = 3_600.0
JOURNAL_ENDING, KEYS_ENDING = ".push.sqlite3", ".keys.json"


def main(arguments: list[str]) -> int:
    """Push. Exit 0 when everything is confirmed; 1 with the reason otherwise."""
    options = _parser().parse_args(arguments)
    path: Path = options.journal or options.file.with_name(options.file.name + JOURNAL_ENDING)
    platform = Platform(
        address=options.to.rstrip("/"), private=options.key.read_bytes(), clock=now, patience=options.patience
    )
    platform.keys = _keys(options, path, platform)
    known = platform.keys
    with closing(Journal(path)) as journal:
        journal.belongs(
            to=platform.address,
            table=options.table,
            operation=options.operation,
            file=options.file.name,
            name=options.name,
        )
        _push(options, journal, platform)
        waiting = _proofs(options, journal, platform)
    if platform.keys is not known:  # the platform has a new one, and a key we knew vouched for it
        _keep(platform.keys, options.keys or _place_of_keys(path))
    return 1 if waiting else 0


def _push(options: argparse.Namespace, journal: Journal, platform: Platform) -> None:
    push = Push(
        table=options.table,
        operation=options.operation,
        rows=options.rows,
        name=options.name,
        tell=_tell(options.quiet),
    )
    if options.operation in FILE_OPERATIONS:
        transfer = push_file(push=push, path=options.file, journal=journal, platform=platform)
        print(f"已确认 / confirmed: {transfer}")
        return
    sent = push_rows(push=push, source=_source(options, journal, platform), journal=journal, platform=platform)
    parts = journal.confirmed()
    total = sum(one.rows or 0 for one in parts)
    print(
        f"本次 {sent} 行，累计确认 {total} 行、{len(parts)} 份回执 / {sent} rows now; {total} rows, {len(parts)} receipts in all"
    )


def _source(options: argparse.Namespace, journal: Journal, platform: Platform) -> Source:
    types: dict[str, str] = {}
    if options.file.suffix.lower() not in {*NDJSON_ENDINGS, PARQUET_ENDING}:
        said = journal.said("types")
        types = json.loads(said) if said else _types(platform.ask(f"/api/v1/tables/{options.table}"))
        journal.say("types", json.dumps(types, ensure_ascii=False))
    since = journal.said("since")
    return Source(
        options.file,
        types,
        encoding=options.encoding,
        watermark=options.watermark,
        since=json.loads(since) if since else None,
    )


def _types(table: dict[str, Any]) -> dict[str, str]:
    return {field["name"]: field["type"] for field in table["data"]["fields"]}


def _proofs(options: argparse.Namespace, journal: Journal, platform: Platform) -> int:
    if options.proofs is None:
        return 0
    waiting = fetch_proofs(journal=journal, platform=platform, folder=options.proofs, patience=options.patience)
    _keep(platform.keys, options.proofs / "keys.json")
    if waiting:
        print(f"{waiting} 份回执尚未封存 / {waiting} receipts are not sealed yet", file=sys.stderr)
    return waiting


def _keys(options: argparse.Namespace, path: Path, platform: Platform) -> dict[str, Any]:
    """Return the keys to verify receipts by: those that were named, else those kept from the first push."""
    kept = options.keys or _place_of_keys(path)
    if options.keys is None and not kept.exists():
        _keep(platform.ask("/api/v1/exchange/keys"), kept)
    found: dict[str, Any] = json.loads(kept.read_text(encoding="utf-8"))
    return found


def _keep(keys: Mapping[str, Any] | None, place: Path) -> None:
    place.write_text(json.dumps(keys, ensure_ascii=False), encoding="utf-8")


def _place_of_keys(path: Path) -> Path:
    return path.with_name(path.name + KEYS_ENDING)


def _tell(quiet: bool) -> Any:  # noqa: FBT001 - the option as it is
    def told(noted: Noted) -> None:
        if not quiet:
            print(f"{noted.start}–{noted.stop}  {noted.rows} 行 rows", file=sys.stderr)

    return told


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="zhanqiao push", description=__doc__)
    parser.add_argument("file", type=Path, help="CSV、NDJSON、Parquet；或任何文件 · CSV, NDJSON, Parquet; or any file")
    parser.add_argument("--to", required=True, help="平台地址 · address of the platform")
    parser.add_argument("--table", required=True, help="数据表 · table (tbl_…)")
    parser.add_argument("--key", required=True, type=Path, help="节点私钥文件 · file of the node's private key")
    parser.add_argument("--operation", choices=OPERATIONS, default="append")
    parser.add_argument("--rows", type=int, default=ROWS, help="每批行数 · rows of a batch")
    parser.add_argument("--encoding", default="utf-8", help="CSV 编码，如 gb18030 · encoding of a CSV")
    parser.add_argument(
        "--watermark", default="", help="增量：只取此列大于上次的行 · incremental: rows past the last of this column"
    )
    parser.add_argument(
        "--name", default="", help="重复推送相同内容时的名称 · sets repetitions of the same content apart"
    )
    parser.add_argument("--journal", type=Path, help="断点日志 · the journal it resumes by")
    parser.add_argument("--keys", type=Path, help="平台公钥文件 · keys of the platform")
    parser.add_argument(
        "--proofs", type=Path, help="收集可离线核验的回执的目录 · folder for receipts with their proofs"
    )
    parser.add_argument("--patience", type=float, default=PATIENCE, help="最长等待秒数 · seconds of trying")
    parser.add_argument("--quiet", action="store_true")
    return parser
