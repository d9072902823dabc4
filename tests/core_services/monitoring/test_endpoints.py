"""What load balancers and Prometheus are told, over HTTP, and by whom it may be read."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path

import pytest
import requests
from prometheus_client.parser import text_string_to_metric_families
from tests.live import LiveSite

SECONDS = 30


def metrics(site: LiveSite, **headers: str) -> requests.Response:
    return requests.get(f"{site.url}/metrics", headers=headers, timeout=SECONDS)


def numbers(site: LiveSite) -> dict[tuple[str, tuple[str, ...]], float]:
    families = text_string_to_metric_families(metrics(site).text)
    return {(one.name, tuple(one.labels.values())): one.value for family in families for one in family.samples}


def test_a_living_process_says_so(live_site: LiveSite) -> None:
    assert requests.get(f"{live_site.url}/healthz", timeout=SECONDS).json() == {"status": "alive"}


def test_a_site_with_its_job_process_is_ready(live_site: LiveSite) -> None:
    deadline = time.monotonic() + SECONDS
    while True:
        answer = requests.get(f"{live_site.url}/readyz", timeout=SECONDS)
        if answer.status_code == 200 or time.monotonic() > deadline:
            break
        time.sleep(0.5)
    parts = ("database", "storage", "disk", "index", "worker", "queue")
    assert (answer.status_code, answer.json()["status"], tuple(answer.json()["checks"])) == (200, "ready", parts)


def test_requests_are_counted_by_group_status_and_cache(live_site: LiveSite) -> None:
    address = f"{live_site.url}/api/v1/tables/{live_site.table('parks')}/rows"
    before = numbers(live_site)
    for _ in range(5):
        assert requests.get(address, params={"limit": "3"}, timeout=SECONDS).status_code == 200
    assert requests.get(address, params={"limit": "many"}, timeout=SECONDS).status_code == 400
    after = numbers(live_site)

    def grown(name: str, *labels: str) -> float:
        return after[name, labels] - before[name, labels]

    assert grown("zhanqiao_requests_total", "rows", "2xx") == 5
    assert grown("zhanqiao_requests_total", "rows", "4xx") == 1
    assert grown("zhanqiao_request_seconds_count", "rows") == 6
    assert grown("zhanqiao_request_seconds_bucket", "rows", "+Inf") == 6
    assert grown("zhanqiao_kept_answers_total", "rows") >= 3


def test_metrics_tell_of_storage_jobs_and_checks(live_site: LiveSite) -> None:
    found = numbers(live_site)
    assert found["zhanqiao_releases", ()] >= 5
    assert found["zhanqiao_storage_bytes", ()] > 10_000
    assert found["zhanqiao_jobs", ("failed",)] == 0
    assert found["zhanqiao_check_ok", ("database",)] == 1


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP"])
def test_what_came_through_a_proxy_needs_the_key_of_an_operator(live_site: LiveSite, header: str) -> None:
    refused = metrics(live_site, **{header: "203.0.113.9"})
    assert "zhanqiao_requests" not in refused.text
    officer = live_site.seeded["keys"]["read"]
    assert metrics(live_site, **{header: "203.0.113.9", "Authorization": f"Bearer {officer}"}).status_code == 403


def test_every_answer_carries_a_number_that_its_log_lines_carry_too(live_site: LiveSite) -> None:
    rows = f"{live_site.url}/api/v1/tables/{live_site.table('parks')}/rows"
    given = [requests.get(rows, timeout=SECONDS).headers["X-Request-ID"] for _ in range(3)]
    assert len(set(given)) == 3
    assert all(re.fullmatch(r"[0-9a-f]{16}-[0-9a-f]+", one) for one in given)
    kept = requests.get(rows, headers={"X-Request-ID": "proxy-00000042"}, timeout=SECONDS)
    assert kept.headers["X-Request-ID"] == "proxy-00000042"
    forged = requests.get(rows, headers={"X-Request-ID": 'a"b {}'}, timeout=SECONDS)
    assert forged.headers["X-Request-ID"] != 'a"b {}'


def test_the_log_is_lines_of_json_below_the_state_folder(live_site: LiveSite) -> None:
    live_site.run("search", "rebuild")
    lines = [
        line
        for path in sorted(Path(live_site.home, "logs").glob("*.app.jsonl"))
        for line in path.read_text().splitlines()
    ]
    events = [json.loads(line) for line in lines]
    assert {"event", "level", "logger", "timestamp"} <= set(events[-1])
    assert any(one["event"] == "search index rebuilt" for one in events)
