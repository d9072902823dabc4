"""``zhanqiao prepare``: brings the state folder up to date. Quick when nothing changed."""

from __future__ import annotations

import hashlib
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

from zhanqiao.kit.clock import now
from zhanqiao.kit.environment import home

STATIC_STAMP = "static.stamp"


def main(arguments: list[str]) -> int:
    """Migrate, collect static files when they changed, remove what a crash left half done."""
    del arguments
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    collect_static()
    heal()
    return 0


def collect_static() -> bool:
    """Collect static files into the state folder when any changed; return whether it did."""
    stamp = home() / STATIC_STAMP
    wanted = _static_state()
    if stamp.exists() and stamp.read_text(encoding="ascii") == wanted:
        return False
    call_command("collectstatic", verbosity=0, interactive=False, clear=Path(settings.STATIC_ROOT).exists())
    stamp.write_text(wanted, encoding="ascii")
    return True


def heal() -> None:
    """Remove what no acknowledged release owns; take up submissions that a crash interrupted."""
    # Late: the models behind these doors need Django to be set up first.
    from zhanqiao.core_services.publishing import operations as publishing
    from zhanqiao.data_center.storage import operations as storage

    storage.heal(at=now())
    publishing.resume_interrupted(at=now())


def _static_state() -> str:
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            status = Path(storage.path(name)).stat()
            digest.update(f"{name}\0{status.st_size}\0{status.st_mtime_ns}\n".encode())
    return digest.hexdigest()
