"""``zhanqiao exchange``: publishing the counters of the exchange as an open dataset."""

from __future__ import annotations

import argparse
import json

import django

from zhanqiao.kit.clock import now
from zhanqiao.kit.commands import require_prepared


def main(arguments: list[str]) -> int:
    """Run ``counters``: publish what was exchanged until now; print {dataset, tables, releases} as JSON."""
    parser = argparse.ArgumentParser(prog="zhanqiao exchange", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    counters = commands.add_parser("counters", help="发布交换统计 · publish the exchange counters")
    counters.add_argument("--department", required=True, help="以哪个部门的名义 · whose dataset it is")
    options = parser.parse_args(arguments)
    django.setup()
    require_prepared()
    # Late: the operations need Django to be set up.
    from zhanqiao.core_services.publishing.operations import publish_counters
    from zhanqiao.people.audit.rules import COMMAND_LINE

    made = publish_counters(department=options.department, by=COMMAND_LINE, at=now(), clock=now)
    print(json.dumps(made, ensure_ascii=False))
    return 0
