"""``zhanqiao ingest FILE --to DIR --report REPORT.json``: understand a file without server or database."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Self

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from zhanqiao.data_center.storage.engine.ingest.containment import understand_safely
from zhanqiao.data_center.storage.engine.ingest.limits import Limits, limits_of_settings
from zhanqiao.data_center.storage.engine.ingest.refusals import RefusedFileError
from zhanqiao.data_center.storage.engine.ingest.report import IngestReport
from zhanqiao.kit.progress import Step

UNDERSTOOD, REFUSED = 0, 2
STAGES = {
    "unpack": "解压 unpack",
    "decode": "转码 decode",
    "read": "读取 read",
    "infer": "判断类型 infer",
    "write": "写入 write",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; 0 when the file was understood, 2 when it was refused (the reason is in the report)."""
    given = _parser().parse_args(argv)
    limits = _limits(given)
    console = Console(stderr=True)
    try:
        with _Bar(console) as bar:
            report = understand_safely(path=given.file, into=given.to, limits=limits, progress=bar.tell)
    except RefusedFileError as refusal:
        _write(given.report, {"file": given.file.name, "refused": {"code": refusal.code, **refusal.text.as_dict()}})
        console.print(refusal.text.zh, style="red", markup=False)
        console.print(refusal.text.en, style="red", markup=False)
        return REFUSED
    _write(given.report, report.as_dict())
    _summarise(console, report)
    return UNDERSTOOD


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="zhanqiao ingest", description="识别数据文件 · Understand a data file")
    parser.add_argument("file", type=_existing, metavar="FILE", help="数据文件 · the file")
    parser.add_argument("--to", type=Path, required=True, metavar="DIR", help="结果目录 · folder for the Parquet files")
    parser.add_argument(
        "--report", type=Path, metavar="REPORT.json", help="报告；默认输出到标准输出 · report, default stdout"
    )
    parser.add_argument("--max-seconds", type=int, metavar="N", help="时限（秒）· time limit in seconds")
    parser.add_argument("--max-memory-bytes", type=int, metavar="N", help="内存上限（字节）· memory limit in bytes")
    return parser


def _existing(text: str) -> Path:
    path = Path(text)
    if not path.is_file():
        raise argparse.ArgumentTypeError(f"没有这个文件 · no such file: {text}")
    return path


def _limits(given: argparse.Namespace) -> Limits:
    """Return the limits of the settings, overridden by the command line."""
    limits = limits_of_settings()
    chosen = {"max_seconds": given.max_seconds, "max_memory_bytes": given.max_memory_bytes}
    return replace(limits, **{name: one for name, one in chosen.items() if one})


def _write(target: Path | None, report: dict[str, Any]) -> None:
    text = json.dumps(report, ensure_ascii=False, indent=2) + "\n"
    if target is None:
        sys.stdout.write(text)
    else:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")


def _summarise(console: Console, report: IngestReport) -> None:
    for table in report.tables:
        cells = sum(problems.count for problems in table.problem_cells.values())
        line = f"{table.name}: {table.rows} 行 rows × {len(table.fields)} 列 columns"
        line += f"，{cells} 个问题单元格 problem cells" if cells else ""
        console.print(line, markup=False, highlight=False)


class _Bar:
    """A progress bar on stderr, one line per stage."""

    def __init__(self, console: Console) -> None:
        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.percentage:>3.0f}%"),
            TimeElapsedColumn(),
        )
        self._progress = Progress(*columns, console=console, transient=True)
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def tell(self, step: Step) -> None:
        """Show a step."""
        if step.stage not in self._tasks:
            self._tasks[step.stage] = self._progress.add_task(STAGES.get(step.stage, step.stage), total=step.total)
        self._progress.update(self._tasks[step.stage], completed=step.done, total=step.total)


if __name__ == "__main__":
    sys.exit(main())
