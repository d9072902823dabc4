"""Real servers beside the tests: mail that is really received, PostgreSQL, and an S3 server over HTTP. Each is skipped, with its reason, where it is not installed."""

from __future__ import annotations

import asyncio
import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message
from email.policy import default
from importlib.util import find_spec
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope

from tests.live import free_port

STARTING_SECONDS = 30


class Inbox:
    """Takes mail and keeps who sent and got it; refuses it with ``answer``, or breaks the line at ``BREAK``; keeps its sender waiting while ``held``."""

    def __init__(self) -> None:
        self.mails: list[Message] = []
        self.receivers: list[list[str]] = []
        self.answer = "250 OK"
        self.port = free_port()
        self.taken, self.held = threading.Event(), threading.Event()
        self.held.set()

    async def handle_DATA(self, server: SMTP, session: object, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        if self.answer.startswith("250"):
            self.mails.append(message_from_bytes(envelope.content, policy=default))
            self.receivers.append(list(envelope.rcpt_tos))
        self.taken.set()
        while not self.held.is_set():  # noqa: ASYNC110 - a test sets it from its own thread
            await asyncio.sleep(0.02)
        if self.answer == "BREAK":
            server.transport.abort()
        return self.answer


@contextmanager
def mail_server() -> Iterator[Inbox]:
    """Serve an inbox on loopback until the block ends; it is stopped also when it did not start in time."""
    made = Inbox()
    controller = Controller(made, hostname="127.0.0.1", port=made.port)
    try:
        controller.start()
        yield made
    finally:
        made.held.set()
        controller.stop(no_assert=True)


@contextmanager
def postgres() -> Iterator[str]:
    """Serve an empty PostgreSQL database on loopback; give its postgres:// address."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        pytest.skip("PostgreSQL is not installed (Debian: postgresql)")
    owner = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name  # it refuses to run as root
    folder, port = Path(tempfile.mkdtemp(prefix="zhanqiao-pg-")), free_port()
    programs = found[-1].parent
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, owner)
        as_owner = {"user": owner, "cwd": folder, "capture_output": True}
        subprocess.run(
            [programs / "initdb", "-D", folder / "data", "-U", "city", "-A", "trust", "-E", "UTF8"],
            check=True,
            **as_owner,
        )
        server = subprocess.Popen(
            [programs / "postgres", "-D", folder / "data", "-p", str(port), "-h", "127.0.0.1", "-k", str(folder)],
            user=owner if os.geteuid() == 0 else None, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            wait_until_ready(programs / "pg_isready", port)
            subprocess.run(
                [programs / "createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "city", "zhanqiao"],
                check=True,
                **as_owner,
            )
            yield f"postgres://city@127.0.0.1:{port}/zhanqiao"
        finally:
            server.terminate()
            server.wait()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def object_storage() -> Iterator[str]:
    """Serve S3 on loopback; give its host and port."""
    if find_spec("moto") is None:
        pytest.skip("moto is not installed")
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        wait_for_port(port)
        yield f"127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def wait_until_ready(program: Path, port: int) -> None:
    deadline = time.monotonic() + STARTING_SECONDS
    while subprocess.run([program, "-h", "127.0.0.1", "-p", str(port)], capture_output=True, check=False).returncode:
        assert time.monotonic() < deadline, "PostgreSQL did not start"
        time.sleep(0.1)


def wait_for_port(port: int, *, seconds: float = STARTING_SECONDS) -> None:
    deadline = time.monotonic() + seconds
    while True:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            assert time.monotonic() < deadline, f"nothing listens on {port}"
            time.sleep(0.1)


@contextmanager
def mariadb() -> Iterator[str]:
    """Serve an empty MariaDB database on loopback, with a user ``city``; give its mysql:// address."""
    server, installer = shutil.which("mariadbd", path="/usr/sbin:/usr/bin"), shutil.which("mariadb-install-db")
    if server is None or installer is None or shutil.which("my_print_defaults") is None:
        pytest.skip("MariaDB is not installed (Debian: mariadb-server-core, mariadb-client-core)")
    folder, port = Path(tempfile.mkdtemp(prefix="zhanqiao-my-")), free_port()
    as_owner = ["--user=root"] if os.geteuid() == 0 else []
    started = folder / "start.sql"
    started.write_text(
        "CREATE DATABASE zhanqiao CHARACTER SET utf8mb4;\n"
        "CREATE USER city@'127.0.0.1' IDENTIFIED BY 'Red-Roofs-1891';\nGRANT ALL ON zhanqiao.* TO city@'127.0.0.1';\n",
        encoding="utf-8",
    )
    try:
        subprocess.run(
            [
                installer,
                f"--datadir={folder}/data",
                "--auth-root-authentication-method=normal",
                "--skip-test-db",
                *as_owner,
            ],
            check=True,
            capture_output=True,
        )
        process = subprocess.Popen(
            [server, "--no-defaults", f"--datadir={folder}/data", f"--port={port}", "--bind-address=127.0.0.1",
             f"--socket={folder}/socket", f"--pid-file={folder}/pid", f"--init-file={started}", "--skip-name-resolve", *as_owner],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            wait_for_port(port)
            yield f"mysql://city:Red-Roofs-1891@127.0.0.1:{port}/zhanqiao"
        finally:
            process.terminate()
            process.wait()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
