"""``zhanqiao permit``: the operators' short cut to a permit for updates by programs, audited as such."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date, timedelta

import django

from zhanqiao.core_services.reviews.rules.permits import LONGEST, WAYS
from zhanqiao.kit.clock import CITY_TIME, now
from zhanqiao.kit.commands import require_prepared

DONE = 0


def main(arguments: list[str] | None = None) -> int:
    """Permit, or end a permit; print {dataset, ways, until} as JSON. A foreseen error is raised; the short cut is audited."""
    options = _parser().parse_args(arguments)
    django.setup()
    require_prepared()
    print(json.dumps(_ended(options) if options.end else _permitted(options), ensure_ascii=False))
    return DONE


def _permitted(options: argparse.Namespace) -> dict[str, object]:
    # Late: the operations need Django to be set up.
    from zhanqiao.core_services.reviews.operations import permit_updates
    from zhanqiao.data_center.catalogue.queries import id_of
    from zhanqiao.people.audit.rules import COMMAND_LINE

    at = now()
    until = options.until or at.astimezone(CITY_TIME).date() + LONGEST - timedelta(days=1)
    permit_updates(
        dataset_id=id_of(slug=options.dataset),
        ways=options.ways,
        until=until,
        reason=options.reason,
        by=COMMAND_LINE,
        at=at,
    )
    return {"dataset": options.dataset, "ways": sorted(set(options.ways)), "until": until.isoformat()}


def _ended(options: argparse.Namespace) -> dict[str, object]:
    # Late: the operations need Django to be set up.
    from zhanqiao.core_services.reviews.operations import end_permit
    from zhanqiao.data_center.catalogue.queries import id_of
    from zhanqiao.people.audit.rules import COMMAND_LINE

    end_permit(dataset_id=id_of(slug=options.dataset), reason=options.reason, by=COMMAND_LINE, at=now())
    return {"dataset": options.dataset, "ways": [], "until": None}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="zhanqiao permit",
        description="运维捷径：允许程序更新一个数据集，记入审计 · The operators' short cut: permit programs to update a dataset, audited",
    )
    parser.add_argument("dataset", help="网址短名 · address name of the dataset")
    parser.add_argument(
        "--ways",
        nargs="+",
        default=["rows"],
        choices=[way.value for way in WAYS],
        help="; ".join(f"{way.value} {text.zh}" for way, text in WAYS.items()),
    )
    parser.add_argument(
        "--until", type=date.fromisoformat, help="最后一天，一年之内 · the last day, within a year (default: a year)"
    )
    parser.add_argument("--reason", required=True, help="由哪个程序更新、为什么 · which program updates it, and why")
    parser.add_argument("--end", action="store_true", help="立即终止许可 · end the permit at once")
    return parser


if __name__ == "__main__":
    sys.exit(main())
