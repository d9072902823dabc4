"""File servers on loopback, each serving a folder: FTP (with and without TLS) and SFTP, in processes of their own.

``python -m tests.shelves sftp FOLDER PORT`` is the process of the second; it prints its host key.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.live import free_port
from tests.servers import wait_for_port

USER, PASSWORD = "city", "Red-Roofs-1891"


@contextmanager
def ftp(folder: Path, *, port: int = 0, pem: Path | None = None) -> Iterator[int]:
    """Serve a folder by FTP; give the port. With a file of key and certificate everything goes by TLS, or not at all."""
    port = port or free_port()
    command = [sys.executable, "-W", "ignore", "-m", "pyftpdlib", "-i", "127.0.0.1", "-p", str(port), "-d", str(folder)]
    if pem:
        command += [
            "--tls",
            "--tls-control-required",
            "--tls-data-required",
            "--keyfile",
            str(pem),
            "--certfile",
            str(pem),
        ]
    process = subprocess.Popen(
        [*command, "-u", USER, "-P", PASSWORD], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        wait_for_port(port)
        yield port
    finally:
        process.terminate()
        process.wait()


@contextmanager
def sftp(folder: Path, *, authorized: Path | None = None) -> Iterator[tuple[int, str]]:
    """Serve a folder by SFTP; give the port and the host key. With a file of authorized keys only they open it."""
    port = free_port()
    command = [sys.executable, "-m", "tests.shelves", "sftp", str(folder), str(port), str(authorized or "")]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        key = process.stdout.readline().strip()
        wait_for_port(port)
        yield port, key
    finally:
        process.terminate()
        process.wait()
        process.stdout.close()


async def _serve(folder: str, port: int, authorized: str) -> None:
    import asyncssh  # here: only the process of the server needs it

    class Server(asyncssh.SSHServer):
        def begin_auth(self, username: str) -> bool:
            return True

        def password_auth_supported(self) -> bool:
            return not authorized

        def validate_password(self, username: str, password: str) -> bool:
            return (username, password) == (USER, PASSWORD)

    class Rooted(asyncssh.SFTPServer):
        def __init__(self, channel: asyncssh.SSHServerChannel) -> None:
            super().__init__(channel, chroot=folder)

    known = {"authorized_client_keys": authorized} if authorized else {}
    key = asyncssh.generate_private_key("ssh-ed25519")
    await asyncssh.listen(
        "127.0.0.1", port, server_host_keys=[key], server_factory=Server, sftp_factory=Rooted, **known
    )
    sys.stdout.write(key.export_public_key().decode().strip() + "\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_serve(sys.argv[2], int(sys.argv[3]), sys.argv[4]))
