"""Shapes hide values, terms hold, signatures are those of Standard Webhooks, uptime is counted in minutes."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import UTC, datetime, timedelta
from pathlib import PurePosixPath

import pytest

from zhanqiao.core_services.monitoring.rules import alerts, backups
from zhanqiao.core_services.monitoring.rules.alerts import AlertLimitError, rules_with
from zhanqiao.core_services.monitoring.rules.checks import LABELS, Check, Health, is_ready
from zhanqiao.core_services.monitoring.rules.incidents import Minutes, missed_minutes
from zhanqiao.core_services.monitoring.rules.retention import TERMS, purge_before
from zhanqiao.core_services.monitoring.rules.shapes import shape_of
from zhanqiao.kit.texts import Text
from zhanqiao.kit.webhooks import next_try, signature

AT = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("parameters", "shape"),
    [
        ([("where", "姓名 = '张三' and 面积 > 30.5")], "where=姓名 = ? and 面积 > ?"),
        ([("where", "电话='138-0013-8000' or 证件 = 360426199101010071")], "where=电话=? or 证件 = ?"),
        ([("where", "name = 'O''Brien' and c1 = 2")], "where=name = ? and c1 = ?"),
        ([("where", "name = 'cut off")], "where=name = ?"),
        ([("sql", "select 1 where name = $$张三$$ or name = $x$李'四$x$")], "sql=select ? where name = ? or name = ?"),
        ([("sql", "select a -- 张三\nfrom t /* 李\n四 */ where b")], "sql=select a ?\nfrom t ? where b"),
        ([("sql", "select a where b = E'a\\'李四' and c")], "sql=select a where b = ? and c"),
        ([("q", "张三 13800138000"), ("limit", "20")], "q=?&limit=?"),
        ([("select", "区市,count(*) as n"), ("group_by", "区市")], "select=区市,count(*) as n&group_by=区市"),
        ([("张三 李四", "1")], "?=?"),
        ([("sql", 'select "a b" from t where d = 2026-01-02')], "sql=select ? from t where d = ?"),
    ],
)
def test_the_shape_of_a_question_holds_no_value(parameters: list[tuple[str, str]], shape: str) -> None:
    assert shape_of(parameters) == shape


def test_nothing_goes_before_its_term_whatever_is_set() -> None:
    for term in TERMS:
        before = purge_before(term=term, at=AT, days=1)
        assert before is None if not term.is_purged else before <= AT - timedelta(days=term.days)
    legal = {term.kind: term.days for term in TERMS}
    assert (legal["logs"], legal["audit"]) == (184, 184)
    assert {legal[kind] for kind in ("sharing", "assessments", "provision")} == {1098}


def test_a_signature_is_that_of_standard_webhooks() -> None:
    """The vector of the specification's own libraries."""
    made = signature(
        secret="whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        message_id="msg_p5jXN8AQM9LWM0D4loKWxJek",
        timestamp=1614265330,
        body=b'{"test": 2432232314}',
    )
    assert made == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_plain_secret_signs_as_it_is() -> None:
    expected = hmac.new(b"plain", b"m.1.{}", hashlib.sha256).digest()
    assert (
        signature(secret="plain", message_id="m", timestamp=1, body=b"{}")
        == f"v1,{base64.b64encode(expected).decode()}"
    )


def test_a_message_is_tried_seven_times_more_and_then_given_up() -> None:
    pauses = [next_try(tries=tries, at=AT) for tries in range(1, 9)]
    assert [round((each - AT).total_seconds()) for each in pauses if each] == [5, 300, 1800, 7200, 18000, 36000, 50400]
    assert pauses[-1] is None


def test_limits_of_the_settings_change_their_rule_only() -> None:
    changed = rules_with(limits=" disk=5, queue=500 ")
    assert (changed["disk"].limit, changed["queue"].limit, changed["errors"]) == (5.0, 500.0, alerts.RULES["errors"])
    assert (changed["disk"].is_met(4.9), changed["disk"].is_met(5.0), changed["queue"].is_met(500)) == (
        True,
        False,
        False,
    )


@pytest.mark.parametrize("limits", ["disk", "disk=much", "unknown=3"])
def test_limits_that_cannot_be_read_are_refused(limits: str) -> None:
    with pytest.raises(AlertLimitError):
        rules_with(limits=limits)


def test_readiness_needs_all_but_the_queue() -> None:
    def judged(failed: str) -> bool:
        return is_ready(
            tuple(
                Check(name, label, Health.FAILED if name == failed else Health.WELL, Text("", ""))
                for name, label in LABELS.items()
            )
        )

    assert {name: judged(name) for name in LABELS} == {
        "database": False, "storage": False, "disk": False, "index": False, "worker": False, "queue": True,
    }  # fmt: skip


def test_minutes_in_which_nobody_looked_are_neither_well_nor_not() -> None:
    assert [missed_minutes(last_at=AT - timedelta(minutes=gap), at=AT) for gap in (1, 2, 3, 61)] == [0, 0, 2, 60]
    assert (missed_minutes(last_at=None, at=AT), Minutes(9, 1, 500).share, Minutes(0, 0, 5).share) == (0, 0.9, None)


def test_what_is_made_again_is_no_part_of_a_backup() -> None:
    paths = {
        "static/a.css": False, "search/1/x": False, "metrics/a.counts": False, "zhanqiao.sqlite3": False,
        "zhanqiao.sqlite3-wal": False, "data.generation": False, "writing.lock": False,
        "releases/t/r/manifest.json": True, "releases/t/r/serving.duckdb": True, "releases/t/r/data.csv": False,
        "releases/t/r/instant/index.json": False, "releases/t/.r.tmp/manifest.json": False,
        "releases/t/r/.making-x/serving.duckdb": False, "lake/t/data/a.parquet": True, "secret_key": True,
        "submissions/s/data.csv": True, "logs/2026-11-30.app.jsonl": True,
    }  # fmt: skip
    assert {path: backups.is_wanted(PurePosixPath(path)) for path in paths} == paths
    assert backups.is_secret(PurePosixPath("secret_key"))
