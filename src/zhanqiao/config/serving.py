"""``zhanqiao serve``: the web processes and one job process, under one parent."""

from __future__ import annotations

import argparse
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

import django

from zhanqiao.config import watching
from zhanqiao.config.preparation import main as prepare
from zhanqiao.kit.environment import home, value
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

BLOCKING_THREADS = 4
STOP_SECONDS = 20
RESPAWN_SECONDS = 1
RESTARTS, RESTART_SECONDS = 10, 60.0
OPENING_SECONDS = 10
KEPT_BYTES = str(48 << 20)
POLL_SECONDS = 0.1


class AddressTakenError(ZhanqiaoError):
    """The address cannot be listened on; nothing was started."""

    status = 500
    code = "address-taken"
    sentence = Text(
        zh="无法监听 {host}:{port}（{why}），网站没有启动。请停止占用该端口的程序，或用 --port 另选端口。",
        en="{host}:{port} cannot be listened on ({why}); nothing was started. Stop what uses the port, or choose another with --port.",
    )


def main(arguments: list[str]) -> int:
    """Serve until a signal arrives. Refuses a public address while demo accounts exist."""
    options = _parser().parse_args(arguments)
    django.setup()
    _require_free(options.host, options.port)
    prepare([])
    _refuse_demo_accounts(options.host)
    print(f"栈桥 Zhanqiao  http://{options.host}:{options.port}", flush=True)  # noqa: T201 - the one line a person waits for
    return _run(web=_web(options), jobs=_jobs(options), address=(options.host, options.port))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="zhanqiao serve")
    parser.add_argument("--host", default=value("HOST"))
    parser.add_argument("--port", type=int, default=value("PORT"))
    parser.add_argument("--workers", type=int, default=value("WORKERS"))
    return parser


def _refuse_demo_accounts(host: str) -> None:
    # Late: needs Django to be set up first.
    from zhanqiao.people.accounts import queries, rules

    if queries.has_demo_accounts():
        rules.refuse_demo_accounts(host=host)


def _require_free(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise AddressTakenError(host=host, port=port, why=error.strerror) from None


def _web(options: argparse.Namespace) -> list[str]:
    granian = Path(sys.executable).with_name("granian")
    return [
        *(str(granian), "--interface", "wsgi", "zhanqiao.config.served:application"),
        *("--host", options.host, "--port", str(options.port), "--workers", str(options.workers)),
        *("--blocking-threads", str(BLOCKING_THREADS), "--no-ws", "--log-level", "warning"),
        *("--respawn-failed-workers", "--backlog", "1024"),
    ]


def _jobs(options: argparse.Namespace) -> list[str]:
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(options.host, options.host)  # noqa: S104 - what is listened on, not bound here
    site = f"http://[{host}]:{options.port}" if ":" in host else f"http://{host}:{options.port}"
    return [sys.executable, "-m", "zhanqiao.cli", "work", "--parent", str(os.getpid()), "--site", site]


def _environment() -> dict[str, str]:
    """Let the allocator keep what arrays of a query gave back: fresh pages cost ten times what computing on them does."""
    return {
        "MALLOC_MMAP_THRESHOLD_": KEPT_BYTES,
        "MALLOC_TRIM_THRESHOLD_": KEPT_BYTES,
        "ARROW_DEFAULT_MEMORY_POOL": "system",  # its own allocator keeps 60 MB more after large exports
        **os.environ,
    }


def _run(*, web: list[str], jobs: list[str], address: tuple[str, int]) -> int:
    children = [_web_processes(web)]
    stopping = _stop_on_signals(children)
    try:
        _wait_until_open(children[0], address)
        children.append(subprocess.Popen(jobs))  # noqa: S603 - our own command
        watching.start_outside()
        restarts: list[float] = []
        while not stopping:
            if children[0].poll() is not None:
                if not _may_restart(restarts):
                    return children[0].returncode or 1
                children[0] = _web_processes(web)
            if children[1].poll() is not None:
                children[1] = subprocess.Popen(jobs)  # noqa: S603 - our own command
            _nap(children[0])
    finally:
        _stop(children)
    return 0


def _web_processes(web: list[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(web, cwd=home(), env=_environment())  # noqa: S603 - our own command


def _may_restart(restarts: list[float]) -> bool:
    """Note a restart and say whether there were few enough of late: granian gives up when a process is killed twice."""
    moment = time.monotonic()
    restarts[:] = [each for each in restarts if moment - each < RESTART_SECONDS]
    restarts.append(moment)
    return len(restarts) <= RESTARTS


def _wait_until_open(web: subprocess.Popen[bytes], address: tuple[str, int]) -> None:
    """Leave the processors to the web processes until a visitor is let in; the jobs start after that."""
    deadline = time.monotonic() + OPENING_SECONDS
    while web.poll() is None and time.monotonic() < deadline:
        with socket.socket(socket.AF_INET6 if ":" in address[0] else socket.AF_INET) as probe:
            if probe.connect_ex(address) == 0:
                return
        time.sleep(POLL_SECONDS)


def _nap(child: subprocess.Popen[bytes]) -> None:
    try:
        child.wait(timeout=RESPAWN_SECONDS)
    except subprocess.TimeoutExpired:
        return


def _stop_on_signals(children: list[subprocess.Popen[bytes]]) -> list[int]:
    received: list[int] = []

    def stop(number: int, frame: FrameType | None) -> None:
        del frame
        received.append(number)
        for child in children:
            child.terminate()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    return received


def _stop(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        child.terminate()
    for child in children:
        try:
            child.wait(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
