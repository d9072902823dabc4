"""``zhanqiao publish``: the operator's short cut from a file to a published dataset, audited as such."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import django
from rich.console import Console
from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from zhanqiao.core_services.publishing.rules.progress import STAGES
from zhanqiao.kit.clock import now
from zhanqiao.kit.commands import require_prepared
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.progress import Progress, Step
from zhanqiao.kit.texts import Text

PUBLISHED, REFUSED, USAGE = 0, 2, 64


def main(arguments: list[str] | None = None) -> int:
    """Publish a file; print {dataset, slug, tables, releases} as JSON. Exit 0 published, 2 refused with the reason."""
    options = _parser().parse_args(arguments)
    django.setup()
    try:
        require_prepared()
        print(json.dumps(_published(options), ensure_ascii=False, indent=2))
    except ZhanqiaoError as error:
        print(json.dumps({"refused": {"code": error.code, **error.text.as_dict()}}, ensure_ascii=False, indent=2))
        print(f"{error.text.zh}\n{error.text.en}", file=sys.stderr)
        return REFUSED
    return PUBLISHED


def _published(options: argparse.Namespace) -> dict[str, object]:
    # Late: the operations need Django to be set up.
    from zhanqiao.core_services.publishing.operations import publish_file
    from zhanqiao.data_center.storage.rules import Mode
    from zhanqiao.kit.coordinates import System
    from zhanqiao.people.audit.rules import COMMAND_LINE

    with Bar(
        TextColumn("{task.description}"),
        BarColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    ) as bar:
        return publish_file(
            path=options.file,
            slug=options.dataset,
            title=options.title,
            department=options.department,
            mode=Mode(options.mode),
            system=System(options.coordinates) if options.coordinates else None,
            by=COMMAND_LINE,
            at=now(),
            clock=now,
            progress=_shown_on(bar),
        )


def _shown_on(bar: Bar) -> Progress:
    line = bar.add_task("…", total=None)

    def show(step: Step) -> None:
        words = STAGES.get(step.stage, Text(step.stage, step.stage))
        bar.update(line, description=f"{words.zh} {words.en}", completed=step.done, total=step.total)

    return show


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="zhanqiao publish", description="发布一个文件为数据集 · Publish a file as a dataset"
    )
    parser.add_argument("file", type=Path, help="数据文件 · the data file")
    parser.add_argument("--dataset", required=True, help="网址短名 · address name of the dataset")
    parser.add_argument("--title", default="", help="数据集名称，新数据集必填 · title, needed for a new dataset")
    parser.add_argument(
        "--department", required=True, help="部门短名或统一社会信用代码 · department key or credit code"
    )
    parser.add_argument(
        "--coordinates",
        choices=("wgs84", "cgcs2000", "gcj02", "bd09"),
        help="文件中经纬度和几何的坐标系，发布时转换为 WGS 84（默认沿用上次的声明） · system of the coordinates in the file, "
        "converted to WGS 84 (default: as declared before)",
    )
    modes = parser.add_mutually_exclusive_group()
    modes.add_argument(
        "--replace",
        dest="mode",
        action="store_const",
        const="replace",
        help="整体替换（默认） · replace the rows (default)",
    )
    modes.add_argument("--append", dest="mode", action="store_const", const="append", help="追加 · add to the rows")
    parser.set_defaults(mode="replace")
    return parser


if __name__ == "__main__":
    sys.exit(main())
