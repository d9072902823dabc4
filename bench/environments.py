"""Peers that come from PyPI: each is installed once into an environment of its own in the benchmark's folder."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path


class MissingError(Exception):
    """What a contestant needs is not to be had here, or does not start."""


def installed(*, folder: Path, name: str, packages: Sequence[str]) -> Path:
    """Return the folder of the programs of an environment that holds ``packages``. Raises MissingError."""
    environment = folder / f"{name}-environment"
    done = environment / "complete"
    if not done.exists():
        print(f"installing {name} into an environment of its own …", flush=True)
        told([sys.executable, "-m", "venv", "--clear", str(environment)])
        pip = [str(environment / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        told([*pip, *packages])
        done.touch()
    return environment / "bin"


def told(command: Sequence[str], *, environment: dict[str, str] | None = None) -> str:
    """Return what a command prints. Raises MissingError with its last words when it fails."""
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        said = (done.stderr or done.stdout).strip()[-500:]
        raise MissingError(f"{Path(command[0]).name} {command[1]}: {said}")
    return done.stdout
