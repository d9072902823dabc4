"""``zhanqiao search``: rebuild or query the search index from the terminal."""

from __future__ import annotations

import argparse
import sys
import time

import django

from zhanqiao.kit.clock import now
from zhanqiao.kit.commands import require_prepared


def main(arguments: list[str]) -> int:
    """Run ``rebuild`` or ``query TEXT``; the query is that of an anonymous visitor."""
    parser = argparse.ArgumentParser(prog="zhanqiao search", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("rebuild", help="build the whole index anew and swap it in / 重建并替换整个索引")
    query = commands.add_parser("query", help="search as an anonymous visitor / 以匿名访客身份检索")
    query.add_argument("text")
    query.add_argument("--limit", type=int, default=10)
    query.add_argument("--language", choices=("zh-hans", "en"), default="zh-hans")
    options = parser.parse_args(arguments)
    django.setup()
    require_prepared()
    return _rebuild() if options.command == "rebuild" else _query(options)


def _rebuild() -> int:
    # Late: the models behind this door need Django to be set up first.
    from zhanqiao.data_center.catalogue.operations import rebuild_index

    begun = time.perf_counter()
    count = rebuild_index(at=now())
    print(f"{count} 个数据集已编入索引 / {count} datasets indexed, {time.perf_counter() - begun:.1f} s")
    return 0


def _query(options: argparse.Namespace) -> int:
    # Late: the models behind these doors need Django to be set up first.
    from zhanqiao.data_center.catalogue.queries import search
    from zhanqiao.people.access.queries import ANONYMOUS

    page = search(text=options.text, card=ANONYMOUS, limit=options.limit, language=options.language)
    for notice in page.notices:
        print(notice.in_language(options.language), file=sys.stderr)
    if page.suggestion:
        print(f"您是不是要找 / Did you mean: {page.suggestion}", file=sys.stderr)
    for hit in page.hits:
        columns = ", ".join(_plain(column.name) for column in hit.columns)
        print(f"{hit.slug}\t{_plain(hit.title)}" + (f"\t[{columns}]" if columns else ""))
    print(f"共 {page.total} 个 / {page.total} in all", file=sys.stderr)
    return 0


def _plain(segments: tuple[tuple[str, bool], ...]) -> str:
    return "".join(text for text, _ in segments)
