"""``zhanqiao audit verify`` and ``zhanqiao audit head``."""

from __future__ import annotations

import argparse
import json

import django


def main(arguments: list[str]) -> int:
    """Verify the chain (exit 0 whole, 1 broken) or print its head for safe keeping elsewhere."""
    options = _parser().parse_args(arguments)
    django.setup()
    return _verify(anchor=options.anchor, as_json=options.json) if options.task == "verify" else _head()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="zhanqiao audit", description="审计链 · the audit chain")
    tasks = parser.add_subparsers(dest="task", required=True)
    verify = tasks.add_parser("verify", help="核验全链 · check the whole chain")
    verify.add_argument("--anchor", metavar="SEQ:HASH", help="此前导出的链头 · a head exported earlier")
    verify.add_argument("--json", action="store_true", help="以 JSON 输出 · print JSON")
    tasks.add_parser("head", help="导出链头，供异地存证 · print the head as SEQ:HASH, to be kept elsewhere")
    return parser


def _verify(*, anchor: str | None, as_json: bool) -> int:
    # Late: models need Django to be set up first.
    from zhanqiao.people.audit.queries import VerifyReport, parse_anchor, verify

    report: VerifyReport = verify(anchor=parse_anchor(text=anchor) if anchor else None)
    if as_json:
        print(json.dumps(report.as_dict(), ensure_ascii=False))
        return 0 if report.is_whole else 1
    print(
        f"审计链 · audit chain: {report.lines} 行完好 · lines hold\n链头 · head: {report.head.seq}:{report.head.hash}"
    )
    if report.problem is not None:
        print(f"✗ {report.problem.zh}\n✗ {report.problem.en}")
        return 1
    print("✓ 完整，未被改动 · whole and unchanged")
    return 0


def _head() -> int:
    # Late: models need Django to be set up first.
    from zhanqiao.people.audit.queries import head

    newest = head()
    print(f"{newest.seq}:{newest.hash}")
    return 0
