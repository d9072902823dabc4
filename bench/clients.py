"""Two clients: one that waits for each answer (latency), sixteen that never rest (throughput).

Throughput is measured with ``wrk``, which costs little next to the servers; it is a Debian package.
"""

from __future__ import annotations

import http.client
import re
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from bench.contestants import Request

SECONDS = 4
PATIENCE = 10.0  # seconds of one latency measurement
SCRIPT = """
local lines = {}
for line in io.lines("%s") do lines[#lines + 1] = line end
local at = 0
local started = 0
function setup(thread) thread:set("start", started); started = started + math.floor(#lines / 2) end
function init(args) at = start end
request = function()
  at = at %% #lines + 1
  local path, body = lines[at]:match("^(.-)\\t(.*)$")
  if body ~= "" then return wrk.format("POST", path, {["Content-Type"] = "text/plain"}, body) end
  return wrk.format("GET", path)
end
"""


class Speed(NamedTuple):
    """Median milliseconds of one client, requests a second of sixteen, answers that were no success."""

    milliseconds: float
    per_second: float
    failed: int


def fetched(*, address: str, request: Request) -> bytes:
    """Return one answer; anything but 200 ends the benchmark."""
    connection = http.client.HTTPConnection(address, timeout=120)
    _ask(connection, request)
    answer = connection.getresponse()
    content = answer.read()
    if answer.status != http.HTTPStatus.OK:
        raise SystemExit(f"{address}{request.path} answered {answer.status}: {content[:500]!r}")
    return content


def latency(*, address: str, requests: Sequence[Request]) -> float:
    """Return the median milliseconds of requests one after the other on one connection, for at most ten seconds."""
    connection = http.client.HTTPConnection(address, timeout=120)
    taken: list[float] = []
    until = time.perf_counter() + PATIENCE
    for request in requests:
        began = time.perf_counter()
        _ask(connection, request)
        connection.getresponse().read()
        taken.append((time.perf_counter() - began) * 1e3)
        if time.perf_counter() > until:
            break
    return statistics.median(taken)


def throughput(*, address: str, requests: Sequence[Request], clients: int = 16) -> tuple[float, int]:
    """Return the requests a second of many clients, and how many answers were no success."""
    program = shutil.which("wrk")
    if program is None:
        raise SystemExit("wrk is not installed: apt-get install wrk")
    with tempfile.TemporaryDirectory() as folder:
        lines, script = Path(folder) / "requests.txt", Path(folder) / "requests.lua"
        flat = [f"{one.path}\t{' '.join(one.body.split())}" for one in requests]
        lines.write_text("\n".join(flat) + "\n", encoding="utf-8")
        script.write_text(SCRIPT % lines, encoding="utf-8")
        command = [
            program,
            "-t2",
            f"-c{clients}",
            f"-d{SECONDS}s",
            "--timeout",
            "30s",
            "-s",
            str(script),
            f"http://{address}/",
        ]
        told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    speed = re.search(r"Requests/sec:\s+([\d.]+)", told)
    failed = re.search(r"Non-2xx or 3xx responses: (\d+)", told)
    return float(speed.group(1)) if speed else 0.0, int(failed.group(1)) if failed else 0


def _ask(connection: http.client.HTTPConnection, request: Request) -> None:
    if request.body:
        connection.request("POST", request.path, body=request.body.encode(), headers={"Content-Type": "text/plain"})
    else:
        connection.request("GET", request.path)
