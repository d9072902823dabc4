"""``zhanqiao alerts test`` and ``zhanqiao alerts list``."""

from __future__ import annotations

import argparse

import django

from zhanqiao.kit.clock import now
from zhanqiao.kit.commands import require_prepared
from zhanqiao.people.audit.rules import COMMAND_LINE


def main(arguments: list[str]) -> int:
    """Send a test by every channel that is set (exit 1 when one failed or none is set), or list alerts."""
    parser = argparse.ArgumentParser(prog="zhanqiao alerts", description="告警 · alerts")
    tasks = parser.add_subparsers(dest="task", required=True)
    tasks.add_parser("test", help="经所有已配置的渠道发送演练 · send a test by every channel that is set")
    tasks.add_parser("list", help="列出告警，未恢复的在前 · list alerts, open ones first")
    options = parser.parse_args(arguments)
    django.setup()
    require_prepared()
    return _test() if options.task == "test" else _list()


def _test() -> int:
    # Late: models need Django to be set up first.
    from zhanqiao.core_services.monitoring.operations import send_test

    sent = send_test(by=COMMAND_LINE, at=now())
    for one in sent:
        print(f"{'✓' if one.delivered_at else '✗'} {one.channel} {'' if one.delivered_at else one.reason}".rstrip())
    if not sent:
        print(
            "没有配置渠道：ZHANQIAO_ALERT_MAIL 与 SMTP_HOST，或 ALERT_WEBHOOK · no channel is set: see docs/operators/monitoring.md"
        )
    return 0 if sent and all(one.delivered_at for one in sent) else 1


def _list() -> int:
    # Late: as above.
    from zhanqiao.core_services.monitoring.queries import alert_cards

    for one in alert_cards():
        state = "已恢复 · resolved" if one.resolved_at else "未恢复 · open"
        print(f"{one.raised_at.isoformat(timespec='seconds')}  {state}  {one.text.zh} {one.text.en}")
    return 0
